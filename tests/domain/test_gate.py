"""The gate, its reasons in order, and what stands between us and go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import TODAY, a_checklist, an_item, numbers, some_items, vantage
from vantage_readiness.domain.causes import Cause, Effect
from vantage_readiness.domain.gate import Gate, judge, obstacles
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.readiness import measure, tally
from vantage_readiness.domain.words import Correction, Severity, Status, Tier, Verdict

POLICY = Policy()
CRITICAL = Tier.CRITICAL
IN_DECEMBER = date(2026, 12, 14)


@dataclass(frozen=True)
class AFinding:
    id: int = 1
    severity: Severity = Severity.WARNING
    undecided: bool = True
    about_tier: Tier | None = CRITICAL


def gate_of(items, findings=()) -> Gate:
    return judge(items, findings, TODAY, POLICY)


def only_reason(items, findings=()) -> tuple[Cause, Effect, str]:
    (reason,) = gate_of(items, findings).reasons
    return reason.code, reason.effect, reason.sentence


def proven(n: int = 8, **differs):
    return a_checklist(*[Status.VERIFIED] * n, **differs)


def aged(days: int, **differs):
    return an_item(Status.VERIFIED, CRITICAL, evidence_on=TODAY - timedelta(days=days), **differs)


SENTENCES = [
    (vantage(), "Not ready: 8 of 8 critical items open."),
    (a_checklist(Status.OPEN), "Not ready: 1 of 1 critical item open."),
    (
        [*a_checklist(*[Status.BLOCKED] * 3, Status.DONE, Status.DONE), *proven(3)],
        "Not ready: 3 of 8 critical items open, 2 claimed but not verified.",
    ),
    (
        [*vantage(8, Status.VERIFIED)[:7], *a_checklist(Status.DONE)],
        "Not ready: 1 of 8 critical items claimed but not verified.",
    ),
    ([aged(31), *proven(7)], "Not ready: 1 of 8 critical items verified on old evidence."),
    ([*proven(1, evidence_on=None), *proven(7)], "Not ready: 1 of 8 critical items verified without evidence."),
    (
        [an_item(tier=CRITICAL), an_item(tier=CRITICAL, waived_until=IN_DECEMBER), *proven(6)],
        "Not ready: 1 of 8 critical items open, 1 waived.",
    ),
    (proven(phase_id=None), "Not ready: all 8 critical items verified, but 8 are in no phase."),
    (
        [*proven(1, vanished=True), *proven(1, phase_id=None)],
        "Not ready: all 2 critical items verified, but 1 is missing from the newest assessment and 1 is in no phase.",
    ),
    ([], "Not ready: no critical items are known yet."),
    (
        proven(3, tier=Tier.IMPORTANT),
        "Not ready: no critical items are known yet.",
    ),
    (
        a_checklist(*[Status.DONE] * 8, born_done=True),
        "Not ready: no critical items are known besides 8 that arrived already ticked.",
    ),
    (
        [an_item(tier=CRITICAL, waived_until=IN_DECEMBER), *proven(7)],
        "Conditional: all 8 critical items verified or waived; 1 waiver runs until 14 December 2026.",
    ),
    (
        [
            an_item(Status.DONE, CRITICAL, waived_until=IN_DECEMBER + timedelta(days=9)),
            aged(45, waived_until=IN_DECEMBER),
        ],
        "Conditional: all 2 critical items waived; 2 waivers run, the first until 14 December 2026.",
    ),
    (vantage(8, Status.VERIFIED), "Ready: all 8 critical items verified."),
    (proven(1), "Ready: the only critical item is verified."),
    ([*proven(2), an_item(Status.NOT_APPLICABLE, CRITICAL)], "Ready: all 2 critical items verified."),
    (
        [an_item(Status.NOT_APPLICABLE, CRITICAL), an_item(tier=CRITICAL, correction=Correction.DUPLICATE)],
        "Ready: all 2 critical items taken out of scope.",
    ),
]


@pytest.mark.parametrize(("items", "sentence"), SENTENCES)
def test_the_first_screen_says_it_in_one_sentence(items, sentence):
    gate = gate_of(items)
    assert gate.sentence == sentence
    said = {Verdict.MET: "Ready", Verdict.CONDITIONAL: "Conditional", Verdict.NOT_MET: "Not ready"}
    assert sentence.startswith(said[gate.verdict] + ":")


REASONS = [
    (a_checklist(Status.OPEN, Status.IN_PROGRESS), Cause.OPEN, "fails", "2 critical items are open."),
    (
        a_checklist(Status.OPEN, Status.OPEN, Status.BLOCKED),
        Cause.OPEN,
        "fails",
        "3 critical items are open, 1 of them blocked.",
    ),
    (a_checklist(Status.BLOCKED), Cause.OPEN, "fails", "1 critical item is open and blocked."),
    (
        a_checklist(Status.DONE, Status.DONE),
        Cause.CLAIMED,
        "fails",
        "2 critical items are claimed, not verified.",
    ),
    (
        [aged(31), aged(45, title="Rotate keys")],
        Cause.AGED,
        "fails",
        "2 critical items are verified on evidence older than 30 days; for “Rotate keys” it is 45 days old.",
    ),
    (proven(1, evidence_on=None), Cause.UNPROVEN, "fails", "1 critical item is verified without evidence."),
    (
        proven(2, vanished=True),
        Cause.VANISHED,
        "fails",
        "2 critical items are missing from the newest assessment and wait for a decision: “Fix it” and “Fix it”.",
    ),
    (
        [*proven(1, proposed_tier=Tier.NICE, title="Fix it"), *proven(1)],
        Cause.RETIERED,
        "fails",
        "1 item is re-tiered by an assessment to or from critical and waits for approval: “Fix it”.",
    ),
    (
        [*proven(1), *(an_item(tier=Tier.NICE, proposed_tier=CRITICAL, title=f"No. {n}") for n in range(5))],
        Cause.RETIERED,
        "fails",
        (
            "5 items are re-tiered by an assessment to or from critical and wait for approval: "
            "“No. 0”, “No. 1”, “No. 2”, “No. 3” and 1 more."
        ),
    ),
    (
        [an_item(tier=CRITICAL, waived_until=TODAY)],
        Cause.WAIVED,
        "conditional",
        "1 critical item is waived until 23 November 2026.",
    ),
    (
        [an_item(tier=CRITICAL, waived_until=IN_DECEMBER), an_item(tier=CRITICAL, waived_until=date(2027, 1, 1))],
        Cause.WAIVED,
        "conditional",
        "2 critical items are waived, the first until 14 December 2026.",
    ),
    (proven(1, phase_id=None), Cause.UNPHASED, "fails", "1 critical item is in no phase."),
    (
        [*proven(1), *a_checklist(Status.OPEN, Status.DONE, tier=Tier.IMPORTANT, owner_id=None)],
        Cause.UNOWNED,
        "warns",
        "2 critical or important items have no owner.",
    ),
    ([*proven(1), an_item(due=None)], Cause.UNDATED, "warns", "1 critical or important item has no due date."),
    (
        [*proven(1), *a_checklist(Status.DONE, Status.DONE, born_done=True)],
        Cause.BORN_DONE,
        "warns",
        "2 critical items arrived already ticked and are not accepted.",
    ),
    ([], Cause.NONE_KNOWN, "fails", "No critical items are known yet."),
]


@pytest.mark.parametrize(("items", "code", "effect", "sentence"), REASONS)
def test_each_reason_says_what_is_wrong(items, code, effect, sentence):
    assert only_reason(items) == (code, effect, sentence)


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (1, "1 finding about a critical item waits for a decision."),
        (2, "2 findings about critical items wait for a decision."),
    ],
)
def test_an_undecided_contradiction_about_a_critical_fails_the_gate(n, sentence):
    assert only_reason(proven(), [AFinding()] * n) == (Cause.UNDECIDED, Effect.FAILS, sentence)
    assert gate_of(proven(), [AFinding()] * n).sentence == (f"Not ready: all 8 critical items verified, but {sentence}")


@pytest.mark.parametrize("tier", [Tier.IMPORTANT, Tier.NICE, None])
def test_a_contradiction_about_what_is_critical_anywhere_holds_the_gate_until_decided(tier):
    waiting = AFinding(12, Severity.CRITICAL, about_tier=tier)
    (reason,) = gate_of(proven(), [AFinding(11, about_tier=tier), waiting]).reasons
    assert (reason.code, reason.findings) == (Cause.UNDECIDED, (12,))
    assert gate_of(proven(), [replace(waiting, undecided=False)]).verdict is Verdict.MET


@pytest.mark.parametrize(
    "finding",
    [
        AFinding(undecided=False),
        AFinding(undecided=False, severity=Severity.CRITICAL),
        AFinding(about_tier=Tier.IMPORTANT),
        AFinding(about_tier=None),
        AFinding(severity=Severity.INFO),
    ],
)
def test_other_findings_leave_the_gate_alone(finding):
    assert gate_of(proven(), [finding]).reasons == ()


@pytest.mark.parametrize(
    "item",
    [
        an_item(Status.VERIFIED, owner_id=None, due=None),
        an_item(Status.NOT_APPLICABLE, CRITICAL, phase_id=None, owner_id=None, vanished=True),
        an_item(tier=CRITICAL, correction=Correction.NOT_A_GAP, due=None),
        an_item(tier=Tier.NICE, owner_id=None, due=None, phase_id=None),
        an_item(tier=Tier.PLAN, owner_id=None, due=None),
        an_item(Status.DONE, phase_id=None, vanished=True),
        an_item(Status.DONE, born_done=True, owner_id=None),
    ],
)
def test_some_items_never_trouble_the_gate(item):
    assert gate_of([*proven(), item]) == gate_of(proven())


def test_reasons_come_in_the_order_of_the_gate_with_the_items_behind_them():
    items = [
        an_item(Status.DONE, CRITICAL, born_done=True, number=1),
        an_item(due=None, number=2),
        an_item(tier=CRITICAL, owner_id=None, phase_id=None, number=3),
        an_item(tier=CRITICAL, waived_until=TODAY, number=4),
        an_item(Status.VERIFIED, CRITICAL, vanished=True, number=5),
        an_item(Status.VERIFIED, CRITICAL, evidence_on=None, number=6),
        aged(60, number=7),
        an_item(Status.DONE, CRITICAL, number=8),
        an_item(tier=CRITICAL, number=9),
    ]
    reasons = gate_of(items, [AFinding()]).reasons
    assert [(reason.code.value, reason.items) for reason in reasons] == [
        ("open", (3, 9)),
        ("claimed", (8,)),
        ("aged", (7,)),
        ("unproven", (6,)),
        ("vanished", (5,)),
        ("waived", (4,)),
        ("undecided", ()),
        ("unphased", (3,)),
        ("unowned", (3,)),
        ("undated", (2,)),
        ("born_done", (1,)),
    ]


@given(some_items())
def test_the_gate_is_met_only_when_every_critical_in_scope_is_proven(items):
    gate = gate_of(items)
    criticals = [
        item
        for item in items
        if item.tier is CRITICAL
        and item.correction is None
        and item.status is not Status.NOT_APPLICABLE
        and not (item.born_done and item.status is Status.DONE)
    ]
    fresh = [
        item.status is Status.VERIFIED and item.evidence_on and (TODAY - item.evidence_on).days <= 30
        for item in criticals
    ]
    if gate.verdict is Verdict.MET:
        assert all(fresh)
    if gate.verdict is Verdict.CONDITIONAL:
        assert all(
            ok or (item.waived_until and item.waived_until >= TODAY) for ok, item in zip(fresh, criticals, strict=True)
        )
    assert (gate.verdict is Verdict.NOT_MET) == any(reason.effect is Effect.FAILS for reason in gate.reasons)


@given(some_items(waived_until=st.none()))
def test_a_waiver_never_meets_the_gate(items):
    waived = [replace(item, waived_until=TODAY) for item in items]
    assert (gate_of(waived).verdict is Verdict.MET) == (gate_of(items).verdict is Verdict.MET)


def ways_of(items, limit=None):
    return obstacles(items, measure(tally(items, TODAY, POLICY), POLICY, Decimal("7.5")), TODAY, POLICY, limit=limit)


def test_beyond_another_gate_are_new_kinds_of_reasons_and_those_that_reach_further():
    missing, open_one = proven(2, vanished=True), a_checklist(Status.OPEN)
    before = gate_of([missing[0], proven(1)[0], *open_one])
    assert gate_of([*missing, *open_one]).beyond(before) == [
        reason for reason in gate_of([*missing, *open_one]).reasons if reason.code is Cause.VANISHED
    ]
    assert before.beyond(gate_of([*missing, *open_one])) == []
    assert [reason.code for reason in gate_of(open_one, [AFinding(2)]).beyond(gate_of(open_one))] == [Cause.UNDECIDED]


def test_obstacles_come_by_effect_then_lift_then_number():
    items = [
        an_item(due=None, number=1),
        an_item(tier=CRITICAL, waived_until=TODAY, number=2),
        an_item(Status.VERIFIED, CRITICAL, vanished=True, number=3),
        an_item(tier=CRITICAL, number=5),
        an_item(Status.DONE, CRITICAL, number=4),
        an_item(tier=Tier.NICE, number=6),
        an_item(Status.VERIFIED, CRITICAL, number=7),
    ]
    assert [(way.number, way.effect.value) for way in ways_of(items)] == [
        (4, "fails"),
        (5, "fails"),
        (3, "fails"),
        (2, "conditional"),
        (1, "warns"),
    ]
    assert ways_of(items, limit=2) == ways_of(items)[:2]


@pytest.mark.parametrize(
    ("differs", "sentence"),
    [
        ({}, "Open."),
        ({"status": Status.IN_PROGRESS}, "In progress."),
        ({"status": Status.BLOCKED, "blocked_since": date(2026, 11, 3)}, "Blocked since 3 November 2026."),
        ({"status": Status.BLOCKED}, "Blocked."),
        ({"waived_until": date(2026, 11, 1)}, "Open, its waiver ended on 1 November 2026."),
        ({"waived_until": IN_DECEMBER}, "Waived until 14 December 2026."),
        ({"status": Status.DONE}, "Claimed, not verified."),
        ({"status": Status.DONE, "claimed_on": date(2026, 11, 3)}, "Claimed since 3 November 2026, not verified."),
        ({"status": Status.DONE, "born_done": True}, "Arrived already ticked, not accepted."),
        ({"status": Status.VERIFIED, "evidence_on": date(2026, 10, 1)}, "Evidence is 53 days old."),
        ({"status": Status.VERIFIED, "evidence_on": None}, "Verified without evidence."),
        (
            {"vanished": True, "phase_id": None, "owner_id": None, "due": None},
            "Open; missing from the newest assessment, undecided; in no phase; no owner; no due date.",
        ),
    ],
)
def test_an_obstacle_says_all_that_is_wrong(differs, sentence):
    item = an_item(tier=CRITICAL, **differs)
    (way,) = ways_of([item, *proven(1)])
    assert (way.number, way.title, way.tier, way.sentence) == (item.number, item.title, CRITICAL, sentence)


def test_an_obstacle_carries_its_lift():
    items = vantage()
    first, *_ = ways_of(items)
    assert (first.lift.verified_percent, first.lift.score) == (Decimal("7.1"), Decimal("0.17"))
    assert numbers(items)[:8] == tuple(way.number for way in ways_of(items))
