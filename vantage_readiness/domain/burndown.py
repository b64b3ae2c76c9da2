"""Burn-down and burn-up: the lines that movements draw day by day, and the steps of the scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Protocol, TypeAlias

from .diary import Kind, Value
from .movements import Line, Movement
from .phrases import count, day, days, number, verb
from .policy import Policy
from .words import Tier, Unit

LOOK_BACK = timedelta(weeks=2)


class ScopeEvent(Protocol):
    """A diary line that changed the scope; `subject` names the item."""

    @property
    def day(self) -> date: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ScopeStep:
    """A day on which the scope changed: by how much, and which items were behind it."""

    day: date
    by: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The lines of a chart: one whole number per day in parallel tuples, oldest first, in points or items.

    `remaining` is scope - verified, `unproven` is claimed - verified. From `incomplete_from` on a day is not over.
    When there is nothing to draw, the tuples are empty and `why_empty` says why; `summary` is always a sentence.
    """

    unit: Unit
    days: tuple[date, ...]
    scope: tuple[int, ...]
    claimed: tuple[int, ...]
    verified: tuple[int, ...]
    remaining: tuple[int, ...]
    unproven: tuple[int, ...]
    steps: tuple[ScopeStep, ...]
    incomplete_from: date
    why_empty: str | None
    summary: str


def replaced_policies(lines: Iterable[Line]) -> list[tuple[date, Policy]]:
    """List the policies whose weights were replaced, from diary lines, oldest first, each with the day that was."""
    changes = [line for line in lines if line.kind == Kind.PROJECT_CHANGED]
    return [
        (line.day, Policy.from_kept(line.before))
        for line in changes
        if isinstance(line.before, Mapping) and _weights(line.before) != _weights(line.after)
    ]


def draw(
    movements: Iterable[Movement],
    policy: Policy,
    unit: Unit,
    *,
    today: date,
    start: date | None = None,
    tier: Tier | None = None,
    phase: int | None = None,
    area: int | None = None,
    events: Iterable[ScopeEvent] = (),
    replaced: Sequence[tuple[date, Policy]] = (),
) -> BurnDown:
    """Draw the lines from the first movement, or from `start` if that is later, to today; for all items or some.

    `events` name the scope steps; they are of the same tier, phase or area as the lines. What is dated after today
    is left out. Points of a day weigh what they weighed on that day: `replaced` holds the policies before this one,
    oldest first, each with the day on which it was replaced.
    """
    chosen = [move for move in movements if move.day <= today and _is_in(move, tier, phase, area)]
    replaced = [each for each in replaced if each[0] <= today] if unit is Unit.POINTS else []
    by_day = _by_day(chosen, policy, unit, replaced)
    if not by_day:
        why = _why_empty(chosen, is_narrowed=(tier, phase, area) != (None, None, None))
        return BurnDown(unit, (), (), (), (), (), (), (), today, why, why)
    first = min(by_day)
    begin = min(max(start or first, first), today)
    steps = [
        step
        for step in _steps(by_day, events, [on for on, _ in replaced])
        if max(begin, first + _A_DAY) <= step.day <= today
    ]
    return _drawn(unit, begin, _lines(by_day, first, today)[(begin - first).days :], tuple(steps))


_Counts: TypeAlias = tuple[int, int, int]  # scope, claimed, verified

_NOTHING: _Counts = (0, 0, 0)
_A_DAY = timedelta(days=1)


def _is_in(move: Movement, tier: Tier | None, phase: int | None, area: int | None) -> bool:
    return tier in (None, move.tier) and phase in (None, move.phase) and area in (None, move.area)


def _weights(policy: Value) -> Value:
    return policy.get("weights") if isinstance(policy, Mapping) else None


