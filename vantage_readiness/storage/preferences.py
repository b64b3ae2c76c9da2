"""What people want to be written, and the names they bore before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.diary import Value
from .columns import AnyRow, Key, Moment, Name, Version
from .database import Base, db


class Preference(Base):
    """How often somebody gets a digest, what is left out of it, on which days none comes; the calendar feed's token.

    Who has no row gets what everybody gets.
    """

    __tablename__ = "preference"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    digest: Mapped[str] = mapped_column(String(16), default="daily")  # daily, weekly, off
    muted: Mapped[Value] = mapped_column(default=list)  # kinds of what a digest tells, as words
    quiet_days: Mapped[Value] = mapped_column(default=list)  # 1 is Monday, 7 is Sunday
    feed_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    feed_made_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column(default=1)


class FormerName(Base):
    """What somebody was called until a moment: reports made later of days before it print this name."""

    __tablename__ = "former_name"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[Name]
    until: Mapped[Moment]


def find(user_id: int) -> Preference | None:
    return db.session.get(Preference, user_id)


def of(user_ids: Collection[int]) -> Sequence[Preference]:
    """List what these people said; who never did is missing."""
    return db.session.scalars(select(Preference).where(Preference.user_id.in_(user_ids))).all() if user_ids else []


def names_at(at: datetime) -> Sequence[AnyRow]:
    """List (user id, name) of everybody who bore another name at that moment, by person, the oldest name last."""
    query = select(FormerName.user_id, FormerName.name).where(FormerName.until > at)
    return db.session.execute(query.order_by(FormerName.user_id, FormerName.until.desc(), FormerName.id.desc())).all()
