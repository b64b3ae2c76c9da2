"""A forgotten password: a link by mail, or handed over by an administrator, that lets its owner choose a new one.

It signs nobody in: whoever has a second factor still shows it at the door.
"""

from __future__ import annotations

from datetime import datetime

from ..domain import passwords as rules
from ..domain import people as decisions
from ..domain.diary import VISITOR, Change, Kind, person
from ..storage import people
from ..storage.database import db
from ..storage.people import User
from . import accounts, deliveries, diary, links, passwords, throttle


def ask(email: str, *, address: str, at: datetime) -> None:
    """Owe whoever has this address a letter with a link. What is done and said is the same when nobody has it."""
    email = decisions.email(email)
    throttle.reserve([f"reset-{throttle.account(email)}", f"reset-{throttle.address(address)}"], at)
    user = people.find_by_email(email)
    may = user is not None and user.disabled_at is None
    with db.session.begin_nested() as letter:
        key = f"reset:{user.id if user else 0}:{at:%Y%m%dT%H%M}"  # one letter a minute, however often it is asked for
        deliveries.owe("reset", key=key, user=user, address=email, about={}, at=at)
        if not may:
            letter.rollback()
    who = person(user.id) if user else ""
    diary.write_for_site(Change(Kind.PASSWORD_RESET_ASKED, who, VISITOR, at))
    db.session.commit()


def link(user: User, *, by: str, at: datetime) -> str:
    """Make a link to hand over, where no mail is sent; older ones die. `by` is an actor's code."""
    token = links.begin(links.RESET, user.id, at, links.SHORT)
    diary.write_for_site(Change(Kind.PASSWORD_RESET_ASKED, person(user.id), by, at))
    db.session.commit()
    return token


def is_open(token: str, at: datetime) -> bool:
    """Answer whether a link would let its owner choose a password now; nothing is spent."""
    found = links.find(token, (links.RESET,), at)
    user = people.find(found.user_id) if found and found.user_id else None
    return user is not None and user.disabled_at is None


def reset(token: str, new: str, *, address: str, at: datetime) -> None:
    """Choose a new password by a link, which is spent; every sign-in of the person ends."""
    known = links.knock(token, (links.RESET,), address=address, at=at)
    new = rules.password(new, email=known.email, name=known.name)
    db.session.rollback()
    hashed = passwords.hashed(new)
    user = links.enter(token, (links.RESET,), at)
    accounts.keep_password(user, hashed, at=at)
    accounts.notify_of_password(user, at)
    db.session.commit()
