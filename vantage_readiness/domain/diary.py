"""The diary: what a change is, how it reads, and how each line seals the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

Value: TypeAlias = str | int | bool | Sequence["Value"] | Mapping[str, "Value"] | None

GENESIS = "0" * 64
SITE = 0  # the book of what belongs to no project; those of projects bear their ids
MOMENT = "%Y-%m-%dT%H:%M:%S.%f"  # how a moment, in UTC, is sealed
CLOCK = "clock"
SETUP = "setup"  # what an empty installation begins with
VISITOR = "visitor"  # somebody at the door who did not prove who they are
CONSOLE = "console"  # whoever types commands on the machine itself
ASSESSOR = "assessor"  # what a document claims of an item, whoever applied it


def person(user_id: int) -> str:
    """Give the code by which the diary knows a person."""
    return f"person:{user_id}"


def person_id(code: str) -> int | None:
    """Give the id in a person's code; none for anything else that writes."""
    noun, _, number = code.partition(":")
    return int(number) if noun == "person" and number.isdecimal() else None


def identity(value: Value) -> int | None:
    """Give the id in a diary value: a plain id, or an id with a name, as older lines have it."""
    if isinstance(value, Mapping):
        value = value.get("id")
    return value if isinstance(value, int) else None


class Kind(StrEnum):
    """What happened. The part before the dot is the noun, the part after it the verb."""

    PROJECT_CREATED = "project.created"
    PROJECT_CHANGED = "project.changed"
    ASSESSMENT_IMPORTED = "assessment.imported"
    FINDING_DECIDED = "finding.decided"
    FINDING_CARRIED = "finding.carried"  # a decision holds for the same finding of a newer document
    ITEM_ADDED = "item.added"
    ITEM_MOVED = "item.moved"  # status
    ITEM_EXEMPTED = "item.exempted"  # became not applicable
    ITEM_READMITTED = "item.readmitted"  # is applicable again
    ITEM_RETIERED = "item.retiered"
    ITEM_CORRECTED = "item.corrected"  # closed as not a real gap, or duplicate
    ITEM_OWNED = "item.owned"
    ITEM_DUE = "item.due"
    ITEM_PHASED = "item.phased"
    ITEM_REWORDED = "item.reworded"
    ITEM_COMMENTED = "item.commented"
    ITEM_CONFIRMED = "item.confirmed"  # "still true"
    ITEM_VANISHED = "item.vanished"  # the newest assessment no longer names it
    ITEM_RETURNED = "item.returned"  # an assessment names it again
    ITEM_RULED = "item.ruled"  # what was decided about a vanished one
    ITEM_ACCEPTED = "item.accepted"  # it arrived ticked; now it is a claim like any other
    RETIER_PROPOSED = "retier.proposed"  # by a document
    RETIER_DECLINED = "retier.declined"
    RETIER_WITHDRAWN = "retier.withdrawn"  # by a newer document
    EXEMPTION_ASKED = "exemption.asked"  # to be marked not applicable
    EXEMPTION_DECLINED = "exemption.declined"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_AGED = "evidence.aged"
    WAIVER_GRANTED = "waiver.granted"
    PHASE_COMPLETED = "phase.completed"
    PHASE_REGRESSED = "phase.regressed"
    COST_RECORDED = "cost.recorded"
    COST_CLOSED = "cost.closed"  # nothing more is expected on this line
    COST_REOPENED = "cost.reopened"
    MEMBER_ADDED = "member.added"
    MEMBER_CHANGED = "member.changed"
    MEMBER_REMOVED = "member.removed"
    PERSON_SIGNED_IN = "person.signed_in"
    PERSON_SIGNED_OUT = "person.signed_out"
    PERSON_CHANGED = "person.changed"
    PERSON_INVITED = "person.invited"
    PERSON_REFUSED = "person.refused"  # a wrong password, code or link
    PERSON_CONFIRMED = "person.confirmed"  # proved again who they are, before something that matters
    PERSON_DISABLED = "person.disabled"
    PERSON_ENABLED = "person.enabled"
    PERSON_REMOVED = "person.removed"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105
    PASSWORD_RESET_ASKED = "password.reset_asked"  # noqa: S105
    FACTOR_ADDED = "factor.added"
    FACTOR_REMOVED = "factor.removed"
    RECOVERY_MADE = "recovery.made"  # fresh recovery codes
    RECOVERY_USED = "recovery.used"
    IDENTITY_LINKED = "identity.linked"  # single sign-on
    IDENTITY_UNLINKED = "identity.unlinked"
    TOKEN_CREATED = "token.created"  # noqa: S105
    TOKEN_REVOKED = "token.revoked"  # noqa: S105
    SITE_CHANGED = "site.changed"
    REPORT_PUBLISHED = "report.published"
    REMINDERS_CHANGED = "reminders.changed"
    DEPUTY_NAMED = "deputy.named"  # who stands in for somebody
    PREFERENCES_CHANGED = "preferences.changed"  # what somebody wants to be written
    FEED_MADE = "feed.made"  # a calendar address
    FEED_REVOKED = "feed.revoked"
    PROJECT_EXPORTED = "project.exported"
    PROJECT_DELETED = "project.deleted"
    BACKUP_TAKEN = "backup.taken"
    BACKUP_RESTORED = "backup.restored"


