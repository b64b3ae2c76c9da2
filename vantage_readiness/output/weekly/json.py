"""The weekly report for programs: the whole value as JSON, written and read back without loss.

The file is one object: `schema` ("vantage-readiness/weekly/1"), `edition` (a number from 1), `changes` (sentences: what
a later edition corrects), `draft` (whether the week was not over), and `report`, the value with the names of
`domain.weekly.Weekly` in their order. Days are ISO 8601 ("2026-11-22"), weeks "2026-W47", decimals are strings
("7.50"), percentages whole numbers, words those of `domain.words`; what is unknown is null. Every member of `report`
and every line of a list stands on a line of its own, so that two reports can be held side by side.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, cast, get_args, get_origin, get_type_hints

from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.weekly import Weekly
from vantage_readiness.domain.weeks import Week

from .told import Edition

SCHEMA = "vantage-readiness/weekly/1"

Plain: TypeAlias = Any
_Reader: TypeAlias = Callable[[Plain], Any]


def write(weekly: Weekly, edition: Edition) -> bytes:
    """Give the file; the same value gives the same bytes."""
    head = {"schema": SCHEMA, "edition": edition.number, "changes": list(edition.changes), "draft": edition.draft}
    members = [f"{_dumped(name)}: {_dumped(value)}" for name, value in head.items()]
    report = ",\n".join(f"  {_dumped(name)}: {_lined(value)}" for name, value in _plain(weekly).items())
    text = "{\n" + ",\n".join([*members, f'"report": {{\n{report}\n}}']) + "\n}\n"
    return text.encode("utf-8", "backslashreplace")  # a lone surrogate becomes the escape that JSON has for it


def read(file: bytes) -> Weekly:
    """Give the value back. Raises `Refused` for what is not such a file."""
    found = _opened(file)
    try:
        return cast(Weekly, _reader(Weekly)(found["report"]))
    except (Refused, KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise Refused(f"This weekly report is damaged: {type(error).__name__} at {error}.") from error


def edition_of(file: bytes) -> Edition:
    """Give which edition a file is. Raises `Refused` for what is not such a file."""
    found = _opened(file)
    try:
        return Edition(int(found["edition"]), tuple(map(str, found["changes"])), bool(found["draft"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(f"This weekly report is damaged: {type(error).__name__} at {error}.") from error


def _opened(file: bytes) -> Mapping[str, Plain]:
    try:
        found = json.loads(file)
    except (ValueError, RecursionError) as error:
        raise Refused("This is no weekly report: it is not JSON.") from error
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise Refused(f"This is no weekly report of the form {SCHEMA}.")
    return found


def _dumped(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _lined(value: Plain) -> str:
    """Give a list of objects a line for each of them."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"    {_dumped(each)}" for each in value) + "\n  ]"
    return _dumped(value)


def _plain(value: Any) -> Plain:
    if isinstance(value, Week):
        return value.name
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _reader(kind: Any) -> _Reader:
    """Give what makes a value of a declared type from what JSON holds of it."""
    for fits, made in _READERS:
        if fits(kind):
            return made(kind)
    raise TypeError(f"Nothing reads {kind}.")


def _optional(kind: Any) -> _Reader:
    inner = _reader(next(each for each in get_args(kind) if each is not NoneType))
    return lambda plain: None if plain is None else inner(plain)


def _tuple(kind: Any) -> _Reader:
    inner = _reader(get_args(kind)[0])
    return lambda plain: tuple(map(inner, _list(plain)))


def _list(plain: Plain) -> list[Plain]:
    if not isinstance(plain, list):
        raise TypeError("a list that is none")
    return plain


def _record(kind: Any) -> _Reader:
    hints = get_type_hints(kind)
    readers = {name: _reader(hints[name]) for name in _names(kind)}
    later = {field.name for field in fields(kind) if field.default is not MISSING}  # an older report lacks them

    def read(plain: Plain) -> Any:
        names = [name for name in readers if name in plain or name not in later]
        return kind(**{name: readers[name](plain[name]) for name in names})

    return read


def _exactly(kind: Any) -> _Reader:
    """Give what lets through values of this very type: true is no number."""

    def checked(plain: Plain) -> Plain:
        if type(plain) is not kind:
            raise TypeError(f"{kind.__name__} expected")
        return plain

    return checked


def _is_class(kind: Any, base: type) -> bool:
    return isinstance(kind, type) and issubclass(kind, base)


_READERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], _Reader]], ...] = (
    (lambda kind: get_origin(kind) in (Union, UnionType), _optional),
    (lambda kind: get_origin(kind) is tuple, _tuple),
    (lambda kind: kind is Week, lambda _kind: Week.read),
    (is_dataclass, _record),
    (lambda kind: kind is Decimal, lambda _kind: lambda plain: Decimal(_exactly(str)(plain))),
    (lambda kind: kind is date, lambda _kind: date.fromisoformat),
    (lambda kind: _is_class(kind, Enum), lambda kind: kind),
    (lambda kind: kind in (str, int, bool), _exactly),
)
