"""Explained change: closed work, scope changes and waivers add up; what they leave is called unexplained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.domain.builders import TODAY
from vantage_readiness.domain.explain import Explained, Point, explain, measure_point
from vantage_readiness.domain.movements import State
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.words import Correction, Status, Tier

POLICY = Policy()
ORIGINALS = range(1, 25)
TIERS = [Tier.CRITICAL] * 8 + [Tier.IMPORTANT] * 8 + [Tier.NICE] * 8


def states() -> dict[int, State]:
    return {number: State(tier, Status.OPEN, None, None, False) for number, tier in enumerate(TIERS, 1)}


def closed(found: dict[int, State], *numbers: int, status: Status = Status.DONE) -> dict[int, State]:
    return found | {number: replace(found[number], status=status) for number in numbers}


def point(found: dict[int, State], stated: str | None, on: date = TODAY) -> Point:
    return Point(found, on, None if stated is None else Decimal(stated))


def explained(earlier: Point, later: Point) -> Explained:
    found = explain(earlier, later, ORIGINALS, POLICY)
    assert found is not None
    return found


FIRST = point(states(), "7.5")
SECOND = point(closed(states(), 1, 2, 3, 4, 5, 6), "8.5")
THIRD = point(closed(states(), 1, 2, 3, 4, 5, 6, 9), "9.2")


def test_six_closed_criticals_explain_a_little_more_than_was_stated() -> None:
    change = explained(FIRST, SECOND)
    assert (change.stated, change.closed, change.explained) == (Decimal("1.00"), Decimal("1.07"), Decimal("1.07"))
    assert (change.unexplained, change.is_flagged) == (Decimal("-0.07"), False)
    assert change.sentence == "What was closed accounts for +1.07 of the stated +1.00."


def test_one_closed_important_item_does_not_explain_a_leap_and_is_flagged() -> None:
    change = explained(SECOND, THIRD)
    assert (change.stated, change.explained, change.is_flagged) == (Decimal("0.70"), Decimal("0.05"), True)
    assert change.sentence == "What was closed accounts for +0.05 of the stated +0.70. 0.65 of it is not explained."


def test_more_work_than_is_stated_is_flagged_as_well() -> None:
    change = explained(FIRST, point(closed(states(), 1, 2, 3, 4, 5, 6), "7.6"))
    assert change.is_flagged
    assert change.sentence == "What was closed accounts for +1.07, 0.97 more than the stated +0.10."


PARTS = [
    ({"status": Status.VERIFIED}, {"closed": "0.18"}),
    ({"status": Status.VERIFIED, "aged": True}, {"closed": "0.18"}),
    ({"status": Status.NOT_APPLICABLE}, {"scope": "0.18"}),
    ({"correction": Correction.NOT_A_GAP}, {"scope": "0.18"}),
    ({"waived_until": TODAY}, {"waivers": "0.18"}),
    ({"waived_until": TODAY - timedelta(days=1)}, {}),
    ({"status": Status.BLOCKED}, {}),
]


@pytest.mark.parametrize(("differs", "parts"), PARTS)
def test_each_part_is_what_became_of_the_items(differs: dict[str, object], parts: dict[str, str]) -> None:
    later = states() | {1: replace(states()[1], **differs)}  # type: ignore[arg-type]
    change = explained(FIRST, point(later, "7.6"))
    assert {name: getattr(change, name) for name in ("closed", "scope", "waivers")} == {
        name: Decimal(parts.get(name, "0.00")) for name in ("closed", "scope", "waivers")
    }
    assert change.unexplained == Decimal("0.10") - change.explained


def test_what_was_re_opened_counts_backwards() -> None:
    assert explained(SECOND, point(states(), "8.5")).closed == Decimal("-0.64")


def test_a_waiver_that_ends_in_work_is_counted_as_work() -> None:
    waived = states() | {1: replace(states()[1], waived_until=TODAY)}
    change = explained(point(waived, "7.5"), point(closed(waived, 1), "7.5"))
    assert (change.waivers, change.closed, change.explained) == (Decimal("-0.18"), Decimal("0.18"), Decimal("0.00"))


def test_what_is_not_original_or_arrived_ticked_explains_nothing() -> None:
    earlier = states() | {
        1: State(Tier.CRITICAL, Status.DONE, None, None, True),
        99: State(Tier.CRITICAL, Status.OPEN, None, None, False),
    }
    change = explained(point(earlier, "7.5"), point(closed(earlier, 99, 1, status=Status.VERIFIED), "8.0"))
    assert change.explained == Decimal("0.00")
    assert change.is_flagged


@pytest.mark.parametrize(("earlier", "later"), [(point(states(), None), SECOND), (point({}, "7.5"), SECOND)])
def test_without_a_first_score_or_weights_nothing_can_be_explained(earlier: Point, later: Point) -> None:
    assert explain(earlier, later, ORIGINALS, POLICY) is None


def test_without_a_later_score_only_the_work_is_told() -> None:
    change = explained(FIRST, point(closed(states(), 1), None))
    assert (change.stated, change.unexplained, change.is_flagged) == (None, None, False)
    assert change.sentence == "What was closed accounts for +0.18; the later document prints no score."


def test_the_numbers_of_a_day_are_measured_as_they_are_today() -> None:
    numbers = measure_point(SECOND, ORIGINALS, POLICY, Decimal("7.5"))
    assert (numbers.claimed, numbers.verified, numbers.estimate) == (42, 0, Decimal("8.57"))
    assert (numbers.stated, numbers.base) == (Decimal("8.5"), Decimal("7.5"))
