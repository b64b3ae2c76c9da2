"""ISO weeks: their names, their days, which are over, and when a report is due."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.weeks import Week, newest_due, newest_over

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


def test_a_week_is_named_as_people_write_it_and_read_back() -> None:
    week = Week.of(MONDAY)
    assert (week.name, week.first, week.last) == ("2026-W48", MONDAY, SUNDAY)
    assert [Week.read(text) for text in ("2026-W48", " 2026w48 ", "2026W48")] == [week] * 3


def test_the_last_days_of_a_year_may_be_in_the_first_week_of_the_next() -> None:
    assert Week.of(date(2027, 1, 3)) == Week(2026, 53)
    assert Week(2026, 53).after == Week(2027, 1)
    assert Week(2027, 1).before == Week(2026, 53)


@pytest.mark.parametrize("text", ["", "W48", "2026-W00", "2026-W54", "2026-48", "0000-W01", "9999-W52x"])
def test_what_is_no_week_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="2026-W47"):
        Week.read(text)


def test_a_week_is_over_when_its_sunday_is() -> None:
    assert [Week(2026, 48).is_over(day) for day in (SUNDAY, date(2026, 11, 30))] == [False, True]
    assert newest_over(SUNDAY) == Week(2026, 47)


def test_weeks_are_walked_with_both_ends() -> None:
    assert [week.name for week in Week(2026, 52).until(Week(2027, 1))] == ["2026-W52", "2026-W53", "2027-W01"]
    assert list(Week(2026, 48).until(Week(2026, 47))) == []


@pytest.mark.parametrize(
    ("local", "weekday", "hour", "due"),
    [
        (datetime(2026, 11, 23, 6, 59, tzinfo=UTC), 1, 7, 46),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), 1, 7, 47),
        (datetime(2026, 11, 29, 23, 0, tzinfo=UTC), 1, 7, 47),
        (datetime(2026, 11, 25, 9, 0, tzinfo=UTC), 4, 9, 46),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), 4, 9, 47),
        (datetime(2026, 11, 27, 0, 0, tzinfo=UTC), 4, 9, 47),
        (datetime(2026, 11, 29, 6, 0, tzinfo=UTC), 7, 7, 46),
        (datetime(2026, 11, 29, 7, 0, tzinfo=UTC), 7, 7, 47),
    ],
)
def test_a_report_is_due_from_its_hour_on_its_day_of_the_next_week(
    local: datetime, weekday: int, hour: int, due: int
) -> None:
    assert newest_due(local, weekday, hour) == Week(2026, due)
