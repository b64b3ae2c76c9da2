"""Making everything of Theirs recognisable, in the file itself: a canary in every text, numbers out of reach."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Column
from sqlalchemy import Enum as Words
from sqlalchemy.types import JSON

from vantage_readiness.storage.database import db

THEIRS = "burrow-of-theirs"
THEIR_PEOPLE = ("Bea", "Bob", "Bix", "Bo")
CANARY = "qzcanaryzq"
HALF = CANARY[:-3]  # finds the canary, but is none
FAR = 700_000  # added to every number of Theirs
_NOT_WORDS = re.compile(r"hash|sha256|slug|secret|time_zone|address|location|message_id|issuer|encoding")


def mark(path: Path) -> dict[str, list[int]]:
    """Write the canary into every text of Theirs and move its numbers out of reach; give the new ones by table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        guards = [row["sql"] for row in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {row['name']}")
        theirs = _Theirs(connection)
        for table in theirs.tables:
            theirs.rewrite(table)
        connection.commit()
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        for guard in guards:
            connection.execute(guard)
        connection.commit()
        return {table: sorted(FAR + number for number in theirs.ids(table)) for table in theirs.tables}


class _Theirs:
    """Which rows belong to Theirs, and rewriting them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        self.tables = [table.name for table in db.metadata.sorted_tables]
        project = connection.execute("SELECT id FROM project WHERE slug = ?", (THEIRS,)).fetchone()["id"]
        names = tuple(f"{name.lower()}@example.org" for name in THEIR_PEOPLE)
        marks = ",".join("?" * len(names))
        found = connection.execute(f"SELECT id, rowid AS place FROM user WHERE email IN ({marks})", names).fetchall()
        self.rows: dict[str, set[int]] = {"project": {project}, "user": {row["id"] for row in found}}
        for table in self.tables:
            if table not in self.rows:
                self.rows[table] = set(self._of(table))

    def ids(self, table: str) -> list[int]:
        """Give what numbers a table's rows are known by: its ids, or none."""
        columns = db.metadata.tables[table].columns
        return sorted(self.rows[table]) if "id" in columns else []

    def rewrite(self, table: str) -> None:
        for place in sorted(self.rows[table], reverse=True):
            row = self._sql.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (place,)).fetchone()
            new = {column.name: self._new(column, row[column.name]) for column in db.metadata.tables[table].columns}
            sets = ", ".join(f'"{name}" = ?' for name in new)
            self._sql.execute(f'UPDATE "{table}" SET {sets} WHERE rowid = ?', (*new.values(), place))

    def _of(self, table: str) -> Iterator[int]:
        """Give the rows that hang on a row of Theirs."""
        if table in ("change", "diary_anchor"):
            yield from self._places(table, "book", self.rows["project"])
        for column in db.metadata.tables[table].columns:
            for foreign in column.foreign_keys:
                yield from self._places(table, column.name, self.rows[foreign.column.table.name])

    def _places(self, table: str, column: str, values: set[int]) -> list[int]:
        marks = ",".join("?" * len(values))
        query = f'SELECT rowid AS place FROM "{table}" WHERE "{column}" IN ({marks})'
        return [row["place"] for row in self._sql.execute(query, tuple(values))]

    def _new(self, column: Column[Any], value: Any) -> Any:
        """Give what stands in a column of Theirs from now on."""
        if value is None or isinstance(value, float):
            return value
        if isinstance(value, int):
            return value + FAR if self._is_number_of_theirs(column, value) else value
        if isinstance(value, bytes):
            return _marked_file(value)
        if isinstance(column.type, JSON):
            return _marked_json(value)
        if code := re.fullmatch(r"person:(\d+)", value):
            return f"person:{int(code[1]) + FAR}" if int(code[1]) in self.rows["user"] else value
        return _marked(column, value)

    def _is_number_of_theirs(self, column: Column[Any], value: int) -> bool:
        if column.foreign_keys:
            return value in self.rows[next(iter(column.foreign_keys)).column.table.name]
        if column.table.name in ("item", "assessment") and column.name == "number":
            return True
        if column.table.name == "tally" and column.name in ("phase", "area"):
            return value > 0
        return column.name in ("id", "book") or (column.table.name, column.name) == ("change", "item")


def _marked_file(value: bytes) -> bytes:
    """Give a file with the canary in it; a report that is JSON has it in its texts, and can still be read."""
    if not value.startswith(b"{"):
        return value + f"\n{CANARY}\n".encode()
    return re.sub(rb'"(title|project|sentence)": "', rf'"\1": "{CANARY} '.encode(), value)


def _marked_json(value: str) -> str:
    """Give a kept value with the canary in it, if people wrote it: what has a space in it is no code."""
    said = json.loads(value)
    return json.dumps(f"{said} {CANARY}") if isinstance(said, str) and " " in said else value


def _marked(column: Column[Any], value: str) -> str:
    """Give a text of Theirs with the canary in it; codes and seals stay what they are."""
    length = getattr(column.type, "length", None) or 10_000
    if (
        isinstance(column.type, Words)
        or length < 80
        or not hasattr(column.type, "length")
        or _NOT_WORDS.search(column.name)
    ):
        return value
    if column.name == "email":
        return value.replace("@", f".{CANARY}@")
    return f"{value[: length - len(CANARY) - 1]} {CANARY}"
