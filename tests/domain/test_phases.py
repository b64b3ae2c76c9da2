"""When the plan could end, how far its phases are, and when they complete or regress."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import LONG_AGO, TODAY, a_checklist, an_item, some_items
from vantage_readiness.domain.diary import Kind
from vantage_readiness.domain.phases import (
    Band,
    PhaseProgress,
    PhaseState,
    Plan,
    Wedge,
    crossing,
    progress,
    progress_of,
    schedule,
    sentence,
)
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.words import Correction, Status, Tier

POLICY = Policy()
START = date(2026, 11, 2)


@dataclass(frozen=True)
class APhase:
    id: int
    name: str = "Security"
    weeks_min: Decimal | float | None = 1
    weeks_max: Decimal | float | None = 2


def after(days: int) -> date:
    return START + timedelta(days=days)


def now_of(items) -> PhaseProgress:
    return progress(items, TODAY, POLICY)


def test_phases_follow_one_another_from_the_start_date():
    plan = schedule(START, [APhase(1), APhase(2, "Testing", 2, 3), APhase(3, "Launch", Decimal("0.5"), 1)])
    assert plan.bands == (
        Band(1, "Security", START, after(7), START, after(14)),
        Band(2, "Testing", after(7), after(21), after(14), after(35)),
        Band(3, "Launch", after(21), after(25), after(35), after(42)),
    )
    assert plan.wedge == Wedge(START, after(25), after(42))
    assert plan.why_empty is None


@pytest.mark.parametrize(
    ("start", "phases", "why"),
    [
        (START, [], "The plan has no phases yet."),
        (None, [APhase(1)], "The plan has no dates yet. Set the start date to draw it."),
        (
            START,
            [APhase(1, weeks_min=None, weeks_max=None)],
            "“Security” has no duration, so the plan from there on has no dates.",
        ),
        (START, [APhase(1, weeks_max=None)], "“Security” has no duration, so the plan from there on has no dates."),
        (START, [APhase(1, weeks_max=1e12)], "With “Security” the plan is longer than 1,000 weeks."),
    ],
)
def test_a_plan_that_cannot_be_drawn_says_why(start, phases, why):
    assert schedule(start, phases) == Plan((), None, why)


@pytest.mark.parametrize(
    ("start", "target", "said"),
    [
        (START, START, "The plan ends between 9 November 2026 and 16 November 2026; the target is 2 November 2026."),
        (START, None, "The plan ends between 9 November 2026 and 16 November 2026."),
        (None, START, "The target is 2 November 2026."),
        (None, None, None),
    ],
)
def test_a_plan_is_told_beside_its_target(start, target, said):
    assert sentence(schedule(start, [APhase(1)]), target) == said


def test_the_phases_before_one_without_a_duration_keep_their_dates():
    plan = schedule(START, [APhase(1), APhase(2, "Testing", None, None), APhase(3)])
    assert [band.phase_id for band in plan.bands] == [1]
    assert plan.wedge is None
    assert plan.why_empty == "“Testing” has no duration, so the plan from there on has no dates."


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=8))
def test_tenths_of_weeks_do_not_drift(durations):
    phases = [APhase(n, weeks_min=low / 10, weeks_max=(low + more) / 10) for n, (low, more) in enumerate(durations)]
    bands = schedule(START, phases).bands
    exact = sum(low for low, _ in durations) * 7
    assert bands[-1].earliest_end == after(-(-exact // 10))
    for earlier, later in pairwise(bands):
        assert (earlier.earliest_end, earlier.latest_end) == (later.earliest_start, later.latest_start)
    assert all(band.earliest_end <= band.latest_end for band in bands)


@pytest.mark.parametrize(
    ("items", "counts", "state"),
    [
        ([], (0, 0, 0), "empty"),
        (a_checklist(Status.NOT_APPLICABLE), (0, 0, 0), "empty"),
        (a_checklist(Status.OPEN, Status.OPEN), (2, 0, 0), "not_started"),
        ([an_item(), an_item(Status.NOT_APPLICABLE)], (1, 0, 0), "not_started"),
        (a_checklist(Status.OPEN, Status.IN_PROGRESS), (2, 0, 0), "under_way"),
        (a_checklist(Status.OPEN, Status.BLOCKED), (2, 0, 0), "under_way"),
        (a_checklist(Status.OPEN, Status.DONE), (2, 1, 0), "under_way"),
        (a_checklist(Status.DONE, Status.VERIFIED), (2, 2, 1), "claimed"),
        (a_checklist(Status.VERIFIED, tier=Tier.PLAN), (1, 1, 1), "complete"),
        ([*a_checklist(Status.VERIFIED), an_item(Status.NOT_APPLICABLE)], (1, 1, 1), "complete"),
        ([*a_checklist(Status.VERIFIED), an_item(correction=Correction.DUPLICATE)], (1, 1, 1), "complete"),
        ([*a_checklist(Status.VERIFIED), an_item(waived_until=TODAY)], (2, 1, 1), "under_way"),
        ([*a_checklist(Status.VERIFIED), an_item(Status.VERIFIED, evidence_on=LONG_AGO)], (2, 2, 1), "claimed"),
    ],
)
def test_a_phase_is_as_far_as_its_items(items, counts, state):
    now = now_of(items)
    assert (now.total, now.claimed, now.verified) == counts
    assert now.state is PhaseState(state)
    assert now.is_complete == (state == "complete")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Status.DONE, Status.VERIFIED, Kind.PHASE_COMPLETED),
        (Status.VERIFIED, Status.OPEN, Kind.PHASE_REGRESSED),
        (Status.VERIFIED, Status.VERIFIED, None),
        (Status.OPEN, Status.DONE, None),
    ],
)
def test_a_phase_completes_and_regresses_with_its_items(before, after, kind):
    items = a_checklist(Status.VERIFIED, before)
    then = [items[0], replace(items[1], status=after)]
    assert crossing(now_of(items), now_of(then)) is kind


@given(some_items())
def test_a_phase_completes_only_when_every_item_that_applies_is_verified(items):
    now = now_of(items)
    assert 0 <= now.verified <= now.claimed <= now.total
    assert now.is_complete == (now.state is PhaseState.COMPLETE)
    assert not (now.is_complete and any(item.status is Status.OPEN and not item.correction for item in items))


@given(some_items(status=st.sampled_from([Status.OPEN, Status.DONE, Status.VERIFIED, Status.NOT_APPLICABLE])))
def test_counts_kept_beside_the_items_say_the_same(items):
    now = now_of(items)
    assert progress_of(now.total, now.claimed, now.verified) == now
