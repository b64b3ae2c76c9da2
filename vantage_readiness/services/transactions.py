"""Whether this request may write: SQLite queues writers at BEGIN and lets lookers pass."""

from __future__ import annotations

from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm.exc import StaleDataError

from ..storage.database import db, looking, set_looking

UNAVAILABLE = (OperationalError, PoolExhausted)
MISFITS = (ProgrammingError,)
OVERTAKEN = (StaleDataError,)

__all__ = ["MISFITS", "OVERTAKEN", "UNAVAILABLE", "give_up", "looking", "set_looking"]


def give_up() -> None:
    """Undo whatever the current transaction did."""
    db.session.rollback()
