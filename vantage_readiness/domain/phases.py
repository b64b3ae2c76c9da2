"""The plan: when its phases could begin and end, how far they are, and when they complete or regress."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Protocol, TypeAlias

from .diary import Kind
from .phrases import day
from .policy import Policy
from .readiness import CREDITS, standing
from .shapes import Item
from .words import Status, Word

LONGEST_WEEKS = 1000

Weeks: TypeAlias = Decimal | float


class Phase(Protocol):
    """One part of the plan; its duration is a range of weeks, both ends known or neither."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def weeks_min(self) -> Weeks | None: ...
    @property
    def weeks_max(self) -> Weeks | None: ...


@dataclass(frozen=True, slots=True)
class Band:
    """When one phase runs if all goes fast, and if all takes its time. An end is the day the next phase begins."""

    phase_id: int
    name: str
    earliest_start: date
    earliest_end: date
    latest_start: date
    latest_end: date


@dataclass(frozen=True, slots=True)
class Wedge:
    """The whole plan: where it starts, and between which days it ends."""

    start: date
    earliest_end: date
    latest_end: date


@dataclass(frozen=True, slots=True)
class Plan:
    """The bands that can be drawn, the wedge if all of them can, and otherwise why not."""

    bands: tuple[Band, ...]
    wedge: Wedge | None
    why_empty: str | None


class PhaseState(Word):
    """How far a phase is."""

    EMPTY = "empty"
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    CLAIMED = "claimed"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """Item counts of one phase, of those that apply; plan steps count like all others."""

    total: int
    claimed: int
    verified: int
    state: PhaseState

    @property
    def is_complete(self) -> bool:
        return 0 < self.total == self.verified


def schedule(start: date | None, phases: Sequence[Phase]) -> Plan:
    """Lay the phases one after another from the start date; a week is 7 days, part of a day counts as a day."""
    if not phases:
        return Plan((), None, "The plan has no phases yet.")
    if start is None:
        return Plan((), None, "The plan has no dates yet. Set the start date to draw it.")
    bands: list[Band] = []
    fast = slow = Decimal(0)
    for phase in phases:
        if phase.weeks_min is None or phase.weeks_max is None:
            return Plan(tuple(bands), None, f"“{phase.name}” has no duration, so the plan from there on has no dates.")
        then = fast + Decimal(phase.weeks_min), slow + Decimal(phase.weeks_max)
        if max(then) > LONGEST_WEEKS:
            return Plan(tuple(bands), None, f"With “{phase.name}” the plan is longer than {LONGEST_WEEKS:,} weeks.")
        edges = (_after(start, weeks) for weeks in (fast, then[0], slow, then[1]))
        bands.append(Band(phase.id, phase.name, *edges))
        fast, slow = then
    return Plan(tuple(bands), Wedge(start, bands[-1].earliest_end, bands[-1].latest_end), None)


def sentence(plan: Plan, target: date | None) -> str | None:
    """Say when the plan ends, beside when it should; nothing if there is no date to say it with."""
    said = []
    if wedge := plan.wedge:
        said.append(f"The plan ends between {day(wedge.earliest_end)} and {day(wedge.latest_end)}")
    if target:
        said.append(f"the target is {day(target)}")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}." if text else None


def progress(items: Iterable[Item], today: date, policy: Policy) -> PhaseProgress:
    """Say how far a phase is, given its items: complete when every one that applies is verified."""
    total = claimed = verified = touched = 0
    for item in items:
        scope, claim, proof = CREDITS[standing(item, today, policy)]
        total, claimed, verified = total + scope, claimed + claim, verified + proof
        touched += is_touched(item.status, in_scope=bool(scope))
    return PhaseProgress(total, claimed, verified, _state(total, claimed, verified, touched))


def is_touched(status: Status, *, in_scope: bool) -> bool:
    """Answer whether work on an item has begun, and with it work on its phase."""
    return in_scope and status is not Status.OPEN


def progress_of(total: int, claimed: int, verified: int) -> PhaseProgress:
    """Say how far a phase is, given counts kept in step with the diary."""
    return PhaseProgress(total, claimed, verified, _state(total, claimed, verified, claimed))


def crossing(before: PhaseProgress, after: PhaseProgress) -> Kind | None:
    """Say which line the diary gets when a change takes a phase from one progress to the other, if any."""
    if after.is_complete and not before.is_complete:
        return Kind.PHASE_COMPLETED
    if before.is_complete and not after.is_complete:
        return Kind.PHASE_REGRESSED
    return None


def _after(start: date, weeks: Decimal) -> date:
    return start + timedelta(days=ceil(round(weeks * 7, 6)))


def _state(total: int, claimed: int, verified: int, touched: int) -> PhaseState:
    if not total:
        return PhaseState.EMPTY
    if verified == total:
        return PhaseState.COMPLETE
    if claimed == total:
        return PhaseState.CLAIMED
    return PhaseState.UNDER_WAY if touched else PhaseState.NOT_STARTED
