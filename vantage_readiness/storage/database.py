"""The connection to what is kept: one base for all tables, one session, and how each database is opened.

SQLite runs in WAL mode with `synchronous=FULL` and foreign keys on. We begin transactions ourselves: a request that
may write begins IMMEDIATE, so that two writers queue instead of losing each other's work; a request that only
looks begins plainly and is never held up by a writer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

from .columns import TYPE_MAP

_PATIENCE = 10_000  # milliseconds

_only_looking: ContextVar[bool] = ContextVar("only_looking", default=False)
_aside: ContextVar[bool] = ContextVar("aside", default=False)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = TYPE_MAP


class _Session(Session):
    """A session that somebody may hold: then a commit only sends, and the holder has the last word."""

    def commit(self) -> None:
        if self.info.get(_HELD):
            self.flush()
        else:
            super().commit()


_HELD = "held"

db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": _Session})


def insert(model: type[Base]) -> Any:
    """Give an INSERT in the database's own dialect, which can say what is done about a row that is there already."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


@contextmanager
def held() -> Iterator[None]:
    """Within this block whoever commits leaves it to the holder, so that all of it is one transaction."""
    db.session.info[_HELD] = True
    try:
        yield
    finally:
        db.session.info.pop(_HELD, None)


@contextmanager
def looking() -> Iterator[None]:
    """Within this block transactions only read (SQLite: plain BEGIN instead of BEGIN IMMEDIATE)."""
    token = _only_looking.set(True)
    try:
        yield
    finally:
        _only_looking.reset(token)


def set_looking(only: bool) -> None:
    """Say for the rest of this context whether transactions only read."""
    _only_looking.set(only)


@contextmanager
def asking() -> Iterator[Connection]:
    """Give a connection for one question without the ORM.

    A request that may write asks within its transaction, so that the answer still holds when it writes; any other
    asks aside, without BEGIN, and is done.
    """
    if not _only_looking.get():
        yield db.session.connection()
        return
    token = _aside.set(True)
    try:
        with db.engine.connect() as connection:
            yield connection
    finally:
        _aside.reset(token)


@contextmanager
def standing_still() -> Iterator[None]:
    """Within this block all that is read is of one moment, and no writer waits for it. Nothing may be pending."""
    with looking():
        if db.engine.dialect.name == "postgresql":
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        try:
            yield
        finally:
            db.session.rollback()


@contextmanager
def impatient() -> Iterator[Connection]:
    """Give a connection for one small transaction that may as well happen later: it does not wait for other writers.

    Raises `OperationalError` at once if somebody else is writing; commits at the end.
    """
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        if isinstance(raw, sqlite3.Connection):
            raw.execute("PRAGMA busy_timeout=0")
        try:
            if not isinstance(raw, sqlite3.Connection):
                connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            yield connection
            connection.commit()
        finally:
            if isinstance(raw, sqlite3.Connection):
                raw.execute(f"PRAGMA busy_timeout={_PATIENCE}")  # house: raw-sql — a number of ours


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite")


def engine_options(url: str) -> dict[str, Any]:
    """Give the options SQLAlchemy needs for this database."""
    if is_sqlite(url):
        return {"hide_parameters": True, "connect_args": {"timeout": 10, "check_same_thread": False}}
    return {
        "hide_parameters": True,  # what people write and what opens doors stays out of the log
        "pool_pre_ping": True,
        "pool_size": 8,
        "max_overflow": 8,
        "pool_timeout": 10,
        "connect_args": {"connect_timeout": 5},
    }


def prepare(engine: Engine) -> None:
    """Install our way of connecting and beginning on an engine. Calling it twice changes nothing."""
    if engine.dialect.name != "sqlite" or event.contains(engine, "connect", _open_sqlite):
        return
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_PATIENCE}"):
        connection.execute(f"PRAGMA {pragma}")  # house: raw-sql — the words stand in the line above


def _begin_sqlite(connection: Connection) -> None:
    if not _aside.get():
        connection.exec_driver_sql("BEGIN" if _only_looking.get() else "BEGIN IMMEDIATE")
