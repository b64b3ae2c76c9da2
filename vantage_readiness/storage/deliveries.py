"""Letters on their way: one row per letter, whatever happens to clocks and servers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, CursorResult, ForeignKey, Index, String, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.deliveries import LetterState
from ..domain.diary import Value
from .columns import Key, Moment, Prose
from .database import Base, db, insert

_IMPOSSIBLE = timedelta(hours=2)  # no letter waits or is leased for so long, unless the machine's clock was set back


class Delivery(Base):
    """One letter. It holds what the letter is about, never a secret: links are made when it is written out, at sending.

    `key` says what it is for, so that no letter is owed twice; whoever sends it leases it first.
    """

    __tablename__ = "delivery"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    about: Mapped[Value] = mapped_column(default=dict)
    message_id: Mapped[str] = mapped_column(String(250))

    state: Mapped[str] = mapped_column(String(16), default=LetterState.WAITING.value)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Moment]
    leased_until: Mapped[datetime | None]
    error: Mapped[Prose] = mapped_column(default="")
    created_at: Mapped[Moment]
    sent_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_delivery_state", "state", "due_at"),)


class Lease(NamedTuple):
    """Whoever holds it may send the letter; by the number of its tries a newer lease is told from it."""

    id: int
    tries: int


def add(letter: Mapping[str, Any], *, at: datetime) -> None:
    """Add a letter, unless one with its key is there already, whoever added it at the same moment."""
    row = {**letter, "state": LetterState.WAITING.value, "tries": 0, "error": "", "due_at": at, "created_at": at}
    db.session.execute(insert(Delivery).values(row).on_conflict_do_nothing(index_elements=["key"]))


def number_of(key: str) -> int:
    """Give the number of the letter with a key that was just owed."""
    return db.session.execute(select(Delivery.id).where(Delivery.key == key)).scalar_one()


def lease(at: datetime, *, until: datetime, kinds: Collection[str] = ()) -> Lease | None:
    """Take the letter, of these kinds if any are named, that is due longest and that nobody else has; caller commits.

    Senders pass over what another is just taking (PostgreSQL) or come one after another (SQLite).
    """
    query = select(Delivery).where(Delivery.state == LetterState.WAITING.value, *_is_free(at))
    if kinds:
        query = query.where(Delivery.kind.in_(kinds))
    row = db.session.scalar(
        query.order_by(Delivery.due_at, Delivery.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        return None
    row.leased_until, row.tries = until, row.tries + 1
    return Lease(row.id, row.tries)


def _is_free(at: datetime) -> Sequence[ColumnElement[bool]]:
    """Say of a letter that it is due and nobody has it; one put off into a future that was taken back is due, too."""
    ahead = at + _IMPOSSIBLE
    due = or_(Delivery.due_at <= at, Delivery.due_at > ahead)
    free = or_(Delivery.leased_until.is_(None), Delivery.leased_until <= at, Delivery.leased_until > ahead)
    return due, free


def settle(lease: Lease, **values: Any) -> None:
    """Write down what became of a leased letter and let go of it; nothing if the lease was lost meanwhile."""
    db.session.execute(
        update(Delivery)
        .where(Delivery.id == lease.id, Delivery.tries == lease.tries, Delivery.state == LetterState.WAITING.value)
        .values(leased_until=None, **values)
    )


def drop(key: str, reason: str) -> None:
    """Take a waiting letter off the way."""
    db.session.execute(
        update(Delivery)
        .where(Delivery.key == key, Delivery.state == LetterState.WAITING.value)
        .values(state=LetterState.DROPPED.value, error=reason)
    )


def hold(letter_id: int) -> Delivery | None:
    """Load a letter afresh and hold it until the transaction ends."""
    return db.session.scalar(
        select(Delivery).where(Delivery.id == letter_id).with_for_update().execution_options(populate_existing=True)
    )


def wake(state: LetterState, at: datetime) -> int:
    """Let all letters that stand so wait again, due now and with all their tries; give how many."""
    waking = (
        update(Delivery)
        .where(Delivery.state == state.value)
        .values(state=LetterState.WAITING.value, tries=0, due_at=at, error="")
    )
    return cast("CursorResult[Any]", db.session.execute(waking)).rowcount


def newest(state: LetterState | None, limit: int = 100) -> Sequence[Delivery]:
    """List the letters owed last, of one state or of all."""
    query = select(Delivery).order_by(Delivery.id.desc()).limit(limit)
    return db.session.scalars(query if state is None else query.where(Delivery.state == state.value)).all()


def count(state: LetterState) -> int:
    """Count the letters that stand so."""
    return db.session.scalar(select(func.count()).where(Delivery.state == state.value)) or 0


def counts() -> dict[str, int]:
    """Count the letters of each state."""
    found = db.session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    return {row.state: row[1] for row in found}
