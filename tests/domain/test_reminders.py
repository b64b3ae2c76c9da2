"""The rules of reminders: working days, the hour, what is kept and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.reminders import MOST_HOLIDAYS, Rules
from vantage_readiness.domain.words import Tier

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def test_working_days_leave_out_weekends_and_holidays() -> None:
    rules = Rules(holidays=(date(2026, 11, 24),))
    assert rules.next_working_day(FRIDAY) == MONDAY
    assert rules.next_working_day(MONDAY) == date(2026, 11, 25)
    assert rules.working_days_between(FRIDAY, date(2026, 11, 27)) == 4
    assert rules.working_days_between(MONDAY, FRIDAY) == 0


def test_when_nobody_works_for_long_the_next_day_is_given() -> None:
    never = Rules(working_days=())
    assert never.next_working_day(FRIDAY) == date(2026, 11, 21)


@pytest.mark.parametrize(("hour", "day", "expected"), [(7, 23, False), (8, 23, True), (23, 23, True), (9, 22, False)])
def test_digests_are_due_from_their_hour_on_of_a_working_day(hour: int, day: int, *, expected: bool) -> None:
    assert Rules().is_time(datetime(2026, 11, day, hour, tzinfo=UTC)) is expected


def test_what_is_kept_is_read_back() -> None:
    rules = Rules(hour=6, holidays=(MONDAY,), before=(30, 0), escalations={**Rules().escalations, Tier.NICE: (2, 4)})
    assert Rules.from_kept(rules.as_kept()) == rules
    assert Rules.from_kept({"something": "else"}) == Rules()


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ({"working_days": []}, "working day"),
        ({"working_days": [8]}, "working day"),
        ({"hour": 24}, "hour"),
        ({"report_day": 0}, "hour"),
        ({"holidays": ["2026-12-24"] * (MOST_HOLIDAYS + 1)}, "too many holidays"),
        ({"before": [91]}, "at most ten"),
        ({"before": [1] * 11}, "at most ten"),
        ({"every": 0}, "number of days"),
        ({"untouched_days": 366}, "number of days"),
        ({"escalations": {"nice": [5, 3]}}, "deputy"),
    ],
)
def test_rules_by_which_nobody_could_be_reminded_are_refused(kept: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        Rules.from_kept(kept)
