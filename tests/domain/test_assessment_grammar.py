"""The small grammars, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from vantage_readiness.domain.assessment.facts import dates
from vantage_readiness.domain.assessment.markdown import inline


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-01-31", date(2025, 1, 31)),
        ("on 31 January 2025", date(2025, 1, 31)),
        ("1er mars 2025", date(2025, 3, 1)),
        ("am 6.10.2025", date(2025, 10, 6)),
        ("2025年3月1日", date(2025, 3, 1)),
        ("12 de octubre de 2025", date(2025, 10, 12)),
        ("Jan. 31st, 2025", date(2025, 1, 31)),
        ("2025-02-31", None),
        ("$(date)", None),
    ],
)
def test_days(text, day):
    assert dates.day(text) == day


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("**bold** and *thin* and ~~gone~~ and __both__ and _one_", "bold and thin and gone and both and one"),
        ('`allow_origins=["*"]` in **production**', 'allow_origins=["*"] in production'),
        ("[text](https://example.org) ![alt](x.png)", "text alt"),
        ("2 * 3 and snake_case and 2*3", "2 * 3 and snake_case and 2*3"),
        (r"\*not bold\*", "*not bold*"),
        ("a <b>bold</b> word <!-- hidden -->", "a bold word"),
        ("``two`` `one`", "two one"),
    ],
)
def test_plain_words(raw, words):
    assert inline.plain(raw) == words


@pytest.mark.parametrize(
    ("raw", "title"),
    [("✅ **Strengths**", "Strengths"), ("🏗️ Architecture:", "Architecture"), ("1️⃣ – First", "1 – First")],
)
def test_titles(raw, title):
    assert inline.title(raw) == title


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("**CORS Wildcard**: `*` allowed", ("CORS Wildcard", "* allowed")),
        ("**Risk Level:** **Medium** - fine", ("Risk Level", "Medium - fine")),
        ("Database: $200", ("Database", "$200")),
        ("**Set up APM** (DataDog)", ("", "Set up APM (DataDog)")),
        ("**PostgreSQL: the store**: fine", ("PostgreSQL: the store", "fine")),
    ],
)
def test_labels(raw, label):
    assert inline.label(raw) == label


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Configure CORS (remove wildcards)", ("Configure CORS", "remove wildcards")),
        ("Add it (now (or later))", ("Add it", "now (or later)")),
        ("(all of it)", ("(all of it)", "")),
        ("odd)", ("odd)", "")),
        ("plain", ("plain", "")),
    ],
)
def test_tails(text, parts):
    assert inline.tail(text) == parts


@pytest.mark.parametrize(
    ("raw", "is_bold"), [("**High:**", True), ("**High**:", True), ("**a** b", False), ("**", False)]
)
def test_bold_lines(raw, is_bold):
    assert inline.is_bold(raw) is is_bold
