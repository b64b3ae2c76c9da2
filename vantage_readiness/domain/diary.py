"""The diary: what a change is, how it reads, and how each line seals the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

Value: TypeAlias = str | int | bool | Sequence["Value"] | Mapping[str, "Value"] | None

GENESIS = "0" * 64
CLOCK = "clock"
SETUP = "setup"
ASSESSOR = "assessor"  # what a document claims of an item, whoever applied it


def person(user_id: int) -> str:
    """Give the code by which the diary knows a person."""
    return f"person:{user_id}"


def person_id(code: str) -> int | None:
    """Give the id in a person's code; none for the clock and the set-up."""
    noun, _, number = code.partition(":")
    return int(number) if noun == "person" and number.isdecimal() else None


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


def seal(previous: str, line: Kept) -> str:
    """Give the SHA-256 (64 hex digits) that chains a line to the one before it; the first follows `GENESIS`."""
    words = [
        previous,
        line.number,
        line.kind,
        line.item,
        line.subject,
        line.by,
        line.at.strftime("%Y-%m-%dT%H:%M:%S.%f"),
        line.day.isoformat(),
        line.before,
        line.after,
        line.note,
    ]
    text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
