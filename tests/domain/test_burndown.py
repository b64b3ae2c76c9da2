"""What changes do to the lines, and the lines they draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import TODAY, AnItem, an_item
from vantage_readiness.domain.burndown import BurnDown, ScopeStep, draw, replaced_policies
from vantage_readiness.domain.diary import Kind, Value
from vantage_readiness.domain.movements import Bucket, Movement, bucket, fold, merged, moves, replay
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.words import Correction, Status, Tier, Unit

POLICY = Policy()
MONDAY = date(2026, 11, 2)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)


@dataclass(frozen=True)
class ALine:
    day: date
    kind: str
    item: int | None = 1
    before: Value = None
    after: Value = None
    subject: str = "Fix it"


def added(day: date = MONDAY, item: int = 1, **differs: Value) -> ALine:
    after: dict[str, Value] = {
        "title": "Fix it",
        "tier": "critical",
        "phase": 1,
        "area": 2,
        "status": "open",
        "born_done": False,
    }
    return ALine(day, Kind.ITEM_ADDED, item, after={**after, **differs})


def moved(day: date, before: str, after: str, item: int = 1) -> ALine:
    return ALine(day, Kind.ITEM_MOVED, item, before, after)


def a_movement(day: date = MONDAY, scope: int = 0, claimed: int = 0, verified: int = 0, **differs) -> Movement:
    values = {"tier": Tier.CRITICAL, "phase": 1, "area": 2, **differs}
    return Movement(day=day, scope=scope, claimed=claimed, verified=verified, **values)


def drawn(movements, unit: Unit = Unit.ITEMS, today: date = WEDNESDAY, **differs) -> BurnDown:
    return draw(movements, POLICY, unit, today=today, **differs)


# one change


def test_a_new_item_widens_the_scope():
    assert moves(None, bucket(an_item(tier=Tier.CRITICAL, area_id=2)), MONDAY) == (a_movement(scope=1),)


def test_a_claim_moves_one_count_in_its_place():
    before = bucket(an_item(tier=Tier.CRITICAL, area_id=2))
    assert moves(before, replace(before, claimed=1), TUESDAY) == (a_movement(TUESDAY, claimed=1),)


def test_what_changes_nothing_moves_nothing():
    item = an_item()
    assert moves(bucket(item), bucket(replace(item, status=Status.BLOCKED)), MONDAY) == ()
    assert moves(None, None, MONDAY) == ()
    assert moves(None, bucket(an_item(Status.DONE, born_done=True)), MONDAY) == ()


def test_a_new_tier_takes_an_item_out_of_one_place_into_another():
    before = bucket(an_item(Status.VERIFIED, Tier.NICE, area_id=2))
    after = replace(before, tier=Tier.CRITICAL)
    assert moves(before, after, MONDAY) == (
        a_movement(tier=Tier.NICE, scope=-1, claimed=-1, verified=-1),
        a_movement(scope=1, claimed=1, verified=1),
    )


@pytest.mark.parametrize(
    ("differs", "counts"),
    [
        ({}, (1, 0, 0)),
        ({"status": Status.DONE}, (1, 1, 0)),
        ({"status": Status.VERIFIED}, (1, 1, 1)),
        ({"status": Status.VERIFIED, "aged": True}, (1, 1, 0)),
        ({"status": Status.NOT_APPLICABLE}, (0, 0, 0)),
        ({"correction": Correction.DUPLICATE}, (0, 0, 0)),
        ({"status": Status.DONE, "born_done": True}, (0, 0, 0)),
    ],
)
def test_a_bucket_counts_as_the_model_says(differs, counts):
    assert bucket(an_item(tier=Tier.NICE, phase_id=3, **differs)) == Bucket(Tier.NICE, 3, 1, *counts)


# the diary


@pytest.mark.parametrize(
    ("lines", "counts"),
    [
        ([], (1, 0, 0)),
        ([moved(TUESDAY, "open", "done")], (1, 1, 0)),
        ([moved(TUESDAY, "open", "done"), moved(TUESDAY, "done", "verified")], (1, 1, 1)),
        ([moved(TUESDAY, "open", "verified"), moved(WEDNESDAY, "verified", "open")], (1, 0, 0)),
        ([moved(TUESDAY, "open", "not_applicable")], (0, 0, 0)),
        ([ALine(TUESDAY, Kind.ITEM_CORRECTED, after="duplicate")], (0, 0, 0)),
        (
            [
                ALine(TUESDAY, Kind.ITEM_CORRECTED, after="duplicate"),
                ALine(WEDNESDAY, Kind.ITEM_CORRECTED, before="duplicate"),
            ],
            (1, 0, 0),
        ),
        ([moved(TUESDAY, "open", "verified"), ALine(WEDNESDAY, Kind.EVIDENCE_AGED, after=True)], (1, 1, 0)),
        (
            [
                moved(MONDAY, "open", "verified"),
                ALine(TUESDAY, Kind.EVIDENCE_AGED, after=True),
                ALine(WEDNESDAY, Kind.EVIDENCE_ADDED, after={"renews": True}),
            ],
            (1, 1, 1),
        ),
        (
            [
                moved(MONDAY, "open", "verified"),
                ALine(TUESDAY, Kind.EVIDENCE_AGED, after=True),
                ALine(WEDNESDAY, Kind.EVIDENCE_ADDED, after={"kind": "link"}),
            ],
            (1, 1, 0),
        ),
        ([ALine(TUESDAY, Kind.ITEM_COMMENTED, after="Nearly there")], (1, 0, 0)),
        ([ALine(TUESDAY, Kind.PROJECT_CHANGED, item=None, after={})], (1, 0, 0)),
    ],
)
def test_the_diary_tells_where_an_item_stands(lines, counts):
    replayed = replay([added(), *lines])
    assert tuple(sum(getattr(move, what) for move in replayed) for what in ("scope", "claimed", "verified")) == counts


def test_an_item_that_arrives_ticked_counts_from_its_first_decision_on():
    ticked = added(status="done", born_done=True)
    assert replay([ticked]) == []
    assert replay([ticked, moved(TUESDAY, "done", "open")]) == [a_movement(TUESDAY, scope=1)]
    again = [moved(TUESDAY, "done", "open"), moved(WEDNESDAY, "open", "done")]
    assert replay([ticked, *again])[-1] == a_movement(WEDNESDAY, claimed=1)


def test_an_item_that_arrives_ticked_counts_once_it_is_accepted():
    ticked = added(status="done", born_done=True)
    accepted = ALine(TUESDAY, Kind.ITEM_ACCEPTED, 1, False, True)
    assert replay([ticked, accepted]) == [a_movement(TUESDAY, scope=1, claimed=1)]


def test_movements_of_one_day_in_one_place_are_added_up():
    moved_twice = [a_movement(scope=1), a_movement(claimed=1), a_movement(TUESDAY, claimed=1)]
    cancelled = [a_movement(TUESDAY, claimed=-1), a_movement(tier=Tier.NICE, scope=2)]
    assert merged([*moved_twice, *cancelled]) == [a_movement(scope=1, claimed=1), a_movement(tier=Tier.NICE, scope=2)]


def test_a_fold_goes_on_where_another_ended():
    granted = ALine(TUESDAY, Kind.WAIVER_GRANTED, 1, None, "2026-12-24")
    lines = [added(), granted, moved(WEDNESDAY, "open", "done")]
    begun = fold(lines[:1])
    assert fold(lines[1:], begun) == fold(lines)
    assert (begun[1].status, begun[1].waived_until) == (Status.OPEN, None)
    assert (fold(lines)[1].status, fold(lines)[1].waived_until) == (Status.DONE, date(2026, 12, 24))


@pytest.mark.parametrize(("before", "after"), [(1, 3), ({"id": 1, "name": "Hardening"}, {"id": 3, "name": "Launch"})])
def test_a_new_phase_moves_an_item_there(before, after):
    replayed = replay([added(phase=before), ALine(TUESDAY, Kind.ITEM_PHASED, before=before, after=after)])
    assert replayed[1:] == [a_movement(TUESDAY, scope=-1), a_movement(TUESDAY, scope=1, phase=3)]


def test_an_item_can_leave_every_phase():
    replayed = replay([added(), ALine(TUESDAY, Kind.ITEM_PHASED, before=1, after=None)])
    assert replayed[2:] == [a_movement(TUESDAY, scope=1, phase=None)]


def test_a_new_tier_moves_an_item_there():
    replayed = replay([added(), ALine(TUESDAY, Kind.ITEM_RETIERED, before="critical", after="nice")])
    assert replayed[1:] == [a_movement(TUESDAY, scope=-1), a_movement(TUESDAY, scope=1, tier=Tier.NICE)]


def test_a_diary_that_changes_what_it_never_added_is_refused():
    with pytest.raises(Refused, match="changes item 7 before it adds it"):
        replay([moved(MONDAY, "open", "done", item=7)])


# histories by hypothesis: believable diaries with the item's state beside each line


@dataclass(frozen=True)
class Step:
    line: ALine
    before: AnItem | None
    after: AnItem


@st.composite
def histories(draw_one) -> list[Step]:
    """Draw a diary of a few items over two weeks: each line follows from the item's state before it."""
    steps: list[Step] = []
    states: dict[int, AnItem] = {}
    day = MONDAY
    for _ in range(draw_one(st.integers(1, 25))):
        day += timedelta(days=draw_one(st.integers(0, 2)))
        number = draw_one(st.integers(1, 4))
        before = states.get(number)
        line, after = draw_one(an_arrival(number, day) if before is None else a_change(before, day))
        states[number] = after
        steps.append(Step(line, before, after))
    return steps


