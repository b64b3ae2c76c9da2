"""What there is to tell the leads about a project as a whole: its start date, its next review, what nobody decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from .assessment.facts.dates import day as day_in
from .phrases import count, day, verb
from .preferences import Concern
from .reminders import Rules
from .triggers import SOON, Matter, soon
from .windows import Again, Ahead

UNSET_FOR = 7  # days without a start date
REVIEW_AHEAD = (7, 1, 0)  # days
_A_DAY = timedelta(days=1)
_AFTER_PHASE = re.compile(r"\bphase\s+([0-9]{1,3})\b", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Course:
    """How a project as a whole stands on a day.

    `review` is how its newest assessment, imported on the day `assessed`, names the next one; `completed` says when
    phases were completed, by their number; `undecided` counts findings that hold the gate, waiting since `imported`.
    """

    today: date
    rules: Rules
    leads: frozenset[int]
    created: date
    start: date | None = None
    has_begun: bool = False
    review: str = ""
    assessed: date | None = None
    completed: Mapping[int, date] = field(default_factory=lambda: MappingProxyType({}))
    undecided: int = 0
    imported: date | None = None


def of_project(course: Course) -> Iterator[Matter]:
    """Give what there is to tell the leads."""
    if course.leads:
        yield from _start(course)
        yield from _review(course)
        yield from _findings(course)


def _start(course: Course) -> Iterator[Matter]:
    if course.start is None:
        if (course.today - course.created).days >= UNSET_FOR:
            said = "The plan has no dates without it. Set it in the project’s settings."
            yield _again(course, "The start date is not set", said, course.created + UNSET_FOR * _A_DAY, "settings")
    elif course.start < course.today and not course.has_begun:
        said = f"The start date was {day(course.start)} and nothing has begun. Move it, or begin."
        yield _again(course, "The start date has passed", said, course.start + _A_DAY, "settings")


def _review(course: Course) -> Iterator[Matter]:
    phase, on = _AFTER_PHASE.search(course.review), day_in(course.review)
    if on:
        yield from _dated_review(course, on)
    elif phase and (completed := course.completed.get(int(phase[1]))) and completed >= (course.assessed or completed):
        said = f"Phase {int(phase[1])} is complete since {day(completed)}. Have the project assessed again."
        yield _again(course, "The next review is due", said, completed + _A_DAY, "assessment")


def _dated_review(course: Course, on: date) -> Iterator[Matter]:
    left = (on - course.today).days
    if left < 0:
        said = f"It was to be on {day(on)}. Have the project assessed again."
        yield _again(course, "The next review is due", said, on + _A_DAY, "assessment")
        return
    headline = f"The next review is {soon(left)}"
    rings = Ahead(tuple(on - _A_DAY * days for days in REVIEW_AHEAD))
    yield _of_plan(course, headline, f"The newest assessment names {day(on)}.", rings, "assessment", near=left <= SOON)


def _findings(course: Course) -> Iterator[Matter]:
    if course.undecided and course.imported:
        n = course.undecided
        yield Matter(
            Concern.TO_DECIDE,
            course.leads,
            "Waits for your decision",
            f"{verb(n, 'It holds', 'They hold')} the gate since {day(course.imported)}.",
            Again(course.imported + _A_DAY, course.rules.every),
            title=f"{count(n, 'finding')} of the assessment",
            page="assessment",
            weight=(course.today - course.imported).days,
        )


def _again(course: Course, headline: str, said: str, since: date, page: str) -> Matter:
    """Give what is told once a week."""
    return _of_plan(course, headline, said, Again(since, len(course.rules.working_days)), page)


def _of_plan(course: Course, headline: str, said: str, rings: Ahead | Again, page: str, *, near: bool = True) -> Matter:
    return Matter(Concern.PLAN, course.leads, headline, said, rings, title=headline, page=page, near=near)
