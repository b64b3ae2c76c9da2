"""Days out of order, and places that were never filled in."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.test_assessment_check import noticed
from vantage_readiness.domain.assessment import read

WRITTEN = "Date: 2025-03-10\n\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Next review: 2025-02-01", "“Next review” is 1 February 2025, but the document was written on 10 March 2025."),
        ("Nächste Prüfung: 1.2.2025", "“Nächste Prüfung” is 1 February 2025, but"),
        ("Prochaine revue : 1er février 2025", "“Prochaine revue” is 1 February 2025, but"),
        ("- [ ] Turn the keys (due: Feb 1, 2025)", "“due” is 1 February 2025, but"),
        ("截止日期：2025年2月1日", "“截止日期：” is 1 February 2025, but"),
        ("- [x] Turn the keys, due: 2025-02-01", None),
        ("Next review: 2025-06-01", None),
        ("Next review: 2025-02-31", None),
        ("Next review: 12 Foobar 2025", None),
        ("Founded: 2019-02-01", None),
        ("Phase: 2025-05-01 – 2025-04-01", "The dates run backwards: 1 May 2025 to 1 April 2025."),
        ("Phase: 2025-04-01 to 2025-05-01", None),
        ("Seen on 2025-05-01 and 2025-04-01", None),
        ("Start: 2025-05-01\n\nEnd: 2025-04-01", "“End” is 1 April 2025, before “Start” on 1 May 2025."),
        ("Start: 2025-04-01\n\nEnd: 2025-05-01", None),
        ("End: 2025-04-01", None),
    ],
)
def test_days_out_of_order(line, message):
    found = noticed(f"{WRITTEN}{line}\n\n- [ ] Try it\n", "dates-out-of-order")
    assert [finding.message[: len(message or "")] for finding in found] == ([message] if message else [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# Report\n\nStand: 3.3.2026\n\n- [ ] x\n", 3),
        ("# Report\n\n**Data di completamento**: 3 marzo 2026\n\n- [ ] x\n", 3),
        ("# Report of 2026-03-03\n\n- [ ] x\n", 1),
        ("# Report\n\n## A\n\n- [ ] x\n\n## B\n\n## C\n\nLast updated: March 3, 2026\n", 11),
        ("# Report\n\nDate: soon\n\nLast updated: 2026-03-03\n\n- [ ] x\n", 5),
    ],
)
def test_a_document_says_when_it_was_written_in_many_ways(text, line):
    found = read(text.encode())
    assert found.dated
    assert (found.as_of, found.dated.line) == (date(2026, 3, 3), line)


def test_a_day_in_the_middle_or_of_something_else_is_not_the_documents_own():
    text = "# Report\n\n- [ ] x\n\n## A\n\n## B\n\n## C\n\nUpdated: 2026-03-03\n\n## D\n\nFixed on 2026-03-03\n"
    assert read(text.encode()).dated is None


def test_without_its_own_day_a_document_may_name_any_day():
    assert noticed("Next review: 2025-02-01\n\n- [ ] x\n", "dates-out-of-order") == []


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("Owner: {{ name }}", "{{ name }}"),
        ("Owner: [TODO]", "[TODO]"),
        ("Owner: TBD", "TBD"),
        ("Owner: [Your name]", "[Your name]"),
        ("Owner: <name>", "<name>"),
        ("Written on $(date)", "$(date)"),
        ("Uptime of XX %", "XX"),
        ("Signed: ________", "______"),
        ("Owner: `TBD`", None),
        ("⏳ TODO", None),
        ("See [name](https://example.org)", None),
        ("A <b>bold</b> word", None),
        ("________", None),
    ],
)
def test_places_never_filled_in(printed, found):
    messages = [finding.message for finding in noticed(f"{printed}\n\n- [ ] x\n", "unexpanded-placeholder")]
    assert messages == ([f"“{found}” was never filled in."] if found else [])


def test_a_place_left_open_often_is_named_once_with_its_lines():
    text = "| What | Who |\n|---|---|\n| A | [TODO] |\n| B | [TODO] |\n\n- [ ] x\n"
    (finding,) = noticed(text, "unexpanded-placeholder")
    assert (finding.message, finding.lines) == ("“[TODO]” was never filled in, in 2 lines.", (5, 6))