@st.composite
def an_arrival(draw_one, number: int, day: date) -> tuple[ALine, AnItem]:
    ticked = draw_one(st.booleans())
    status = Status.DONE if ticked else Status.OPEN
    item = an_item(
        status,
        draw_one(st.sampled_from(Tier)),
        number=number,
        phase_id=draw_one(st.sampled_from([None, 1, 2])),
        born_done=ticked,
    )
    values = {"tier": item.tier.value, "phase": item.phase_id, "area": 1, "status": status.value, "born_done": ticked}
    return ALine(day, Kind.ITEM_ADDED, number, after=values), item


@st.composite
def a_change(draw_one, item: AnItem, day: date) -> tuple[ALine, AnItem]:
    what = draw_one(st.sampled_from(["status", "tier", "phase", "correction", "aged"]))
    number = item.number
    if what == "status":
        to = draw_one(st.sampled_from([status for status in Status if status is not item.status]))
        return moved(day, item.status.value, to.value, number), replace(item, status=to, born_done=False)
    if what == "tier":
        tier = draw_one(st.sampled_from([tier for tier in Tier if tier is not item.tier]))
        return ALine(day, Kind.ITEM_RETIERED, number, item.tier.value, tier.value), replace(item, tier=tier)
    if what == "phase":
        phase = draw_one(st.sampled_from([each for each in (None, 1, 2) if each != item.phase_id]))
        return ALine(day, Kind.ITEM_PHASED, number, item.phase_id, phase), replace(item, phase_id=phase)
    if what == "correction":
        why = None if item.correction else Correction.DUPLICATE
        line = ALine(day, Kind.ITEM_CORRECTED, number, item.correction and item.correction.value, why and why.value)
        return line, replace(item, correction=why)
    if item.aged:
        return ALine(day, Kind.EVIDENCE_ADDED, number, after={"renews": True}), replace(item, aged=False)
    return ALine(day, Kind.EVIDENCE_AGED, number, after=True), replace(item, aged=True)


