"""Which requests of programs were answered already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from .columns import Hash, Key, Moment, Prose
from .database import Base, db


class Answered(Base):
    """The answer to a request with an idempotency key: who asks the same again gets the same, and nothing happens."""

    __tablename__ = "answered"

    id: Mapped[Key]
    owner: Mapped[str] = mapped_column(String(40))  # "token:7", "session:12"
    key: Mapped[str] = mapped_column(String(200))
    request_hash: Mapped[Hash]
    status: Mapped[int | None]
    location: Mapped[str | None] = mapped_column(String(500))
    body: Mapped[Prose]
    created_at: Mapped[Moment] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("owner", "key"),)


def find(owner: str, key: str) -> Answered | None:
    return db.session.scalar(select(Answered).where(Answered.owner == owner, Answered.key == key))


def forget(*, before: datetime) -> None:
    """Delete answers given before a moment."""
    db.session.execute(delete(Answered).where(Answered.created_at < before))
