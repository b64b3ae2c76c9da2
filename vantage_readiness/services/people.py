"""People: the first administrator, one-time links, signing in and out, one's own account."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..domain import items as item_decisions
from ..domain import people as decisions
from ..domain.diary import Change, Kind, person
from ..domain.refusals import NotFound, Refused
from ..domain.words import Role
from ..storage import items, people, projects
from ..storage.database import db
from ..storage.people import Attempt, OneTimeLink, SignIn, User
from ..storage.projects import Membership, Project
from . import diary
from .projects import Seat

SETUP, SIGN_IN = "setup", "sign_in"
SIGN_IN_DAYS = 14
LINK_DAYS = 7
FAILURES, FAILURE_MINUTES = 10, 5

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_hashing = BoundedSemaphore(4)


@dataclass(frozen=True)
class Visit:
    """Who is at the door, with which sign-in, and their seat in the project they asked for.

    What every answer needs is at hand; the rows are loaded when first asked for.
    """

    user_id: int
    sign_in_id: int
    seat: Seat | None

    @cached_property
    def user(self) -> User:
        return db.session.get_one(User, self.user_id)

    @cached_property
    def sign_in(self) -> SignIn:
        return db.session.get_one(SignIn, self.sign_in_id)


def setup_link(at: datetime) -> str | None:
    """Make the one-time token for the first administrator; none once there is an administrator. Older ones die."""
    if people.administrators():
        return None
    token = _new_link(SETUP, None, at, timedelta(days=1))
    db.session.commit()
    return token


def is_set_up() -> bool:
    """Answer whether the first administrator is there, so that somebody can sign in."""
    return people.administrators() > 0


def set_up(token: str, name: str, email: str, password: str, *, at: datetime) -> User:
    """Make the first administrator, who leads every seeded project; the link is spent."""
    diary.hold_site()
    link = _spend(token, SETUP, at)
    if people.administrators():
        raise Refused("There is an administrator already. Sign in, or ask for an invitation.")
    user = _new_user(name, email, at)
    user.password_hash = _hashed(decisions.password(password, email=user.email))
    user.is_administrator = True
    db.session.flush()
    link.user_id = user.id
    for project in projects.every():
        add_member(projects.lock(project.id), user, Role.LEAD, by=person(user.id), at=at)
    diary.write_for_site(Change(Kind.PERSON_CHANGED, user.name, person(user.id), at, after="administrator"))
    db.session.commit()
    return user


def is_usable(token: str, purpose: str, at: datetime) -> bool:
    """Answer whether a one-time link would open its door now; nothing is spent."""
    link = people.find_link(_hash(token))
    return link is not None and link.purpose == purpose and link.used_at is None and link.expires_at > at


def introduce(name: str, email: str, *, at: datetime, is_administrator: bool = False) -> User:
    """Add a person who has no password yet; only a one-time link lets them in."""
    user = _new_user(name, email, at)
    user.is_administrator = is_administrator
    db.session.flush()
    diary.write_for_site(Change(Kind.PERSON_CHANGED, user.name, person(user.id), at, after="introduced"))
    db.session.commit()
    return user


def join(project: Project, user: User, role: Role, *, by: str, at: datetime) -> None:
    """Make a person a member of a project; `by` is an actor's code."""
    add_member(projects.lock(project.id), user, role, by=by, at=at)
    db.session.commit()


def invite(project: Project, name: str, email: str, role: Role, *, by: User, at: datetime) -> tuple[User, str | None]:
    """Add a person to a project; give the one-time sign-in token of somebody new.

    Who is known already gets none: a lead of one project must not be able to enter another as somebody else.
    """
    project = projects.lock(project.id)
    known = people.find_by_email(decisions.email(email))
    user = known or _new_user(name, email, at)
    db.session.flush()
    if projects.find_membership(project.id, user.id):
        raise Refused(f"{user.name} belongs to this project already.")
    add_member(project, user, role, by=person(by.id), at=at)
    token = None if known else _new_link(SIGN_IN, user.id, at, timedelta(days=LINK_DAYS))
    db.session.commit()
    return user, token


