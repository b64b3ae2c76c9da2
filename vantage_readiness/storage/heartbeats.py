"""When each recurring job last ran."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, String, update
from sqlalchemy.orm import Mapped, mapped_column

from .columns import Moment
from .database import Base, db, insert


class Heartbeat(Base):
    """The last time a job finished."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[Moment]


def beat(name: str, at: datetime) -> None:
    """Note that a job has just run."""
    db.session.merge(Heartbeat(name=name, at=at))


def last(name: str) -> datetime | None:
    """Give when a job last ran; none if never."""
    heartbeat = db.session.get(Heartbeat, name)
    return heartbeat.at if heartbeat else None


def claim(name: str, at: datetime, *, free_before: datetime) -> bool:
    """Take a job that nobody has taken since `free_before`; of any number that ask at once, one is told yes."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    db.session.execute(insert(Heartbeat).values(name=name, at=long_ago).on_conflict_do_nothing())
    taking = update(Heartbeat).where(Heartbeat.name == name, Heartbeat.at < free_before).values(at=at)
    return cast("CursorResult[Any]", db.session.execute(taking)).rowcount == 1
