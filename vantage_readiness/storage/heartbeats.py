"""When each recurring job last ran."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .columns import Moment
from .database import Base, db


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
