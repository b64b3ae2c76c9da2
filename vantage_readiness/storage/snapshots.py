"""Whole databases, in and out: every table as lines of text that mean the same to SQLite and to PostgreSQL."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    LargeBinary,
    Numeric,
    String,
    Table,
    Text,
    bindparam,
    cast,
    create_engine,
    delete,
    event,
    func,
    insert,
    literal,
    literal_column,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.types import Enum

from . import guard
from .columns import AnyRow, Instant
from .database import db, looking
from .diary import Anchor, ChangeRow
from .heartbeats import Heartbeat
from .people import OneTimeLink, SignIn

_AT_A_TIME = 500
_IN_PIECES = {"yield_per": _AT_A_TIME}
_PATIENCE = "30s"  # how long a restore waits for those who are writing


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Give a connection that sees the database as it is now, however long one reads; writers go on meanwhile."""
    with looking(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        connection.execute(select(Heartbeat.name).limit(1)).all()  # the first look begins the view
        try:
            yield connection
        finally:
            connection.rollback()


@contextmanager
def scratch(path: Path) -> Iterator[Connection]:
    """Give a fresh, empty SQLite database in a file of its own, with all tables; its rows need not last."""
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _make_hasty)
    try:
        db.metadata.create_all(engine)
        with engine.connect() as connection:
            yield connection
            connection.rollback()
    finally:
        engine.dispose()


def tables() -> Sequence[Table]:
    """List every table, parents before their children."""
    return db.metadata.sorted_tables


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Give a table's rows in the order of their keys, each a line of JSON."""
    carriers = [_carrier(column) for column in table.columns]
    query = select(*(_told(column) for column in table.columns)).order_by(*table.primary_key)
    for row in connection.execute(query, execution_options=_IN_PIECES):
        values = [None if value is None else out(value) for (out, _back), value in zip(carriers, row, strict=True)]
        yield json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def fill(connection: Connection, table: Table, rows: Iterable[bytes]) -> None:
    """Put rows into an empty table, exactly as `lines` gave them. Raises `ValueError` for a line that is none."""
    carriers = [(_bound(column.name), _carrier(column)[1]) for column in table.columns]
    statement, waiting = _insertion(table, connection.dialect.name), iter(rows)
    while some := [_values(carriers, row) for row in islice(waiting, _AT_A_TIME)]:
        connection.execute(statement, some)


def finish(connection: Connection) -> None:
    """Let new rows be counted on from those that were filled in."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables():
        if "id" in table.columns:
            newest = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
            connection.execute(select(func.setval(sequence, newest, literal_column("false"))))


def orphans(connection: Connection) -> int:
    """Count the rows of an SQLite database that lack their parent."""
    return len(connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall())


def diary_lines(connection: Connection) -> Iterator[AnyRow]:
    """Walk all lines of the diary, book by book, oldest first."""
    change = ChangeRow.__table__
    query = select(*change.columns).order_by(change.c.book, change.c.number)
    yield from connection.execute(query, execution_options=_IN_PIECES)


def hold(connection: Connection) -> None:
    """Let nobody write until the transaction ends; SQLite's began so."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in tables() if table.name != ChangeRow.__tablename__)
        connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))  # house: raw-sql — words of ours
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))  # house: raw-sql — our tables


def is_empty(connection: Connection) -> bool:
    """Answer whether nothing is kept but what every fresh database has: heartbeats and the site's unwritten book."""
    return not any(
        connection.execute(select(literal(1)).select_from(table).limit(1)).first()
        for table in tables()
        if table.name not in (Heartbeat.__tablename__, Anchor.__tablename__)
    )


def empty(connection: Connection) -> None:
    """Take everything out, the diary too; until `guard.close` the database does not watch over it."""
    guard.open_up(connection)
    for table in reversed(tables()):
        connection.execute(delete(table))


def forget_doors(connection: Connection, at: datetime) -> None:
    """End every sign-in and forget every one-time link: they may have been ended or used after they were copied."""
    connection.execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=at))
    connection.execute(delete(OneTimeLink))


def _make_hasty(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")  # house: raw-sql — the words stand in the line above


def _told(column: Column[Any]) -> Any:
    """Give a column as it is read: words and JSON as the very text that is kept, so that nothing is rewritten."""
    if isinstance(column.type, JSON):
        return cast(column, Text)
    return type_coerce(column, String) if isinstance(column.type, Enum) else column


def _insertion(table: Table, dialect: str) -> Any:
    kept: dict[str, Any] = {}
    for column in table.columns:
        is_json = isinstance(column.type, JSON)
        value = bindparam(_bound(column.name), type_=Text() if is_json else column.type)
        kept[column.name] = cast(value, JSON) if is_json and dialect == "postgresql" else value
    return insert(table).values(kept)


def _bound(name: str) -> str:
    return f"kept_{name}"  # SQLAlchemy keeps the columns' own names for itself


def _values(carriers: Sequence[tuple[str, Callable[[Any], Any]]], row: bytes) -> dict[str, Any]:
    values = json.loads(row)
    if not isinstance(values, list):
        raise ValueError("a row is a list")
    return {name: None if value is None else back(value) for (name, back), value in zip(carriers, values, strict=True)}


@cache
def _carrier(column: Column[Any]) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Give how a value of a column becomes a value of JSON, and how it comes back."""
    return next((ways for kind, ways in _CARRIERS.items() if isinstance(column.type, kind)), (_same, _same))


def _same(value: Any) -> Any:
    return value


_CARRIERS: dict[Any, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    Instant: (
        lambda value: value.astimezone(UTC).isoformat(),
        lambda said: datetime.fromisoformat(said).astimezone(UTC),
    ),
    Date: (date.isoformat, date.fromisoformat),
    Numeric: (str, Decimal),
    LargeBinary: (lambda value: base64.b64encode(value).decode(), lambda said: base64.b64decode(said, validate=True)),
}