def sign_in_link(user: User, at: datetime) -> str:
    """Make a one-time token that signs a person in; older ones die."""
    token = _new_link(SIGN_IN, user.id, at, timedelta(days=LINK_DAYS))
    db.session.commit()
    return token


def sign_in_link_for(email: str, at: datetime) -> str:
    """Make a one-time sign-in token for the person with this address."""
    return sign_in_link(get_by_email(email), at)


def get_by_email(email: str) -> User:
    """Give the person with this address; raise `NotFound` with a sentence."""
    user = people.find_by_email(email)
    if user is None:
        raise NotFound(f"Nobody has the address {email.strip()}.")
    return user


def change_role(project: Project, user_id: int, role: Role | None, *, by: User, at: datetime) -> None:
    """Give a member another role, or none: then the person leaves and gives back what is not finished.

    A project keeps at least one lead.
    """
    project = projects.lock(project.id)
    membership = projects.find_membership(project.id, user_id)
    if membership is None:
        raise NotFound("This person does not belong to the project.")
    if membership.role is role:
        return
    leads = [user.id for user, held in projects.members(project.id) if held is Role.LEAD]
    if leads == [user_id]:
        raise Refused("This is the only lead. Make somebody else a lead first.")
    user = db.session.get_one(User, user_id)
    kind = Kind.MEMBER_CHANGED if role else Kind.MEMBER_REMOVED
    before = membership.role.value
    if role:
        membership.role = role
    else:
        _give_back(project, user, by, at)
        db.session.delete(membership)
    diary.write(project, Change(kind, user.name, person(by.id), at, before, role.value if role else None))
    db.session.commit()


def _give_back(project: Project, user: User, by: User, at: datetime) -> None:
    """Take the owner off all unfinished items of somebody who leaves: an absent owner is no owner."""
    for item in items.unfinished_of(project.id, user.id):
        diary.write(project, item_decisions.own(item, None, by=by.id, at=at))
        item.owner_id = None


def sign_in(email: str, password: str, *, address: str, browser: str, at: datetime) -> str:
    """Check an address and password and give the new browser's token; failures are counted and then refused.

    Text and time are the same whether or not the account exists.
    """
    keys = [f"account:{_hash(email.strip().lower())[:32]}", f"address:{address}"[:80]]
    if people.failures(keys, at - timedelta(minutes=FAILURE_MINUTES)) >= FAILURES:
        raise Refused(f"Too many attempts. Wait {FAILURE_MINUTES} minutes and try again.")
    user = people.find_by_email(email)
    if not _matches(user.password_hash if user else None, password) or user is None or user.disabled_at:
        db.session.add_all(Attempt(key=key, at=at) for key in keys)
        db.session.commit()
        raise Refused("This address and password do not belong together. Check both and try again.")
    if user.password_hash and _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = _hashed(password)
    return _begin(user, browser, at)


def use_link(token: str, *, browser: str, at: datetime) -> str:
    """Sign a person in by a one-time link and give the new browser's token; the link is spent."""
    link = _spend(token, SIGN_IN, at)
    user = db.session.get(User, link.user_id)
    if user is None or user.disabled_at:
        raise Refused("This link is no longer valid. Ask a lead of your project for a new one.")
    return _begin(user, browser, at)


def sign_ins(user: User, at: datetime) -> Sequence[SignIn]:
    """List a person's living sign-ins, newest first."""
    return people.sign_ins_of(user.id, at)


def find_visit(token: str, at: datetime, slug: str = "") -> Visit | None:
    """Find who a browser's token belongs to and, if a project is named, their seat in it; one query."""
    found = projects.find_at_the_door(_hash(token), slug, at)
    if found is None:
        return None
    sign_in_id, *place = found
    return Visit(found.user_id, sign_in_id, Seat(*place) if found.role else None)


