"""From bytes to text: what may be read at all, and the repair of text that went through a wrong table."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ..refusals import Refused

LIMIT = 512 * 1024  # bytes


class Unreadable(Refused):
    """These bytes are not a document we can read; the sentence names the reason and the place."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with bare newlines; `repair` names the table it had wrongly been read with, if any."""

    text: str
    repair: str | None


def decode(raw: bytes) -> Decoded:
    """Give the text of a document: UTF-8 with or without BOM, or UTF-16 with BOM, garbled text repaired whole."""
    if len(raw) > LIMIT:
        raise Unreadable(f"The document has {len(raw):,} bytes; at most {LIMIT:,} are read. Split it or shorten it.")
    text = _as_text(raw)
    if not text.strip():
        raise Unreadable("The document is empty.")
    repaired, table = _repair(text)
    return Decoded(repaired.replace("\r\n", "\n").replace("\r", "\n"), table)


def _as_text(raw: bytes) -> str:
    mark, encoding, name = next((kind for kind in _MARKED if raw.startswith(kind[0])), _UNMARKED)
    try:
        text = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The document is not {name} text: byte {len(mark) + error.start:,} cannot be decoded. "
            "Save it as UTF-8 and try again."
        ) from None
    if control := _CONTROL.search(text):
        offset = len(mark) + len(text[: control.start()].encode(encoding))
        raise Unreadable(f"The document is not text: there is a control character at byte {offset:,}.")
    return text


_UNMARKED = (b"", "utf-8", "UTF-8")
_MARKED = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _repair(text: str) -> tuple[str, str | None]:
    """Undo one wrong reading of UTF-8, if the whole text can be undone strictly and changes by it."""
    if text.isascii():
        return text, None
    for name, table in _TABLES.items():
        try:
            repaired = codecs.charmap_encode(text, "strict", table)[0].decode("utf-8")
        except UnicodeError:
            continue
        return repaired, name
    return text, None


def _table(encoding: str) -> dict[int, int]:
    """Give code point → byte; bytes the encoding leaves undefined stand for themselves."""
    return {ord(_character(byte, encoding)): byte for byte in range(256)}


def _character(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


_TABLES = {name: _table(name) for name in ("mac_roman", "cp1252", "cp1254", "latin_1")}
