"""When each recurring job last ran."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from .columns import Moment
from .database import Base, db, insert


class Heartbeat(Base):
    """The last time a job finished."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[Moment]


def beat(name: str, at: datetime) -> None:
    """Note that a job has just run; any number may note it at the same moment."""
    noting = insert(Heartbeat).values(name=name, at=at)
    db.session.execute(noting.on_conflict_do_update(index_elements=["name"], set_={"at": at}))


def begin(name: str, at: datetime) -> None:
    """Note since when a job has been there, unless it is noted already."""
    db.session.execute(insert(Heartbeat).values(name=name, at=at).on_conflict_do_nothing(index_elements=["name"]))


def last(name: str) -> datetime | None:
    """Give when a job last ran; none if never."""
    return db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))


def beginning_with(words: str) -> dict[str, datetime]:
    """Give the moments of all names that begin so, by the rest of the name, in its order."""
    query = select(Heartbeat.name, Heartbeat.at).where(Heartbeat.name.startswith(words, autoescape=True))
    return {row.name.removeprefix(words): row.at for row in db.session.execute(query.order_by(Heartbeat.name))}


def forget(*names: str) -> None:
    """Delete what is noted under these names."""
    db.session.execute(delete(Heartbeat).where(Heartbeat.name.in_(names)))


def claim(name: str, at: datetime, *, free_before: datetime) -> bool:
    """Take a job that nobody has taken since `free_before`; of any number that ask at once, one is told yes.

    One taken more than a day ahead was taken before the machine's clock was set back, and is free.
    """
    begin(name, datetime.min.replace(tzinfo=UTC))
    is_free = or_(Heartbeat.at < free_before, Heartbeat.at > at + timedelta(days=1))
    taking = update(Heartbeat).where(Heartbeat.name == name, is_free).values(at=at)
    return cast("CursorResult[Any]", db.session.execute(taking)).rowcount == 1
