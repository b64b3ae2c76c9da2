"""The weekly report by mail: owed to whoever subscribed as it is published, written from what was frozen."""

from __future__ import annotations

from datetime import datetime

from ..domain.deliveries import LetterKind
from ..storage import reports
from ..storage.database import db
from ..storage.projects import Project
from ..storage.reports import WeeklyReport
from . import deliveries


def owe(report: WeeklyReport, at: datetime) -> int:
    """Owe a published report to everybody who subscribed, in the caller's transaction; give to how many.

    The same report twice is one letter each.
    """
    project = db.session.get_one(Project, report.project_id)
    readers = reports.readers(project.id)
    for user, _way in readers:
        deliveries.owe(
            LetterKind.REPORT.value,
            key=f"report:{project.id}:{report.iso.name}:{report.edition}:{user.id}",
            user=user,
            address=user.email,
            about={"report": report.id},
            at=at,
            project=project,
        )
    return len(readers)