def sign_out(visit: Visit, *, at: datetime) -> None:
    """End this sign-in."""
    visit.sign_in.ended_at = at
    diary.write_for_site(Change(Kind.PERSON_SIGNED_OUT, visit.user.name, person(visit.user.id), at))
    db.session.commit()


def end_sign_in(visit: Visit, sign_in_id: int, *, at: datetime) -> None:
    """End another of one's own sign-ins."""
    row = db.session.get(SignIn, sign_in_id)
    if row is None or row.user_id != visit.user.id:
        raise NotFound("There is no such sign-in.")
    row.ended_at = row.ended_at or at
    diary.write_for_site(Change(Kind.PERSON_SIGNED_OUT, visit.user.name, person(visit.user.id), at))
    db.session.commit()


def change_password(visit: Visit, current: str, new: str, *, at: datetime) -> None:
    """Choose a password. Whoever has one must give it; every other sign-in ends."""
    user = visit.user
    if user.password_hash and not _matches(user.password_hash, current):
        raise Refused("The current password is not right. Nothing was changed.")
    user.password_hash = _hashed(decisions.password(new, email=user.email))
    people.end_sign_ins(user.id, at, except_id=visit.sign_in.id)
    diary.write_for_site(Change(Kind.PERSON_CHANGED, user.name, person(user.id), at, after="password"))
    db.session.commit()


def rename(visit: Visit, name: str, *, at: datetime) -> None:
    """Change one's own name; every project the person belongs to shows it at once."""
    name = decisions.name(name)
    before, visit.user.name = visit.user.name, name
    diary.write_for_site(Change(Kind.PERSON_CHANGED, name, person(visit.user.id), at, before, name))
    for project, _role in projects.all_of(visit.user.id):
        projects.lock(project.id).revision += 1
    db.session.commit()


def tidy(at: datetime) -> None:
    """Forget failed attempts and links that no longer matter."""
    people.forget(attempts_before=at - timedelta(days=1), doors_before=at - timedelta(days=30))
    db.session.commit()


def _new_user(name: str, email: str, at: datetime) -> User:
    user = User(name=decisions.name(name), email=decisions.email(email), created_at=at)
    if people.find_by_email(user.email):
        raise Refused("Somebody with this e-mail address has an account already.")
    db.session.add(user)
    return user


def add_member(project: Project, user: User, role: Role, *, by: str, at: datetime) -> None:
    """Let a person into a project as part of somebody's transaction; the project is held, `by` is an actor's code."""
    db.session.add(Membership(project_id=project.id, user_id=user.id, role=role))
    diary.write(project, Change(Kind.MEMBER_ADDED, user.name, by, at, after=role.value))


def _begin(user: User, browser: str, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            token_hash=_hash(token),
            user_id=user.id,
            browser=browser[:200],
            began_at=at,
            expires_at=at + timedelta(days=SIGN_IN_DAYS),
        )
    )
    diary.write_for_site(Change(Kind.PERSON_SIGNED_IN, user.name, person(user.id), at))
    db.session.commit()
    return token


def _new_link(purpose: str, user_id: int | None, at: datetime, lasting: timedelta) -> str:
    people.spend_links(purpose, user_id, at)
    token = secrets.token_urlsafe(32)
    db.session.add(
        OneTimeLink(token_hash=_hash(token), purpose=purpose, user_id=user_id, created_at=at, expires_at=at + lasting)
    )
    return token


def _spend(token: str, purpose: str, at: datetime) -> OneTimeLink:
    link = people.find_link(_hash(token), hold=True)
    if link is None or link.purpose != purpose or link.used_at is not None or link.expires_at <= at:
        raise Refused("This link was used already or has run out. Ask for a new one.")
    link.used_at = at
    return link


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _hashed(password: str) -> str:
    with _hashing:
        return _hasher.hash(password)


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def _matches(known: str | None, password: str) -> bool:
    """Compare in the same time whether or not there is a password to compare with."""
    with _hashing:
        try:
            _hasher.verify(known or _nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False
    return known is not None
