"""Burn-downs and plans to draw, from a few numbers that say what differs."""

from __future__ import annotations

from datetime import date, timedelta

from vantage_readiness.domain.burndown import BurnDown, ScopeStep
from vantage_readiness.domain.phases import Band, Plan, Wedge
from vantage_readiness.domain.words import Unit

MONDAY = date(2026, 9, 28)


def a_burn_down(
    length: int = 57, *, scope: int = 56, steps: tuple[ScopeStep, ...] = (), start: date = MONDAY
) -> BurnDown:
    """Work that goes steadily for about ten weeks, claims a little ahead of proof, with one re-open."""
    days = tuple(start + timedelta(days=index) for index in range(length))
    scopes = tuple(scope + sum(step.by for step in steps if step.day <= on) for on in days)
    verified = tuple(min(scope, index // 7 * scope // 10) for index in range(length))
    claimed = tuple(min(scope, max(done, index // 3 * scope // 20 - (4 if 30 < index < 34 else 0)))
                    for index, done in enumerate(verified))  # fmt: skip
    return BurnDown(
        unit=Unit.POINTS,
        days=days,
        scope=scopes,
        claimed=claimed,
        verified=verified,
        remaining=tuple(scope - done for scope, done in zip(scopes, verified, strict=True)),
        unproven=tuple(said - done for said, done in zip(claimed, verified, strict=True)),
        steps=steps,
        incomplete_from=start + timedelta(days=length - 1),
        why_empty=None if length else "Nothing has been imported yet.",
        summary="40 of 56 points remained unverified.",
    )


def a_plan(*weeks: tuple[int, int], start: date = MONDAY, names: tuple[str, ...] = ()) -> Plan:
    """Phases that follow each other, each at least and at most so many weeks."""
    bands = []
    early = late = start
    for index, (least, most) in enumerate(weeks):
        ends = early + timedelta(weeks=least), late + timedelta(weeks=most)
        name = names[index] if index < len(names) else f"Phase {index + 1}: Critical security fixes"
        bands.append(Band(index + 1, name, early, ends[0], late, ends[1]))
        early, late = ends
    return Plan(tuple(bands), Wedge(start, early, late) if bands else None, None if bands else "No phases yet.")
