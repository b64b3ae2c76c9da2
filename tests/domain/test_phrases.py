"""How numbers, days and lists read."""

from __future__ import annotations

from datetime import date

import pytest

from vantage_readiness.domain import phrases


def test_a_day_reads_as_people_write_it():
    assert phrases.day(date(2026, 12, 4)) == "4 December 2026"


@pytest.mark.parametrize(
    ("n", "noun", "said"),
    [
        (0, "item", "0 items"),
        (1, "critical item", "1 critical item"),
        (8, "critical item", "8 critical items"),
        (2, "entry", "2 entries"),
        (2, "day", "2 days"),
        (3, "pass", "3 passes"),
        (10_000, "point", "10,000 points"),
    ],
)
def test_a_count_has_its_noun_in_number(n, noun, said):
    assert phrases.count(n, noun) == said


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_sentence_says_it(parts, said):
    assert phrases.join(parts) == said


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 day"), (7, "7 days"), (13, "13 days"), (14, "2 weeks"), (15, "15 days"), (70, "10 weeks")]
)
def test_whole_weeks_are_said_as_weeks(n, said):
    assert phrases.days(n) == said


def test_the_verb_fits_the_number():
    assert [phrases.verb(n, "is", "are") for n in (0, 1, 2)] == ["are", "is", "are"]


def test_a_day_of_the_week_has_its_name() -> None:
    assert [phrases.weekday(number) for number in (1, 7)] == ["Monday", "Sunday"]
