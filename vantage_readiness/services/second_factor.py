"""The second factor: setting one up, opening the door with it, renewing and removing it.

The secret is kept as it is, for codes are computed from it; recovery codes are kept as hashes only.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import NoReturn

import pyotp

from ..domain import second_factor as decisions
from ..domain.diary import CONSOLE, VISITOR, Change, Kind, person
from ..domain.refusals import Refused
from ..storage import people, second_factor
from ..storage.database import db
from ..storage.people import User
from . import deliveries, diary, sign_ins, site, throttle
from .sign_ins import Visit

ISSUER = "Vantage Readiness"
CODE, RECOVERY = "code", "recovery code"
WRONG = "This code does not open. Wait for the next one and enter that; check the clock of your phone if it stays so."


@dataclass(frozen=True, slots=True)
class Opened:
    """A door that a code opened: the new browser's token, and how many recovery codes are left if one was used."""

    token: str
    codes_left: int | None


def new_secret() -> str:
    """Make the secret that an app and we shall share: 32 signs, 160 bits."""
    return pyotp.random_base32()


def address_of(secret: str, user: User) -> str:
    """Give what apps read from the square code: whose secret this is, and of which service."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def codes_left(user: User) -> int:
    """Count the recovery codes a person has left."""
    return len(second_factor.unused_codes(user.id))


def are_current(user: User, codes: list[str]) -> bool:
    """Answer whether these are recovery codes of this person that still open."""
    return bool(codes) and {_kept(user.id, code) for code in codes} <= second_factor.unused_codes(user.id)


def add(visit: Visit, secret: str, code: str, *, at: datetime) -> list[str]:
    """Set up a second factor, or another one, once a code proves that the app has the secret; give recovery codes.

    Every other sign-in of the person ends.
    """
    typed = decisions.typed(code)
    reservation = throttle.reserve([key(visit.user_id)], at)
    step = _step_of(secret, typed, None, at)
    if step is None:
        raise Refused(WRONG)
    reservation.forgive()
    user = _held(visit.user_id)
    user.totp_secret, user.totp_since, user.totp_step = secret, at, step
    _write(Kind.FACTOR_ADDED, user, at)
    codes = _fresh_codes(user, at)
    people.end_sign_ins(user.id, at, except_id=visit.sign_in_id)
    db.session.commit()
    return codes


def renew_codes(visit: Visit, *, at: datetime) -> list[str]:
    """Give fresh recovery codes; older ones open nothing any more."""
    user = _held(visit.user_id)
    if user.totp_secret is None:
        raise Refused("You have no second factor. Set one up first; it comes with recovery codes.")
    codes = _fresh_codes(user, at)
    db.session.commit()
    return codes


def remove(visit: Visit, *, at: datetime) -> None:
    """Do without a second factor from now on; every other sign-in ends."""
    user = _held(visit.user_id)
    if user.totp_secret is None:
        raise Refused("You have no second factor. Nothing was changed.")
    site.hold()
    if user.is_administrator and site.needs_factor():
        raise Refused("Administrators need a second factor here. Set up another one instead of removing this one.")
    _forget(user, person(user.id), at)
    people.end_sign_ins(user.id, at, except_id=visit.sign_in_id)
    db.session.commit()


def reset(email: str, *, at: datetime, by: str = CONSOLE) -> User:
    """Take the second factor away from somebody who lost it, and end every sign-in of theirs."""
    found = people.find_by_email(email)
    if found is None:
        raise Refused(f"Nobody has the address {email.strip()}.")
    user = _held(found.id)
    if user.totp_secret is None:
        raise Refused(f"{user.name} has no second factor. Nothing was changed.")
    _forget(user, by, at)
    people.end_sign_ins(user.id, at)
    db.session.commit()
    return user


def open_door(pending: Visit, code: str, *, at: datetime) -> Opened:
    """Turn a pending sign-in into a full one by a code of the app or a recovery code."""
    typed = decisions.typed(code)
    reservation = throttle.reserve([key(pending.user_id)], at)
    used = accept(pending.user_id, typed, at)
    if used is None:
        refuse(pending.user_id, at)
    reservation.forgive()
    token = sign_ins.promote(pending, at=at)
    left = len(second_factor.unused_codes(pending.user_id)) if used == RECOVERY else None
    db.session.commit()
    return Opened(token, left)


def accept(user_id: int, typed: str, at: datetime) -> str | None:
    """Use a code up in somebody's transaction; give what it was, or none if it does not open. No code opens twice."""
    user = _held(user_id)
    if user.totp_secret is None:
        return None
    if decisions.is_recovery(typed):
        return _accept_recovery(user, typed, at)
    step = _step_of(user.totp_secret, typed, user.totp_step, at)
    return CODE if step is not None and second_factor.use_step(user.id, user.totp_secret, step) else None


