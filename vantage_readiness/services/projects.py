"""Projects: who may enter, what they are called, their dates and their policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Row

from ..domain.diary import Change, Kind, Value, person
from ..domain.policy import Policy
from ..domain.refusals import Clash, Refused, Stale
from ..domain.words import Role
from ..storage import diary as lines
from ..storage import projects
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import diary, evidence
from .policies import policy_of

__all__ = ["Project", "Seat", "User", "change_dates", "change_policy", "every", "find_seat", "hold", "members"]
__all__ += ["seats_of", "zones"]


@dataclass(frozen=True)
class Seat:
    """A person in a project, as the request found them.

    What every answer needs is at hand; the rows of both are loaded when first asked for.
    """

    role: Role
    project_id: int
    slug: str
    revision: int
    time_zone: str
    user_id: int
    user_name: str
    user_version: int

    @classmethod
    def of(cls, project: Project, role: Role, user: User) -> Seat:
        """Give the seat of a person whose rows are loaded already."""
        return cls(
            role, project.id, project.slug, project.revision, project.time_zone, user.id, user.name, user.version
        )

    @cached_property
    def project(self) -> Project:
        return db.session.get_one(Project, self.project_id)

    @cached_property
    def user(self) -> User:
        return db.session.get_one(User, self.user_id)

    @property
    def may_edit(self) -> bool:
        return self.role.includes(Role.MEMBER)

    @property
    def may_lead(self) -> bool:
        return self.role.includes(Role.LEAD)

    def today(self, now: datetime) -> date:
        """Give the day it is in the project."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()


def find_seat(user: User, slug: str) -> Seat | None:
    """Find a person's seat in a project; none if there is no such project or the person does not belong to it."""
    row = projects.find_for(user.id, slug)
    return Seat.of(row[0], row[1], user) if row else None


def seats_of(user: User) -> list[Seat]:
    """List every project a person belongs to."""
    return [Seat.of(project, role, user) for project, role in projects.all_of(user.id)]


def every() -> Sequence[Project]:
    """List all projects, oldest first."""
    return projects.every()


def members(project: Project) -> Sequence[Row[User, Role]]:
    """List a project's people, by name."""
    return projects.members(project.id)


def zones() -> list[str]:
    """List the time zones a project can live in."""
    return sorted(available_timezones())


def change_dates(
    project: Project,
    *,
    name: str,
    start: date | None,
    target: date | None,
    time_zone: str,
    seen: int,
    by: User,
    at: datetime,
) -> Project:
    """Change a project's name, start date, target date and time zone."""
    if time_zone not in available_timezones():
        raise Refused("Choose a time zone from the list, such as Europe/Berlin.")
    if start and target and target < start:
        raise Refused("The target date has to be after the start date.")
    if not name.strip():
        raise Refused("Enter a name for the project.")
    wanted = {"name": name.strip()[:200], "start_date": start, "target_date": target, "time_zone": time_zone}
    project = hold(project, seen, wanted)
    before = {field: getattr(project, field) for field in wanted}
    for field, value in wanted.items():
        if before[field] != value:
            setattr(project, field, value)
            _write(project, _label(field), _plain(before[field]), _plain(value), by, at)
    project.settings_version += before != wanted
    db.session.commit()
    return project


def change_policy(project: Project, policy: Policy, *, seen: int, by: User, at: datetime) -> Project:
    """Change the rules a project's numbers follow."""
    policy.refuse_nonsense()
    project = hold(project, seen)
    before = policy_of(project).as_kept()
    after = policy.as_kept()
    if before != after:
        project.policy = after
        project.settings_version += 1
        _write(project, "Policy", before, after, by, at)
        evidence.note_ages(project, at=at)
    db.session.commit()
    return project


def hold(project: Project, seen: int, wanted: Mapping[str, object] = MappingProxyType({})) -> Project:
    """Hold the project in somebody's transaction; refuse if its settings were changed after the asker looked."""
    project = projects.lock(project.id)
    if project.settings_version != seen:
        clashes = tuple(_clashes(project, wanted))
        raise Stale("Somebody changed these settings after you opened them. Nothing was overwritten.", clashes)
    return project


def _clashes(project: Project, wanted: Mapping[str, object]) -> Iterator[Clash]:
    """List what is wanted beside what stands now, where they differ, with who changed settings last."""
    newest = next(
        iter(lines.lines(project.id, kinds=(Kind.PROJECT_CHANGED.value, Kind.REMINDERS_CHANGED.value), limit=1)), None
    )
    by = diary.names(project.id)[newest.by] if newest else "somebody"
    at = newest.at.astimezone(ZoneInfo(project.time_zone)).strftime("%H:%M") if newest else ""
    for field, value in wanted.items():
        if value != getattr(project, field):
            yield Clash(_label(field), _said(value), _said(getattr(project, field)), by, at)


def _label(field: str) -> str:
    return field.replace("_", " ").capitalize()


def _said(value: object) -> str:
    return str(_plain(value) or "nothing")


def _write(project: Project, what: str, before: Value, after: Value, by: User, at: datetime) -> None:
    diary.write(project, Change(Kind.PROJECT_CHANGED, what, person(by.id), at, before, after))


def _plain(value: object) -> Value:
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)
