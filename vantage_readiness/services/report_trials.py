"""A test of the weekly report: one letter to oneself, of a week as it is published, or as it would be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ..domain.deliveries import LetterKind
from ..domain.weeks import Week
from ..domain.words import Way
from ..output.mail.letter import Letter
from ..storage import reports as kept
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import deliveries, diary, report_letters, reports
from .occasions import Occasion

WEEK = "week"  # by this a test of a report is told from other tests


def send(project: Project, week: Week, user: User, way: Way, *, at: datetime) -> None:
    """Owe somebody a test of a week of the project; twice within a minute is one letter."""
    if kept.find(project.id, week) is None:
        reports.draft(project, week, today=diary.local_day(project, at))  # refuses a week there is nothing to tell of
    deliveries.owe(
        LetterKind.TRIAL.value,
        key=f"trial:report:{project.id}:{week.name}:{way.value}:{user.id}:{at:%Y-%m-%dT%H:%M}",
        user=user,
        address=user.email,
        about={WEEK: week.name, "way": way.value},
        at=at,
        project=project,
    )
    db.session.commit()


def write(occasion: Occasion) -> Letter:
    """Give the letter of a test; of a week that is not published, the draft of now."""
    about = occasion.row.about
    assert isinstance(about, Mapping)  # noqa: S101 — as it was owed
    user, project = report_letters.reader_in_project(occasion.row)
    week, way = Week.read(str(about[WEEK])), Way(str(about["way"]))
    report = kept.find(project.id, week)
    if report:
        content = report_letters.frozen(report, way)
    else:
        today = diary.local_day(project, occasion.at)
        content = report_letters.draft(reports.draft(project, week, today=today))
    return report_letters.letter(occasion, user, content, way, is_trial=True)
