"""Signing in and out: which browsers a person is signed in with."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NoReturn, TypedDict

from ..domain.diary import VISITOR, Change, Kind, person
from ..domain.refusals import NotFound, Refused
from ..storage import people, projects
from ..storage.database import db
from ..storage.people import SignIn, User
from . import diary, links, passwords, throttle
from .links import fingerprint
from .projects import Seat

REMEMBERED, ORDINARY, PENDING = timedelta(days=14), timedelta(hours=12), timedelta(minutes=10)
PASSWORD, CODE_OWED = "password", "code owed"


class Where(TypedDict):
    """Where somebody signs in from: the network address and what the browser calls itself."""

    address: str
    browser: str


@dataclass(frozen=True)
class Visit:
    """Who is at the door, with which sign-in, and their seat in the project they asked for.

    What every answer needs is at hand; the rows are loaded when first asked for.
    """

    user_id: int
    sign_in_id: int
    seat: Seat | None
    owes_factor: bool = False  # administrators need a second factor here, and this one has none

    @cached_property
    def user(self) -> User:
        return db.session.get_one(User, self.user_id)

    @cached_property
    def sign_in(self) -> SignIn:
        return db.session.get_one(SignIn, self.sign_in_id)


def sign_in(email: str, password: str, *, address: str, browser: str, at: datetime, is_remembered: bool = False) -> str:
    """Check an address and password and give the new browser's token.

    Text, status and work are the same whether or not the account exists, is disabled or has a password. The try is
    counted first; the password is compared while no transaction is open, so that nobody waits for it.
    """
    reservation = throttle.reserve([throttle.account(email), throttle.address(address)], at)
    known = people.find_by_email(email)
    user_id, kept = (known.id, known.password_hash) if known else (None, None)
    db.session.rollback()
    is_right = passwords.matches(kept, password)
    renewed = passwords.hashed(password) if is_right and kept and passwords.is_outdated(kept) else None
    user = people.hold_user(user_id) if user_id is not None else None
    if not is_right or user is None or user.disabled_at or user.password_hash != kept:
        _refuse(user_id, PASSWORD, at)
    user.password_hash = renewed or kept
    reservation.forgive()
    token = begin(
        user, way=PASSWORD, browser=browser, address=address, at=at, is_remembered=is_remembered, is_proven=False
    )
    db.session.commit()
    return token


def use_link(token: str, *, browser: str, at: datetime, address: str = "") -> str:
    """Sign a person in by a one-time link and give the new browser's token; the link is spent."""
    links.knock(token, (links.SIGN_IN,), address=address, at=at)
    user = links.enter(token, (links.SIGN_IN,), at)
    new = begin(user, way=links.WAY, browser=browser, address=address, at=at, is_remembered=False, is_proven=False)
    db.session.commit()
    return new


def begin(
    user: User, *, way: str, browser: str, address: str, at: datetime, is_remembered: bool, is_proven: bool
) -> str:
    """Begin a sign-in in somebody's transaction and give the browser's token; the caller commits.

    Who has a second factor and has not shown it (`is_proven`) gets a sign-in that opens nothing yet.
    """
    is_pending = user.totp_secret is not None and not is_proven
    lasting = PENDING if is_pending else _lasting(is_remembered)
    token = secrets.token_urlsafe(32)
    row = SignIn(token_hash=fingerprint(token), user_id=user.id, browser=browser[:200], address=address[:64], way=way)
    row.is_pending, row.is_remembered = is_pending, is_remembered
    row.began_at = row.confirmed_at = at
    row.expires_at = at + lasting
    db.session.add(row)
    people.spend_links(links.INVITES, user.id, at)  # who came in needs none, and nobody else shall
    note = CODE_OWED if is_pending else ""
    diary.write_for_site(Change(Kind.PERSON_SIGNED_IN, person(user.id), person(user.id), at, after=way, note=note))
    return token


def find_pending(token: str, at: datetime) -> Visit | None:
    """Find who is at the door with a sign-in that still owes its second factor."""
    row = people.find_pending(fingerprint(token), at)
    return Visit(row.user_id, row.id, None) if row else None


def promote(pending: Visit, *, at: datetime) -> str:
    """Turn a pending sign-in, whose second factor was shown, into a full one with a new token; the caller commits.

    A pending sign-in is promoted once: of two at the same moment, the second is refused.
    """
    row = people.hold_sign_in(pending.sign_in_id)
    if row is None or not row.is_pending or row.ended_at is not None or row.expires_at <= at:
        raise Refused("This sign-in has run out. Sign in again.")
    row.ended_at = at
    user = db.session.get_one(User, row.user_id)
    if user.disabled_at:
        raise Refused("This sign-in has run out. Sign in again.")
    return begin(
        user,
        way=row.way,
        browser=row.browser,
        address=row.address,
        at=at,
        is_remembered=row.is_remembered,
        is_proven=True,
    )


def living(user: User, at: datetime) -> Sequence[SignIn]:
    """List a person's living sign-ins, newest first."""
    return people.sign_ins_of(user.id, at)


def find_visit(token: str, at: datetime, slug: str = "") -> Visit | None:
    """Find who a browser's token belongs to and, if a project is named, their seat in it; one query."""
    found = projects.find_at_the_door(fingerprint(token), slug, at)
    if found is None:
        return None
    sign_in_id, *place, owes_factor = found
    return Visit(found.user_id, sign_in_id, Seat(*place) if found.role else None, bool(owes_factor))


def sign_out(visit: Visit, *, at: datetime) -> None:
    """End this sign-in."""
    visit.sign_in.ended_at = at
    _write_signed_out(visit, at)
    db.session.commit()


def sign_out_everywhere(visit: Visit, *, at: datetime) -> None:
    """End every sign-in of this person, this one too."""
    people.end_sign_ins(visit.user_id, at)
    _write_signed_out(visit, at, "everywhere")
    db.session.commit()


def end_sign_in(visit: Visit, sign_in_id: int, *, at: datetime) -> None:
    """End another of one's own sign-ins."""
    row = db.session.get(SignIn, sign_in_id)
    if row is None or row.user_id != visit.user_id:
        raise NotFound("There is no such sign-in.")
    row.ended_at = row.ended_at or at
    _write_signed_out(visit, at, "another browser")
    db.session.commit()


def _lasting(is_remembered: bool) -> timedelta:
    return REMEMBERED if is_remembered else ORDINARY


def _refuse(user_id: int | None, way: str, at: datetime) -> NoReturn:
    """Write down that somebody was refused, without the address of somebody unknown, and refuse."""
    who = person(user_id) if user_id is not None else ""
    diary.write_for_site(Change(Kind.PERSON_REFUSED, who, VISITOR, at, after=way))
    db.session.commit()
    raise Refused("This address and password do not belong together. Check both and try again.")


def _write_signed_out(visit: Visit, at: datetime, note: str = "") -> None:
    who = person(visit.user_id)
    diary.write_for_site(Change(Kind.PERSON_SIGNED_OUT, who, who, at, note=note))