def lines_of(steps: list[Step]) -> list[ALine]:
    return [step.line for step in steps]


def moves_of(steps: list[Step]) -> list[Movement]:
    """Give what the steps do one by one, as they happen."""
    return [
        move
        for step in steps
        for move in moves(bucket(step.before) if step.before else None, bucket(step.after), step.line.day)
    ]


def last_day(steps: list[Step]) -> date:
    return steps[-1].line.day + timedelta(days=1)


def picture(movements, today: date) -> list[BurnDown]:
    return [
        draw(movements, POLICY, unit, today=today, **part)
        for unit in Unit
        for part in ({}, {"tier": Tier.CRITICAL}, {"phase": 1}, {"area": 1})
    ]


def counts_of(burndown: BurnDown) -> dict[date, tuple[int, int, int]]:
    lines = zip(burndown.scope, burndown.claimed, burndown.verified, strict=True)
    return {day: counts for day, counts in zip(burndown.days, lines, strict=True) if any(counts)}


@given(histories())
def test_replaying_the_diary_gives_the_sum_of_what_happened(steps):
    for replayed, happened in zip(
        picture(replay(lines_of(steps)), last_day(steps)), picture(moves_of(steps), last_day(steps)), strict=True
    ):
        assert counts_of(replayed) == counts_of(happened)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_changes_on_a_day_does_not_matter(steps, random):
    shuffled = []
    for _, of_day in groupby(lines_of(steps), key=lambda line: line.day):
        lines = list(of_day)
        random.shuffle(lines)
        shuffled += lines
    assert replay(shuffled) == replay(lines_of(steps))


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_movements_does_not_matter(steps, random):
    movements = moves_of(steps)
    shuffled = random.sample(movements, len(movements))
    assert picture(shuffled, last_day(steps)) == picture(movements, last_day(steps))


