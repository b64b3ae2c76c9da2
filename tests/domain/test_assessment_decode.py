"""From bytes to text: what is read, what is repaired, what is refused and how."""

from __future__ import annotations

import codecs

import pytest

from vantage_readiness.domain.assessment import LIMIT, Unreadable
from vantage_readiness.domain.assessment.decode import decode

WORDS = "# Überblick – “sicher” ✅\n"


@pytest.mark.parametrize(
    "raw",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with BOM", "utf-16 little", "utf-16 big"],
)
def test_unicode_is_read_as_it_is(raw):
    assert (decode(raw).text, decode(raw).repair) == (WORDS, None)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_as_one(ending):
    assert decode(f"a{ending}{ending}b".encode()).text == "a\n\nb"


@pytest.mark.parametrize("table", ["mac_roman", "cp1252", "cp1254"])
def test_text_read_with_a_wrong_table_is_repaired_whole(table):
    words = "ß é ⭐ – ğ"
    garbled = "".join(_character(byte, table) for byte in words.encode())
    decoded = decode(garbled.encode())
    assert decoded.text == words
    assert decoded.repair in (table, "cp1252")


def _character(byte, table):
    try:
        return bytes([byte]).decode(table)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("words", ["plain", "Müller – 5 €", "naïve café", "日本語", "√2 ‚quoted‘"])
def test_sound_text_is_left_alone(words):
    assert (decode(words.encode()).text, decode(words.encode()).repair) == (words, None)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (b"x" * (LIMIT + 1), "at most 524,288"),
        (b"abc\xffdef", "not UTF-8 text: byte 3"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "not UTF-16 text: byte"),
        (b"\x89PNG\r\n\x1a\n", "byte 0 cannot be decoded"),
        (b"\x7fELF\x02\x01", "control character at byte 0"),
        ("é\x00".encode(), "control character at byte 2"),
        (b"PK\x03\x04", "control character at byte 2"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(raw, reason):
    with pytest.raises(Unreadable, match=reason):
        decode(raw)


def test_a_document_at_the_limit_is_read():
    assert len(decode(b"x" * LIMIT).text) == LIMIT
