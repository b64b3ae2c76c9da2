"""Making a weekly report: one week of a project as it stood at its end, from the diary, the documents and old names."""

from __future__ import annotations

from datetime import date

from ..domain.weekly import Weekly
from ..domain.weeks import Week
from ..storage.projects import Project


def build(project: Project, week: Week, *, today: date) -> Weekly:
    """Give one week of a project as of the end of its Sunday; a week that still runs as of today.

    It is told from the diary, the documents and the names of that time alone: made nine weeks later it is the same.
    """
    raise NotImplementedError(project, week, today)
