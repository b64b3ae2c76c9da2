"""Readiness: stated, claimed, verified and coverage, four numbers that are never blended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol

from .phrases import count, join
from .policy import Policy
from .shapes import Item
from .words import Correction, Standing, Status, Tier

BEST_SCORE = 10


class Credit(NamedTuple):
    """What one item adds, 0 or 1 each: to the scope, to what is claimed, to what is verified."""

    scope: int
    claimed: int
    verified: int


CREDITS: Mapping[Standing, Credit] = {
    Standing.UNDONE: Credit(1, 0, 0),
    Standing.CLAIMED: Credit(1, 1, 0),
    Standing.VERIFIED: Credit(1, 1, 1),
    Standing.AGED: Credit(1, 1, 0),
    Standing.WAIVED: Credit(1, 0, 0),
    Standing.NOT_APPLICABLE: Credit(0, 0, 0),
    Standing.CORRECTED: Credit(0, 0, 0),
    Standing.BORN_DONE: Credit(0, 0, 0),
}


class Group(Protocol):
    """Items that share all that their standing rests on, and how many they are."""

    @property
    def tier(self) -> Tier: ...
    @property
    def status(self) -> Status: ...
    @property
    def correction(self) -> Correction | None: ...
    @property
    def born_done(self) -> bool: ...
    @property
    def original(self) -> bool: ...
    @property
    def aged(self) -> bool:
        """Whether their evidence is too old, or missing."""

    @property
    def waived(self) -> bool:
        """Whether a waiver is in force."""

    @property
    def confirmed(self) -> bool:
        """Whether their status was changed or confirmed lately."""

    @property
    def items(self) -> int: ...


class Cell(NamedTuple):
    """How many items share a tier and a standing, how many of them were confirmed lately, how many are original."""

    items: int
    confirmed: int
    original: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Items counted by tier and standing on one day. Tallies of separate items add up."""

    cells: Mapping[tuple[Tier, Standing], Cell] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        cells = dict(self.cells)
        for key, cell in other.cells.items():
            mine = cells.get(key, Cell(0, 0, 0))
            cells[key] = Cell(*(a + b for a, b in zip(mine, cell, strict=True)))
        return Tally(cells)

    def count(self, standing: Standing, tier: Tier | None = None) -> int:
        """Give how many items have this standing, in one tier or in all."""
        return sum(
            cell.items for (its, stands), cell in self.cells.items() if stands is standing and tier in (its, None)
        )


@dataclass(frozen=True, slots=True)
class Points:
    """Weights added up: of the scope, of what is claimed (done or verified), of what is verified."""

    scope: int
    claimed: int
    verified: int


@dataclass(frozen=True, slots=True)
class TierCount:
    """Items of one tier. `scope` is the sum of the other five, which do not overlap."""

    tier: Tier
    scope: int
    undone: int
    claimed: int
    verified: int
    aged: int
    waived: int


@dataclass(frozen=True, slots=True)
class Aside:
    """Items outside the scope, by why."""

    not_applicable: int
    corrected: int
    born_done: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """The four numbers of one day, and what they are made of.

    Percentages are whole and floored; they are None when nothing in scope weighs anything, and `why_empty` says why.
    `stated` is what the newest document prints; `base`, the score of the first, and `first`, the points of its items,
    are what the estimate rests on.
    """

    stated: Decimal | None
    base: Decimal | None
    claimed: int | None
    verified: int | None
    coverage: int | None
    estimate: Decimal | None
    points: Points
    first: Points
    tiers: tuple[TierCount, ...]
    aside: Aside
    why_empty: str | None


@dataclass(frozen=True, slots=True)
class Lift:
    """What verifying one item adds: percentage points floored to one place, score floored to two.

    `score` is None when no score is stated or the item is not part of it. `exact` is the verified share, unrounded.
    """

    claimed_percent: Decimal
    verified_percent: Decimal
    score: Decimal | None
    exact: Fraction


