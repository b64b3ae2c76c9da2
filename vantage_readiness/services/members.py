"""Who belongs to a project, and as what."""

from __future__ import annotations

from datetime import datetime

from ..domain import items as item_decisions
from ..domain import people as decisions
from ..domain.diary import Change, Kind, person
from ..domain.refusals import NotFound, Refused
from ..domain.words import Role
from ..storage import items, people, projects
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Membership, Project
from . import diary, links, newcomers, reminders, tokens
from .people import new_user


def join(project: Project, user: User, role: Role, *, by: str, at: datetime) -> None:
    """Make a person a member of a project; `by` is an actor's code."""
    people.hold_user(user.id)
    add_member(projects.lock(project.id), user, role, by=by, at=at)
    db.session.commit()


def invite(project: Project, name: str, email: str, role: Role, *, by: User, at: datetime) -> tuple[User, str | None]:
    """Add a person to a project; give the one-time token to hand over, if this person is new here and everywhere."""
    known = people.find_by_email(decisions.email(email))
    if known:
        people.hold_user(known.id)
    project = projects.lock(project.id)
    try:
        user = known or new_user(name, email, at)
    except Refused:
        db.session.rollback()
        if people.find_by_email(email) is None:
            raise
        return invite(project, name, email, role, by=by, at=at)  # another project brought them at the same moment
    db.session.flush()
    if projects.find_membership(project.id, user.id):
        raise Refused(f"{user.name} belongs to this project already.")
    is_new = newcomers.is_waiting(user)
    add_member(project, user, role, by=person(by.id), at=at)
    token = newcomers.send(project, user, by, at) if is_new else None
    db.session.commit()
    return user, token


def change_role(project: Project, user_id: int, role: Role | None, *, by: User, at: datetime) -> None:
    """Give a member another role, or none: then the person leaves and gives back what is not finished.

    A project keeps at least one lead.
    """
    project = projects.lock(project.id)
    membership = projects.find_membership(project.id, user_id)
    if membership is None:
        raise NotFound("This person does not belong to the project.")
    if membership.role is role:
        return
    leads = [user.id for user, held in projects.members(project.id) if held is Role.LEAD]
    if leads == [user_id]:
        raise Refused("This is the only lead. Make somebody else a lead first.")
    if role:
        before, membership.role = membership.role.value, role
        change = Change(Kind.MEMBER_CHANGED, person(user_id), person(by.id), at, before, role.value)
        diary.write(project, change)
    else:
        remove_member(project, db.session.get_one(User, user_id), by=by, at=at)
    db.session.commit()


def remove_member(project: Project, user: User, *, by: User, at: datetime) -> None:
    """Let a member leave in somebody's transaction; the project is held. What is not finished is given back."""
    membership = db.session.get_one(Membership, (project.id, user.id))
    _give_back(project, user, by, at)
    reminders.release(project, user, by=by, at=at)
    tokens.end_all(user, by=person(by.id), at=at, project=project)
    db.session.delete(membership)
    change = Change(Kind.MEMBER_REMOVED, person(user.id), person(by.id), at, membership.role.value)
    diary.write(project, change)


def _give_back(project: Project, user: User, by: User, at: datetime) -> None:
    """Take the owner off all unfinished items of somebody who leaves: an absent owner is no owner."""
    for item in items.unfinished_of(project.id, user.id):
        diary.write(project, item_decisions.own(item, None, by=by.id, at=at))
        item.owner_id = None


def add_member(project: Project, user: User, role: Role, *, by: str, at: datetime) -> None:
    """Let a person into a project as part of somebody's transaction; the project is held, `by` is an actor's code.

    An invitation handed over earlier dies: it must not open this project as well.
    """
    people.spend_links((links.INVITE,), user.id, at)
    db.session.add(Membership(project_id=project.id, user_id=user.id, role=role))
    diary.write(project, Change(Kind.MEMBER_ADDED, person(user.id), by, at, after=role.value))
