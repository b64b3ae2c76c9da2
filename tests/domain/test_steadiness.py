"""A clock that leaps ahead is believed once it stays there, one that goes back at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vantage_readiness.domain.steadiness import Steadiness

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
YEAR, DAY, HOUR, MINUTE = timedelta(days=365), timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def answers(*looks: tuple[timedelta, timedelta]) -> list[bool]:
    """Look again and again: by how much the hour shown is wrong, and how much time has really passed."""
    steadiness = Steadiness()
    return [steadiness.believes(NOON + passed + wrong, passed) for wrong, passed in looks]


NONE = timedelta()


@pytest.mark.parametrize(
    ("looks", "believed"),
    [
        ([(NONE, NONE), (NONE, MINUTE), (NONE, 40 * DAY)], [True, True, True]),
        ([(NONE, NONE), (HOUR, MINUTE), (-HOUR, 2 * MINUTE)], [True, True, True]),
        ([(NONE, NONE), (DAY, MINUTE)], [True, True]),
        ([(NONE, NONE), (YEAR, MINUTE), (YEAR, 2 * MINUTE), (NONE, 3 * MINUTE)], [True, False, False, True]),
        ([(NONE, NONE), (YEAR, MINUTE), (YEAR, MINUTE + HOUR), (YEAR, 2 * HOUR)], [True, False, True, True]),
        ([(NONE, NONE), (-DAY, MINUTE), (-YEAR, 2 * MINUTE)], [True, True, True]),
        ([(YEAR, NONE), (NONE, MINUTE)], [True, True]),
    ],
    ids=["steady", "an hour", "a day", "a year and back", "a year and stays", "back", "back from ahead"],
)
def test_what_leaps_ahead_is_doubted_for_an_hour(
    looks: list[tuple[timedelta, timedelta]], believed: list[bool]
) -> None:
    assert answers(*looks) == believed
