"""Newcomers: people who were added and never came in, with the letter and the link that let them.

A link that is handed over opens an account that nobody used yet and that belongs to one project only. So a lead never
enters as somebody who is known, nor another project as somebody who is new there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ..domain.diary import Change, Kind, person
from ..storage import people, projects
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import deliveries, diary, links


def is_waiting(user: User) -> bool:
    """Answer whether a person never came in: no password, no single sign-on, never signed in."""
    return user.id in waiting([user])


def waiting(users: Iterable[User]) -> set[int]:
    """Give the ids of those who were invited and never came in."""
    candidates = [user.id for user in users if not user.password_hash and not user.is_administrator]
    return set(candidates) - people.have_come_in(candidates)


def at_home(users: Iterable[User]) -> list[User]:
    """Give those who may sign in and have come in: an address that nobody has proven gets nothing of a project."""
    users = [user for user in users if user.disabled_at is None and user.removed_at is None]
    strangers = waiting(users)
    return [user for user in users if user.id not in strangers]


def link(user: User, *, by: str, at: datetime) -> str:
    """Make the token by which somebody new comes in, outside any project; older ones die. `by` is an actor's code."""
    people.spend_links(links.INVITES, user.id, at)
    diary.write_for_site(Change(Kind.PERSON_INVITED, person(user.id), by, at))
    token = links.begin(links.INVITE, user.id, at, links.INVITE_LASTS)
    db.session.commit()
    return token


def send(project: Project, user: User, by: User, at: datetime) -> str | None:
    """Owe the letter and make the token to hand over, in somebody's transaction; older ones die.

    Who belongs to another project as well gets the letter only: nobody else's hands may hold that link.
    """
    people.spend_links(links.INVITES, user.id, at)
    key = f"invite:{project.id}:{user.id}:{at:%Y%m%dT%H%M%S%f}"
    about = {"by": by.id}
    deliveries.owe("invite", key=key, user=user, address=user.email, about=about, at=at, project=project)
    diary.write_for_site(Change(Kind.PERSON_INVITED, person(user.id), person(by.id), at, after=project.id))
    if len(projects.all_of(user.id)) > 1:
        return None
    return links.begin(links.INVITE, user.id, at, links.INVITE_LASTS, project.id)