@dataclass(frozen=True, slots=True)
class Change:
    """One line for the diary. `before` and `after` are plain JSON values; `at` is UTC; `by` is an actor's code.

    Codes ("person:7", "clock") and ids stand for people, so that a person can be renamed or removed without
    touching what was sealed.
    """

    kind: Kind
    subject: str
    by: str
    at: datetime
    before: Value = None
    after: Value = None
    note: str = ""
    item: int | None = None


class Kept(Protocol):
    """A diary line as stored."""

    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def item(self) -> int | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def day(self) -> date: ...
    @property
    def before(self) -> Value: ...
    @property
    def after(self) -> Value: ...
    @property
    def note(self) -> str: ...


class Sealed(Kept, Protocol):
    """A diary line with its seal."""

    @property
    def hash(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """How long a book was at some moment, and its last line's seal; `where` says who remembers it."""

    book: int
    count: int
    head: str
    where: str = "the database"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Where a book of the diary stops being what was written."""

    book: int
    number: int
    sentence: str


def examine(book: int, lines: Iterable[Sealed], marks: Sequence[Mark]) -> tuple[int, Flaw | None]:
    """Walk a book from its first line and hold it against what is remembered of it.

    Gives the number of lines read and the first flaw. A line that was changed, lost, put in or moved breaks the chain
    of seals; lines cut off at the end, or a chain sealed anew, contradict a mark.
    """
    remembered: dict[int, list[Mark]] = {}
    for mark in marks:
        remembered.setdefault(mark.count, []).append(mark)
    head, number = GENESIS, 0
    for line in lines:
        number += 1
        flaw = _broken(book, number, line, head) or _contradicted(book, number, line.hash, remembered.get(number, ()))
        if flaw:
            return number, flaw
        head = line.hash
    longest = max(marks, key=lambda mark: mark.count, default=None)
    if longest and longest.count > number:
        said = f"{longest.count} lines were written according to {longest.where}, but {number} are there"
        return number, Flaw(book, number + 1, said)
    return number, None


def _broken(book: int, number: int, line: Sealed, head: str) -> Flaw | None:
    if line.number != number:
        return Flaw(book, number, f"line {number} is missing; line {line.number} stands in its place")
    if line.hash != seal(head, line):
        return Flaw(book, number, f"line {number} is not what was written, or the line before it is not")
    return None


def _contradicted(book: int, number: int, head: str, marks: Iterable[Mark]) -> Flaw | None:
    for mark in marks:
        if mark.head != head:
            return Flaw(book, number, f"line {number} or one before it is not what {mark.where} remembers")
    return None


def seal(previous: str, line: Kept) -> str:
    """Give the SHA-256 (64 hex digits) that chains a line to the one before it; the first follows `GENESIS`."""
    words = [
        previous,
        line.number,
        line.kind,
        line.item,
        line.subject,
        line.by,
        line.at.strftime(MOMENT),
        line.day.isoformat(),
        line.before,
        line.after,
        line.note,
    ]
    text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
