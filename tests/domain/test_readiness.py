"""Four numbers that are never blended, the estimate, and the lift of an item."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import LONG_AGO, TODAY, a_checklist, an_item, some_items, vantage
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.readiness import (
    CREDITS,
    Aside,
    Credit,
    Lift,
    Points,
    Readiness,
    Tally,
    TierCount,
    estimate,
    lift,
    measure,
    standing,
    tally,
)
from vantage_readiness.domain.words import Correction, Standing, Status, Tier

POLICY = Policy()
STATED = Decimal("7.5")
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def readiness_of(items, stated=STATED, policy=POLICY) -> Readiness:
    return measure(tally(items, TODAY, policy), policy, stated)


@pytest.mark.parametrize(
    ("differs", "stands"),
    [
        ({}, Standing.UNDONE),
        ({"status": Status.IN_PROGRESS}, Standing.UNDONE),
        ({"status": Status.BLOCKED}, Standing.UNDONE),
        ({"status": Status.DONE}, Standing.CLAIMED),
        ({"status": Status.VERIFIED}, Standing.VERIFIED),
        ({"status": Status.VERIFIED, "evidence_on": TODAY - timedelta(days=30)}, Standing.VERIFIED),
        ({"status": Status.VERIFIED, "evidence_on": TODAY - timedelta(days=31)}, Standing.AGED),
        ({"status": Status.VERIFIED, "evidence_on": TOMORROW}, Standing.VERIFIED),
        ({"status": Status.VERIFIED, "evidence_on": None}, Standing.AGED),
        ({"waived_until": TODAY}, Standing.WAIVED),
        ({"waived_until": YESTERDAY}, Standing.UNDONE),
        ({"status": Status.DONE, "waived_until": TODAY}, Standing.CLAIMED),
        ({"status": Status.VERIFIED, "waived_until": TODAY}, Standing.VERIFIED),
        ({"status": Status.NOT_APPLICABLE}, Standing.NOT_APPLICABLE),
        ({"status": Status.NOT_APPLICABLE, "waived_until": TODAY}, Standing.NOT_APPLICABLE),
        ({"correction": Correction.DUPLICATE}, Standing.CORRECTED),
        ({"status": Status.VERIFIED, "correction": Correction.NOT_A_GAP}, Standing.CORRECTED),
        ({"status": Status.DONE, "born_done": True}, Standing.BORN_DONE),
        ({"status": Status.OPEN, "born_done": True}, Standing.UNDONE),
        ({"status": Status.VERIFIED, "born_done": True}, Standing.VERIFIED),
        ({"status": Status.DONE, "vanished": True}, Standing.CLAIMED),
    ],
)
def test_an_item_counts_as(differs, stands):
    assert standing(an_item(**differs), TODAY, POLICY) is stands


def test_every_standing_has_its_credit_as_the_model_says():
    assert {stands: tuple(CREDITS[stands]) for stands in Standing} == {
        Standing.UNDONE: (1, 0, 0),
        Standing.CLAIMED: (1, 1, 0),
        Standing.VERIFIED: (1, 1, 1),
        Standing.AGED: (1, 1, 0),
        Standing.WAIVED: (1, 0, 0),
        Standing.NOT_APPLICABLE: (0, 0, 0),
        Standing.CORRECTED: (0, 0, 0),
        Standing.BORN_DONE: (0, 0, 0),
    }
    assert Credit(1, 1, 0).claimed == 1


def test_the_first_checklist_weighs_56_points_and_nothing_is_done():
    now = readiness_of(vantage())
    assert now.points == Points(scope=56, claimed=0, verified=0)
    assert (now.stated, now.claimed, now.verified, now.estimate) == (STATED, 0, 0, Decimal("7.50"))
    assert now.why_empty is None


def test_six_done_criticals_give_the_estimate_the_successor_nearly_states():
    assert readiness_of(vantage(6)).estimate == Decimal("8.57")


def test_a_claim_is_not_proof():
    now = readiness_of(vantage(8))
    assert (now.claimed, now.verified) == (57, 0)


def test_percentages_are_floored():
    now = readiness_of(a_checklist(Status.VERIFIED, Status.VERIFIED, Status.OPEN))
    assert (now.claimed, now.verified) == (66, 66)


def test_a_hundred_less_one_of_many_is_99():
    items = [*a_checklist(*[Status.VERIFIED] * 500), an_item(tier=Tier.NICE)]
    assert readiness_of(items).verified == 99


def test_tiers_are_counted_without_overlap():
    items = [
        *a_checklist(Status.OPEN, Status.BLOCKED, Status.DONE, Status.VERIFIED),
        an_item(Status.VERIFIED, Tier.CRITICAL, evidence_on=None),
        an_item(tier=Tier.CRITICAL, waived_until=TODAY),
        an_item(Status.NOT_APPLICABLE, Tier.CRITICAL),
        an_item(tier=Tier.PLAN),
    ]
    tiers = readiness_of(items).tiers
    assert tiers[0] == TierCount(Tier.CRITICAL, scope=6, undone=2, claimed=1, verified=1, aged=1, waived=1)
    assert [count.tier for count in tiers] == list(Tier)
    assert [count.scope for count in tiers] == [6, 0, 0, 1]


def test_what_is_out_of_scope_shows_as_counts():
    items = [
        *a_checklist(Status.NOT_APPLICABLE, Status.NOT_APPLICABLE, Status.DONE),
        an_item(correction=Correction.DUPLICATE),
        *a_checklist(*[Status.DONE] * 3, born_done=True),
    ]
    now = readiness_of(items)
    assert now.aside == Aside(not_applicable=2, corrected=1, born_done=3)
    assert now.points.scope == 4


def test_coverage_is_the_share_of_weight_confirmed_in_the_last_two_weeks():
    edge = TODAY - timedelta(days=14)
    items = [
        an_item(tier=Tier.CRITICAL, confirmed_on=edge),
        an_item(tier=Tier.IMPORTANT, confirmed_on=edge - timedelta(days=1)),
        an_item(Status.NOT_APPLICABLE, Tier.CRITICAL, confirmed_on=TODAY),
    ]
    assert readiness_of(items).coverage == 66


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ([], "No items are known yet."),
        (a_checklist(Status.OPEN, tier=Tier.PLAN), "What is in scope weighs nothing, so there is no percentage."),
        (
            [
                *a_checklist(Status.NOT_APPLICABLE, Status.NOT_APPLICABLE),
                an_item(correction=Correction.NOT_A_GAP),
                an_item(Status.DONE, born_done=True),
            ],
            (
                "Nothing is in scope: 2 items not applicable, 1 item closed as no real gap or duplicate "
                "and 1 item arrived already ticked."
            ),
        ),
    ],
)
def test_without_scope_there_is_no_percentage_but_a_reason(items, why):
    now = readiness_of(items)
    assert (now.claimed, now.verified, now.coverage, now.why_empty) == (None, None, None, why)


@pytest.mark.parametrize(
    ("stated", "done", "scope", "score"),
    [
        (Decimal("7.5"), 0, 56, Decimal("7.50")),
        (Decimal("7.5"), 24, 56, Decimal("8.57")),
        (Decimal("7.5"), 56, 56, Decimal("10.00")),
        (Decimal("7.5"), 55, 56, Decimal("9.95")),
        (Decimal(0), 1, 3, Decimal("3.33")),
        (None, 24, 56, None),
        (Decimal("7.5"), 0, 0, None),
    ],
)
def test_the_estimate_spans_the_stated_score_and_ten(stated, done, scope, score):
    assert estimate(stated, done, scope) == score


def test_the_estimate_rests_on_original_items_only():
    items = [*vantage(6), *a_checklist(*[Status.VERIFIED] * 5, original=False)]
    now = readiness_of(items)
    assert now.estimate == Decimal("8.57")
    assert now.first == Points(scope=56, claimed=24, verified=0)


def test_a_shorter_list_is_no_better_estimate():
    items = vantage(6)
    shorter = [*items[:6], replace(items[6], status=Status.NOT_APPLICABLE), *items[7:]]
    assert readiness_of(shorter).estimate == readiness_of(items).estimate


def test_what_arrived_ticked_is_no_part_of_the_estimate():
    items = [*vantage(6), *a_checklist(Status.DONE, Status.DONE, born_done=True)]
    assert readiness_of(items).estimate == Decimal("8.57")


def test_an_open_critical_lifts_both_percentages_and_the_score():
    items = vantage()
    given = lift(items[0], readiness_of(items), TODAY, POLICY)
    assert (given.claimed_percent, given.verified_percent) == (Decimal("7.1"), Decimal("7.1"))
    assert given.score == Decimal("0.17")


@pytest.mark.parametrize(
    ("differs", "claimed", "verified", "score"),
    [
        ({"status": Status.DONE}, "0.0", "50.0", "0.00"),
        ({"status": Status.VERIFIED, "evidence_on": LONG_AGO}, "0.0", "50.0", "0.00"),
        ({"status": Status.VERIFIED}, "0.0", "0.0", "0.00"),
        ({"status": Status.NOT_APPLICABLE}, "0.0", "0.0", "0.00"),
        ({"waived_until": TODAY}, "50.0", "50.0", "1.25"),
        ({"original": False}, "50.0", "50.0", None),
    ],
)
def test_the_lift_is_what_verifying_adds(differs, claimed, verified, score):
    item = an_item(**differs)
    given = lift(item, readiness_of([item, an_item()]), TODAY, POLICY)
    assert (str(given.claimed_percent), str(given.verified_percent)) == (claimed, verified)
    assert given.score == (Decimal(score) if score else None)


def test_accepting_a_born_done_item_by_proof_widens_the_scope_too():
    item = an_item(Status.DONE, born_done=True, original=False)
    given = lift(item, readiness_of([item, an_item()]), TODAY, POLICY)
    assert (given.verified_percent, given.score) == (Decimal("50.0"), None)


def test_the_first_item_in_scope_lifts_from_nothing():
    item = an_item(Status.DONE, born_done=True)
    assert lift(item, readiness_of([item]), TODAY, POLICY) == Lift(
        Decimal("100.0"), Decimal("100.0"), None, Fraction(1)
    )


def test_without_a_stated_score_no_lift_of_it_is_claimed():
    item = an_item()
    assert lift(item, readiness_of([item], stated=None), TODAY, POLICY).score is None


@given(some_items(), some_items())
def test_tallies_of_separate_items_add_up(some, others):
    assert tally(some, TODAY, POLICY) + tally(others, TODAY, POLICY) == tally([*some, *others], TODAY, POLICY)


def test_an_empty_tally_adds_nothing():
    counted = tally(vantage(3), TODAY, POLICY)
    assert Tally() + counted == counted
    assert counted.count(Standing.CLAIMED) == 3
    assert counted.count(Standing.UNDONE, Tier.NICE) == 8


WEIGHED = st.sampled_from([Tier.CRITICAL, Tier.IMPORTANT, Tier.NICE])


@given(some_items(tier=WEIGHED))
def test_a_hundred_appears_only_when_everything_is_done(items):
    now = readiness_of(items)
    in_scope = [s for item in items if CREDITS[s := standing(item, TODAY, POLICY)].scope]
    assert (now.verified == 100) == (bool(in_scope) and all(s is Standing.VERIFIED for s in in_scope))
    assert (now.claimed == 100) == (bool(in_scope) and all(CREDITS[s].claimed for s in in_scope))


@given(some_items())
def test_verified_never_exceeds_claimed_nor_claimed_the_scope(items):
    points = readiness_of(items).points
    assert 0 <= points.verified <= points.claimed <= points.scope


def figures(now: Readiness) -> list[Decimal | int]:
    return [number if number is not None else -1 for number in (now.claimed, now.verified, now.coverage, now.estimate)]


def never_higher(after: Readiness, before: Readiness) -> bool:
    return all(a <= b for a, b in zip(figures(after), figures(before), strict=True))


@given(some_items(waived_until=st.none()), st.data())
def test_a_waiver_never_raises_a_number(items, data):
    waived = [replace(item, waived_until=data.draw(st.sampled_from([None, TODAY, TOMORROW]))) for item in items]
    assert never_higher(readiness_of(waived), readiness_of(items))


@given(some_items(), st.sampled_from(Tier), st.booleans())
def test_an_unknown_never_raises_a_number(items, tier, original):
    items = [*items, an_item()]
    unknown = an_item(tier=tier, original=original, confirmed_on=LONG_AGO, evidence_on=None)
    assert never_higher(readiness_of([*items, unknown]), readiness_of(items))


@given(some_items(status=st.just(Status.VERIFIED)), st.data())
def test_a_lost_proof_never_raises_a_number(items, data):
    aged = [replace(item, evidence_on=data.draw(st.sampled_from([item.evidence_on, None]))) for item in items]
    assert never_higher(readiness_of(aged), readiness_of(items))


@given(some_items(), st.data())
def test_verifying_an_item_gives_exactly_its_lift(items, data):
    items = [*items, an_item(original=False)]
    item = data.draw(st.sampled_from(items))
    before = readiness_of(items)
    promised = lift(item, before, TODAY, POLICY)
    if standing(item, TODAY, POLICY) in (Standing.NOT_APPLICABLE, Standing.CORRECTED):
        assert promised.exact == 0
        return
    proven = replace(item, status=Status.VERIFIED, evidence_on=TODAY)
    after = readiness_of([proven if each is item else each for each in items])
    gained = 100 * after.points.verified / after.points.scope - 100 * before.points.verified / before.points.scope
    assert gained == pytest.approx(float(100 * promised.exact))
    assert 0 <= 100 * promised.exact - Fraction(promised.verified_percent) < Fraction(1, 10)
