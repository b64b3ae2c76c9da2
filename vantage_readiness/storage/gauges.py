"""What is counted for whoever watches the installation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from ..domain.deliveries import LetterState
from .database import db
from .deliveries import Delivery
from .diary import ChangeRow


def oldest_letter(at: datetime) -> datetime | None:
    """Give when the letter was due that has waited longest; none if none is due."""
    waiting = (Delivery.state == LetterState.WAITING.value, Delivery.due_at <= at)
    return db.session.scalar(select(func.min(Delivery.due_at)).where(*waiting))


def lines_of_kinds(book: int, kinds: Sequence[str], *, without: str) -> dict[str, int]:
    """Count a book's lines of some kinds, but for those with this note."""
    query = select(ChangeRow.kind, func.count()).where(ChangeRow.book == book, ChangeRow.kind.in_(kinds))
    query = query.where(ChangeRow.note != without)
    return dict(db.session.execute(query.group_by(ChangeRow.kind)).all())
