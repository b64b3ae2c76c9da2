"""What a chart shows: lines that add up, a wedge from the scope of its start, steps that are named."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.sure import the
from tests.output.examples import MONDAY, a_burn_down, a_plan
from vantage_readiness.domain.burndown import ScopeStep
from vantage_readiness.output import figures
from vantage_readiness.output.figures import Actual


def a_step(day=10, by=4, *names):
    return ScopeStep(MONDAY + timedelta(days=day), by, names)


def test_remaining_is_unproven_and_not_claimed_together():
    figure = the(figures.burn_down(a_burn_down(), None))
    remaining, unclaimed = figure.lines
    assert [line.name for line in figure.lines] == ["Remaining", "Not claimed"]
    assert the(figure.shade).upper == remaining.values
    assert the(figure.shade).lower == unclaimed.values


def test_nothing_unproven_means_no_shade_and_one_line():
    burndown = a_burn_down(1)
    figure = the(figures.burn_down(burndown, None))
    assert (len(figure.lines), figure.shade) == (1, None)
    assert the(figures.burn_up(burndown, None)).shade is None


def test_a_burn_up_has_scope_claimed_and_verified():
    burndown = a_burn_down()
    figure = the(figures.burn_up(burndown, None))
    assert [line.values for line in figure.lines] == [burndown.scope, burndown.claimed, burndown.verified]
    assert the(figure.shade).name == "Unproven"


def test_no_days_make_no_figure():
    assert figures.burn_down(a_burn_down(0), a_plan((1, 2))) is None
    assert figures.burn_up(a_burn_down(0), a_plan((1, 2))) is None


def test_the_wedge_starts_from_the_scope_of_its_first_day_whatever_came_later():
    burndown = a_burn_down(57, steps=(a_step(20, 10, "Rate limiting"),))
    early, late = MONDAY + timedelta(weeks=4), MONDAY + timedelta(weeks=6)
    plan = a_plan((4, 6))
    assert the(figures.burn_down(burndown, plan)).wedge == ((MONDAY, 56), (early, 0), (late, 0))
    assert the(figures.burn_up(burndown, plan)).wedge == ((MONDAY, 0), (early, 56), (late, 56))


@pytest.mark.parametrize(("start", "scope"), [(-30, 56), (0, 56), (19, 56), (20, 66), (300, 66)])
def test_a_plan_is_measured_by_the_scope_of_the_day_it_starts(start, scope):
    burndown = a_burn_down(57, steps=(a_step(20, 10, "Rate limiting"),))
    plan = a_plan((1, 2), start=MONDAY + timedelta(days=start))
    assert the(figures.burn_down(burndown, plan)).wedge[0][1] == scope


def test_without_scope_there_is_nothing_to_plan():
    assert the(figures.burn_up(a_burn_down(9, scope=0), a_plan((1, 2)))).wedge == ()


def test_a_plan_without_dates_draws_no_bands():
    figure = the(figures.burn_down(a_burn_down(), a_plan()))
    assert (figure.wedge, figure.bands) == ((), ())


def test_the_figure_holds_the_days_and_the_plan_and_at_least_a_week():
    figure = the(figures.burn_down(a_burn_down(1), None))
    assert (figure.first, figure.last) == (MONDAY, MONDAY + timedelta(days=7))
    figure = the(figures.burn_down(a_burn_down(10), a_plan((2, 3), start=MONDAY - timedelta(days=14))))
    assert (figure.first, figure.last) == (MONDAY - timedelta(days=14), MONDAY + timedelta(days=9))


def test_steps_sit_on_the_first_line_and_are_named():
    steps = (
        a_step(0, 56, "First"),
        a_step(10, 4, "Rate limiting", "Audit log"),
        a_step(12, -2, "Twice"),
        a_step(15, 0),
    )
    burndown = a_burn_down(57, steps=steps)
    figure = the(figures.burn_down(burndown, None))
    assert [mark.name for mark in figure.marks] == ["+4 Rate limiting and 1 more", "−2 Twice", "±0"]
    assert [mark.value for mark in figure.marks] == [
        burndown.remaining[10],
        burndown.remaining[12],
        burndown.remaining[15],
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two\n lines\t", "two lines"),
        ("a\x00b\x1b\u202e\ud800c", "abc"),
        ("x" * 80, "x" * 59 + "…"),
        ("Größe – 日本", "Größe – 日本"),
    ],
)
def test_texts_of_people_become_one_plain_line(text, line):
    assert figures.plain(text) == line


@given(st.lists(st.floats(-50, 400), max_size=8))
def test_places_are_spread_in_their_order_and_within_bounds(places):
    moved = figures.spread(places, 15, 0, 300)
    assert all(0 <= place <= 300 for place in moved)
    ordered = [place for _, place in sorted(zip(places, moved, strict=True), key=lambda pair: pair[0])]
    ordered = sorted(moved) if len(set(places)) < len(places) else ordered
    assert all(later - earlier >= 14.999 for earlier, later in itertools.pairwise(ordered))


def test_places_far_enough_apart_stay():
    assert figures.spread([100, 20, 60], 15, 0, 300) == [100, 20, 60]


def test_a_timeline_holds_plan_today_and_what_happened():
    plan = a_plan((1, 2), (1, 1))
    late = MONDAY + timedelta(days=90)
    actual = [Actual(1, MONDAY - timedelta(days=3), None), Actual(2, None, late)]
    assert figures.period(plan, actual, MONDAY) == (MONDAY - timedelta(days=3), late)
