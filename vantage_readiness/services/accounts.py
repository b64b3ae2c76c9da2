"""One's own account: the password, the address, and what happened to it lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..domain import account_events
from ..domain import passwords as rules
from ..domain import people as decisions
from ..domain.diary import Change, Kind, person
from ..domain.refusals import Refused
from ..storage import diary as lines
from ..storage import people
from ..storage.database import db
from ..storage.people import User
from . import deliveries, diary, links, passwords, throttle
from .people import show_anew
from .sign_ins import PASSWORD, Visit

LATELY, SHOWN = timedelta(days=30), 20


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an account."""

    at: datetime
    sentence: str
    is_alarming: bool


def change_password(visit: Visit, current: str, new: str, *, at: datetime) -> None:
    """Choose a password. Whoever has one must give it; every other sign-in ends, and links that let in die."""
    new = rules.password(new, email=visit.user.email, name=visit.user.name)
    kept = _proven(visit, current, at) if visit.user.password_hash else None
    db.session.rollback()
    hashed = passwords.hashed(new)
    user = _held(visit, kept)
    keep_password(user, hashed, at=at, except_id=visit.sign_in_id)
    notify_of_password(user, at)
    db.session.commit()


def change_email(visit: Visit, email: str, current: str, *, at: datetime) -> None:
    """Change one's own address; the password is asked for, and the old address is told."""
    email = decisions.email(email)
    if not visit.user.password_hash:
        raise Refused("Choose a password first, then change the address.")
    if email == visit.user.email:
        raise Refused("This is your address already.")
    user = _held(visit, _proven(visit, current, at))
    show_anew(user.id)
    diary.hold_site()
    if people.find_by_email(email):
        raise Refused("Somebody with this e-mail address has an account already.")
    before, user.email = user.email, email
    people.spend_links(links.ENTRANCES, user.id, at)
    diary.write_for_site(Change(Kind.PERSON_CHANGED, person(user.id), person(user.id), at, after="address"))
    notify(user, before, "Your e-mail address was changed", [_NEW_ADDRESS, _NOT_YOU], at)
    db.session.commit()


def lately(user: User, at: datetime) -> list[Event]:
    """List what happened to an account in the last thirty days, newest first."""
    found = lines.about_person(person(user.id), account_events.KINDS, since=(at - LATELY).date(), limit=SHOWN)
    return [Event(line.at, account_events.sentence(line), account_events.is_alarming(line)) for line in found]


def keep_password(user: User, hashed: str, *, at: datetime, except_id: int | None = None) -> None:
    """Keep a new password in somebody's transaction, who holds the person: sign-ins end, and links that let in die."""
    user.password_hash = hashed
    people.end_sign_ins(user.id, at, except_id=except_id)
    people.spend_links(links.ENTRANCES, user.id, at)
    diary.write_for_site(Change(Kind.PASSWORD_CHANGED, person(user.id), person(user.id), at))


def notify_of_password(user: User, at: datetime) -> None:
    """Owe a person the letter that the password was changed, in somebody's transaction."""
    notify(user, user.email, "Your password was changed", [_NEW_PASSWORD, _NOT_YOU], at)


def notify(user: User, address: str, title: str, text: list[str], at: datetime) -> None:
    """Owe a person a letter about their account, in somebody's transaction."""
    key = f"notice:{user.id}:{at:%Y%m%dT%H%M%S%f}:{title}"
    deliveries.owe("notice", key=key, user=user, address=address, about={"title": title, "text": text}, at=at)


def _proven(visit: Visit, password: str, at: datetime) -> str | None:
    """Give the kept password if it is this one; a wrong one is counted, written down and refused.

    What was not committed before is undone: the comparison waits outside any transaction.
    """
    kept, email = visit.user.password_hash, visit.user.email
    reservation = throttle.reserve([throttle.account(email)], at)
    if not passwords.matches(kept, password):
        who = person(visit.user_id)
        diary.write_for_site(Change(Kind.PERSON_REFUSED, who, who, at, after=PASSWORD))
        db.session.commit()
        raise Refused("The current password is not right. Nothing was changed.")
    reservation.forgive()
    db.session.commit()
    return kept


def _held(visit: Visit, kept: str | None) -> User:
    """Hold the person whose password was proven; refuse if it was changed meanwhile."""
    user = people.hold_user(visit.user_id)
    if user is None or user.disabled_at or user.password_hash != kept:
        raise Refused("Your password was changed elsewhere at the same moment. Reload the page and try again.")
    return user


_NEW_PASSWORD = "The password of your account was changed. Every other browser is signed out."  # noqa: S105
_NEW_ADDRESS = (
    "Your account has a new e-mail address. Letters go there from now on; this is the last one to this address."
)
_NOT_YOU = "If that was not you, tell an administrator at once."