@given(histories(), st.data())
def test_the_past_does_not_move_when_the_present_changes(steps, data):
    cut = data.draw(st.integers(0, len(steps) - 1))
    then = steps[cut].line.day - timedelta(days=1)
    known_then = [step for step in steps if step.line.day <= then]
    for now, before in zip(
        picture(moves_of(steps), last_day(steps)), picture(moves_of(known_then), last_day(steps)), strict=True
    ):
        past = {day: counts for day, counts in counts_of(now).items() if day <= then}
        assert past == {day: counts for day, counts in counts_of(before).items() if day <= then}


HEAVY = Policy(weights={Tier.CRITICAL: 10, Tier.IMPORTANT: 1, Tier.NICE: 1, Tier.PLAN: 0})


@given(histories(), st.data())
def test_new_weights_count_from_their_day_and_never_redraw_the_past(steps, data):
    movements, today = moves_of(steps), last_day(steps)
    on = data.draw(st.sampled_from([step.line.day for step in steps]))
    before, now, after = (
        counts_of(draw(movements, policy, Unit.POINTS, today=today, replaced=replaced))
        for policy, replaced in ((POLICY, ()), (HEAVY, [(on, POLICY)]), (HEAVY, ()))
    )
    assert now == {
        **{day: counts for day, counts in before.items() if day < on},
        **{day: counts for day, counts in after.items() if day >= on},
    }


def test_new_weights_are_a_named_step_of_points_and_no_step_of_items():
    movements = [a_movement(MONDAY, scope=2)]
    points = drawn(movements, Unit.POINTS, replaced=[(TUESDAY, HEAVY), (WEDNESDAY, HEAVY)])
    assert (points.scope, points.steps) == (
        (20, 20, 8),
        (ScopeStep(TUESDAY, 0, ("New weights",)), ScopeStep(WEDNESDAY, -12, ("New weights",))),
    )
    items = drawn(movements, replaced=[(TUESDAY, HEAVY)])
    assert (items.scope, items.steps) == ((2, 2, 2), ())


def test_only_new_weights_replace_a_policy():
    def changed(day: date, **before: Value) -> ALine:
        after = {**Policy().as_kept(), "evidence_days": 60}
        return ALine(day, Kind.PROJECT_CHANGED, None, {**after, **before}, after)

    lines = [changed(MONDAY, evidence_days=30), changed(TUESDAY, weights=HEAVY.as_kept()["weights"]), added(WEDNESDAY)]
    assert replaced_policies(lines) == [(TUESDAY, replace(HEAVY, evidence_days=60))]


