"""The project a token opens."""

from __future__ import annotations

from typing import Any

from flask import url_for
from marshmallow import fields

from ...domain.words import Role
from ...services import projects
from ...services.projects import Project, Seat
from .. import access
from .fields import Day, Given, Sent, Text, Whole, word
from .room import Room
from .versions import tagged, version, versioned

bp = Room("projects", "Projects: their name, dates and time zone.")


class ProjectShown(Given):
    """A project; its `version` is that of its settings, `revision` moves with every change in it."""

    slug = fields.String()
    name = fields.String()
    time_zone = fields.String()
    start_date = fields.Date(allow_none=True)
    target_date = fields.Date(allow_none=True)
    version = Whole()
    revision = Whole()
    role = word(Role)
    self = fields.String()


class Projects(Given):
    """Projects: with a token always the one it opens."""

    data = fields.List(fields.Nested(ProjectShown))
    next = fields.String(allow_none=True)


@bp.get("/projects")
@access.signed_in
@bp.gives(Projects)
def every() -> dict[str, Any]:
    """List the projects the token opens: one."""
    seat = access.visit().seat
    return {"data": [shown(seat)] if seat else [], "next": None}


@bp.get("/projects/<slug>")
@access.reading
@bp.gives(ProjectShown)
def one(slug: str) -> tuple[Any, ...]:
    """Give a project."""
    return tagged(shown(access.seat(slug)))


class ProjectPatch(Sent):
    """What to change; what is not named stays."""

    name = Text(200, shortest=1)
    start_date = Day(allow_none=True)
    target_date = Day(allow_none=True)
    time_zone = Text(64, shortest=1)


@bp.patch("/projects/<slug>")
@access.leading
@versioned
@bp.asks(ProjectPatch)
@bp.gives(ProjectShown)
def change(sent: dict[str, Any], slug: str) -> tuple[Any, ...]:
    """Change the project's name, dates or time zone."""
    seat, project = access.seat(slug), access.seat(slug).project
    wanted = {name: getattr(project, name) for name in ("name", "start_date", "target_date", "time_zone")} | sent
    kept = projects.change_dates(
        project,
        name=wanted["name"],
        start=wanted["start_date"],
        target=wanted["target_date"],
        time_zone=wanted["time_zone"],
        seen=version() or 0,
        by=seat.user,
        at=access.now(),
    )
    return tagged(shown(seat, kept))


def shown(seat: Seat, project: Project | None = None) -> dict[str, Any]:
    """Give a project as programs see it."""
    project = project or seat.project
    names = ("slug", "name", "time_zone", "start_date", "target_date", "revision")
    plain = {name: getattr(project, name) for name in names}
    address = url_for("api_projects.one", slug=project.slug)
    return {**plain, "version": project.settings_version, "role": seat.role, "self": address}