def refuse(user_id: int, at: datetime, way: str = CODE) -> NoReturn:
    """Write down that a code was wrong, and refuse it."""
    diary.write_for_site(Change(Kind.PERSON_REFUSED, person(user_id), VISITOR, at, after=way))
    db.session.commit()
    raise Refused(WRONG)


def key(user_id: int) -> str:
    """Give the key under which a person's tries of codes are counted."""
    return f"code:{user_id}"


def _accept_recovery(user: User, typed: str, at: datetime) -> str | None:
    if not second_factor.use_code(user.id, _kept(user.id, typed), at):
        return None
    _write(Kind.RECOVERY_USED, user, at)
    return RECOVERY


def _step_of(secret: str, typed: str, last: int | None, at: datetime) -> int | None:
    """Find the time step a code belongs to, among those that may open now."""
    totp, found = pyotp.TOTP(secret), None
    for step in decisions.steps(at, last):
        if compare_digest(totp.generate_otp(step), typed) and found is None:
            found = step
    return found


def _fresh_codes(user: User, at: datetime) -> list[str]:
    codes = [_new_code() for _ in range(decisions.RECOVERY_CODES)]
    second_factor.replace_codes(user.id, [_kept(user.id, code) for code in codes])
    _write(Kind.RECOVERY_MADE, user, at)
    return codes


def _new_code() -> str:
    return "".join(secrets.choice(decisions.SIGNS) for _ in range(decisions.RECOVERY_LENGTH))


def _kept(user_id: int, code: str) -> str:
    """Give what is kept of a recovery code: chance itself, 60 bits, so that one round of hashing does."""
    return hashlib.sha256(f"recovery:{user_id}:{code}".encode("utf-8", "surrogatepass")).hexdigest()


def _held(user_id: int) -> User:
    user = people.hold_user(user_id)
    if user is None or user.disabled_at:
        raise Refused("This account is not open any more. Ask an administrator.")
    return user


def _forget(user: User, by: str, at: datetime) -> None:
    user.totp_secret = user.totp_since = user.totp_step = None
    second_factor.replace_codes(user.id, ())
    _write(Kind.FACTOR_REMOVED, user, at, by)


def _write(kind: Kind, user: User, at: datetime, by: str | None = None) -> None:
    """Write down what happened, and owe its person a letter: whoever it was, they should hear of it."""
    diary.write_for_site(Change(kind, person(user.id), by or person(user.id), at))
    title, text = _NOTICES[kind]
    deliveries.owe(
        "notice",
        key=f"{kind.value}:{user.id}:{at:%Y%m%dT%H%M%S%f}",
        user=user,
        address=user.email,
        about={"title": title, "text": [text, _NOT_YOU]},
        at=at,
    )


_NOT_YOU = "If this was not you, change your password, sign out everywhere, and tell an administrator at once."
_NOTICES = {
    Kind.FACTOR_ADDED: (
        "A second factor was set up for your account",
        "From now on, signing in asks for a code besides the password. Every other sign-in has ended.",
    ),
    Kind.FACTOR_REMOVED: (
        "The second factor of your account was removed",
        "Signing in asks for no code any more. Other sign-ins have ended.",
    ),
    Kind.RECOVERY_MADE: (
        "Your account has new recovery codes",
        "Older recovery codes open nothing any more. Keep the new ones where only you find them.",
    ),
    Kind.RECOVERY_USED: (
        "A recovery code of your account was used",
        "It stood in for a code of your app and opens nothing any more. Your account page says how many are left.",
    ),
}