@given(histories())
def test_the_lines_never_cross(steps):
    for each in picture(replay(lines_of(steps)), last_day(steps)):
        assert all(0 <= v <= c <= s for s, c, v in zip(each.scope, each.claimed, each.verified, strict=True))
        assert all(left >= unproven >= 0 for left, unproven in zip(each.remaining, each.unproven, strict=True))


@given(histories())
def test_the_last_day_agrees_with_where_the_items_stand(steps):
    standing = {step.after.number: bucket(step.after) for step in steps}
    drawn_now = draw(moves_of(steps), POLICY, Unit.ITEMS, today=last_day(steps))
    now = tuple(sum(getattr(each, what) for each in standing.values()) for what in ("scope", "claimed", "verified"))
    lines = (drawn_now.scope, drawn_now.claimed, drawn_now.verified)
    assert tuple(line[-1] if line else 0 for line in lines) == now


@given(histories(), st.sampled_from([Status.OPEN, Status.IN_PROGRESS, Status.BLOCKED, Status.DONE]))
def test_a_reopened_item_raises_what_remains_on_its_own_day(steps, status):
    proven = an_item(Status.VERIFIED, Tier.CRITICAL)
    day, before = last_day(steps), [*moves_of(steps), *moves(None, bucket(proven), MONDAY)]
    after = [*before, *moves(bucket(proven), bucket(replace(proven, status=status)), day)]
    left, left_after = (drawn(each, Unit.POINTS, today=day).remaining for each in (before, after))
    assert left_after == (*left[:-1], left[-1] + 4)


# the lines


HISTORY = [
    a_movement(MONDAY, scope=8),
    a_movement(MONDAY, scope=8, tier=Tier.NICE, phase=2),
    a_movement(TUESDAY, claimed=2),
    a_movement(WEDNESDAY, verified=1, scope=1, claimed=1),
]


def test_points_weigh_items_by_tier():
    now = drawn(HISTORY, Unit.POINTS)
    assert now.days == (MONDAY, TUESDAY, WEDNESDAY)
    assert now.scope == (40, 40, 44)
    assert now.claimed == (0, 8, 12)
    assert now.verified == (0, 0, 4)
    assert now.remaining == (40, 40, 40)
    assert now.unproven == (0, 8, 8)
    assert (now.unit, now.incomplete_from, now.why_empty) == (Unit.POINTS, WEDNESDAY, None)


@pytest.mark.parametrize(
    ("part", "scope"),
    [
        ({}, (16, 16, 17)),
        ({"tier": Tier.CRITICAL}, (8, 8, 9)),
        ({"tier": Tier.NICE}, (8, 8, 8)),
        ({"phase": 2}, (8, 8, 8)),
        ({"area": 2}, (16, 16, 17)),
        ({"phase": 2, "tier": Tier.CRITICAL}, ()),
    ],
)
def test_lines_can_be_drawn_for_a_part(part, scope):
    assert drawn(HISTORY, **part).scope == scope


@pytest.mark.parametrize(
    ("start", "days"),
    [
        (None, 3),
        (MONDAY - timedelta(days=30), 3),
        (TUESDAY, 2),
        (WEDNESDAY + timedelta(days=30), 1),
    ],
)
def test_lines_start_with_what_is_known_never_earlier(start, days):
    now = drawn(HISTORY, start=start)
    assert (len(now.days), now.scope[-1], now.days[-1]) == (days, 17, WEDNESDAY)


def test_days_without_changes_are_drawn_too():
    assert drawn(HISTORY, today=WEDNESDAY + timedelta(days=2)).scope == (16, 16, 17, 17, 17)


