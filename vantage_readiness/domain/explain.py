"""Explained change: how much of what two assessments state as a better score is closed work, and how much is not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from .movements import State
from .policy import Policy
from .readiness import BEST_SCORE, Readiness, is_waived, measure, settle, tally_of
from .words import Standing

TOLERANCE = Decimal("0.3")  # a stated change that differs by more is flagged


class Part(StrEnum):
    """What can account for a change of the score."""

    CLOSED = "closed"
    SCOPE = "scope"
    WAIVERS = "waivers"


_PARTS: Mapping[Standing, Part] = {
    Standing.CLAIMED: Part.CLOSED,
    Standing.VERIFIED: Part.CLOSED,
    Standing.AGED: Part.CLOSED,
    Standing.NOT_APPLICABLE: Part.SCOPE,
    Standing.CORRECTED: Part.SCOPE,
    Standing.WAIVED: Part.WAIVERS,
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A change of the score in its parts, in points of ten, rounded to two places.

    `stated` is what the documents print, None if the later prints no score; `unexplained` is what no part accounts for.
    """

    stated: Decimal | None
    closed: Decimal
    scope: Decimal
    waivers: Decimal

    @property
    def explained(self) -> Decimal:
        """What closed work, scope changes and waivers account for together."""
        return self.closed + self.scope + self.waivers

    @property
    def unexplained(self) -> Decimal | None:
        return None if self.stated is None else self.stated - self.explained

    @property
    def is_flagged(self) -> bool:
        """Whether the stated change differs from the explained one by more than the tolerance."""
        return self.unexplained is not None and abs(self.unexplained) > TOLERANCE

    @property
    def sentence(self) -> str:
        """The change in one sentence."""
        if self.stated is None:
            return f"What was closed accounts for {self.explained:+.2f}; the later document prints no score."
        gap = self.unexplained or Decimal(0)
        if self.is_flagged and gap < 0:
            more = f"{-gap:.2f} more than the stated {self.stated:+.2f}"
            return f"What was closed accounts for {self.explained:+.2f}, {more}."
        flag = f" {gap:.2f} of it is not explained." if self.is_flagged else ""
        return f"What was closed accounts for {self.explained:+.2f} of the stated {self.stated:+.2f}.{flag}"


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a change: every item as it stood on a day, and the score stated then, from 0 to 10."""

    states: Mapping[int, State]
    day: date
    stated: Decimal | None


def measure_point(point: Point, originals: Collection[int], policy: Policy, base: Decimal | None) -> Readiness:
    """Give the numbers of one point; `base` is the score of the first assessment. Coverage is not known of the past."""
    groups = [_One(number in originals, state, point.day) for number, state in point.states.items()]
    return measure(tally_of(groups), policy, base, now=point.stated)


def explain(earlier: Point, later: Point, originals: Collection[int], policy: Policy) -> Explained | None:
    """Explain a change: (10 - S) * W(closed between) / W(original items), S being the score of the earlier document.

    `originals` are the numbers of the items of the first assessment; those that arrived ticked are left out, because
    the stated score holds them already. None if the earlier document states no score or nothing original weighs.
    """
    weights = {
        number: policy.weight(state.tier)
        for number, state in earlier.states.items()
        if number in originals and _standing(state, earlier.day) is not Standing.BORN_DONE
    }
    whole = sum(weights.values())
    if earlier.stated is None or not whole:
        return None
    moved = dict.fromkeys(Part, 0)
    for number, weight in weights.items():
        for sign, point in ((-1, earlier), (1, later)):
            part = _part(point, number)
            if part is not None:
                moved[part] += sign * weight
    distance = (BEST_SCORE - Fraction(earlier.stated)) / whole
    stated = None if later.stated is None else _rounded(Fraction(later.stated) - Fraction(earlier.stated))
    return Explained(stated, *(_rounded(distance * moved[part]) for part in Part))


class _One:
    """An item of the past, as a group of one."""

    items = 1
    confirmed = False

    def __init__(self, original: bool, state: State, day: date) -> None:
        self.original = original
        self.tier, self.status, self.correction = state.tier, state.status, state.correction
        self.born_done, self.aged = state.born_done, state.aged
        self.waived = is_waived(state.waived_until, day)


def _part(point: Point, number: int) -> Part | None:
    state = point.states.get(number)
    return _PARTS.get(_standing(state, point.day)) if state else None


def _standing(state: State, day: date) -> Standing:
    waived = is_waived(state.waived_until, day)
    return settle(state.status, state.correction, born_done=state.born_done, aged=state.aged, waived=waived)


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
