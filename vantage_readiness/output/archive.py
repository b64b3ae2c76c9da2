"""An archive that leaves the house: a zip whose manifest names every file with its size and hash.

The same content written at the same moment gives the same bytes. Files are written piece by piece, so that an archive
may be larger than memory.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import IO, Any, Self, TypeAlias

from . import tables

Record: TypeAlias = Mapping[str, Any]

MANIFEST = "manifest.json"


class Archive:
    """A zip being written into `file`; `sign` adds the manifest, and leaving the block closes the zip."""

    def __init__(self, file: IO[bytes], at: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._at = at.astimezone(UTC)
        self._files: dict[str, dict[str, int | str]] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one file from its pieces."""
        sha, size = hashlib.sha256(), 0
        with self._zip.open(self._entry(name), "w") as entry:
            for piece in pieces:
                entry.write(piece)
                sha.update(piece)
                size += len(piece)
        self._files[name] = {"bytes": size, "sha256": sha.hexdigest()}

    def add_records(
        self, name: str, records: Iterable[Record], form: Callable[[Iterable[Record]], Iterable[bytes]]
    ) -> None:
        """Write one file of records in a form (`listed`, `lined`, `tabled`); the manifest says how many they are."""
        count = 0

        def counted() -> Iterator[Record]:
            nonlocal count
            for count, record in enumerate(records, 1):  # noqa: B007 — the last number is the count
                yield record

        self.add(name, form(counted()))
        self._files[name]["rows"] = count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def sign(self, about: Mapping[str, Any]) -> None:
        """Add the manifest: `about`, and every file with its size, hash and number of records."""
        text = in_json({**about, "files": dict(sorted(self._files.items()))}, indent=2) + "\n"
        self._zip.writestr(self._entry(MANIFEST), text.encode())

    def _entry(self, name: str) -> zipfile.ZipInfo:
        """Give the head of one file, the same on every machine."""
        entry = zipfile.ZipInfo(name, self._at.timetuple()[:6])
        entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
        return entry


def in_json(value: object, *, indent: int | None = None) -> str:
    """Give a value as JSON with keys in order: days and moments as ISO 8601, sums as text, so that no cent is lost."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, default=_plain)


def listed(records: Iterable[Record]) -> Iterator[bytes]:
    """Give a JSON array piece by piece, one record on a line."""
    yield b"["
    for number, record in enumerate(records):
        yield (b",\n" if number else b"\n") + _bytes(record)
    yield b"\n]\n"


def lined(records: Iterable[Record]) -> Iterator[bytes]:
    """Give JSON lines: one record a line."""
    return (_bytes(record) + b"\n" for record in records)


def tabled(columns: Sequence[str]) -> Callable[[Iterable[Record]], Iterator[bytes]]:
    """Give how records become CSV under these columns; what has parts is written as JSON."""

    def table(records: Iterable[Record]) -> Iterator[bytes]:
        rows = ([_cell(record[column]) for column in columns] for record in records)
        return (line.encode() for line in tables.csv_lines(columns, rows))

    return table


def _cell(value: Any) -> tables.Cell:
    is_plain = value is None or (isinstance(value, tables.CELL) and not isinstance(value, bool))
    return value if is_plain else in_json(value)


def _bytes(record: Record) -> bytes:
    return in_json(record).encode("utf-8", "backslashreplace")


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an archive")