def standing(item: Item, today: date, policy: Policy) -> Standing:
    """Give what an item counts as on this day."""
    aged = is_aged(item.evidence_on, today, policy)
    waived = is_waived(item.waived_until, today)
    return settle(item.status, item.correction, born_done=item.born_done, aged=aged, waived=waived)


def is_aged(evidence_on: date | None, today: date, policy: Policy) -> bool:
    """Answer whether evidence is too old to prove anything, or missing."""
    return evidence_on is None or (today - evidence_on).days > policy.evidence_days


def is_waived(until: date | None, today: date) -> bool:
    """Answer whether a waiver is in force; its last day is part of it."""
    return until is not None and until >= today


_DONE, _VERIFIED, _NOT_APPLICABLE = Status.DONE, Status.VERIFIED, Status.NOT_APPLICABLE


def settle(
    status: Status, correction: Correction | None, *, born_done: bool, aged: bool, waived: bool = False
) -> Standing:
    """Give the standing that follows from a status and what was decided.

    A waiver matters only while nothing is claimed: it never takes away credit and never gives any. An item that
    arrived ticked stays aside only while it is as it arrived; re-opened or verified, it counts like any other.
    """
    if correction is not None:
        return Standing.CORRECTED
    if status is _VERIFIED:
        return Standing.AGED if aged else Standing.VERIFIED
    if status is _DONE:
        return Standing.BORN_DONE if born_done else Standing.CLAIMED
    if status is _NOT_APPLICABLE:
        return Standing.NOT_APPLICABLE
    return Standing.WAIVED if waived else Standing.UNDONE


def tally(items: Iterable[Item], today: date, policy: Policy) -> Tally:
    """Count items by tier and standing on this day."""
    return tally_of(_alone(item, today, policy) for item in items)


def tally_of(groups: Iterable[Group]) -> Tally:
    """Count items by tier and standing, given how many of them share all that their standing rests on."""
    cells: dict[tuple[Tier, Standing], list[int]] = {}
    for group in groups:
        stands = settle(group.status, group.correction, born_done=group.born_done, aged=group.aged, waived=group.waived)
        cell = cells.setdefault((group.tier, stands), [0, 0, 0])
        cell[0] += group.items
        cell[1] += group.items * group.confirmed
        cell[2] += group.items * group.original
    return Tally({key: Cell(*cell) for key, cell in cells.items()})


def measure(counted: Tally, policy: Policy, base: Decimal | None, *, now: Decimal | None = None) -> Readiness:
    """Give the numbers that follow from a tally; `base` is the first assessment's own score from 0 to 10, and `now`
    what a newer one states.
    """
    points, first = _points(counted, policy), _first_points(counted, policy)
    return Readiness(
        stated=base if now is None else now,
        base=base,
        claimed=_percent(points.claimed, points.scope),
        verified=_percent(points.verified, points.scope),
        coverage=_percent(_confirmed_points(counted, policy), points.scope),
        estimate=estimate(base, first.claimed, first.scope),
        points=points,
        first=first,
        tiers=tuple(_tier_count(counted, tier) for tier in Tier),
        aside=Aside(*(counted.count(why) for why in _ASIDE)),
        why_empty=None if points.scope else _why_empty(counted),
    )


def estimate(stated: Decimal | None, done_points: int, scope_points: int) -> Decimal | None:
    """Estimate today's score, floored to two places: S0 + (10 - S0) * W(done) / W(scope of the first assessment).

    It assumes that the original items are the whole distance from the stated score S0 to 10. What is no longer
    applicable stays in the scope of the first assessment: a shorter list is no better score. None without a stated
    score or without weighted original items.
    """
    if stated is None or not scope_points:
        return None
    return _floor(Fraction(stated) + (BEST_SCORE - Fraction(stated)) * Fraction(done_points, scope_points), places=2)


def lift(item: Item, readiness: Readiness, today: date, policy: Policy) -> Lift:
    """Give what verifying this item would add to a readiness measured on the same day."""
    return lift_of(item.tier, standing(item, today, policy), readiness, policy, original=item.original)


