"""Invitations: found, accepted once with a password of one's own, sent again, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..domain import passwords as rules
from ..domain import people as decisions
from ..domain.refusals import NotFound, Refused
from ..storage import people, projects
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import accounts, links, members, newcomers, passwords, sign_ins
from .people import call, show_anew

WAY = "invite"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited to what; `project` is empty if they belong to none."""

    name: str
    email: str
    project: str


def invite_again(project: Project, user_id: int, *, by: User, at: datetime) -> tuple[User, str | None]:
    """Send the letter again and give a fresh token to hand over; the older links die."""
    project, user = _held(project, user_id)
    token = newcomers.send(project, user, by, at)
    db.session.commit()
    return user, token


def withdraw(project: Project, user_id: int, *, by: User, at: datetime) -> User:
    """Take an invitation back: the links die and the person leaves the project."""
    project, user = _held(project, user_id)
    people.spend_links(links.ENTRANCES, user.id, at)
    members.remove_member(project, user, by=by, at=at)
    db.session.commit()
    return user


def find(token: str, at: datetime) -> Invitation | None:
    """Find what an invitation's token would open now; nothing is spent."""
    link = links.find(token, links.INVITES, at)
    user = people.find(link.user_id) if link and link.user_id else None
    if link is None or user is None or user.disabled_at:
        return None
    project = db.session.get(Project, link.project_id) if link.project_id else None
    return Invitation(user.name, user.email, project.name if project else "")


def accept(
    token: str, name: str, password: str, *, browser: str, address: str, at: datetime, is_remembered: bool = False
) -> str:
    """Come in by an invitation: choose a name and a password and give the new browser's token; the links are spent."""
    known = links.knock(token, links.INVITES, address=address, at=at)
    name = decisions.name(name)
    password = rules.password(password, email=known.email, name=name)
    db.session.rollback()
    hashed = passwords.hashed(password)
    user = links.enter(token, links.INVITES, at)
    call(user, name, at=at)
    show_anew(user.id)
    accounts.keep_password(user, hashed, at=at)
    new = sign_ins.begin(
        user, way=WAY, browser=browser, address=address, at=at, is_remembered=is_remembered, is_proven=False
    )
    db.session.commit()
    return new


def _held(project: Project, user_id: int) -> tuple[Project, User]:
    """Hold somebody who never came in, and a project they belong to."""
    user = people.hold_user(user_id)
    project = projects.lock(project.id)
    if user is None or projects.find_membership(project.id, user_id) is None:
        raise NotFound("This person does not belong to the project.")
    if not newcomers.is_waiting(user):
        raise Refused(f"{user.name} has come in already and signs in as before.")
    return project, user
