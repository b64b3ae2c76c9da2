"""Making a weekly report: one week of a project as it stood at its end, from the diary, the documents and old names.

Nothing that changes later is read: made nine weeks late it is the value that would have been made in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ..domain import burndown, forecast, happenings, movements, past_project, phases, week_parts
from ..domain.burndown import BurnDown
from ..domain.diary import GENESIS, Kind, Mark
from ..domain.forecast import Goal
from ..domain.movements import Step
from ..domain.policy import Policy
from ..domain.telling import Known
from ..domain.weekly import Fared, Foretold, ScorePoint, Weekly
from ..domain.weeks import Week
from ..domain.words import Tier, Unit
from ..storage import assessments
from ..storage.projects import Project
from .past import Book, Then

_A_DAY = timedelta(days=1)
_NAMED_STEPS = 500
_SCOPE = frozenset(
    {
        Kind.ITEM_ADDED,
        Kind.ITEM_RETIERED,
        Kind.ITEM_CORRECTED,
        Kind.ITEM_EXEMPTED,
        Kind.ITEM_READMITTED,
        Kind.ITEM_ACCEPTED,
    }
)


def build(project: Project, week: Week, *, today: date) -> Weekly:
    """Give one week of a project as of the end of its Sunday; a week that still runs as of today."""
    last, is_over = min(week.last, today), week.is_over(today)
    morning = last + _A_DAY if is_over else last
    book = Book(project, last)
    before = Then(book, week.before.last)
    then = Then(book, last, before)
    is_first = not before.lines
    areas = {area.id: area.name for area in assessments.areas(project.id)}
    its_phases = {phase.id: phase.name for phase in book.phases}
    steps = list(movements.steps(line for line in then.lines if line.item is not None))
    foretold, fared = _forecasts(steps, then.policy, last)
    return Weekly(
        project=then.settings.name,
        slug=project.slug,
        time_zone=then.settings.time_zone,
        week=week,
        gate=week_parts.gate(then.gate),
        gate_before=None if is_first else week_parts.gate(before.gate),
        numbers=week_parts.numbers(then.readiness),
        numbers_before=None if is_first else week_parts.numbers(before.readiness),
        scores=tuple(_scores(book)),
        events=happenings.events(then.fresh, then.by_number, Known(book.names, its_phases), book.name),
        slipped=happenings.slips(then.fresh, then.by_number, book.name),
        blocked=week_parts.blocked(then.items, morning),
        overdue=week_parts.overdue(then.items, morning),
        coming=week_parts.coming(then.items, morning),
        unproven=week_parts.unproven(then.items, last, then.policy, book.name),
        burn_down=_burn_down(then, steps, is_over=is_over),
        phases=week_parts.phases(
            book.phases, then.plan, then.items, past_project.completed(then.lines), last, then.policy
        ),
        plan_sentence=phases.sentence(then.plan, then.settings.target_date) or then.plan.why_empty or "",
        money=week_parts.money(
            then.costs, past_project.spent(then.fresh, book.entries), () if is_first else before.costs
        ),
        forecasts=tuple(foretold),
        fared=tuple(fared),
        decisions=week_parts.waiting(then.items, then.findings, book.name),
        rows=week_parts.rows(then.items, areas, its_phases, last, then.policy),
        mark=_mark(project, week, then.lines),
        plan=then.plan,
    )


def _scores(book: Book) -> Iterable[ScorePoint]:
    for row, on in zip(book.documents, book.imported_on, strict=True):
        yield ScorePoint(row.number, row.title, row.as_of, on, row.score)


def _burn_down(then: Then, steps: Sequence[Step], *, is_over: bool) -> BurnDown:
    """Draw the lines up to the day; the last day of a week that is over is not incomplete."""
    drawn = burndown.draw(
        movements.merged(move for step in steps for move in movements.moves(step.before, step.after, step.day)),
        then.policy,
        Unit.POINTS,
        today=then.day,
        events=[line for line in then.lines if line.kind in _SCOPE][-_NAMED_STEPS:],
        replaced=burndown.replaced_policies(then.lines),
    )
    return replace(drawn, incomplete_from=then.day + _A_DAY) if is_over else drawn


def _forecasts(steps: Sequence[Step], policy: Policy, last: date) -> tuple[list[Foretold], list[Fared]]:
    """Foretell each goal, and say how what was foretold in earlier weeks fared."""
    foretold, fared = [], []
    for goal, tiers in (
        (Goal.CRITICALS, (Tier.CRITICAL,)),
        (Goal.EVERYTHING, tuple(tier for tier in Tier if policy.weight(tier))),
    ):
        course = forecast.course(goal, steps, tiers, last)
        foretold.append(forecast.foretell(course))
        fared += forecast.judge(course, forecast.days_reached(steps, tiers, last))
    return foretold, fared


def _mark(project: Project, week: Week, told: Sequence[Any]) -> Mark:
    count, head = (told[-1].number, told[-1].hash) if told else (0, GENESIS)
    return Mark(project.id, count, head, f"the weekly report {week.name}")
