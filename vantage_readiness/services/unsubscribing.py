"""Ending letters by a link that needs no sign-in: signed, for one person and one kind of letter, good for ever.

It opens nothing and tells nothing that its reader does not know from the letter. Of somebody who was disabled or
removed, and of a project that is gone or was left, it says only that no more letters come, which is true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from ..domain.preferences import Often
from ..domain.refusals import Refused
from ..domain.words import Way
from ..storage import people, projects
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import preferences, subscriptions

DIGEST = "digest"
_REPORT = "report:"
_SALT = "unsubscribe"
_NOTE = "by the link in a letter"


@dataclass(frozen=True, slots=True)
class Ending:
    """What a link ends. `how` is how the letters come now or came until now; `report_of` names a project, or nothing.

    `may_begin` is false where there is nobody to write to any more.
    """

    is_on: bool = False
    how: str = ""
    report_of: str = ""
    may_begin: bool = False


class _Named(NamedTuple):
    """Whom and what a link is about; the project is None for the digest."""

    user: User
    project: Project | None


def link(base: str, user_id: int, what: str) -> str:
    """Give the address that ends a kind of letter for a person; `what` is "digest" or "report:<project id>"."""
    return urljoin(base + "/", f"unsubscribe/{_signer().dumps([user_id, what])}")


def report(project_id: int) -> str:
    """Give what stands in a link for the weekly report of a project."""
    return f"{_REPORT}{project_id}"


def look(token: str) -> Ending:
    """Say what a link would end; nothing is changed. Raises `Refused` for one that we never made."""
    named = _named(token)
    if named is None:
        return Ending()
    if named.project is None:
        often = preferences.said_by(named.user).wish.often
        return Ending(often is not Often.OFF, often.value, may_begin=True)
    way = subscriptions.way_of(named.project.id, named.user.id)
    return Ending(way is not None, way.value if way else "", named.project.name, may_begin=True)


def end(token: str, *, at: datetime) -> Ending:
    """End these letters, and say so; again changes nothing. `how` is then how they came."""
    named, before = _named(token), look(token)
    if named and before.is_on:
        _choose(named, None, at)
    return replace(before, is_on=False)


def begin_again(token: str, how: str, *, at: datetime) -> Ending:
    """Send these letters again, the way they came, or as everybody gets them if `how` is no such way."""
    named = _named(token)
    if named:
        _choose(named, how, at)
    return look(token)


def _choose(named: _Named, how: str | None, at: datetime) -> None:
    if named.project is not None:
        way = Way(how) if how in set(Way) else Way.LINKED
        subscriptions.choose(named.project, named.user, way if how is not None else None, at=at)
        return
    often = Often(how) if how in (Often.DAILY, Often.WEEKLY) else Often.DAILY
    row = preferences.held(named.user)
    wish = preferences.wish_of([named.user.id])[named.user.id]
    preferences.keep(row, replace(wish, often=often if how is not None else Often.OFF), at=at, note=_NOTE)
    db.session.commit()


def _named(token: str) -> _Named | None:
    """Find whom and what a link is about; None if there is nobody, or nothing, to write about any more."""
    try:
        user_id, what = _signer().loads(token)
    except BadSignature:
        raise Refused("This link is not complete. Open it from the letter once more.") from None
    user = people.find(user_id)
    if user is None or user.disabled_at or user.removed_at:
        return None
    if what == DIGEST:
        return _Named(user, None)
    project = db.session.get(Project, int(what.removeprefix(_REPORT)))
    return _Named(user, project) if project and projects.find_membership(project.id, user.id) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
