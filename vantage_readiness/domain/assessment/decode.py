"""From bytes to text: what may be read at all, and the repair of text that went through a wrong table."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..refusals import Refused

LIMIT = 512 * 1024  # bytes


class Unreadable(Refused):
    """These bytes are not a document we can read; the sentence names the reason and the place."""


class Repaired(NamedTuple):
    """One line as it was received, beside the same line as it was repaired."""

    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Repair:
    """Text that had been read with a wrong `table`: the whole of it as received, and as repaired."""

    table: str
    before: str
    after: str

    def lines(self) -> Iterator[Repaired]:
        """Give each line that the repair changed."""
        pairs = zip(self.before.split("\n"), self.after.split("\n"), strict=True)
        return (Repaired(line, *pair) for line, pair in enumerate(pairs, 1) if pair[0] != pair[1])


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with bare newlines; `repair` says how it had been garbled, if it was."""

    text: str
    repair: Repair | None


def decode(raw: bytes) -> Decoded:
    """Give the text of a document: UTF-8 with or without BOM, or UTF-16 with BOM, garbled text repaired whole."""
    if len(raw) > LIMIT:
        raise Unreadable(f"The document is too large: at most {LIMIT:,} bytes are read. Split it or shorten it.")
    text = _with_bare_newlines(_as_text(raw))
    if not text.strip():
        raise Unreadable("The document is empty.")
    repair = _repair(text)
    return Decoded(repair.after if repair else text, repair)


def _with_bare_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _as_text(raw: bytes) -> str:
    mark, encoding, name = next((kind for kind in _MARKED if raw.startswith(kind[0])), _UNMARKED)
    try:
        text = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[len(mark) : len(mark) + error.start].decode(encoding)
        place = _place(len(mark) + error.start, before)
        raise Unreadable(
            f"The document is not {name} text: {place} cannot be decoded. Save it as UTF-8 and try again."
        ) from None
    if control := _CONTROL.search(text):
        before = text[: control.start()]
        place = _place(len(mark) + len(before.encode(encoding)), before)
        raise Unreadable(f"The document is not text: there is a control character at {place}.")
    return text


def _place(offset: int, before: str) -> str:
    return f"byte {offset:,} (line {_with_bare_newlines(before).count(chr(10)) + 1:,})"


_UNMARKED = (b"", "utf-8", "UTF-8")
_MARKED = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BOM = "\ufeff"


def _repair(text: str) -> Repair | None:
    """Undo one wrong reading of UTF-8, if the whole text can be undone strictly and no sound text reads like it."""
    if _SOUND_PAIR.sub("", text).isascii():
        return None
    undone = [(name, repaired) for name, table in _TABLES.items() if (repaired := _undo(text, table)) is not None]
    if not undone:
        return None
    name, repaired = min(undone, key=lambda pair: _strangeness(pair[1]))
    return None if _strangeness(repaired) > 0.5 else Repair(name, text, repaired.removeprefix(_BOM))


# Two signs that stand side by side in sound writing, though as bytes they would be one: "l’été", "FUß…".
_SOUND_PAIR = re.compile(r"[«»…–—“”‘’][^\W\d_]|[^\W\d_][…–—’”“»](?!\w)")


def _undo(text: str, table: dict[int, int]) -> str | None:
    try:
        return codecs.charmap_encode(text, "strict", table)[0].decode("utf-8")
    except UnicodeError:
        return None


def _strangeness(text: str) -> float:
    """Give the share of the signs beyond ASCII that people do not write; combining marks count half."""
    signs = Counter(sign for sign in text if sign > "\x7f")
    strange = sum(times * _STRANGE.get(unicodedata.category(sign), 0) for sign, times in signs.items())
    return strange / max(signs.total(), 1)


_STRANGE = {"Cn": 1, "Co": 1, "Cc": 1, "Mn": 0.5}


def _table(encoding: str) -> dict[int, int]:
    """Give code point → byte; bytes the encoding leaves undefined stand for themselves."""
    return {ord(_character(byte, encoding)): byte for byte in range(256)}


def _character(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


_TABLES = {name: _table(name) for name in ("mac_roman", "cp1252", "cp1254", "latin_1")}