def lift_of(tier: Tier, stands: Standing, readiness: Readiness, policy: Policy, *, original: bool) -> Lift:
    """Give what verifying an item of this tier and standing would add; nothing, if it is proven or out of scope."""
    points, credit = readiness.points, CREDITS[stands]
    weight = 0 if stands in _NO_LIFT else policy.weight(tier)
    scope = points.scope + weight * (1 - credit.scope)
    claimed = _share(points.claimed + weight * (1 - credit.claimed), scope) - _share(points.claimed, points.scope)
    verified = _share(points.verified + weight, scope) - _share(points.verified, points.scope)
    return Lift(
        claimed_percent=_floor(100 * claimed, places=1),
        verified_percent=_floor(100 * verified, places=1),
        score=_score_lift(weight * (1 - credit.claimed), readiness) if original else None,
        exact=verified,
    )


class _Alone(NamedTuple):
    """A group of one item."""

    tier: Tier
    status: Status
    correction: Correction | None
    born_done: bool
    original: bool
    aged: bool
    waived: bool
    confirmed: bool
    items: int = 1


def _alone(item: Item, today: date, policy: Policy) -> _Alone:
    return _Alone(
        tier=item.tier,
        status=item.status,
        correction=item.correction,
        born_done=item.born_done,
        original=item.original,
        aged=is_aged(item.evidence_on, today, policy),
        waived=is_waived(item.waived_until, today),
        confirmed=item.confirmed_on >= policy.confirmed_since(today),
    )


_ASIDE = (Standing.NOT_APPLICABLE, Standing.CORRECTED, Standing.BORN_DONE)
_NO_LIFT = (Standing.VERIFIED, Standing.NOT_APPLICABLE, Standing.CORRECTED)


def _points(counted: Tally, policy: Policy) -> Points:
    sums = [0, 0, 0]
    for (tier, stands), cell in counted.cells.items():
        for place, credit in enumerate(CREDITS[stands]):
            sums[place] += policy.weight(tier) * credit * cell.items
    return Points(*sums)


def _first_points(counted: Tally, policy: Policy) -> Points:
    """Add up original items. Those that arrived ticked are left out: the stated score already holds them."""
    scope = claimed = verified = 0
    for (tier, stands), cell in counted.cells.items():
        weight = policy.weight(tier) * cell.original
        scope += weight * (stands is not Standing.BORN_DONE)
        claimed += weight * CREDITS[stands].claimed
        verified += weight * CREDITS[stands].verified
    return Points(scope, claimed, verified)


def _confirmed_points(counted: Tally, policy: Policy) -> int:
    return sum(
        policy.weight(tier) * CREDITS[stands].scope * cell.confirmed for (tier, stands), cell in counted.cells.items()
    )


def _tier_count(counted: Tally, tier: Tier) -> TierCount:
    parts = [
        counted.count(stands, tier)
        for stands in (Standing.UNDONE, Standing.CLAIMED, Standing.VERIFIED, Standing.AGED, Standing.WAIVED)
    ]
    return TierCount(tier, sum(parts), *parts)


def _why_empty(counted: Tally) -> str:
    if any(cell.items and CREDITS[stands].scope for (_, stands), cell in counted.cells.items()):
        return "What is in scope weighs nothing, so there is no percentage."
    aside = [f"{count(n, 'item')} {_SAID[why]}" for why in _ASIDE if (n := counted.count(why))]
    return f"Nothing is in scope: {join(aside)}." if aside else "No items are known yet."


_SAID: Mapping[Standing, str] = {
    Standing.NOT_APPLICABLE: "not applicable",
    Standing.CORRECTED: "closed as no real gap or duplicate",
    Standing.BORN_DONE: "arrived already ticked",
}


def _score_lift(weight: int, readiness: Readiness) -> Decimal | None:
    if readiness.base is None or not readiness.first.scope:
        return None
    return _floor((BEST_SCORE - Fraction(readiness.base)) * Fraction(weight, readiness.first.scope), places=2)


def _percent(part: int, whole: int) -> int | None:
    return 100 * part // whole if whole else None


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _floor(value: Fraction, *, places: int) -> Decimal:
    return Decimal(value.numerator * 10**places // value.denominator).scaleb(-places)
