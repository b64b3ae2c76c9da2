"""The rules by which a project reminds, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..domain.diary import Change, Kind, person
from ..domain.refusals import NotFound, Refused
from ..domain.reminders import Rules
from ..domain.words import Role
from ..storage import projects as rows
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Membership, Project
from . import diary, projects


def rules_of(project: Project) -> Rules:
    """Give a project's rules; what it does not say follows the default."""
    kept: Mapping[str, Any] = project.reminders if isinstance(project.reminders, Mapping) else {}
    return Rules.from_kept(kept)


def change_rules(project: Project, rules: Rules, seen: int, *, by: User, at: datetime) -> Project:
    """Change how a project reminds; `seen` is the version of its settings that the asker looked at."""
    rules = _in_order(rules)
    rules.refuse_nonsense()
    project = projects.hold(project, seen)
    before, after = rules_of(project).as_kept(), rules.as_kept()
    if before != after:
        project.reminders = after
        project.settings_version += 1
        diary.write(project, Change(Kind.REMINDERS_CHANGED, "Reminders", person(by.id), at, before, after))
    db.session.commit()
    return project


def deputies(project: Project) -> dict[int, int]:
    """Give who stands in for whom: by a member's id the deputy's."""
    return rows.deputies(project.id)


def name_deputy(project: Project, user_id: int, deputy_id: int | None, *, by: User, at: datetime) -> None:
    """Say who hears of what a member leaves overdue; None takes it back, the same again changes nothing."""
    project = rows.lock(project.id)
    membership = rows.find_membership(project.id, user_id)
    if membership is None:
        raise NotFound("This person does not belong to the project.")
    if deputy_id is not None:
        _refuse_unfit(project, user_id, deputy_id)
    if membership.deputy_id != deputy_id:
        _set(project, membership, deputy_id, by, at)
    db.session.commit()


def release(project: Project, user: User, *, by: User, at: datetime) -> None:
    """Let somebody who leaves stand in for nobody, in somebody's transaction; the project is held."""
    for membership in rows.stood_in_for(project.id, user.id):
        _set(project, membership, None, by, at)


def _refuse_unfit(project: Project, user_id: int, deputy_id: int) -> None:
    """Refuse a deputy who could do nothing about what is overdue."""
    if deputy_id == user_id:
        raise Refused("Nobody stands in for themselves. Choose somebody else.")
    deputy = rows.find_membership(project.id, deputy_id)
    if deputy is None or not deputy.role.includes(Role.MEMBER):
        raise Refused("Choose a member or a lead of this project.")


def _set(project: Project, membership: Membership, deputy_id: int | None, by: User, at: datetime) -> None:
    before, membership.deputy_id = membership.deputy_id, deputy_id
    who = person(membership.user_id)
    diary.write(project, Change(Kind.DEPUTY_NAMED, who, person(by.id), at, before, deputy_id))


def _in_order(rules: Rules) -> Rules:
    """Give the rules with every list sorted and nothing in it twice, so that the same rules are kept the same."""
    return replace(
        rules,
        working_days=tuple(sorted(set(rules.working_days))),
        holidays=tuple(sorted(set(rules.holidays))),
        before=tuple(sorted(set(rules.before), reverse=True)),
    )
