"""Looking at the plan: its phases with their items and steps, what is in none, and gap ↔ item ↔ step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from ..domain import phrases
from ..domain.assessment.model import Weeks
from ..domain.phases import PhaseState
from ..domain.words import StatementKind, Status, Tier
from ..output.figures import Actual
from ..storage import assessments, items
from ..storage.assessments import Statement
from ..storage.items import Narrowing, Order
from ..storage.plan import Phase
from .overview import Look, PhaseLook

SHOWN = 50
HEADER = (
    "Phase",
    "Weeks",
    "Earliest start",
    "Earliest end",
    "Latest start",
    "Latest end",
    "Started",
    "Completed",
    "Items",
    "Claimed",
    "Verified",
)


class StepGroup(NamedTuple):
    """Steps of a phase under one heading, each with its line in the document and the items that carry it out."""

    name: str
    steps: Sequence[tuple[str, int, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class PhaseFile:
    """One phase as pages print it. Planned are the earliest start and the latest end; `more` items are not shown."""

    id: int
    number: int
    name: str
    weeks: str | None
    state: str
    total: int
    claimed: int
    verified: int
    planned_start: date | None
    planned_end: date | None
    started_on: date | None
    completed_on: date | None
    items: Sequence[Any]
    more: int
    steps: Sequence[StepGroup]


class Trace(NamedTuple):
    """One line of gap ↔ item ↔ step; `phase` is where an item without a step was put by hand."""

    gaps: Sequence[str]
    item: Any | None
    steps: Sequence[str]
    phase: str | None


@dataclass(frozen=True)
class PlanLook:
    """The plan of one project on one day."""

    look: Look

    @cached_property
    def phases(self) -> Sequence[PhaseFile]:
        return [self._file(each) for each in self.look.phase_looks]

    @cached_property
    def summary(self) -> str:
        """Say when the plan ends and how far it is, in one or two sentences."""
        wedge, states = self.look.plan.wedge, [each.progress.state for each in self.look.phase_looks]
        whole = phrases.count(len(states), "phase")
        far = f"{states.count(PhaseState.COMPLETE)} of {whole} complete."
        if wedge is None:
            return far
        span = f"{phrases.day(wedge.earliest_end)} and {phrases.day(wedge.latest_end)}"
        return f"From {phrases.day(wedge.start)}, ending between {span}. {far}"

    @cached_property
    def loose_criticals(self) -> Sequence[Any]:
        """Critical items in no phase that are not settled."""
        return [item for item in self._loose if item.tier is Tier.CRITICAL]

    @cached_property
    def loose_others(self) -> Sequence[Any]:
        """The other items in no phase that are not settled, what matters most first."""
        rank = list(Tier).index
        others = [item for item in self._loose if item.tier is not Tier.CRITICAL]
        return sorted(others, key=lambda item: (rank(item.tier), item.number))

    @cached_property
    def _loose(self) -> Sequence[Any]:
        return [item for item in self.look.items if item.phase_id is None and not _is_settled(item)]

    @cached_property
    def traces(self) -> Sequence[Trace]:
        """Gaps no item covers, then items in no step and no phase, then steps without an item, then all that fits."""
        return [*self.open_gaps, *self.unplanned, *self.open_steps, *self._planned]

    @cached_property
    def open_gaps(self) -> Sequence[Trace]:
        return [Trace([_gap(gap, self._areas)], None, (), None) for gap in self._gaps if gap.id not in self._covering]

    @cached_property
    def open_steps(self) -> Sequence[Trace]:
        return [Trace((), None, [self._step(step)], None) for step in self._steps if step.id not in self._covering]

    @cached_property
    def unplanned(self) -> Sequence[Trace]:
        return [trace for trace in self._of_items if trace.item and not trace.steps and trace.phase is None]

    @cached_property
    def _planned(self) -> Sequence[Trace]:
        return [trace for trace in self._of_items if trace.steps or trace.phase is not None]

    @cached_property
    def _of_items(self) -> Sequence[Trace]:
        gaps, steps = self._covered(self._gaps), self._covered(self._steps)
        phases = {phase.id: phase.name for phase in self.look.phases}
        return [
            Trace(
                gaps=[_gap(gap, self._areas) for gap in gaps.get(item.number, [])],
                item=item,
                steps=[self._step(step) for step in steps.get(item.number, [])],
                phase=phases.get(item.phase_id or 0),
            )
            for item in self.look.items
            if not _is_settled(item) or item.number in gaps or item.number in steps
        ]

    def _covered(self, statements: Sequence[Statement]) -> Mapping[int, list[Statement]]:
        """Give the statements each item covers, by its number."""
        found: defaultdict[int, list[Statement]] = defaultdict(list)
        for statement in statements:
            for number in self._covering.get(statement.id, ()):
                found[number].append(statement)
        return found

    @cached_property
    def _covering(self) -> Mapping[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for statement_id, number in assessments.links(self.look.project.id):
            found[statement_id].append(number)
        return dict(found)

    @cached_property
    def _gaps(self) -> Sequence[Statement]:
        return assessments.statements(self.look.project.id, StatementKind.GAP)

    @cached_property
    def _steps(self) -> Sequence[Statement]:
        return assessments.steps_of_plan(self.look.project.id)

    @cached_property
    def _areas(self) -> Mapping[int, str]:
        return {area.id: area.name for area in assessments.areas(self.look.project.id)}

    def _step(self, step: Statement) -> str:
        number = next((phase.number for phase in self.look.phases if phase.id == step.phase_id), None)
        return f"Phase {number}: {step.title}" if number else step.title

    def _file(self, each: PhaseLook) -> PhaseFile:
        phase, progress, band = each
        shown = items.some(
            self.look.project.id, Narrowing(phase=phase.id), Order.TIER, today=self.look.today, limit=SHOWN
        )
        return PhaseFile(
            id=phase.id,
            number=phase.number,
            name=phase.name,
            weeks=_weeks(phase),
            state=progress.state.label.lower(),
            total=progress.total,
            claimed=progress.claimed,
            verified=progress.verified,
            planned_start=band.earliest_start if band else None,
            planned_end=band.latest_end if band else None,
            started_on=phase.started_on,
            completed_on=phase.completed_on,
            items=shown,
            more=sum(item.phase_id == phase.id for item in self.look.items) - len(shown),
            steps=self._groups(phase),
        )

    def _groups(self, phase: Phase) -> Sequence[StepGroup]:
        groups: dict[str, list[tuple[str, int, Sequence[int]]]] = {}
        for step in self._steps:
            if step.phase_id == phase.id:
                entry = (step.title, step.line, self._covering.get(step.id, ()))
                groups.setdefault(step.group, []).append(entry)
        return [StepGroup(name, steps) for name, steps in groups.items()]


def actuals(look: Look) -> Sequence[Actual]:
    """Give when each phase really started and ended."""
    return [Actual(phase.id, phase.started_on, phase.completed_on) for phase in look.phases]


def dates(look: Look) -> Sequence[Sequence[str | int | date | None]]:
    """Give one row a phase under `HEADER`."""
    rows = []
    for phase, progress, band in look.phase_looks:
        edges = (band.earliest_start, band.earliest_end, band.latest_start, band.latest_end) if band else (None,) * 4
        counts = (progress.total, progress.claimed, progress.verified)
        rows.append((phase.name, _weeks(phase), *edges, phase.started_on, phase.completed_on, *counts))
    return rows


def printed(look: Look) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Give the same as a page prints it: header and texts."""
    return HEADER, [[_printed(cell) for cell in row] for row in dates(look)]


def _printed(cell: str | int | date | None) -> str:
    return phrases.day(cell) if isinstance(cell, date) else "–" if cell is None else str(cell)


def _weeks(phase: Phase) -> str | None:
    if phase.weeks_min is None or phase.weeks_max is None:
        return None
    return str(Weeks(float(phase.weeks_min), float(phase.weeks_max)))


def _gap(gap: Statement, areas: Mapping[int, str]) -> str:
    area = areas.get(gap.area_id or 0)
    return f"{area}: {gap.title}" if area else gap.title


def _is_settled(item: Any) -> bool:
    """Answer whether nobody has to plan this item any more."""
    return item.correction is not None or item.status in (Status.VERIFIED, Status.NOT_APPLICABLE)