def _by_day(
    movements: Sequence[Movement], policy: Policy, unit: Unit, replaced: Sequence[tuple[date, Policy]]
) -> dict[date, _Counts]:
    """Add up each day's movements in the unit asked for; days on which nothing of weight moved are left out."""
    sums: dict[date, _Counts] = {}

    def add(on: date, weight: int, move: Movement) -> None:
        if weight:
            added = (weight * move.scope, weight * move.claimed, weight * move.verified)
            sums[on] = _add(sums.get(on, _NOTHING), added)

    for move in movements:
        in_force = next((earlier for until, earlier in replaced if move.day < until), policy)
        add(move.day, in_force.weight(move.tier) if unit is Unit.POINTS else 1, move)
    for (on, earlier), (_, later) in pairwise([*replaced, (date.max, policy)]):
        for move in movements:
            if move.day < on:
                add(on, later.weight(move.tier) - earlier.weight(move.tier), move)
    return sums


def _lines(by_day: Mapping[date, _Counts], first: date, today: date) -> list[_Counts]:
    """Give where things stood at the end of each day from the first to today."""
    every_day = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return list(accumulate((by_day.get(on, _NOTHING) for on in every_day), _add))


def _add(a: _Counts, b: _Counts) -> _Counts:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _steps(by_day: Mapping[date, _Counts], events: Iterable[ScopeEvent], reweighed: Iterable[date]) -> list[ScopeStep]:
    """List the days on which the scope changed. A day's named events show even if they cancel out in number."""
    names: defaultdict[date, set[str]] = defaultdict(set)
    for on in reweighed:
        names[on].add("New weights")
    for event in events:
        names[event.day].add(event.subject)
    changed = {on: scope for on, (scope, _, _) in by_day.items() if scope}
    return [
        ScopeStep(on, changed.get(on, 0), tuple(sorted(names.get(on, ()))))
        for on in sorted(changed.keys() | names.keys())
    ]


def _drawn(unit: Unit, begin: date, lines: Sequence[_Counts], steps: tuple[ScopeStep, ...]) -> BurnDown:
    scope, claimed, verified = zip(*lines, strict=True)
    every_day = tuple(begin + timedelta(days=n) for n in range(len(lines)))
    return BurnDown(
        unit=unit,
        days=every_day,
        scope=scope,
        claimed=claimed,
        verified=verified,
        remaining=tuple(s - v for s, _, v in lines),
        unproven=tuple(c - v for _, c, v in lines),
        steps=steps,
        incomplete_from=every_day[-1],
        why_empty=None,
        summary=_summary(unit, every_day[-1], lines),
    )


def _why_empty(chosen: Sequence[Movement], *, is_narrowed: bool) -> str:
    if chosen:
        return "These items weigh nothing, so there are no points to draw. Count items instead."
    if is_narrowed:
        return "Nothing to draw: no item of this part has been in scope."
    return "Nothing to draw yet: the lines begin on the day the first assessment is imported."


def _summary(unit: Unit, today: date, lines: Sequence[_Counts]) -> str:
    """Say in words what the lines show at their end, and how it was two weeks before, or at their beginning."""
    scope, claimed, verified = lines[-1]
    if not scope:
        return f"On {day(today)}, nothing was in scope."
    noun = unit.value.removesuffix("s")
    text = f"On {day(today)}, "
    if scope == verified:
        text += f"all {count(scope, noun)} {verb(scope, 'was', 'were')} verified."
    else:
        text += f"{number(scope - verified)} of {count(scope, noun)} remained unverified"
        unproven = claimed - verified
        text += f"; {count(unproven, noun)} {verb(unproven, 'is', 'are')} claimed but not proven." if unproven else "."
    return text + _comparison(lines)


def _comparison(lines: Sequence[_Counts]) -> str:
    back = min(len(lines) - 1, LOOK_BACK.days)
    if not back:
        return ""
    scope, _, verified = lines[-1 - back]
    of = "" if scope == lines[-1][0] else f" of {number(scope)}"
    return f" {days(back).capitalize()} ago it was {number(scope - verified)}{of}."
