"""Decisions about one item: which change follows from what somebody asks, or why it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from .diary import Change, Kind, person
from .policy import Policy
from .refusals import Refused
from .words import Correction, EvidenceKind, Status, Tier

LONGEST_TITLE = 300
LONGEST_TEXT = 20_000


class Decidable(Protocol):
    """What the decisions need to know of an item."""

    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def tier(self) -> Tier: ...
    @property
    def status(self) -> Status: ...
    @property
    def owner_id(self) -> int | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def phase_id(self) -> int | None: ...
    @property
    def claimed_by_id(self) -> int | None: ...
    @property
    def evidence_on(self) -> date | None: ...
    @property
    def correction(self) -> Correction | None: ...
    @property
    def exemption_by_id(self) -> int | None: ...


class Dated(Protocol):
    """What makes an item late or not."""

    @property
    def status(self) -> Status: ...
    @property
    def due(self) -> date | None: ...
    @property
    def correction(self) -> Correction | None: ...


def is_unfinished(item: Dated) -> bool:
    """Answer whether there is something left to do: it is neither claimed nor out of scope."""
    return not item.status.is_finished and item.correction is None


def is_overdue(item: Dated, today: date) -> bool:
    """Answer whether an item should have been finished before today."""
    return item.due is not None and item.due < today and is_unfinished(item)


def move(item: Decidable, to: Status, *, by: int, at: datetime, policy: Policy, note: str = "") -> Change:
    """Decide a status change asked for by the person with id `by`; the caller keeps it."""
    if to is item.status:
        raise Refused(f"“{item.title}” is already {to.label.lower()}.")
    if to is Status.NOT_APPLICABLE:
        raise Refused("Say why this item does not apply: use “Not applicable” on the item’s page and give a reason.")
    if to is Status.VERIFIED:
        _refuse_weak_verification(item, by, policy)
    kind = Kind.ITEM_READMITTED if item.status is Status.NOT_APPLICABLE else Kind.ITEM_MOVED
    return Change(kind, item.title, person(by), at, item.status.value, to.value, bounded(note), item=item.number)


def why_not_verify(item: Decidable, *, by: int, policy: Policy) -> str:
    """Say why this person cannot verify the item now; nothing if the person can."""
    try:
        _refuse_weak_verification(item, by, policy)
    except Refused as refusal:
        return refusal.sentence
    return ""


def exempt(item: Decidable, *, by: int, at: datetime, policy: Policy, reason: str) -> Change | None:
    """Decide a wish to mark an item not applicable; nothing yet if a second person has to approve it first."""
    if item.status is Status.NOT_APPLICABLE:
        raise Refused(f"“{item.title}” is already not applicable.")
    reason = required(reason, "a reason why this item does not apply")
    if policy.second_person:
        return None
    return _exempted(item, by, at, reason)


def approve_exemption(item: Decidable, *, by: int, at: datetime, reason: str) -> Change:
    """Decide that an item asked to be not applicable is so; never by the person who asked."""
    if item.exemption_by_id is None:
        raise Refused(f"Nobody asked for “{item.title}” to be marked not applicable.")
    if item.exemption_by_id == by:
        raise Refused("A second person has to approve this. Ask another member of the project.")
    return _exempted(item, by, at, reason)


def correct(item: Decidable, to: Correction, *, by: int, at: datetime, reason: str) -> Change:
    """Decide to close an item as a duplicate or as not a real gap."""
    if item.correction is to:
        raise Refused(f"“{item.title}” is already closed as {to.label.lower()}.")
    reason = required(reason, "a reason for closing this item")
    before = item.correction.value if item.correction else None
    return Change(Kind.ITEM_CORRECTED, item.title, person(by), at, before, to.value, reason, item=item.number)


def take_back(item: Decidable, *, by: int, at: datetime, reason: str) -> Change:
    """Decide that an item closed as a duplicate or as not a real gap is in scope again."""
    if item.correction is None:
        raise Refused(f"“{item.title}” was not closed without work.")
    reason = required(reason, "a reason for taking this item back into scope")
    before = item.correction.value
    return Change(Kind.ITEM_CORRECTED, item.title, person(by), at, before, None, reason, item=item.number)


def decline_exemption(item: Decidable, *, by: int, at: datetime, reason: str) -> Change:
    """Decide that an item asked to be not applicable stays in scope; whoever asked may take it back so."""
    if item.exemption_by_id is None:
        raise Refused(f"Nobody asked for “{item.title}” to be marked not applicable.")
    reason = required(reason, "a reason")
    return Change(Kind.EXEMPTION_DECLINED, item.title, person(by), at, note=reason, item=item.number)


def waive(
    item: Decidable,
    until: date,
    *,
    requested_by: int,
    by: int,
    at: datetime,
    today: date,
    policy: Policy,
    reason: str,
) -> Change:
    """Decide to accept an item’s risk up to and including a day; the approver `by` is not the requester."""
    if requested_by == by and policy.second_person:
        raise Refused("A waiver is approved by somebody other than its requester.")
    if until <= today:
        raise Refused("A waiver has to end after today.")
    reason = required(reason, "a reason for the waiver")
    after = until.isoformat()
    return Change(Kind.WAIVER_GRANTED, item.title, person(by), at, after=after, note=reason, item=item.number)


def retier(item: Decidable, to: Tier, *, by: int, at: datetime, reason: str) -> Change:
    """Decide a change of tier; it always needs a reason, because it moves the gate."""
    if to is item.tier:
        raise Refused(f"“{item.title}” is already {to.label.lower()}.")
    reason = required(reason, "a reason for changing the tier")
    return Change(Kind.ITEM_RETIERED, item.title, person(by), at, item.tier.value, to.value, reason, item=item.number)


def own(item: Decidable, to: int | None, *, by: int, at: datetime) -> Change:
    """Decide who has an item; none gives it back."""
    if to == item.owner_id:
        raise Refused(f"“{item.title}” already has this owner." if to else f"“{item.title}” has no owner already.")
    return Change(Kind.ITEM_OWNED, item.title, person(by), at, item.owner_id, to, item=item.number)


def fall_due(item: Decidable, to: date | None, *, by: int, at: datetime) -> Change:
    """Decide a due date; none takes it away."""
    if to == item.due:
        raise Refused(f"“{item.title}” already has this due date.")
    return Change(Kind.ITEM_DUE, item.title, person(by), at, _iso(item.due), _iso(to), item=item.number)


def postpone(item: Decidable, to: date, *, by: int, at: datetime, today: date, reason: str) -> Change:
    """Decide a later due date for something unfinished, with the reason why it slips."""
    if not is_unfinished(item):
        raise Refused(f"“{item.title}” is finished, so there is nothing to put off.")
    if item.due is None:
        raise Refused(f"“{item.title}” has no due date yet. Set one instead.")
    if to <= max(today, item.due):
        raise Refused("The new date has to be after today and after the old one.")
    reason = required(reason, "a reason for the new date")
    return replace(fall_due(item, to, by=by, at=at), note=reason)


def put_in_phase(item: Decidable, to: int | None, *, by: int, at: datetime) -> Change:
    """Decide in which phase of the plan an item is done; none takes it out of the plan."""
    if to == item.phase_id:
        raise Refused(f"“{item.title}” is already in this phase.")
    return Change(Kind.ITEM_PHASED, item.title, person(by), at, item.phase_id, to, item=item.number)


def reword(item: Decidable, title: str, detail: str, *, by: int, at: datetime) -> Change:
    """Decide a new title and detail."""
    title, detail = titled(title), bounded(detail)
    if (title, detail) == (item.title, item.detail):
        raise Refused("The text is unchanged.")
    before = {"title": item.title, "detail": item.detail}
    after = {"title": title, "detail": detail}
    return Change(Kind.ITEM_REWORDED, title, person(by), at, before, after, item=item.number)


def confirm(item: Decidable, *, by: int, at: datetime) -> Change:
    """Decide that an item’s status is still true."""
    return Change(Kind.ITEM_CONFIRMED, item.title, person(by), at, after=item.status.value, item=item.number)


def evidence(kind: EvidenceKind, reference: str, *, collected_on: date, today: date) -> str:
    """Give a reference fit to keep; a link has to be an http or https address, and no evidence is from tomorrow."""
    reference = required(reference, "what shows that the item is done")
    if len(reference) > 1000:
        raise Refused("The evidence is too long. Keep it under 1,000 characters, or link to it.")
    if kind is EvidenceKind.LINK and not reference.lower().startswith(("https://", "http://")):
        raise Refused("Enter a link that begins with https:// or http://, or choose another kind of evidence.")
    if collected_on > today:
        raise Refused("Evidence cannot be collected in the future. Choose today or an earlier day.")
    return reference


def titled(title: str) -> str:
    """Give a title fit to keep, on one line."""
    title = " ".join(title.split())
    if not title:
        raise Refused("Enter a title.")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"The title is too long. Keep it under {LONGEST_TITLE} characters.")
    return title


def required(text: str, what: str) -> str:
    """Give a text that must not be empty, trimmed."""
    text = text.strip()
    if not text:
        raise Refused(f"Enter {what}.")
    return bounded(text)


def bounded(text: str) -> str:
    """Give a text fit to keep, trimmed; it may be empty."""
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise Refused(f"This text is too long. Keep it under {LONGEST_TEXT:,} characters.")
    return text


def _refuse_weak_verification(item: Decidable, by: int, policy: Policy) -> None:
    if item.status is not Status.DONE:
        raise Refused(f"“{item.title}” is not done yet. Only a done item can be verified.")
    if item.evidence_on is None:
        raise Refused(f"“{item.title}” has no evidence. Add a link, a commit or a note that shows it is done.")
    if policy.second_person and item.claimed_by_id == by:
        raise Refused("You marked this item as done yourself. A second person has to verify it.")


def _exempted(item: Decidable, by: int, at: datetime, reason: str) -> Change:
    return Change(
        Kind.ITEM_EXEMPTED,
        item.title,
        person(by),
        at,
        item.status.value,
        Status.NOT_APPLICABLE.value,
        reason,
        item=item.number,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
