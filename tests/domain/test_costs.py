"""Ranges added up, stated totals beside them, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vantage_readiness.domain.costs import CostSum, LineState, add_up, state_of
from vantage_readiness.domain.words import Period

_ids = count(1)


@dataclass(frozen=True)
class ALine:
    id: int
    group: str = "Infrastructure"
    period: Period = Period.ONCE
    currency: str = "USD"
    low: Decimal | None = Decimal(100)
    high: Decimal | None = Decimal(300)
    closed: bool = False
    committed: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)


@dataclass(frozen=True)
class ATotal:
    low: Decimal
    high: Decimal
    group: str = "Infrastructure"
    period: Period = Period.ONCE
    currency: str = "USD"


def a_line(low: int | None = 100, high: int | None = 300, *, committed: int = 0, actual: int = 0, **differs) -> ALine:
    money = {"low": low, "high": high, "committed": committed, "actual": actual}
    differs |= {what: None if amount is None else Decimal(amount) for what, amount in money.items()}
    return ALine(next(_ids), **differs)


def plain(*amounts: Decimal | None) -> tuple[int | None, ...]:
    return tuple(None if amount is None else int(amount) for amount in amounts)


def a_total(low: int, high: int, **differs) -> ATotal:
    return ATotal(Decimal(low), Decimal(high), **differs)


def only_sum(lines, stated=()) -> CostSum:
    (only,) = add_up(lines, stated)
    return only


def test_lows_add_to_lows_and_highs_to_highs():
    now = only_sum([a_line(700, 1950), a_line(50, 50, committed=20, actual=10)])
    assert plain(now.low, now.high) == (750, 2000)
    assert plain(now.committed, now.actual) == (20, 10)
    assert (now.stated_low, now.stated_high, now.agrees) == (None, None, None)


def test_currencies_and_periods_are_never_added_together():
    lines = [a_line(period=Period.MONTH), a_line(currency="USD"), a_line(currency="EUR")]
    assert [(each.period, each.currency, int(each.low)) for each in add_up(lines, [])] == [
        (Period.ONCE, "EUR", 100),
        (Period.ONCE, "USD", 100),
        (Period.MONTH, "USD", 100),
    ]


def test_no_lines_are_no_sums():
    assert add_up([], []) == ()


@pytest.mark.parametrize(
    ("stated", "range_", "agrees"),
    [
        ([], (None, None), None),
        ([a_total(100, 300), a_total(100, 300, group="Tools")], (200, 600), True),
        ([a_total(100, 300), a_total(100, 310, group="Tools")], (200, 610), False),
        ([a_total(100, 300)], (None, None), True),
        ([a_total(90, 300)], (None, None), False),
        ([a_total(100, 300), a_total(100, 300, group="Tools"), a_total(5, 5, group="Staff")], (205, 605), False),
    ],
)
def test_stated_totals_stand_beside_computed_ones(stated, range_, agrees):
    now = only_sum([a_line(), a_line(group="Tools")], stated)
    assert plain(now.low, now.high) == (200, 600)
    assert plain(now.stated_low, now.stated_high) == range_
    assert now.agrees is agrees


def test_a_stated_total_without_lines_is_not_dropped():
    now = only_sum([], [a_total(5, 9)])
    assert plain(now.low, now.stated_low, now.stated_high) == (0, 5, 9)
    assert now.agrees is False


@pytest.mark.parametrize(
    ("line", "low", "high", "over"),
    [
        (a_line(), 100, 300, False),
        (a_line(committed=80), 20, 220, False),
        (a_line(committed=80, actual=70), 20, 220, False),
        (a_line(committed=80, actual=120), 0, 180, False),
        (a_line(actual=300), 0, 0, False),
        (a_line(actual=301), 0, 0, True),
        (a_line(committed=301), 0, 0, True),
        (a_line(closed=True, actual=50), 0, 0, False),
        (a_line(closed=True, actual=500), 0, 0, True),
        (a_line(period=Period.MONTH, actual=900), 100, 300, False),
        (a_line(period=Period.MONTH, closed=True), 0, 0, False),
    ],
)
def test_what_is_left_shrinks_only_by_entries_and_closing(line, low, high, over):
    assert state_of(line) == LineState(line.id, Decimal(low), Decimal(high), over)
    now = only_sum([line])
    assert plain(now.remaining_low, now.remaining_high) == (low, high)


def test_a_line_without_a_range_is_counted_but_in_no_sum():
    unpriced = a_line(None, None, actual=40)
    now = only_sum([a_line(), unpriced])
    assert plain(now.low, now.high, now.remaining_high, now.actual) == (100, 300, 300, 40)
    assert now.unpriced == 1
    assert now.lines[1] == LineState(unpriced.id, None, None, over=False)


amounts = st.integers(0, 10_000)
some_lines = st.lists(
    st.builds(
        lambda low, more, committed, actual, closed: a_line(
            low, low + more, committed=committed, actual=actual, closed=closed
        ),
        amounts,
        amounts,
        amounts,
        amounts,
        st.booleans(),
    ),
    min_size=1,
)


@given(some_lines)
def test_what_is_left_stays_a_range_within_the_range(lines):
    now = only_sum(lines)
    assert 0 <= now.remaining_low <= now.remaining_high <= now.high
    assert now.remaining_low <= now.low
