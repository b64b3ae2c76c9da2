"""The parts of a weekly report that follow from how everything stood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.domain.past_builders import SUNDAY
from vantage_readiness.domain import week_parts
from vantage_readiness.domain.gate import judge
from vantage_readiness.domain.past import PastItem
from vantage_readiness.domain.past_project import PastCost, PastFinding
from vantage_readiness.domain.phases import schedule
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.readiness import measure, tally
from vantage_readiness.domain.weekly import Coming, Decision, Late, PhaseLine, Row, Unproven
from vantage_readiness.domain.words import Correction, Period, Severity, Status, Tier, Verdict

MORNING = SUNDAY + timedelta(days=1)
POLICY = Policy()
NAMES = {"person:2": "Ben"}


def an_item(number: int, **differs: Any) -> PastItem:
    """An open important item of Ada, due much later."""
    values: dict[str, Any] = {
        "title": f"Item {number}",
        "tier": Tier.IMPORTANT,
        "status": Status.OPEN,
        "phase_id": 1,
        "area_id": 1,
        "owner_id": 1,
        "owner_name": "Ada",
        "due": date(2027, 3, 1),
        "original": True,
        "born_done": False,
        "added_on": date(2026, 10, 5),
        "confirmed_on": SUNDAY,
    }
    return PastItem(number, **{**values, **differs})


def back(days: int) -> date:
    return SUNDAY - timedelta(days=days)


def test_gate_and_numbers_are_those_of_the_dashboard() -> None:
    items = [an_item(1, tier=Tier.CRITICAL), an_item(2, status=Status.DONE)]
    found, counted = judge(items, [], SUNDAY, POLICY), tally(items, SUNDAY, POLICY)
    gate, numbers = week_parts.gate(found), week_parts.numbers(measure(counted, POLICY, Decimal("7.5")))
    assert (gate.verdict, gate.sentence) == (Verdict.NOT_MET, found.sentence)
    assert gate.reasons == ("1 critical item is open.",)
    assert (numbers.stated, numbers.claimed, numbers.verified, numbers.coverage) == (Decimal("7.5"), 33, 0, 100)


def test_blocked_items_come_with_their_age_the_longest_first() -> None:
    items = [
        an_item(1, status=Status.BLOCKED, blocked_since=back(2)),
        an_item(2, status=Status.BLOCKED, blocked_since=back(9), tier=Tier.CRITICAL),
        an_item(3, status=Status.BLOCKED, blocked_since=back(2), tier=Tier.CRITICAL, owner_name=None),
        an_item(4, status=Status.BLOCKED, blocked_since=back(9), correction=Correction.DUPLICATE),
        an_item(5),
    ]
    found = week_parts.blocked(items, MORNING)
    assert [late.number for late in found] == [2, 3, 1]
    assert found[0] == Late(2, "Item 2", Tier.CRITICAL, "Ada", back(9), 10)


def test_what_was_due_on_the_last_day_is_overdue_the_morning_after() -> None:
    items = [an_item(1, due=SUNDAY), an_item(2, due=back(4)), an_item(3, due=back(4), status=Status.DONE)]
    assert [(late.number, late.days) for late in week_parts.overdue(items, MORNING)] == [(2, 5), (1, 1)]
    assert [late.number for late in week_parts.overdue(items, SUNDAY)] == [2]


def test_what_is_due_within_seven_days_is_coming() -> None:
    items = [
        an_item(1, due=MORNING + timedelta(days=6)),
        an_item(2, due=MORNING),
        an_item(3, due=MORNING, tier=Tier.CRITICAL),
        an_item(4, due=MORNING + timedelta(days=7)),
        an_item(5, due=SUNDAY),
        an_item(6, due=MORNING, status=Status.VERIFIED),
        an_item(7, due=None),
    ]
    found = week_parts.coming(items, MORNING)
    assert [each.number for each in found] == [3, 2, 1]
    assert found[1] == Coming(2, "Item 2", Tier.IMPORTANT, "Ada", MORNING)


def test_claimed_criticals_come_with_the_age_of_their_evidence() -> None:
    claimed = {"tier": Tier.CRITICAL, "status": Status.DONE}
    items = [
        an_item(1, **claimed, claimed_on=back(1), claimed_by="person:2", evidence_on=back(3)),
        an_item(2, **claimed),
        an_item(3, **claimed, born_done=True),
        an_item(4, tier=Tier.CRITICAL, status=Status.VERIFIED, evidence_on=SUNDAY),
        an_item(5, status=Status.DONE),
    ]
    assert week_parts.unproven(items, SUNDAY, POLICY, NAMES.__getitem__) == (
        Unproven(2, "Item 2", "Ada", None, None, None),
        Unproven(1, "Item 1", "Ada", back(1), "Ben", 3),
    )


@dataclass(frozen=True)
class APhase:
    """A phase of the plan."""

    id: int
    number: int
    name: str
    weeks_min: Decimal | None = Decimal(1)
    weeks_max: Decimal | None = Decimal(2)


def test_phases_stand_beside_their_plan() -> None:
    phases = [APhase(7, 1, "Hardening"), APhase(8, 2, "Launch", None, None)]
    plan = schedule(date(2026, 11, 2), phases)
    items = [an_item(1, phase_id=7, status=Status.VERIFIED, evidence_on=SUNDAY), an_item(2, phase_id=None)]
    assert week_parts.phases(phases, plan, items, {1: back(1)}, SUNDAY, POLICY) == (
        PhaseLine(1, "Hardening", "complete", 1, 1, 1, date(2026, 11, 9), date(2026, 11, 16), back(1)),
        PhaseLine(2, "Launch", "empty", 0, 0, 0, None, None, None),
    )


def test_money_is_added_up_by_period_and_currency() -> None:
    rest: dict[str, Any] = {"group": "One-time", "currency": "USD", "closed": False, "committed": Decimal(0)}
    lines = [
        PastCost(1, "Audit", period=Period.ONCE, low=Decimal(10), high=Decimal(20), actual=Decimal(25), **rest),
        PastCost(2, "Test", period=Period.ONCE, low=Decimal(30), high=Decimal(40), actual=Decimal(5), **rest),
        PastCost(3, "Host", period=Period.MONTH, low=Decimal(7), high=Decimal(9), actual=Decimal(0), **rest),
    ]
    once, month = week_parts.money(lines, {1: Decimal(4), 2: Decimal(5)})
    amounts = [once.low, once.high, once.remaining_low, once.remaining_high, once.actual, once.spent_this_week]
    assert amounts == [Decimal(amount) for amount in (40, 60, 25, 35, 30, 9)]
    assert (once.over, month.over, month.period) == (("Audit",), (), Period.MONTH)
    assert month.spent_this_week == 0
    assert not once.has_drifted  # nothing is known of the week before
    before = [replace(lines[0], actual=Decimal(0)), *lines[1:]]
    once, month = week_parts.money(lines, {}, before)
    assert (once.left_low_before, once.left_high_before, once.has_drifted) == (Decimal(35), Decimal(55), True)
    assert not month.has_drifted


def test_decisions_wait_in_their_order() -> None:
    items = [
        an_item(1, vanished=True, vanished_on=back(5)),
        an_item(2, asked_by="person:2", asked_on=back(1)),
        an_item(3, tier=Tier.CRITICAL, vanished=True, vanished_on=back(4)),
        an_item(4, born_done=True, status=Status.DONE),
        an_item(5, proposed_tier=Tier.CRITICAL, proposed_on=back(3)),
        an_item(6, vanished=True, correction=Correction.DUPLICATE),
    ]
    noticed = [
        PastFinding(1, "sum", "A sum is wrong.", Severity.INFO, None, None, undecided=True, since=back(9)),
        PastFinding(2, "claim", "Two claims differ.", Severity.CRITICAL, 3, Tier.CRITICAL, True, back(9)),
        PastFinding(3, "done", "All is well.", Severity.CRITICAL, None, None, undecided=False, since=back(9)),
    ]
    assert week_parts.waiting(items, noticed, NAMES.__getitem__) == (
        Decision("Ben asks to mark “Item 2” as not applicable.", 2, back(1)),
        Decision("“Item 3” is missing from the newest assessment.", 3, back(4)),
        Decision("“Item 1” is missing from the newest assessment.", 1, back(5)),
        Decision("“Item 4” arrived already ticked.", 4, date(2026, 10, 5)),
        Decision("An assessment calls “Item 5” critical instead of important.", 5, back(3)),
        Decision("The documents leave open: Two claims differ.", 3, back(9)),
        Decision("The documents leave open: A sum is wrong.", None, back(9)),
    )


def test_every_item_is_a_row() -> None:
    bare = an_item(2, area_id=None, phase_id=None, owner_id=None, owner_name=None, due=None)
    given = {1: "Security"}, {1: "Hardening"}
    one, two = week_parts.rows([an_item(1, status=Status.DONE, claimed_on=back(2)), bare], *given, SUNDAY, POLICY)
    assert one == Row(
        1,
        "Item 1",
        Tier.IMPORTANT,
        "Security",
        "Hardening",
        Status.DONE,
        "Claimed",
        "Ada",
        date(2027, 3, 1),
        back(2),
        None,
        None,
    )
    assert (two.area, two.phase, two.owner, two.due) == ("", "", "", None)
