"""From bytes to text: what is read, what is repaired, what is refused and how."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.sure import the
from vantage_readiness.domain.assessment import LIMIT, Unreadable, read
from vantage_readiness.domain.assessment.decode import decode

WORDS = "# Überblick – “sicher” ✅\n"
TABLES = ("mac_roman", "cp1252", "cp1254", "latin_1")


def garbled(words: str, table: str) -> bytes:
    """Read UTF-8 with the wrong table, as programs do: bytes that are undefined there become control characters."""
    return "".join(_character(byte, table) for byte in words.encode()).encode()


def _character(byte: int, table: str) -> str:
    try:
        return bytes([byte]).decode(table)
    except UnicodeDecodeError:
        return chr(byte)


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
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_kind_of_line_end_counts_as_one(ending, encoding):
    assert decode(f"a{ending}{ending}é\u2028b\x0cc".encode(encoding)).text == "a\n\né\u2028b\x0cc"


def test_facts_keep_the_line_they_have_in_the_file():
    for ending in ("\n", "\r\n", "\r"):
        raw = ending.join(["# Report", "", "**Overall score:** 7/10", "", "- [ ] Add it"]).encode("utf-16")
        assert [the(read(raw).score).line, read(raw).items[0].line] == [3, 5]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "words",
    [
        "ß é ⭐ – ğ",
        "schön",
        "café",
        "✅ done",
        "⚠️ later",
        "L’été dernier, à l’école : « prêt » — œuvre",
        "Готовность – да",
        "生产就绪评估 98分",
        "フェーズ 1",
        "Gotowość żółta",
        "a\u00a0b",
        "scho\u0308n",
    ],
)
def test_text_read_with_a_wrong_table_is_repaired_whole(words, table):
    decoded = decode(garbled(words, table))
    assert decoded.text == words
    assert the(decoded.repair).table in TABLES
    assert (the(decoded.repair).before.encode(), the(decoded.repair).after) == (garbled(words, table), words)


@pytest.mark.parametrize("table", ["mac_roman", "cp1252", "cp1254"])
def test_the_table_is_told(table):
    assert the(decode(garbled("ß é ⭐ – ğ Ğ ı ½ Ž", table)).repair).table == table


def test_a_repair_shows_each_line_it_changed_beside_the_line_as_received():
    repair = the(
        decode(b"# Plan\r\n" + garbled("é ✅", "mac_roman") + b"\r\nlast\r" + garbled("–", "mac_roman")).repair
    )
    assert list(repair.lines()) == [(2, "√© ‚úÖ", "é ✅"), (4, "‚Äì", "–")]


def test_a_garbled_byte_order_mark_is_no_part_of_the_first_line():
    assert decode(garbled("\ufeff# Plan é", "cp1252")).text == "# Plan é"


@pytest.mark.parametrize(
    "words",
    [
        "plain",
        "Müller – 5 €",
        "naïve café",
        "日本語",
        "√2 ‚quoted‘",
        "l’équipe is ready",
        "–Übersicht\n–Änderung",
        "FUß… and Ü…",
        "Nestlé®",
        "«école»",
        "ÂÄ",
    ],
)
def test_sound_text_is_left_alone(words):
    assert (decode(words.encode()).text, decode(words.encode()).repair) == (words, None)


def test_text_that_only_undoes_to_signs_nobody_writes_is_left_alone():
    private = garbled("\uf123", "cp1252")
    assert decode(private).text == private.decode()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (b"x" * (LIMIT + 1), "at most 524,288"),
        (b"abc\xffdef", r"not UTF-8 text: byte 3 \(line 1\)"),
        (b"a\r\nb\r\n\r\xe9t\xe9", r"not UTF-8 text: byte 7 \(line 4\)"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "not UTF-16 text: byte 2"),
        (codecs.BOM_UTF16_LE + b"a\x00\n\x00b", r"not UTF-16 text: byte 6 \(line 2\)"),
        (b"\x89PNG\r\n\x1a\n", "byte 0 .line 1. cannot be decoded"),
        (b"\x7fELF\x02\x01", "control character at byte 0"),
        ("é\x00".encode(), "control character at byte 2"),
        (b"PK\x03\x04", "control character at byte 2"),
        ("a\né\x00".encode("utf-16"), r"control character at byte 8 \(line 2\)"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(raw, reason):
    with pytest.raises(Unreadable, match=reason):
        decode(raw)


def test_a_document_at_the_limit_is_read():
    assert len(decode(b"x" * LIMIT).text) == LIMIT


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda raw: codecs.BOM_UTF16_BE + raw))
@settings(max_examples=300, deadline=None)
def test_any_bytes_become_text_or_are_refused_in_a_sentence(raw):
    said = _decoded(raw)
    assert "\r" not in said
    assert said.endswith(".") or decode(raw).text == said


def _decoded(raw: bytes) -> str:
    try:
        return decode(raw).text
    except Unreadable as refusal:
        return refusal.sentence


LETTERS = (
    *("äöüßÄÖÜ„“–", "éèêàçœÉÀ’«»", "áíóúñ¿¡€", "ãõâêçáà", "łąęśżźćŻ", "ğşıİöç"),
    *("жщыйяДЁ", "评估生产就绪", "フェーズ準備", "✅❌⚠⭐🔴→"),
)


@given(st.sampled_from(LETTERS).flatmap(lambda few: st.text(few + "ab 1\n", min_size=1)), st.sampled_from(TABLES))
@settings(max_examples=400, deadline=None)
def test_whatever_went_through_a_wrong_table_comes_back_or_stays(words, table):
    raw = garbled(f"{words} done.", table)
    assert decode(raw).text in {f"{words} done.", raw.decode()}
