"""The small grammars, as tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.domain.sure import the
from vantage_readiness.domain.assessment import State, grammar, inline, vocabulary
from vantage_readiness.domain.assessment.model import Money, Weeks
from vantage_readiness.domain.words import Period, Tier


@pytest.mark.parametrize(
    ("text", "printed", "normalised"),
    [
        ("7.5/10 ⭐⭐", "7.5/10", 7.5),
        ("85/100", "85/100", 8.5),
        ("72 %", "72 %", 7.2),
        ("13/20", "13/20", 6.5),
        ("about 7,5 / 10 now", "7,5 / 10", 7.5),
    ],
)
def test_scores(text, printed, normalised):
    found = the(grammar.score(text))
    assert (found.printed, found.normalised) == (printed, normalised)


@pytest.mark.parametrize("text", ["12/16 tests", "11/10", "24/7", "2025/10/05", "10/10/2025", "seven", "v1.7/10"])
def test_what_is_no_score(text):
    assert grammar.score(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "period"),
    [
        ("$200-500 (managed PostgreSQL)", 200, 500, "USD", None),
        ("$700-1,950/month", 700, 1950, "USD", Period.MONTH),
        ("$5,000 - $10,000", 5000, 10000, "USD", None),
        ("1.950 €", 1950, 1950, "EUR", None),
        ("5-15k€", 5000, 15000, "EUR", None),
        ("$500-1k", 500, 1000, "USD", None),
        ("£1.5k one-time", 1500, 1500, "GBP", Period.ONCE),
        ("EUR 99.90 per month", "99.90", "99.90", "EUR", Period.MONTH),
        ("2 machines, $40 each", 40, 40, "USD", None),
        ("$500-200", 200, 500, "USD", None),
    ],
)
def test_money(text, low, high, currency, period):
    assert grammar.money(text) == Money(Decimal(low), Decimal(high), currency, period)


@pytest.mark.parametrize("text", ["200-500", "free", "", "$100 per year", "$5/hour", "$0.02 per user per month"])
def test_what_is_no_money_of_ours(text):
    assert grammar.money(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1-2 weeks", 1, 2),
        ("1 week", 1, 1),
        ("With 2–4 weeks of work", 2, 4),
        ("10 days", 2, 2),
        ("3 months", 13, 13),
        ("6 to 4 weeks", 4, 6),
        ("2-week sprint", 2, 2),
    ],
)
def test_durations(text, low, high):
    assert grammar.duration(text) == Weeks(low, high)


def test_what_is_no_duration():
    assert grammar.duration("soon, v2.1 weeks") is None


def test_durations_read_as_people_say_them():
    assert [str(Weeks(1, 1)), str(Weeks(2, 2)), str(Weeks(4, 6))] == ["1 week", "2 weeks", "4–6 weeks"]


@pytest.mark.parametrize(("text", "is_effort"), [("4 hours", True), ("~2-3 h", True), ("3d", True), ("CSP", False)])
def test_efforts(text, is_effort):
    assert grammar.is_effort(text) is is_effort


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-01-31", date(2025, 1, 31)),
        ("on 31 January 2025", date(2025, 1, 31)),
        ("Jan. 31st, 2025", date(2025, 1, 31)),
        ("2025-02-31", None),
        ("$(date)", None),
    ],
)
def test_days(text, day):
    assert grammar.day(text) == day


@pytest.mark.parametrize(
    ("title", "ordinal", "name", "weeks", "done"),
    [
        ("Phase 1: Security Hardening (1-2 weeks)", 1, "Security Hardening", Weeks(1, 2), False),
        ("Phase 1: Hardening (1 week) COMPLETED", 1, "Hardening", Weeks(1, 1), True),
        ("Sprint 12 – Polish", 12, "Polish", None, False),
        ("Phase 2: Login (OAuth)", 2, "Login (OAuth)", None, False),
        ("Phase 3", 3, "", None, False),
    ],
)
def test_phase_headings(title, ordinal, name, weeks, done):
    assert grammar.phase(title) == grammar.PhaseHead(ordinal, name, weeks, done)


@pytest.mark.parametrize("title", ["Phases", "Second phase 2", "Phase one"])
def test_what_is_no_phase_heading(title):
    assert grammar.phase(title) is None


@pytest.mark.parametrize(
    ("words", "task"),
    [
        ("[ ] Add it", (State.OPEN, "Add it")),
        ("[x] Add it", (State.DONE, "Add it")),
        ("[X] Add it", (State.DONE, "Add it")),
        ("[ ]", (State.OPEN, "")),
        ("[x](https://example.org) link", None),
        ("[y] Add it", None),
        ("Add [x] it", None),
    ],
)
def test_tasks(words, task):
    assert grammar.task(words) == task


def test_a_mark_with_a_word_means_done():
    assert grammar.is_done("✅ COMPLETED")
    assert not grammar.is_done("✅")
    assert not grammar.is_done("completed in part")


def test_unfilled_places_outside_code_are_found():
    assert grammar.placeholders("on $(date) by ${WHO} of {{ team }}, see `$(date)`") == [
        "$(date)",
        "${WHO}",
        "{{ team }}",
    ]


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


@pytest.mark.parametrize(
    ("heading", "tier"),
    [
        ("Critical (Must Fix Before Production)", Tier.CRITICAL),
        ("Completed (Critical)", Tier.CRITICAL),
        ("Important (must not wait)", Tier.IMPORTANT),
        ("Nice to Have", Tier.NICE),
        ("Later", None),
    ],
)
def test_the_first_tier_word_of_a_heading_counts(heading, tier):
    assert vocabulary.earliest(heading, vocabulary.TIERS) is tier
