"""Times as people print them: lengths, places in a plan, offsets."""

from __future__ import annotations

import pytest

from vantage_readiness.domain.assessment.model import Weeks
from vantage_readiness.domain.assessment.plan import times
from vantage_readiness.domain.assessment.plan.times import Kind, Span


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1-2 weeks", 1, 2),
        ("With 2–4 weeks of work", 2, 4),
        ("10 days", 2, 2),
        ("3 months", 13, 13),
        ("6 to 4 weeks", 4, 6),
        ("1 week to 2 weeks", 1, 2),
        ("12+ months", 52, 52),
        ("1 Sprint", 2, 2),
        ("40 hours of work", 1, 1),
        ("two weeks", 2, 2),
        ("zwei bis drei Wochen", 2, 3),
        ("5 Arbeitstage", 1, 1),
        ("2 semaines", 2, 2),
        ("10 jours ouvrés", 2, 2),
        ("4 semanas", 4, 4),
        ("3 meses", 13, 13),
        ("1–2 недели", 1, 2),
        ("2 tygodnie", 2, 2),
        ("约2周", 2, 2),
        ("3ヶ月", 13, 13),
        ("两 个月", 8.67, 8.67),
    ],
)
def test_lengths_are_weeks_of_five_working_days(text, low, high):
    assert times.duration(text) == Weeks(low, high)


@pytest.mark.parametrize("text", ["soon, v2.1 weeks", "2025年", "24/7", "$2 weeks", "第3周", "", "Week 1 and 2"])
def test_what_is_no_length(text):
    assert times.duration(text) is None


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("Week 3", 1),
        ("Weeks 7-10", 4),
        ("Semaine 3-4", 2),
        ("Woche 1 und 2", 2),
        ("Month 3+", 4.33),
        ("Day 1-3", 0.6),
        ("Неделя 1–2", 2),
        ("Tydzień 2", 1),
        ("第1-2周", 2),
        ("第2天", 0.2),
        ("第3个月", 4.33),
    ],
)
def test_a_place_in_a_plan_is_as_long_as_it_reaches(text, weeks):
    assert times.span(text) == Span(Kind.PLACE, Weeks(weeks, weeks))


@pytest.mark.parametrize("text", ["Week 4-3", "week", "第4-3周"])
def test_what_is_no_place(text):
    assert times.place(text) is None


@pytest.mark.parametrize(
    "text",
    ["1 week later", "Next 2 weeks", "in 3 Tagen", "2 semaines plus tard", "через 2 недели", "2周后", "T+2 weeks"],
)
def test_an_offset_has_no_length(text):
    assert times.span(text) == Span(Kind.OFFSET, None)


def test_a_length_is_a_span_and_words_are_none():
    assert times.span("about 2 weeks") == Span(Kind.LENGTH, Weeks(2, 2))
    assert times.span("soon") is None


@pytest.mark.parametrize(
    ("text", "is_only"),
    [("1–2 weeks", True), ("(~3 days)", True), ("Week 3", True), ("next 2 weeks", False), ("2 weeks of work", False)],
)
def test_a_remark_may_be_nothing_but_a_time(text, is_only):
    assert times.is_only_time(text) is is_only
