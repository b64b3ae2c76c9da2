"""Removing a person: who they were is wiped, what they did stays under a pseudonym.

The row stays, because the diary knows people by its id ("person:7"), and no line of it is ever rewritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..domain.diary import Change, Kind, person
from ..domain.refusals import NotAllowed, NotFound, Refused
from ..domain.words import Role
from ..storage import belongings, people, projects
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Membership, Project
from . import diary, members, throttle


def pseudonym(user_id: int) -> str:
    """Give what a removed person is called from then on."""
    return f"Former person {user_id}"


def only_leads(user_id: int) -> Sequence[Project]:
    """List the projects that nobody else leads, by name."""
    return [project for project, role in projects.all_of(user_id) if _is_only_lead(project, user_id, role)]


def remove(user_id: int, typed: str, *, by: User, at: datetime) -> str:
    """Remove a person, if their address was typed; give the pseudonym.

    Unfinished items are given back. Where nobody else leads, whoever removes leads from now on. Every project is held
    and moves its revision, because kept pages of any of them may show the name.
    """
    user = _hold(user_id, by)
    if typed.strip().lower() != user.email:
        raise Refused(f"Type {user.email} to remove this person. Nothing was changed.")
    for project in projects.every():
        _leave(projects.lock(project.id), user, by, at)
    diary.write_for_site(Change(Kind.PERSON_REMOVED, person(user_id), person(by.id), at))
    _wipe(user, at)
    db.session.commit()
    return user.name


def _hold(user_id: int, by: User) -> User:
    held = {number: people.hold_user(number) for number in sorted({by.id, user_id})}  # one order, so that none waits
    remover, user = held[by.id], held[user_id]
    if remover is None or not remover.is_administrator or remover.disabled_at:
        raise NotAllowed("Only an administrator can remove a person.")
    if user is None or user.removed_at:
        raise NotFound("There is no such person, or they were removed already.")
    if user_id == by.id:
        raise Refused("You cannot remove yourself. Ask another administrator.")
    return user


def _leave(project: Project, user: User, by: User, at: datetime) -> None:
    """Take a person out of one project; a project they never belonged to shows the pseudonym where it shows them."""
    membership = projects.find_membership(project.id, user.id)
    project.revision += 1
    if membership is None:
        return
    if _is_only_lead(project, user.id, membership.role):
        _lead(project, by, at)
    members.remove_member(project, user, by=by, at=at)
    db.session.flush()


def _is_only_lead(project: Project, user_id: int, role: Role) -> bool:
    return role is Role.LEAD and not any(
        held is Role.LEAD and user.id != user_id for user, held in projects.members(project.id)
    )


def _lead(project: Project, by: User, at: datetime) -> None:
    """Let whoever removes the only lead lead the project, so that it is not left to nobody."""
    held = projects.find_membership(project.id, by.id)
    kind = Kind.MEMBER_CHANGED if held else Kind.MEMBER_ADDED
    before = held.role.value if held else None
    if held:
        held.role = Role.LEAD
    else:
        db.session.add(Membership(project_id=project.id, user_id=by.id, role=Role.LEAD))
    diary.write(project, Change(kind, person(by.id), person(by.id), at, before, Role.LEAD.value))


def _wipe(user: User, at: datetime) -> None:
    """Forget who a person was and every way by which they came in."""
    belongings.delete_of_person(user.id)
    people.forget_tries(throttle.account(user.email))
    belongings.forget_answers_naming(user.name, user.email)
    user.name, user.email = pseudonym(user.id), f"removed:{user.id}"  # no address, so that nobody can have it
    user.password_hash = user.totp_secret = user.totp_since = user.totp_step = None
    user.is_administrator = False
    user.disabled_at, user.removed_at = user.disabled_at or at, at
