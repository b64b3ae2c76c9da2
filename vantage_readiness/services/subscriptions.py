"""Who gets the weekly report of a project by mail: everybody decides for themselves, as long as they belong to it."""

from __future__ import annotations

from datetime import datetime

from ..domain.diary import Change, Kind, person
from ..domain.refusals import NotFound
from ..domain.words import Way
from ..storage import people, projects, reports
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from ..storage.reports import Subscription
from . import diary


def way_of(project_id: int, user_id: int) -> Way | None:
    """Give how somebody gets a project's report; None if not at all."""
    found = reports.find_subscription(project_id, user_id)
    return Way(found.way) if found else None


def of(user: User) -> list[tuple[Project, Way | None]]:
    """List the projects somebody belongs to, by name, each with how they get its report."""
    ways = {row.project_id: Way(row.way) for row in reports.subscriptions_of(user.id)}
    return [(project, ways.get(project.id)) for project, _role in projects.all_of(user.id)]


def choose(project: Project, user: User, way: Way | None, *, at: datetime) -> bool:
    """Send somebody a project's report this way from now on, or no more (None); give whether that is anything new.

    Only members can begin; whoever left can still end it.
    """
    people.hold_user(user.id)
    if way and not projects.find_membership(project.id, user.id):
        raise NotFound("Only members of a project get its report.")
    found = reports.find_subscription(project.id, user.id)
    before = found.way if found else None
    if before == way:
        db.session.commit()
        return False
    _keep(found, project, user, way)
    said = {"report": project.id, "way": before}, {"report": project.id, "way": way.value if way else None}
    diary.write_for_site(Change(Kind.PREFERENCES_CHANGED, person(user.id), person(user.id), at, *said))
    db.session.commit()
    return True


def _keep(found: Subscription | None, project: Project, user: User, way: Way | None) -> None:
    if found and way:
        found.way = way.value
    elif found:
        db.session.delete(found)
    elif way:
        db.session.add(Subscription(project_id=project.id, user_id=user.id, way=way.value))
