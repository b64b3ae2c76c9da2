"""Why an item stands between us and go: the questions the gate asks of each critical and important item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from .readiness import CREDITS, is_waived
from .shapes import Item
from .words import Standing, Tier, Word

GATED = (Tier.CRITICAL, Tier.IMPORTANT)


def is_gated(item: Item) -> bool:
    """Answer whether the gate asks about an item: it is critical or important, or a document calls it critical."""
    return item.tier in GATED or item.proposed_tier is Tier.CRITICAL


class Effect(Word):
    """What a cause does to the gate, the heaviest first."""

    FAILS = "fails"
    CONDITIONAL = "conditional"
    WARNS = "warns"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS: Mapping[Effect, int] = {effect: rank for rank, effect in enumerate(Effect)}


class Cause(Word):
    """What is wrong, in the order of the gate."""

    NONE_KNOWN = "none_known"  # of all items together: there are no criticals
    OPEN = "open"
    CLAIMED = "claimed"
    AGED = "aged"
    UNPROVEN = "unproven"  # verified without evidence
    VANISHED = "vanished"
    RETIERED = "retiered"  # by a document, and nobody has approved it
    WAIVED = "waived"
    UNDECIDED = "undecided"  # of a finding about a critical
    UNPHASED = "unphased"
    UNOWNED = "unowned"
    UNDATED = "undated"
    BORN_DONE = "born_done"

    @property
    def effect(self) -> Effect:
        return _EFFECTS.get(self, Effect.FAILS)


_EFFECTS: Mapping[Cause, Effect] = {
    Cause.WAIVED: Effect.CONDITIONAL,
    Cause.UNOWNED: Effect.WARNS,
    Cause.UNDATED: Effect.WARNS,
    Cause.BORN_DONE: Effect.WARNS,
}


def causes_of(item: Item, stands: Standing, today: date) -> Sequence[Cause]:
    """List what is wrong with a critical or important item of this standing, in the order of the gate.

    A waiver answers for what is not done, not verified or too old, and for nothing else. Owner and due date are asked
    for only while there is something to do.
    """
    is_critical = item.tier is Tier.CRITICAL
    if stands is Standing.BORN_DONE:
        return [Cause.BORN_DONE] if is_critical else []
    if not CREDITS[stands].scope:
        return []
    causes = list(_unfulfilled(item, stands, today)) if is_critical else []
    if item.proposed_tier is not None and Tier.CRITICAL in (item.tier, item.proposed_tier):
        causes.append(Cause.RETIERED)
    if stands is not Standing.VERIFIED and item.tier in GATED:
        if item.owner_id is None:
            causes.append(Cause.UNOWNED)
        if item.due is None:
            causes.append(Cause.UNDATED)
    return causes


def _unfulfilled(item: Item, stands: Standing, today: date) -> Iterator[Cause]:
    waived = is_waived(item.waived_until, today)
    if stands is not Standing.VERIFIED and not waived:
        yield _unproven(item, stands)
    if item.vanished:
        yield Cause.VANISHED
    if stands is not Standing.VERIFIED and waived:
        yield Cause.WAIVED
    if item.phase_id is None:
        yield Cause.UNPHASED


def _unproven(item: Item, stands: Standing) -> Cause:
    if stands is Standing.CLAIMED:
        return Cause.CLAIMED
    if stands is Standing.AGED:
        return Cause.UNPROVEN if item.evidence_on is None else Cause.AGED
    return Cause.OPEN
