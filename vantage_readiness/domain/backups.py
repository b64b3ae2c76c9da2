"""What a backup says of itself, when the nightly one is due, and which old ones may go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from .refusals import Refused

FORMAT = 1
WEEKS_KEPT = 8

_NIGHT = time(2, 0, tzinfo=UTC)
_NAME = re.compile(r"readiness-(\d{8}T\d{6}Z)\.zip")
_STAMP = "%Y%m%dT%H%M%SZ"
_WORD = re.compile(r"[a-z][a-z0-9_]{0,62}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class Table:
    """One table in a backup: its columns in order, how many rows and bytes of text, and the text's SHA-256."""

    columns: tuple[str, ...]
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `diary` gives for each book how many lines it has and the hash of the last.

    `broken` names the books whose chain did not hold when they were copied: they are kept as they were found.
    """

    format: int
    application: str
    schema: str
    database: str
    taken_at: datetime
    has_key: bool
    tables: Mapping[str, Table]
    diary: Mapping[int, tuple[int, str]]
    broken: tuple[int, ...] = ()

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def lines(self) -> int:
        return sum(count for count, _head in self.diary.values())

    def to_json(self) -> dict[str, Any]:
        """Give the manifest as plain JSON values."""
        return {**asdict(self), "taken_at": self.taken_at.astimezone(UTC).isoformat()}

    @classmethod
    def from_json(cls, said: Any) -> Manifest:
        """Read a manifest; raise `Refused` for one of a newer format, or one that was not written by us."""
        if isinstance(said, dict) and isinstance(said.get("format"), int) and said["format"] > FORMAT:
            raise Refused(
                "This backup was written by a newer version of Vantage Readiness. Install that version first."
            )
        try:
            return _read(said)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            raise Refused("This backup is damaged: its table of contents cannot be read. Use another one.") from error


def name_at(at: datetime) -> str:
    """Give the file name of a backup begun at this moment."""
    return f"readiness-{at.astimezone(UTC).strftime(_STAMP)}.zip"


def taken_at(name: str) -> datetime | None:
    """Read from a file's name when the backup was begun; none if the name is not one that we give."""
    match = _NAME.fullmatch(name)
    try:
        return datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def is_due(last: datetime | None, at: datetime) -> bool:
    """Answer whether the backup of the latest night, due at 02:00 UTC, is still owed.

    One of more than a day ahead is of before the machine's clock was set back, and proves nothing.
    """
    return last is None or not latest_night(at) <= last <= at + timedelta(days=1)


def latest_night(at: datetime) -> datetime:
    """Give the latest 02:00 UTC that is not in the future."""
    tonight = datetime.combine(at.astimezone(UTC).date(), _NIGHT)
    return tonight if tonight <= at else tonight - timedelta(days=1)


def outdated(names: Iterable[str], keep: int) -> list[str]:
    """List the backups that may go: all but the newest of each of the last `keep` days and 8 weeks that have one.

    Only files named as we name them are ever listed.
    """
    newest_first = sorted((name for name in names if taken_at(name)), reverse=True)
    days: dict[date, str] = {}
    weeks: dict[tuple[int, int], str] = {}
    for name in newest_first:
        day = (taken_at(name) or datetime.min.replace(tzinfo=UTC)).date()
        days.setdefault(day, name)
        weeks.setdefault(day.isocalendar()[:2], name)
    kept = {*list(days.values())[: max(keep, 1)], *list(weeks.values())[:WEEKS_KEPT]}
    return [name for name in newest_first if name not in kept]


def _read(said: Any) -> Manifest:
    at = datetime.fromisoformat(said["taken_at"])
    if at.tzinfo is None:
        raise ValueError("taken_at has no time zone")
    return Manifest(
        format=_number(said["format"]),
        application=_text(said["application"]),
        schema=_text(said["schema"]),
        database=_text(said["database"]),
        taken_at=at,
        has_key=said["has_key"] is True,
        tables={_word(name): _table(table) for name, table in said["tables"].items()},
        diary={_number(int(book)): (_number(count), _hash(head)) for book, (count, head) in said["diary"].items()},
        broken=tuple(_number(book) for book in said["broken"]),
    )


def _table(said: Any) -> Table:
    columns = tuple(_word(column) for column in said["columns"])
    return Table(columns, _number(said["rows"]), _number(said["size"]), _hash(said["sha256"]))


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < _LARGEST:
        raise ValueError("no count")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 100:
        raise ValueError("no word")
    return value


def _word(value: Any) -> str:
    return _matching(_WORD, value)


def _hash(value: Any) -> str:
    return _matching(_HASH, value)


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(f"not {pattern.pattern}")
    return str(value)
