"""Rulings: what people decide about what a document said of an item; it vanished, arrived ticked, or changed tier."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from .diary import Change, Kind, person
from .items import Decidable, required
from .refusals import Refused
from .words import Ruling, Status, Tier


class Ruled(Decidable, Protocol):
    """What the rulings need to know of an item besides."""

    @property
    def born_done(self) -> bool: ...
    @property
    def vanished(self) -> bool: ...
    @property
    def proposed_tier(self) -> Tier | None: ...


def rule(item: Ruled, ruling: Ruling, *, by: int, at: datetime, reason: str) -> Change:
    """Decide about an item that is missing from the newest assessment; it always needs a reason."""
    if not item.vanished:
        raise Refused(f"“{item.title}” is not missing from the newest assessment, or somebody has decided already.")
    reason = required(reason, "a reason for your decision")
    return Change(Kind.ITEM_RULED, item.title, person(by), at, after=ruling.value, note=reason, item=item.number)


def accept(item: Ruled, *, by: int, at: datetime, reason: str) -> Change:
    """Decide that an item that arrived already ticked is a claim like any other; it needs evidence."""
    if not item.born_done or item.status is not Status.DONE:
        raise Refused(f"“{item.title}” did not arrive already ticked, or somebody has decided already.")
    if item.evidence_on is None:
        raise Refused(f"“{item.title}” has no evidence. Add a link, a commit or a note that shows it is done.")
    return Change(Kind.ITEM_ACCEPTED, item.title, person(by), at, False, True, reason.strip(), item=item.number)


def approve_tier(item: Ruled, *, by: int, at: datetime, reason: str) -> Change:
    """Decide that an item has the tier a document gives it."""
    to = _proposed(item)
    reason = required(reason, "a reason for changing the tier")
    return Change(Kind.ITEM_RETIERED, item.title, person(by), at, item.tier.value, to.value, reason, item=item.number)


def decline_tier(item: Ruled, *, by: int, at: datetime, reason: str) -> Change:
    """Decide that an item keeps its tier, whatever a document says."""
    to = _proposed(item)
    reason = required(reason, "a reason for keeping the tier")
    return Change(Kind.RETIER_DECLINED, item.title, person(by), at, item.tier.value, to.value, reason, item=item.number)


def _proposed(item: Ruled) -> Tier:
    if item.proposed_tier is None:
        raise Refused(f"No document proposes another tier for “{item.title}”, or somebody has decided already.")
    return item.proposed_tier
