"""The first administrator: let in by a one-time link that only the machine's own console shows."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..domain import passwords as rules
from ..domain import people as decisions
from ..domain.diary import Change, Kind, person
from ..domain.refusals import Refused
from ..domain.words import Role
from ..storage import people, projects
from ..storage.database import db
from ..storage.people import User
from . import diary, links, members, passwords
from .people import new_user


def setup_link(at: datetime) -> str | None:
    """Make the one-time token for the first administrator; none once there is an administrator. Older ones die."""
    if people.administrators():
        return None
    token = links.begin(links.SETUP, None, at, timedelta(days=1))
    db.session.commit()
    return token


def is_set_up() -> bool:
    """Answer whether the first administrator is there, so that somebody can sign in."""
    return people.administrators() > 0


def set_up(token: str, name: str, email: str, password: str, *, at: datetime) -> User:
    """Make the first administrator, who leads every seeded project; the link is spent."""
    diary.hold_site()
    password = rules.password(password, email=decisions.email(email), name=decisions.name(name))
    if not links.is_usable(token, links.SETUP, at):
        raise Refused(links.DEAD)
    db.session.rollback()
    hashed = passwords.hashed(password)
    link = links.spend(token, links.SETUP, at)
    held = [projects.lock(project.id) for project in projects.every()]
    diary.hold_site()
    if people.administrators():
        raise Refused("There is an administrator already. Sign in, or ask for an invitation.")
    user = new_user(name, email, at)
    user.password_hash = hashed
    user.is_administrator = True
    db.session.flush()
    link.user_id = user.id
    for project in held:
        members.add_member(project, user, Role.LEAD, by=person(user.id), at=at)
    diary.write_for_site(Change(Kind.PERSON_CHANGED, person(user.id), person(user.id), at, after="administrator"))
    db.session.commit()
    return user
