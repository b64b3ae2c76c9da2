"""Ticks are round numbers and plain days, as many as there is room for."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vantage_readiness.output.scales import DayScale, NumberScale, day_ticks, number_ticks, room_beside, short_day

MONDAY = date(2026, 9, 28)


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (8, [0, 2, 4, 6, 8]),
        (24, [0, 5, 10, 15, 20, 25]),
        (56, [0, 20, 40, 60]),
        (60, [0, 20, 40, 60]),
        (3000, [0, 1000, 2000, 3000]),
    ],
)
def test_number_ticks_are_round(top, ticks):
    assert number_ticks(top) == ticks


@given(st.integers(1, 10**9))
def test_number_ticks_reach_the_top_and_are_few(top):
    ticks = number_ticks(top)
    assert ticks[0] == 0
    assert ticks[-2] < top <= ticks[-1]
    assert len(ticks) <= 7


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (7, ["28 Sep", "29 Sep", "30 Sep", "1 Oct", "2 Oct", "3 Oct", "4 Oct", "5 Oct"]),
        (15, ["28 Sep", "30 Sep", "2 Oct", "4 Oct", "6 Oct", "8 Oct", "10 Oct", "12 Oct"]),
        (40, ["28 Sep", "5 Oct", "12 Oct", "19 Oct", "26 Oct", "2 Nov"]),
        (90, ["28 Sep", "12 Oct", "26 Oct", "9 Nov", "23 Nov", "7 Dec", "21 Dec"]),
        (150, ["Oct", "Nov", "Dec", "2027", "Feb"]),
        (400, ["Nov", "2027", "Mar", "May", "Jul", "Sep", "Nov"]),
        (700, ["Oct", "2027", "Apr", "Jul", "Oct", "2028", "Apr", "Jul"]),
        (1000, ["2027", "Jul", "2028", "Jul", "2029"]),
        (3000, ["2027", "2028", "2029", "2030", "2031", "2032", "2033", "2034"]),
        (10000, ["2030", "2035", "2040", "2045", "2050"]),
    ],
)  # fmt: skip
def test_day_ticks_grow_with_the_period(days, labels):
    scale = DayScale(MONDAY, MONDAY + timedelta(days=days), 0, 600)
    assert [label for _, label in day_ticks(scale, 60)] == labels


def test_weekly_ticks_fall_on_mondays():
    scale = DayScale(date(2026, 9, 30), date(2026, 11, 20), 0, 600)
    assert {on.weekday() for on, _ in day_ticks(scale, 60)} == {0}


@given(st.integers(7, 20_000), st.integers(200, 2000))
def test_day_ticks_keep_their_distance(days, width):
    scale = DayScale(MONDAY, MONDAY + timedelta(days=days), 0, width)
    places = [scale(on) for on, _ in day_ticks(scale, 60)]
    assert all(0 <= place <= width for place in places)
    assert all(later - earlier >= 55 for earlier, later in itertools.pairwise(places))


def test_a_day_and_a_number_fall_where_they_belong():
    days = DayScale(MONDAY, MONDAY + timedelta(days=10), 40, 240)
    assert (days(MONDAY), days(MONDAY + timedelta(days=5)), days.per_day) == (40, 140, 20)
    numbers = NumberScale(60, 300, 0)
    assert (numbers(0), numbers(30), numbers(60)) == (300, 150, 0)


@pytest.mark.parametrize(("beside", "words"), [(None, "4 Jan"), (date(2027, 1, 1), "4 Jan"), (MONDAY, "4 Jan 2027")])
def test_a_short_day_names_its_year_only_beside_another_year(beside, words):
    assert short_day(date(2027, 1, 4), beside) == words


@given(st.floats(0.01, 1), st.floats(300, 2000), st.floats(20, 150))
def test_a_label_beside_a_day_fits(share, width, label):
    room = room_beside(share, width, label)
    day = (width - room) * share
    assert room >= 12
    assert day + label <= width + 0.001 or room == 12


def test_the_first_day_needs_no_more_than_the_least_room():
    assert room_beside(0, 700, 100) == 12
