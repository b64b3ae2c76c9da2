"""What is asked and kept of second factors. What may happen only once is one conditional statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update

from .database import db
from .people import RecoveryCode, User


def use_step(user_id: int, secret: str, step: int) -> bool:
    """Note that the code of this time step was used; false if it, or a later one, was used before."""
    return _hit(
        update(User)
        .where(User.id == user_id, User.totp_secret == secret, func.coalesce(User.totp_step, -1) < step)
        .values(totp_step=step)
    )


def use_code(user_id: int, code_hash: str, at: datetime) -> bool:
    """Use a recovery code up; false if there is none such, or it was used before."""
    return _hit(
        update(RecoveryCode)
        .where(RecoveryCode.user_id == user_id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None))
        .values(used_at=at)
    )


def unused_codes(user_id: int) -> set[str]:
    """Give the hashes of the recovery codes a person has left."""
    unused = select(RecoveryCode.code_hash).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return set(db.session.scalars(unused))


def replace_codes(user_id: int, hashes: Iterable[str]) -> None:
    """Forget a person's recovery codes, used or not, and keep these instead."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    db.session.add_all(RecoveryCode(user_id=user_id, code_hash=each) for each in hashes)


def _hit(statement: Any) -> bool:
    """Run a statement and answer whether it changed exactly one row."""
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", done).rowcount == 1