def test_what_is_dated_after_today_is_left_out():
    assert drawn(HISTORY, today=TUESDAY).scope == (16, 16)
    assert drawn(HISTORY, today=MONDAY - timedelta(days=1)).why_empty == drawn([]).why_empty


def test_scope_steps_are_marked_and_named():
    events = [
        ALine(MONDAY, Kind.ITEM_ADDED, subject="Imported"),
        ALine(WEDNESDAY, Kind.ITEM_ADDED, subject="Rate limiting"),
        ALine(WEDNESDAY + timedelta(days=1), Kind.ITEM_ADDED, subject="Later"),
    ]
    assert drawn(HISTORY, Unit.POINTS, events=events).steps == (ScopeStep(WEDNESDAY, 4, ("Rate limiting",)),)
    assert drawn(HISTORY).steps == (ScopeStep(WEDNESDAY, 1, ()),)


def test_a_swap_shows_although_the_scope_is_as_wide_as_before():
    swap = [ALine(TUESDAY, Kind.ITEM_CORRECTED, subject="HTTPS"), ALine(TUESDAY, Kind.ITEM_ADDED, subject="Banner")]
    assert drawn(HISTORY, events=swap).steps[0] == ScopeStep(TUESDAY, 0, ("Banner", "HTTPS"))


def test_steps_before_the_first_day_shown_are_left_out():
    assert drawn(HISTORY, today=WEDNESDAY + timedelta(days=1), start=WEDNESDAY + timedelta(days=1)).steps == ()


@pytest.mark.parametrize(
    ("movements", "differs", "why"),
    [
        ([], {}, "Nothing to draw yet: the lines begin on the day the first assessment is imported."),
        (HISTORY, {"phase": 9}, "Nothing to draw: no item of this part has been in scope."),
        (
            [a_movement(tier=Tier.PLAN, scope=3)],
            {"unit": Unit.POINTS},
            "These items weigh nothing, so there are no points to draw. Count items instead.",
        ),
    ],
)
def test_empty_lines_say_why(movements, differs, why):
    now = drawn(movements, **differs)
    assert (now.days, now.remaining, now.steps, now.why_empty, now.summary) == ((), (), (), why, why)


def test_plan_steps_are_counted_as_items():
    assert drawn([a_movement(tier=Tier.PLAN, scope=3)]).scope == (3, 3, 3)


@pytest.mark.parametrize(
    ("movements", "differs", "summary"),
    [
        (
            [
                a_movement(date(2026, 10, 1), scope=14),
                a_movement(date(2026, 11, 7), claimed=2, verified=2),
                a_movement(date(2026, 11, 20), claimed=4, verified=2),
            ],
            {"unit": Unit.POINTS, "today": date(2026, 11, 21)},
            (
                "On 21 November 2026, 40 of 56 points remained unverified; 8 points are claimed but not proven. "
                "2 weeks ago it was 48."
            ),
        ),
        (
            HISTORY,
            {},
            (
                "On 4 November 2026, 16 of 17 items remained unverified; 2 items are claimed but not proven. "
                "2 days ago it was 16 of 16."
            ),
        ),
        (
            [a_movement(scope=1, claimed=1)],
            {"today": MONDAY},
            "On 2 November 2026, 1 of 1 item remained unverified; 1 item is claimed but not proven.",
        ),
        ([a_movement(scope=2)], {"today": MONDAY}, "On 2 November 2026, 2 of 2 items remained unverified."),
        (
            [a_movement(scope=2), a_movement(TUESDAY, claimed=2, verified=2)],
            {},
            "On 4 November 2026, all 2 items were verified. 2 days ago it was 2.",
        ),
        (
            [a_movement(scope=2), a_movement(TUESDAY, scope=-2)],
            {},
            "On 4 November 2026, nothing was in scope.",
        ),
    ],
)
def test_one_sentence_says_what_the_lines_show(movements, differs, summary):
    assert drawn(movements, **differs).summary == summary


def test_today_is_the_day_of_the_test_cast():
    assert drawn(HISTORY, today=TODAY).incomplete_from == TODAY
