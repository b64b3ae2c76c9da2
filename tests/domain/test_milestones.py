"""What the leads hear about their project as a whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.domain.builders import TODAY
from tests.domain.test_triggers import a_day
from vantage_readiness.domain.milestones import Course, of_project
from vantage_readiness.domain.preferences import Concern
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.triggers import Matter

DAY = timedelta(days=1)


def told(**differs: object) -> list[Matter]:
    values: dict[str, object] = {
        "today": TODAY,
        "rules": Rules(),
        "leads": frozenset({1}),
        "created": TODAY,
        "start": TODAY,
        "has_begun": True,
        **differs,
    }
    return list(of_project(Course(**values)))  # type: ignore[arg-type]


def news(days: int, **differs: object) -> list[int]:
    return [
        n
        for n in range(days)
        for matter in told(**differs, today=TODAY + DAY * n)
        if matter.rings.is_news(a_day(TODAY + DAY * n), Rules())
    ]


def test_a_project_in_good_order_has_nothing_to_tell_and_nobody_hears_of_one_without_leads() -> None:
    assert told() == []
    assert told(leads=frozenset(), start=None, created=TODAY - 30 * DAY) == []


def test_a_start_date_that_is_not_set_is_asked_for_after_a_week_and_then_weekly() -> None:
    assert told(start=None, created=TODAY - 6 * DAY) == []
    [matter] = told(start=None, created=TODAY - 7 * DAY)
    assert (matter.concern, matter.headline, matter.page) == (Concern.PLAN, "The start date is not set", "settings")
    assert news(15, start=None, created=TODAY - 7 * DAY) == [0, 7, 14]


def test_a_start_date_that_passed_with_nothing_begun_is_told() -> None:
    assert told(start=TODAY - DAY, has_begun=True) == []
    [matter] = told(start=TODAY - DAY, has_begun=False)
    assert matter.sentence == "The start date was 22 November 2026 and nothing has begun. Move it, or begin."


@pytest.mark.parametrize("words", ["After Phase 1 completion", "after phase 01 completes"])
def test_a_review_after_a_phase_is_due_when_the_phase_is_complete(words: str) -> None:
    assert told(review=words) == []
    assert told(review=words, completed={2: TODAY}) == []
    [matter] = told(review=words, completed={1: date(2026, 11, 20)})
    assert matter.headline == "The next review is due"
    assert matter.sentence == "Phase 1 is complete since 20 November 2026. Have the project assessed again."
    assert matter.page == "assessment"


def test_an_assessment_that_came_after_the_phase_was_complete_was_the_review() -> None:
    done = date(2026, 11, 20)
    assert told(review="After Phase 1 completion", completed={1: done}, assessed=done + DAY) == []
    assert told(review="After Phase 1 completion", completed={1: done}, assessed=done) != []


def test_a_review_on_a_day_is_told_ahead_and_weekly_once_it_passed() -> None:
    review = "2 December 2026"
    assert [matter.headline for matter in told(review=review)] == ["The next review is in 9 days"]
    assert not told(review=review)[0].near
    assert told(review=review, today=date(2026, 12, 1))[0].headline == "The next review is tomorrow"
    assert news(20, review=review) == [2, 8, 9, 10, 17]
    assert told(review=review, today=date(2026, 12, 3))[0].sentence.startswith("It was to be on 2 December 2026.")


@pytest.mark.parametrize("words", ["", "January 2026 (post real-data collection)", "Post-mainnet deployment"])
def test_words_that_name_no_day_and_no_phase_tell_nothing(words: str) -> None:
    assert told(review=words, completed={1: TODAY}) == []


@pytest.mark.parametrize(("n", "title", "verb"), [(1, "1 finding", "It holds"), (3, "3 findings", "They hold")])
def test_findings_that_hold_the_gate_wait_for_the_leads(n: int, title: str, verb: str) -> None:
    [matter] = told(undecided=n, imported=date(2026, 11, 20))
    assert (matter.concern, matter.title) == (Concern.TO_DECIDE, f"{title} of the assessment")
    assert matter.sentence == f"{verb} the gate since 20 November 2026."
