"""The history of the score: what each assessment states beside what was claimed and verified when it came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from ..domain import explain, foresight, movements
from ..domain.explain import Explained, Point
from ..domain.movements import State
from ..domain.reassessment import Comparison
from ..domain.refusals import NotFound
from ..storage import assessments, items
from ..storage import diary as lines
from ..storage.projects import Project
from . import diary
from .policies import policy_of


@dataclass(frozen=True, slots=True)
class Milestone:
    """One assessment in the history of the score.

    `claimed`, `verified` (percent) and `estimate` are as they were once it was applied. `explained` is the change
    since the one before; None for the first one, and where a score or its weights are missing.
    """

    number: int
    title: str
    as_of: date | None
    imported_at: datetime
    imported_by: str
    stated: Decimal | None
    printed: str | None
    claimed: int | None
    verified: int | None
    estimate: Decimal | None
    explained: Explained | None


def history(project: Project) -> list[Milestone]:
    """Give every assessment of a project, oldest first, with the numbers of its day."""
    rows = assessments.every(project.id)
    originals, policy = items.originals(project.id), policy_of(project)
    known, zone = diary.names(project.id), ZoneInfo(project.time_zone)
    base = rows[0].score if rows else None
    found: list[Milestone] = []
    earlier: Point | None = None
    for row, point in zip(rows, _points(project, rows, lines.of_items(project.id)), strict=True):
        numbers = explain.measure_point(point, originals, policy, base)
        change = explain.explain(earlier, point, originals, policy) if earlier else None
        found.append(
            Milestone(
                number=row.number,
                title=row.title,
                as_of=row.as_of,
                imported_at=row.imported_at.astimezone(zone),
                imported_by=known[row.imported_by],
                stated=row.score,
                printed=row.score_printed,
                claimed=numbers.claimed,
                verified=numbers.verified,
                estimate=numbers.estimate,
                explained=change,
            )
        )
        earlier = point
    return found


def explain_between(project: Project, earlier: int, later: int) -> Explained | None:
    """Explain the change of the score between two assessments, by number."""
    rows = assessments.every(project.id)
    stood = _points(project, rows, lines.of_items(project.id))
    points = {row.number: point for row, point in zip(rows, stood, strict=True)}
    for number in (earlier, later):
        if number not in points:
            raise NotFound(f"There is no assessment {number} in this project.")
    return explain.explain(points[earlier], points[later], items.originals(project.id), policy_of(project))


def explain_next(project: Project, comparison: Comparison, stated: Decimal | None, today: date) -> Explained | None:
    """Explain the change from the newest assessment to one that is not applied yet and states this score."""
    rows, told = assessments.every(project.id), lines.of_items(project.id)
    if not rows:
        return None
    *_, newest = _points(project, rows, told)
    since = [line for line in told if line.number > rows[-1].told_until]
    states = foresight.foresee_states(movements.fold(since, newest.states), comparison)
    later = Point(states, today, stated)
    return explain.explain(newest, later, items.originals(project.id), policy_of(project))


def _points(project: Project, rows: Sequence[Any], waiting: Sequence[Any]) -> Iterator[Point]:
    """Give how every item stood once each assessment was applied: after the last line that its import wrote.

    `waiting` are the lines of the diary about items, oldest first.
    """
    states: Mapping[int, State] = {}
    place = 0
    for row in rows:
        until = place
        while until < len(waiting) and waiting[until].number <= row.told_until:
            until += 1
        states = movements.fold(waiting[place:until], states)
        place = until
        yield Point(states, diary.local_day(project, row.imported_at), row.score)
