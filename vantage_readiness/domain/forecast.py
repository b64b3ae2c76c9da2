"""Forecast: when everything will be verified, from how much was verified in each week so far; or why nobody can say.

With four weeks and four verified items, weeks to come are drawn from the weeks that were (a bootstrap): the range lies
between the day by which half of the drawn futures are done and the day by which 85 of 100 are. Of two or three weeks
only a rough range is told: the pace is taken as a Poisson process whose rate is uncertain (Gamma), from 15 to 85 of
100. What was opened again counts against the week in which that happened. Chance is seeded by what is known, so that
the same history always foretells the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, groupby
from math import ceil, log, sqrt
from operator import attrgetter
from random import Random
from statistics import NormalDist
from typing import NamedTuple, TypeAlias

from .movements import Bucket, Step
from .phrases import count, day, days
from .weekly import Fared, Foretold
from .weeks import Week
from .words import Tier, Word

FEWEST_WEEKS = 2
SURE_WEEKS = 4  # from so many on, and so many verified items, the past is drawn from
SURE_ITEMS = 4
FARTHEST = 26  # weeks; nobody knows what is beyond
MEMORY = 12  # weeks that the drawing remembers, and earlier forecasts that are judged
_DRAWS = 1_000
_WEEK = timedelta(days=7)
_HALF, _LIKELY, _UNLIKELY = 0.50, 0.85, 0.15


class Goal(Word):
    """What is foretold."""

    CRITICALS = "criticals"
    EVERYTHING = "everything"

    @property
    def label(self) -> str:
        return {"criticals": "All criticals verified", "everything": "All items verified"}[self.value]


@dataclass(frozen=True, slots=True)
class Course:
    """How one goal went, week by week, oldest first; the last week ends on `last`, each is seven days.

    `made` is the net number of items verified in a week (less what was opened again), `gained` without that loss,
    `left` how many in scope were not verified at its end and `scope` how many were in scope.
    """

    goal: Goal
    last: date
    made: tuple[int, ...]
    gained: tuple[int, ...]
    left: tuple[int, ...]
    scope: tuple[int, ...]

    def until(self, weeks_back: int) -> Course:
        """Give the course as it was known some weeks earlier."""
        end = len(self.made) - weeks_back
        parts = (self.made[:end], self.gained[:end], self.left[:end], self.scope[:end])
        return Course(self.goal, self.last - weeks_back * _WEEK, *parts)


def course(goal: Goal, steps: Iterable[Step], tiers: Iterable[Tier], last: date) -> Course:
    """Give how a goal went in the whole weeks that end on `last`; `tiers` are those it is about.

    `steps` are those of the diary, oldest first. What enters or leaves the scope is neither progress nor loss.
    """
    mine = [delta for delta in _deltas(steps, tiers) if delta.day <= last]
    weeks = ((last - mine[0].day).days + 1) // 7 if mine else 0
    sums = [[0, 0, 0, 0] for _ in range(weeks + 1)]  # the first is what came before the first whole week
    for delta in mine:
        its = sums[max(weeks - (last - delta.day).days // 7, 0)]
        for place, by in enumerate((delta.made, max(delta.made, 0), delta.left, delta.scope)):
            its[place] += by
    made, gained, left, scope = zip(*sums, strict=True)
    return Course(goal, last, made[1:], gained[1:], tuple(accumulate(left))[1:], tuple(accumulate(scope))[1:])


def foretell(course: Course) -> Foretold:
    """Say when a goal will be reached, as a range of days, or why nobody can say."""
    why_not = _why_not(course)
    if why_not:
        return Foretold(course.goal.label, None, None, rough=False, sentence=why_not)
    weeks = len(course.made)
    rough = weeks < SURE_WEEKS or sum(course.made) < SURE_ITEMS
    early, late = _rough_range(course) if rough else _drawn_range(course)
    if late > FARTHEST:
        return Foretold(course.goal.label, None, None, rough=rough, sentence=f"Beyond {FARTHEST} weeks.")
    earliest, latest = course.last + early * _WEEK, course.last + late * _WEEK
    between = f"between {day(earliest)} and {day(latest)}" if early < late else f"by {day(latest)}"
    how = f"Roughly {between}" if rough else f"{between[0].upper()}{between[1:]}"
    basis = f"from the pace of {count(weeks if rough else min(weeks, MEMORY), 'week')}"
    return Foretold(course.goal.label, earliest, latest, rough=rough, sentence=f"{how}, {basis}.")


def judge(course: Course, reached: Sequence[date]) -> list[Fared]:
    """Say how the forecasts of earlier weeks fared, newest first: held, missed, or still open.

    `reached` are the days on which the goal was reached, oldest first. Weeks without a range are left out.
    """
    found = []
    for back in range(1, min(MEMORY, len(course.made) - 1) + 1):
        then = course.until(back)
        said = foretell(then)
        if said.earliest is not None and said.latest is not None:
            done = next((on for on in reached if on > then.last), None)
            outcome, sentence = _outcome(said.latest, done, course.last)
            found.append(Fared(Week.of(then.last), said.goal, said.earliest, said.latest, outcome, sentence))
    return found


def days_reached(steps: Iterable[Step], tiers: Iterable[Tier], last: date) -> list[date]:
    """Give the days, up to `last`, at whose end everything in scope was verified and had not been the day before."""
    found: list[date] = []
    scope = left = 0
    is_reached = False
    for on, of_day in groupby(_deltas(steps, tiers), key=attrgetter("day")):
        for delta in of_day:
            scope, left = scope + delta.scope, left + delta.left
        was, is_reached = is_reached, scope > 0 and left == 0
        if is_reached and not was and on <= last:
            found.append(on)
    return found


class _Delta(NamedTuple):
    """What one day did to one item, as a goal sees it: verified or opened again, unverified or not, in scope or not."""

    day: date
    made: int
    left: int
    scope: int


def _deltas(steps: Iterable[Step], tiers: Iterable[Tier]) -> Iterator[_Delta]:
    wanted = frozenset(tiers)
    for step in steps:
        (was, proven), (stays, proves) = (_counts(side, wanted) for side in (step.before, step.after))
        made = proves - proven if was and stays else 0
        if made or was != stays or proven != proves:
            yield _Delta(step.day, made, (stays - proves) - (was - proven), stays - was)


def _counts(its: Bucket | None, wanted: frozenset[Tier]) -> tuple[int, int]:
    return (its.scope, its.verified) if its and its.tier in wanted else (0, 0)


_Range: TypeAlias = tuple[int, int]  # weeks from now


def _why_not(course: Course) -> str | None:
    weeks = len(course.made)
    if weeks and not course.left[-1]:
        return "Reached: everything in scope is verified." if course.scope[-1] else "Nothing is in scope."
    if weeks < FEWEST_WEEKS:
        return f"Not enough data: {weeks} of {FEWEST_WEEKS} weeks."
    lately = min(weeks, SURE_WEEKS)
    if not any(course.gained[-lately:]):
        return f"No verified progress in {count(lately, 'week')} – no date."
    return None


def _drawn_range(course: Course) -> _Range:
    """Draw weeks to come from the weeks that were, until nothing is left."""
    made, chance = course.made[-MEMORY:], _chance(course).random
    n, left = len(made), course.left[-1]
    took = []
    for _ in range(_DRAWS):
        todo, weeks = left, 0
        while todo > 0 and weeks <= FARTHEST:
            todo -= made[int(chance() * n)]
            weeks += 1
        took.append(weeks)
    took.sort()
    return _quantile(took, _HALF), _quantile(took, _LIKELY)


def _rough_range(course: Course) -> _Range:
    """Draw a weekly rate from what was made in so few weeks, and from the rate the time that what is left takes."""
    chance = _chance(course).random
    made, left = max(sum(course.made), 0), course.left[-1]
    took = []
    for _ in range(_DRAWS):
        rate = _gamma(1 + made, chance) / (1 + len(course.made))
        took.append(min(ceil(_gamma(left, chance) / rate), FARTHEST + 1) if rate else FARTHEST + 1)
    took.sort()
    return _quantile(took, _UNLIKELY), _quantile(took, _LIKELY)


def _quantile(ordered: Sequence[int], share: float) -> int:
    return max(ordered[ceil(share * len(ordered)) - 1], 1)


def _gamma(shape: int, chance: Callable[[], float]) -> float:
    """Draw the time until so many events of rate one: exactly for few, by Wilson and Hilferty (1931) for many."""
    if shape <= _FEW:
        return -sum(log(1 - chance()) for _ in range(shape))
    z = _NORMAL.inv_cdf(min(max(chance(), _TINY), 1 - _TINY))
    return shape * float(max(1 - 1 / (9 * shape) + z / (3 * sqrt(shape)), 0.0) ** 3)


def _chance(course: Course) -> Random:
    """Give chance that is the same for the same goal, week and history."""
    known = repr((course.goal.value, course.last.isoformat(), course.made, course.gained, course.left[-1]))
    return Random(int.from_bytes(hashlib.sha256(known.encode()).digest()))  # noqa: S311 — nothing is secret here


def _outcome(latest: date, done: date | None, today: date) -> tuple[str, str]:
    """Say whether a forecast held: it does if the goal is reached by its last day, however early."""
    if done is None:
        return ("open", "Still open.") if today < latest else ("missed", f"Not reached by {day(latest)}.")
    if done > latest:
        return "missed", f"Reached on {day(done)}, {days((done - latest).days)} late."
    return "held", f"Reached on {day(done)}."


_FEW = 16
_TINY = 1e-12
_NORMAL = NormalDist()
