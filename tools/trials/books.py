"""What a database holds at the beginning of every case of a trial, and how it differs afterwards."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import URL

from vantage_readiness.domain.diary import Kind
from vantage_readiness.storage.database import db

# a refused try is counted, has its line in the diary, and that moves the book's anchor
TRIES = frozenset({"attempt", "diary_anchor", "refusals"})
_REFUSED = Kind.PERSON_REFUSED.value


def book_of(app: Flask) -> Book:
    """Remember what an application's database holds now."""
    with app.app_context():
        db.session.remove()
        url, tables = db.engine.url, list(db.metadata.tables)
    return SqliteBook(url, tables) if url.get_backend_name() == "sqlite" else PostgresBook(app, tables)


class Book(ABC):
    """A beginning to which every case returns."""

    @abstractmethod
    def differs(self) -> list[str]:
        """Name the tables that no longer hold what they held; what counts a refused try does not matter."""

    @abstractmethod
    def restore(self) -> None:
        """Go back to the beginning."""

    @abstractmethod
    def close(self) -> None:
        """Leave nothing behind."""


class SqliteBook(Book):
    """The beginning is a copy in memory; whether anybody wrote at all, SQLite tells without looking at a table."""

    def __init__(self, url: URL, tables: list[str]) -> None:
        self._file = sqlite3.connect(str(url.database), isolation_level=None, check_same_thread=False)
        self._file.execute("PRAGMA synchronous=OFF")
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        self._file.backup(self._kept)
        self._tables = tables
        self._before, self._version = self._held(), self._now()

    def differs(self) -> list[str]:
        if self._now() == self._version:
            return []
        held = self._held()
        return sorted(name for name in held if held[name] != self._before[name])

    def restore(self) -> None:
        if self._now() != self._version:
            self._kept.backup(self._file)
            self._version = self._now()

    def close(self) -> None:
        self._file.close()
        self._kept.close()

    def _now(self) -> int:
        return int(self._file.execute("PRAGMA data_version").fetchone()[0])

    def _held(self) -> dict[str, list[str]]:
        asked = {name: f'SELECT * FROM "{name}"' for name in self._tables if name not in TRIES}  # noqa: S608
        asked["change"] += f" WHERE kind != '{_REFUSED}'"
        return {name: sorted(map(repr, self._file.execute(query))) for name, query in asked.items()}


class PostgresBook(Book):
    """The beginning is a schema beside; tables that differ are filled from it again, without their triggers."""

    def __init__(self, app: Flask, tables: list[str]) -> None:
        self._app, self._tables = app, tables
        copies = [f'CREATE TABLE kept."{name}" AS TABLE public."{name}"' for name in tables]
        self._run(["CREATE SCHEMA kept", *copies])
        self._before = self._held()
        self._differing: list[str] = []

    def differs(self) -> list[str]:
        held = self._held()
        self._differing = [name for name in held if held[name] != self._before[name]]
        return sorted(set(self._differing) - TRIES)

    def restore(self) -> None:
        touched = {"change" if name == "refusals" else name for name in self._differing}
        filled = [
            statement
            for name in sorted(touched)
            for statement in (f'DELETE FROM "{name}"', f'INSERT INTO "{name}" SELECT * FROM kept."{name}"')  # noqa: S608
        ]
        if filled:
            self._run(["SET LOCAL session_replication_role = replica", *filled])

    def close(self) -> None:
        self._run(["DROP SCHEMA kept CASCADE"])

    def _held(self) -> dict[str, str]:
        asked = [(name, f'"{name}" t') for name in self._tables if name != "change"]
        asked.append(("change", f"change t WHERE kind != '{_REFUSED}'"))
        asked.append(("refusals", f"change t WHERE kind = '{_REFUSED}'"))
        query = " UNION ALL ".join(
            f"SELECT '{name}', count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {source}"  # noqa: S608
            for name, source in asked
        )
        with self._app.app_context():
            return {str(name): str(said) for name, said in db.session.execute(text(query))}

    def _run(self, statements: list[str]) -> None:
        with self._app.app_context(), db.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
