"""One-time links: a token that opens one door once. Only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeGuard

from ..domain.diary import VISITOR, Change, Kind, person
from ..domain.refusals import Refused
from ..storage import people
from ..storage.database import db
from ..storage.people import OneTimeLink, User
from . import diary, throttle

SETUP, SIGN_IN, RESET = "setup", "sign_in", "reset"
INVITE, MAILED_INVITE = "invite", "mailed_invite"  # handed over by a lead, and in a letter: either opens, both die
INVITES = (INVITE, MAILED_INVITE)
ENTRANCES = (SIGN_IN, RESET, *INVITES)
WAY = "link"
DEAD = "This link was used already or has run out. Ask for a new one."
SHORT, INVITE_LASTS = timedelta(minutes=30), timedelta(days=7)


def is_usable(token: str, purpose: str, at: datetime) -> bool:
    """Answer whether a one-time link would open its door now; nothing is spent."""
    return find(token, (purpose,), at) is not None


def find(token: str, purposes: Sequence[str], at: datetime) -> OneTimeLink | None:
    """Find a link that would open one of these doors now; nothing is spent."""
    link = people.find_link(fingerprint(token))
    return link if _opens(link, purposes, at) else None


def sign_in_link(user: User, at: datetime, *, lasting: timedelta = SHORT) -> str:
    """Make a one-time token that signs a person in; older ones die."""
    token = begin(SIGN_IN, user.id, at, lasting)
    db.session.commit()
    return token


def begin(purpose: str, user_id: int | None, at: datetime, lasting: timedelta, project_id: int | None = None) -> str:
    """Make a token in somebody's transaction; older ones of the purpose and person die."""
    people.spend_links((purpose,), user_id, at)
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(token_hash=fingerprint(token), purpose=purpose, user_id=user_id, project_id=project_id)
    link.created_at, link.expires_at = at, at + lasting
    db.session.add(link)
    return token


def spend(token: str, purpose: str, at: datetime) -> OneTimeLink:
    """Use a link up in somebody's transaction, or refuse."""
    link = people.find_link(fingerprint(token), hold=True)
    if not _opens(link, (purpose,), at):
        raise Refused(DEAD)
    link.used_at = at
    return link


def knock(token: str, purposes: Sequence[str], *, address: str, at: datetime) -> User:
    """Give whom a link would let in, and commit; a dead one is counted, written down and refused. Nothing is spent."""
    reservation = throttle.reserve([f"link-{throttle.address(address)}"], at)
    link = people.find_link(fingerprint(token))
    user = _person(link)
    if user is None or user.disabled_at or not _opens(link, purposes, at):
        diary.write_for_site(Change(Kind.PERSON_REFUSED, person(user.id) if user else "", VISITOR, at, after=WAY))
        db.session.commit()
        raise Refused(DEAD)
    reservation.forgive()
    db.session.commit()
    return user


def enter(token: str, purposes: Sequence[str], at: datetime) -> User:
    """Use a link up in somebody's transaction and give its person, held; or refuse.

    The person is held before the link, as everywhere, so that no two wait for each other.
    """
    found = _person(people.find_link(fingerprint(token)))
    user = people.hold_user(found.id) if found else None
    link = people.find_link(fingerprint(token), hold=True)
    if link is None or user is None or user.disabled_at or not _opens(link, purposes, at):
        raise Refused(DEAD)
    link.used_at = at
    return user


def fingerprint(token: str) -> str:
    """Give what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _person(link: OneTimeLink | None) -> User | None:
    return people.find(link.user_id) if link and link.user_id else None


def _opens(link: OneTimeLink | None, purposes: Sequence[str], at: datetime) -> TypeGuard[OneTimeLink]:
    return link is not None and link.purpose in purposes and link.used_at is None and link.expires_at > at
