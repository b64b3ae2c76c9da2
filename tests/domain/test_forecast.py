"""When everything will be verified: ranges from what was, and the reasons why nobody can say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vantage_readiness.domain import forecast
from vantage_readiness.domain.forecast import Course, Goal, course, days_reached, foretell, judge
from vantage_readiness.domain.movements import Bucket, Step
from vantage_readiness.domain.words import Tier

SUNDAY = date(2026, 11, 22)
CRITICAL = (Tier.CRITICAL,)


def a_course(made: Sequence[int], left: int, gained: Sequence[int] | None = None) -> Course:
    """Build a course that ends with so many left, without changes of scope."""
    lefts = [left + sum(made[n + 1 :]) for n in range(len(made))]
    kept = tuple(gained if gained is not None else (max(n, 0) for n in made))
    return Course(Goal.CRITICALS, SUNDAY, tuple(made), kept, tuple(lefts), (left + sum(made),) * len(made))


def a_bucket(verified: int = 0, tier: Tier = Tier.CRITICAL, scope: int = 1, phase: int = 1) -> Bucket:
    return Bucket(tier, phase, 1, scope, verified, verified)


def back(days: int) -> date:
    return SUNDAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (a_course([], 8), "Not enough data: 0 of 2 weeks."),
        (a_course([3], 8), "Not enough data: 1 of 2 weeks."),
        (a_course([0, 0], 8), "No verified progress in 2 weeks – no date."),
        (a_course([5, 0, 0, 0, 0], 8), "No verified progress in 4 weeks – no date."),
        (a_course([1, 1, 1, 1], 900), "Beyond 26 weeks."),
        (a_course([1, 0], 900), "Beyond 26 weeks."),
        (a_course([2, -2, 2, -2, 2, -1], 9), "Beyond 26 weeks."),
        (a_course([8], 0), "Reached: everything in scope is verified."),
        (a_course([0, 0], 0), "Nothing is in scope."),
    ],
)
def test_where_nobody_can_say_a_sentence_says_why(known: Course, sentence: str) -> None:
    said = foretell(known)
    assert (said.earliest, said.latest, said.sentence) == (None, None, sentence)


def test_a_steady_pace_foretells_one_day() -> None:
    said = foretell(a_course([2, 2, 2, 2], 8))
    assert (said.earliest, said.latest, said.rough) == (date(2026, 12, 20), date(2026, 12, 20), False)
    assert said.sentence == "By 20 December 2026, from the pace of 4 weeks."
    assert said.goal == "All criticals verified"


def test_an_uneven_pace_foretells_a_range() -> None:
    said = foretell(a_course([0, 4, 1, 3, 0, 2], 8))
    assert said.earliest
    assert said.latest
    assert SUNDAY < said.earliest < said.latest
    assert not said.rough
    assert said.sentence.startswith("Between ")


@pytest.mark.parametrize("made", [[2, 1], [2, 1, 2], [1, 0, 1, 1, 0]])
def test_few_weeks_or_few_items_foretell_a_rough_and_wide_range(made: list[int]) -> None:
    said = foretell(a_course(made, 4))
    assert said.earliest
    assert said.latest
    assert said.rough
    assert (said.latest - said.earliest).days >= 14
    assert said.sentence.startswith("Roughly between ")


def test_what_is_opened_again_moves_the_forecast_out() -> None:
    steady, shaky = foretell(a_course([3, 3, 3, 3], 12)), foretell(a_course([3, 3, -2, 3, 3, -2], 12))
    assert steady.latest
    assert shaky.latest
    assert shaky.latest > steady.latest


def test_many_items_left_are_foretold_from_few_weeks_too() -> None:
    said = foretell(a_course([60, 55], 600))
    assert said.rough
    assert said.earliest
    assert said.earliest > SUNDAY + timedelta(weeks=6)


def test_the_same_history_always_foretells_the_same() -> None:
    assert foretell(a_course([0, 4, 1, 3], 9)) == foretell(a_course([0, 4, 1, 3], 9))


@given(st.lists(st.integers(-5, 9), max_size=30), st.integers(0, 60))
def test_a_range_is_always_ahead_and_in_order(made: list[int], left: int) -> None:
    said = foretell(a_course(made, left))
    assert (said.earliest is None) == (said.latest is None)
    if said.earliest and said.latest:
        assert SUNDAY < said.earliest <= said.latest <= SUNDAY + timedelta(weeks=26)


def test_a_course_counts_whole_weeks_back_from_its_end() -> None:
    steps = [
        Step(back(16), None, a_bucket()),
        Step(back(16), None, a_bucket()),
        Step(back(16), None, a_bucket(tier=Tier.NICE)),
        Step(back(15), a_bucket(), a_bucket(1)),  # in the week that is not whole
        Step(back(13), a_bucket(), a_bucket(1)),
        Step(back(6), a_bucket(1), a_bucket()),
        Step(SUNDAY, None, a_bucket()),
        Step(SUNDAY, a_bucket(), a_bucket(1)),
        Step(SUNDAY + timedelta(days=1), a_bucket(), a_bucket(1)),
    ]
    assert course(Goal.CRITICALS, steps, CRITICAL, SUNDAY) == Course(
        Goal.CRITICALS, SUNDAY, (1, 0), (1, 1), (0, 1), (2, 3)
    )


def test_what_enters_or_leaves_the_scope_is_no_progress() -> None:
    steps = [
        Step(back(13), None, a_bucket()),
        Step(back(12), None, a_bucket()),
        Step(back(11), a_bucket(), a_bucket(scope=0)),
        Step(back(10), a_bucket(1), a_bucket(1, Tier.NICE)),
        Step(back(3), a_bucket(), a_bucket(1, phase=2)),  # moved to another phase and verified on one day
        Step(back(2), a_bucket(phase=1), a_bucket(phase=2)),
    ]
    found = course(Goal.CRITICALS, steps, CRITICAL, SUNDAY)
    assert (found.made, found.gained) == ((0, 1), (0, 1))
    assert course(Goal.CRITICALS, [], CRITICAL, SUNDAY).made == ()


def test_days_on_which_a_goal_was_reached_and_reached_again() -> None:
    steps = [
        Step(back(9), None, a_bucket()),
        Step(back(8), a_bucket(), a_bucket(1)),
        Step(back(7), None, a_bucket()),
        Step(back(6), a_bucket(), a_bucket(1)),
        Step(back(5), None, a_bucket(1)),
        Step(SUNDAY + timedelta(days=1), a_bucket(1), a_bucket()),
        Step(SUNDAY + timedelta(days=2), a_bucket(), a_bucket(1)),
    ]
    assert days_reached(steps, CRITICAL, SUNDAY) == [back(8), back(6)]
    assert days_reached([Step(back(9), None, a_bucket(scope=0))], CRITICAL, SUNDAY) == []


def test_earlier_forecasts_are_held_missed_or_open() -> None:
    known = a_course([2, 2, 2, 2, 2, 0, 0, 0], 4)
    found = judge(known, [])
    assert [each.week.name for each in found][:3] == ["2026-W46", "2026-W45", "2026-W44"]
    assert {each.outcome for each in found} <= {"missed", "open"}
    steady = next(each for each in found if each.week.name == "2026-W44")  # five weeks of two, four left
    assert (steady.latest, steady.outcome) == (date(2026, 11, 15), "missed")
    assert steady.sentence == "Not reached by 15 November 2026."


@pytest.mark.parametrize(
    ("reached", "outcome", "sentence"),
    [
        (date(2026, 11, 14), "held", "Reached on 14 November 2026."),
        (date(2026, 11, 2), "held", "Reached on 2 November 2026."),
        (date(2026, 11, 18), "missed", "Reached on 18 November 2026, 3 days late."),
        (date(2026, 10, 1), "missed", "Not reached by 15 November 2026."),  # before the forecast, and not again
    ],
)
def test_a_forecast_holds_if_its_last_day_is_kept(reached: date, outcome: str, sentence: str) -> None:
    found = judge(a_course([2, 2, 2, 2, 2, 0, 0, 4], 0), [reached])
    steady = next(each for each in found if each.week.name == "2026-W44")
    assert (steady.outcome, steady.sentence) == (outcome, sentence)


def test_a_forecast_of_a_day_to_come_is_open() -> None:
    (newest, *_) = judge(a_course([1, 1, 1, 1, 1], 8), [])
    assert (newest.outcome, newest.sentence) == ("open", "Still open.")


def test_at_most_twelve_earlier_forecasts_are_judged() -> None:
    assert len(judge(a_course([3] * 100, 20), [])) == forecast.MEMORY


def test_a_large_project_is_foretold() -> None:
    steps = [Step(back(700 - n % 690), None, a_bucket()) for n in range(10_000)]
    steps += [Step(back(690 - n // 8), a_bucket(), a_bucket(1)) for n in range(5_000)]
    steps.sort(key=lambda step: step.day)
    known = course(Goal.CRITICALS, steps, CRITICAL, SUNDAY)
    judge(known, days_reached(steps, CRITICAL, SUNDAY))
    foretell(known)
    assert len(known.made) == 100


def test_every_goal_has_its_label() -> None:
    assert [goal.label for goal in Goal] == ["All criticals verified", "All items verified"]
