"""Proving again who one is, before something that matters."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NoReturn

from ..domain import second_factor as decisions
from ..domain.diary import Change, Kind, person
from ..domain.refusals import Refused
from ..storage import people
from ..storage.database import db
from ..storage.people import User
from . import diary, passwords, second_factor, throttle
from .sign_ins import Visit

MINUTES = 10


class Proof(StrEnum):
    """What somebody is asked for: the strongest they have."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105
    SIGN_IN = "sign-in"


def is_fresh(visit: Visit, at: datetime) -> bool:
    """Answer whether somebody proved who they are within the last minutes."""
    return at - visit.sign_in.confirmed_at < timedelta(minutes=MINUTES)


def proof_of(user: User) -> Proof:
    """Give what a person is asked for; who has neither code nor password signs in again."""
    if user.totp_secret:
        return Proof.CODE
    return Proof.PASSWORD if user.password_hash else Proof.SIGN_IN


def confirm(visit: Visit, said: str, *, at: datetime) -> None:
    """Take a code or password as proof that it is still the same person; tries are counted as at the door."""
    proof = proof_of(visit.user)
    if proof is Proof.SIGN_IN:
        raise Refused("Sign in again to confirm that it is you.")
    if proof is Proof.CODE:
        _confirm_by_code(visit, said, at)
    else:
        _confirm_by_password(visit, said, at)


def _confirm_by_code(visit: Visit, said: str, at: datetime) -> None:
    typed = decisions.typed(said)
    reservation = throttle.reserve([second_factor.key(visit.user_id)], at)
    if second_factor.accept(visit.user_id, typed, at) is None:
        second_factor.refuse(visit.user_id, at)
    reservation.forgive()
    _keep(visit, Proof.CODE, at)


def _confirm_by_password(visit: Visit, said: str, at: datetime) -> None:
    """Compare the password while no transaction is open, so that nobody waits for it."""
    user_id, email, kept = visit.user_id, visit.user.email, visit.user.password_hash
    reservation = throttle.reserve([throttle.account(email)], at)
    is_right = passwords.matches(kept, said)
    user = people.hold_user(user_id)
    if not is_right or user is None or user.password_hash != kept:
        _refuse(user_id, at)
    reservation.forgive()
    _keep(visit, Proof.PASSWORD, at)


def _keep(visit: Visit, proof: Proof, at: datetime) -> None:
    sign_in = people.hold_sign_in(visit.sign_in_id)
    if sign_in is None or sign_in.ended_at is not None:
        raise Refused("Your sign-in has ended. Sign in again; nothing was changed.")
    sign_in.confirmed_at = at
    who = person(visit.user_id)
    diary.write_for_site(Change(Kind.PERSON_CONFIRMED, who, who, at, after=proof.value))
    db.session.commit()


def _refuse(user_id: int, at: datetime) -> NoReturn:
    who = person(user_id)
    diary.write_for_site(Change(Kind.PERSON_REFUSED, who, who, at, after=Proof.PASSWORD.value))
    db.session.commit()
    raise Refused("This password is not right. Nothing was changed.")
