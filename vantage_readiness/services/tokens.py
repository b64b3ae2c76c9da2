"""Tokens of programs: made once, shown once, and asked about at every door a program comes through."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from sqlalchemy import Row

from ..domain import tokens as decisions
from ..domain.diary import CONSOLE, Change, Kind, Value, person
from ..domain.refusals import NotFound, Refused
from ..domain.tokens import Scope
from ..domain.words import Role
from ..storage import people, projects, tokens
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from ..storage.tokens import ApiToken
from . import diary
from .links import fingerprint
from .projects import Seat
from .sign_ins import Visit
from .transactions import UNAVAILABLE

_log = logging.getLogger(__name__)

KEPT_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class ProgramVisit(Visit):
    """A program at the door, for one person: no browser, no sign-in, and a seat in the token's own project only."""

    token_id: int
    scopes: tuple[str, ...]
    used_on: date | None

    @cached_property
    def scope(self) -> Scope:
        """The widest of its scopes."""
        return next(scope for scope in reversed(Scope) if scope.value in self.scopes)


def make(
    project: Project, user: User, name: str, scopes: Iterable[str], days: int, *, at: datetime, by: str = ""
) -> tuple[ApiToken, str]:
    """Make a token for a person in a project; gives its row and the token itself, which nobody can be shown again.

    `days` is how long it opens, 1 to 365; `by` is the code of whoever makes it, if not its person.
    """
    holder = people.hold_user(user.id)  # before the project, as everywhere: whoever disables them waits, or was first
    project = projects.lock(project.id)
    if holder is None or holder.disabled_at:
        raise Refused("This account is not open any more. Ask an administrator.")
    wanted = decisions.scopes(scopes, role=_role(project, user))
    expires_at = decisions.expiry(days, at)
    if tokens.count_living(user.id, at) >= decisions.MOST:
        raise Refused(f"You have {decisions.MOST} tokens already. Revoke one you no longer need first.")
    token = decisions.PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(user_id=user.id, project_id=project.id, name=decisions.name(name), token_hash=fingerprint(token))
    row.hint, row.scopes = token[-4:], [scope.value for scope in wanted]
    row.created_at, row.expires_at = at, expires_at
    db.session.add(row)
    db.session.flush()
    diary.write(project, Change(Kind.TOKEN_CREATED, row.name, by or person(user.id), at, after=_plain(row)))
    db.session.commit()
    return row, token


def find_visit(token: str, at: datetime, slug: str = "") -> ProgramVisit | None:
    """Find whom a program acts for, and the seat in the token's project; one query.

    The seat is none if the address names another project. Its role is the lesser of the member's and the scopes'.
    """
    found = tokens.find_at_the_door(fingerprint(token), at) if decisions.looks_right(token) else None
    if found is None:
        return None
    token_id, scopes, used_on, role, *place, owes = found
    seat = Seat(decisions.role_of(scopes, role), *place) if slug in ("", found.slug) else None
    return ProgramVisit(found.user_id, 0, seat, bool(owes), token_id=token_id, scopes=tuple(scopes), used_on=used_on)


def note_use(visit: ProgramVisit, at: datetime) -> None:
    """Note once a day that a token is used, in a transaction of its own; when nobody can write just now, not yet.

    Called after the answer has left, so that a program never waits for it.
    """
    today = at.astimezone(UTC).date()
    if visit.used_on is not None and visit.used_on >= today:
        return
    try:
        tokens.note_use(visit.token_id, today)
    except UNAVAILABLE:
        _log.info("Token %s was used; noting it has to wait for the next time.", visit.token_id)


def list_of(user: User) -> Sequence[Row[ApiToken, Project]]:
    """List a person's tokens, newest first, with the project of each."""
    return tokens.of_person(user.id)


def list_of_project(project: Project) -> Sequence[Row[ApiToken, User]]:
    """List the tokens that open a project, newest first, with whose they are."""
    return tokens.of_project(project.id)


def revoke(token_id: int, *, by: User, at: datetime, within: Project | None = None) -> ApiToken:
    """Make a token useless at once: its own person may, and every lead of its project.

    `within` is the project the asker speaks of; a token of another is not found there.
    """
    row = tokens.find(token_id)
    if row is None or (within and row.project_id != within.id) or not _may_revoke(row, by):
        raise NotFound("There is no such token.")
    return _revoke(row, person(by.id), at)


def revoke_from_console(token_id: int, *, at: datetime) -> ApiToken:
    """Make any token useless at once, on behalf of whoever runs this installation."""
    row = tokens.find(token_id)
    if row is None:
        raise NotFound("There is no such token. `flask token list` shows which there are.")
    return _revoke(row, CONSOLE, at)


def end_all(user: User, *, by: str, at: datetime, project: Project | None = None) -> int:
    """Revoke a person's living tokens in somebody's transaction; gives how many there were.

    For whoever is disabled or removed, or leaves `project`: coming back does not wake them. `by` is an actor's code.
    """
    ended = tokens.living(user.id, at, project.id if project else None)
    for row in sorted(ended, key=lambda token: token.project_id):  # projects are held in one order
        _end(projects.lock(row.project_id), row, by, at)
    return len(ended)


def tidy(at: datetime) -> None:
    """Forget tokens that ended long ago, in somebody's transaction."""
    tokens.forget(ended_before=at - timedelta(days=KEPT_DAYS))


def _role(project: Project, user: User) -> Role:
    """Give what a person is in a project; whoever is nothing there does not find it."""
    membership = projects.find_membership(project.id, user.id)
    if membership is None:
        raise NotFound("There is no such project.")
    return membership.role


def _may_revoke(row: ApiToken, user: User) -> bool:
    membership = projects.find_membership(row.project_id, user.id)
    return row.user_id == user.id or (membership is not None and membership.role is Role.LEAD)


def _revoke(row: ApiToken, by: str, at: datetime) -> ApiToken:
    project = projects.lock(row.project_id)
    db.session.refresh(row)
    if row.revoked_at is None:
        _end(project, row, by, at)
    db.session.commit()
    return row


def _end(project: Project, row: ApiToken, by: str, at: datetime) -> None:
    row.revoked_at = at
    diary.write(project, Change(Kind.TOKEN_REVOKED, row.name, by, at, before=_plain(row)))


def _plain(row: ApiToken) -> Value:
    """Give what the diary keeps of a token: nothing that opens a door, and its person as an id."""
    return {
        "id": row.id,
        "person": row.user_id,
        "scopes": row.scopes,
        "expires": row.expires_at.astimezone(UTC).date().isoformat(),
    }
