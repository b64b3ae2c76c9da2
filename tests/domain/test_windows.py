"""Windows: whatever is skipped, each day that something is told belongs to exactly one digest."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vantage_readiness.domain.preferences import Often, Wish
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.weeks import Week
from vantage_readiness.domain.windows import REACHES_BACK, Again, Ahead, Window, next_day, window

MONDAY = date(2026, 11, 23)
FRIDAY, SATURDAY, SUNDAY = (MONDAY + timedelta(days=n) for n in (4, 5, 6))
DAY = timedelta(days=1)
ANY, WEEKLY = Wish(), Wish(often=Often.WEEKLY)
OFFICE, SHOP = Rules(), Rules(working_days=(2, 3, 4, 5, 6))


def days(first: int, last: int) -> list[date]:
    return [MONDAY + DAY * n for n in range(first, last + 1)]


@pytest.mark.parametrize(
    ("today", "wish", "rules", "expected"),
    [
        (MONDAY, ANY, [OFFICE], MONDAY + DAY),
        (FRIDAY, ANY, [OFFICE], MONDAY + 7 * DAY),
        (FRIDAY, ANY, [OFFICE, SHOP], SATURDAY),
        (FRIDAY, ANY, [Rules(holidays=(MONDAY + 7 * DAY,))], MONDAY + 8 * DAY),
        (MONDAY, Wish(quiet_days=frozenset({2, 3})), [OFFICE], MONDAY + 3 * DAY),
        (MONDAY, WEEKLY, [OFFICE], MONDAY + 7 * DAY),
        (FRIDAY, WEEKLY, [Rules(holidays=(MONDAY + 7 * DAY,))], MONDAY + 8 * DAY),
        (MONDAY, ANY, [], MONDAY + 61 * DAY),
    ],
)
def test_the_next_digest_comes_on_the_next_day_that_is_worked_and_not_quiet(
    today: date, wish: Wish, rules: list[Rules], expected: date
) -> None:
    assert next_day(today, wish, rules) == expected


def test_what_falls_on_a_weekend_is_told_before_it() -> None:
    friday = window(FRIDAY, FRIDAY - DAY, ANY, [OFFICE])
    assert [day for day in days(0, 10) if friday.reaches(day)] == [FRIDAY, SATURDAY, SUNDAY]


def test_downtime_loses_nothing() -> None:
    assert window(FRIDAY, MONDAY, ANY, [OFFICE]) == Window(FRIDAY, MONDAY, MONDAY, SUNDAY)


def test_a_weekly_digest_tells_the_whole_week() -> None:
    weekly = window(MONDAY, MONDAY - 7 * DAY, WEEKLY, [OFFICE])
    assert [day for day in days(-9, 10) if weekly.reaches(day)] == days(0, 6)


def test_who_goes_over_to_weekly_letters_amid_a_week_misses_nothing_of_it() -> None:
    wednesday = MONDAY + 2 * DAY
    weekly = window(wednesday, wednesday - DAY, WEEKLY, [OFFICE])
    assert [day for day in days(-9, 10) if weekly.reaches(day)] == days(2, 6)


@pytest.mark.parametrize("before", [None, MONDAY - 400 * DAY])
def test_a_long_silence_is_not_made_up_for(before: date | None) -> None:
    found = window(MONDAY, before, ANY, [OFFICE])
    assert (found.before, found.told) == (MONDAY - REACHES_BACK * DAY, MONDAY - REACHES_BACK * DAY)


def test_what_recurs_rings_on_working_days_only() -> None:
    rings = Again(SATURDAY, 3)
    rung = [day for day in days(0, 21) if rings.is_news(Window(day, day - DAY, day, day), OFFICE)]
    assert rung == [MONDAY + DAY * n for n in (7, 10, 15, 18)]


RULES = st.builds(
    Rules,
    working_days=st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
    holidays=st.lists(st.sampled_from(days(-30, 90)), max_size=20).map(tuple),
)
WISHES = st.builds(
    Wish,
    often=st.sampled_from((Often.DAILY, Often.WEEKLY)),
    quiet_days=st.frozensets(st.integers(1, 7), max_size=6),
)
GAPS = st.lists(st.integers(1, REACHES_BACK), min_size=2, max_size=12)


def windows(gaps: list[int], wish: Wish, rules: list[Rules]) -> list[Window]:
    """Give the windows of digests on days with these gaps between them; weekly ones come once a week."""
    made = [MONDAY]
    for gap in gaps:
        earliest = Week.of(made[-1]).after.first if wish.often is Often.WEEKLY else MONDAY
        made.append(max(made[-1] + gap * DAY, earliest))
    return [window(day, before, wish, rules) for before, day in pairwise(made)]


@given(GAPS, WISHES, st.lists(RULES, min_size=1, max_size=3), st.integers(0, 250))
def test_a_day_told_ahead_is_news_in_exactly_one_digest(
    gaps: list[int], wish: Wish, rules: list[Rules], offset: int
) -> None:
    made = windows(gaps, wish, rules)
    day = made[0].told + DAY + offset * DAY
    told = sum(Ahead((day,)).is_news(each, rules[0]) for each in made)
    assert told == (day <= made[-1].until)


@given(GAPS, WISHES, RULES, st.integers(-20, 60), st.integers(1, 6))
def test_what_recurs_is_news_in_exactly_the_digest_after_it_rang(
    gaps: list[int], wish: Wish, rules: Rules, offset: int, every: int
) -> None:
    since, made = MONDAY + offset * DAY, windows(gaps, wish, [rules])
    worked = [since + DAY * n for n in range(400) if rules.is_working_day(since + DAY * n)]
    for each in made:
        rang = any(each.before < day <= each.day for day in worked[::every])
        assert Again(since, every).is_news(each, rules) is rang
    assert all(earlier.day == later.before for earlier, later in pairwise(made))
