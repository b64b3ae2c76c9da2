"""People: who there is, what they are called, and what they may be on this site.

Rows are always held in the same order, so that no two wait for each other: person, projects, the site's book.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ..domain import people as decisions
from ..domain.diary import Change, Kind, person
from ..domain.refusals import NotFound, Refused
from ..storage import people, projects
from ..storage.database import db
from ..storage.people import User
from ..storage.preferences import FormerName
from . import diary, links, tokens
from .sign_ins import Visit

LAST = "This is the only administrator. Make somebody else an administrator first."


def introduce(name: str, email: str, *, at: datetime, is_administrator: bool = False, by: str | None = None) -> User:
    """Add a person who has no password yet; only a one-time link lets them in. `by` is an actor's code."""
    user = new_user(name, email, at)
    user.is_administrator = is_administrator
    db.session.flush()
    diary.write_for_site(Change(Kind.PERSON_CHANGED, person(user.id), by or person(user.id), at, after="introduced"))
    db.session.commit()
    return user


def get_by_email(email: str) -> User:
    """Give the person with this address; raise `NotFound` with a sentence."""
    user = people.find_by_email(email)
    if user is None:
        raise NotFound(f"Nobody has the address {email.strip()}.")
    return user


def rename(visit: Visit, name: str, *, at: datetime) -> None:
    """Change one's own name; every project the person belongs to shows it at once."""
    call(visit.user, decisions.name(name), at=at)
    show_anew(visit.user_id)
    who = person(visit.user_id)
    diary.write_for_site(Change(Kind.PERSON_CHANGED, who, who, at, after="name"))
    db.session.commit()


def call(user: User, name: str, *, at: datetime) -> None:
    """Give somebody a name; reports of days before this moment print the one they bore. The caller commits."""
    if name != user.name:
        db.session.add(FormerName(user_id=user.id, name=user.name, until=at))
        user.name = name


def disable(user_id: int, *, by: str, at: datetime) -> User:
    """Shut somebody out: sign-ins, links and tokens end, and no door opens. `by` is an actor's code."""
    user = get_held(user_id)
    if user.disabled_at:
        return _unchanged(user)
    if by == person(user_id):
        raise Refused("You cannot disable yourself. Ask another administrator.")
    tokens.end_all(user, by=by, at=at)
    _keep_an_administrator(user)
    user.disabled_at = at
    people.end_sign_ins(user.id, at)
    people.spend_all_links(user.id, at)
    diary.write_for_site(Change(Kind.PERSON_DISABLED, person(user.id), by, at))
    db.session.commit()
    return user


def enable(user_id: int, *, by: str, at: datetime) -> User:
    """Let somebody sign in again; what ended stays ended."""
    user = get_held(user_id)
    if user.removed_at:
        raise Refused("This person was removed and cannot come back. Invite them anew.")
    if not user.disabled_at:
        return _unchanged(user)
    user.disabled_at = None
    diary.write_for_site(Change(Kind.PERSON_ENABLED, person(user.id), by, at))
    db.session.commit()
    return user


def make_administrator(user_id: int, *, by: str, at: datetime) -> User:
    """Let somebody manage people and projects."""
    user = get_held(user_id)
    if user.disabled_at:
        raise Refused(f"{user.name} is disabled. Enable the account first.")
    people.spend_links(links.INVITES, user.id, at)  # one that was handed over must not open this as well
    return _set_administrator(user, True, by, at)


def unmake_administrator(user_id: int, *, by: str, at: datetime) -> User:
    """Make somebody an ordinary person again; one administrator stays."""
    return _set_administrator(get_held(user_id), False, by, at)


def sign_out_everywhere(user_id: int, *, by: str, at: datetime) -> User:
    """End every sign-in of somebody."""
    user = get_held(user_id)
    people.end_sign_ins(user.id, at)
    diary.write_for_site(Change(Kind.PERSON_SIGNED_OUT, person(user.id), by, at, note="everywhere"))
    db.session.commit()
    return user


def every() -> list[User]:
    """List everybody, by name."""
    return list(people.every())


def tidy(at: datetime) -> None:
    """Forget failed attempts and links that no longer matter."""
    people.forget(attempts_before=at - timedelta(days=1), doors_before=at - timedelta(days=30))
    db.session.commit()


def get_held(user_id: int) -> User:
    """Give a person, held until the transaction ends; raise `NotFound` with a sentence."""
    user = people.hold_user(user_id)
    if user is None:
        raise NotFound("There is no such person.")
    return user


def show_anew(user_id: int) -> None:
    """Let every project of a person show what changed about them, in somebody's transaction."""
    for project_id in sorted(project.id for project, _role in projects.all_of(user_id)):
        projects.lock(project_id).revision += 1


def new_user(name: str, email: str, at: datetime) -> User:
    """Add a person in somebody's transaction; refuse an address that is taken. People come one after another."""
    diary.hold_site()
    user = User(name=decisions.name(name), email=decisions.email(email), created_at=at)
    if people.find_by_email(user.email):
        raise Refused("Somebody with this e-mail address has an account already.")
    db.session.add(user)
    return user


def _set_administrator(user: User, value: bool, by: str, at: datetime) -> User:
    if user.is_administrator is value:
        return _unchanged(user)
    if not value:
        _keep_an_administrator(user)
    user.is_administrator = value
    after = "administrator" if value else "no administrator"
    diary.write_for_site(Change(Kind.PERSON_CHANGED, person(user.id), by, at, after=after))
    db.session.commit()
    return user


def _keep_an_administrator(user: User) -> None:
    """Refuse to lose the last administrator; whoever else means to remove one waits until this is decided."""
    diary.hold_site()
    if user.is_administrator and not user.disabled_at and people.administrators() <= 1:
        raise Refused(LAST)


def _unchanged(user: User) -> User:
    db.session.rollback()
    return db.session.get_one(User, user.id)
