"""Decisions about one item: what follows, and what is refused in which words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from vantage_readiness.domain import items, readiness
from vantage_readiness.domain.diary import Change, Kind, person
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.words import Correction, EvidenceKind, Status, Tier

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
ADA, BEN = 1, 2
ALONE = Policy(second_person=False)


@dataclass(frozen=True)
class Fixed:
    """An open critical item of Ben's."""

    number: int = 7
    title: str = "Fix it"
    detail: str = "soon"
    tier: Tier = Tier.CRITICAL
    status: Status = Status.OPEN
    owner_id: int | None = BEN
    due: date | None = date(2026, 12, 14)
    phase_id: int | None = 3
    claimed_by_id: int | None = None
    evidence_on: date | None = None
    correction: Correction | None = None
    exemption_by_id: int | None = None


OPEN = Fixed()
DONE = Fixed(status=Status.DONE, claimed_by_id=BEN, evidence_on=TODAY)
ASKED = Fixed(exemption_by_id=BEN)
CLOSED = Fixed(correction=Correction.DUPLICATE)
AT: dict[str, Any] = {"by": ADA, "at": NOW}
ON: dict[str, Any] = {"collected_on": TODAY, "today": TODAY}
WAIVER: dict[str, Any] = {"at": NOW, "today": TODAY, "policy": Policy(), "reason": "late"}
LATER = TODAY + timedelta(days=1)

DECIDED: dict[str, tuple[Callable[[], Change | None], Kind, object, object]] = {
    "start": (
        lambda: items.move(OPEN, Status.IN_PROGRESS, policy=Policy(), **AT),
        Kind.ITEM_MOVED,
        "open",
        "in_progress",
    ),
    "verify": (lambda: items.move(DONE, Status.VERIFIED, policy=Policy(), **AT), Kind.ITEM_MOVED, "done", "verified"),
    "verify one's own, alone": (
        lambda: items.move(DONE, Status.VERIFIED, by=BEN, at=NOW, policy=ALONE),
        Kind.ITEM_MOVED,
        "done",
        "verified",
    ),
    "come back": (
        lambda: items.move(replace(OPEN, status=Status.NOT_APPLICABLE), Status.OPEN, policy=Policy(), **AT),
        Kind.ITEM_READMITTED,
        "not_applicable",
        "open",
    ),
    "leave, alone": (
        lambda: items.exempt(OPEN, policy=ALONE, reason="no such thing", **AT),
        Kind.ITEM_EXEMPTED,
        "open",
        "not_applicable",
    ),
    "leave, approved": (
        lambda: items.approve_exemption(ASKED, reason="no such thing", **AT),
        Kind.ITEM_EXEMPTED,
        "open",
        "not_applicable",
    ),
    "correct": (
        lambda: items.correct(OPEN, Correction.DUPLICATE, reason="as 3", **AT),
        Kind.ITEM_CORRECTED,
        None,
        "duplicate",
    ),
    "correct anew": (
        lambda: items.correct(replace(OPEN, correction=Correction.DUPLICATE), Correction.NOT_A_GAP, reason="x", **AT),
        Kind.ITEM_CORRECTED,
        "duplicate",
        "not_a_gap",
    ),
    "take back": (
        lambda: items.take_back(CLOSED, reason="it differs", **AT),
        Kind.ITEM_CORRECTED,
        "duplicate",
        None,
    ),
    "decline": (lambda: items.decline_exemption(ASKED, reason="it does", **AT), Kind.EXEMPTION_DECLINED, None, None),
    "waive": (
        lambda: items.waive(OPEN, LATER, requested_by=BEN, by=ADA, **WAIVER),
        Kind.WAIVER_GRANTED,
        None,
        "2026-11-24",
    ),
    "waive one's own wish, alone": (
        lambda: items.waive(OPEN, LATER, requested_by=ADA, by=ADA, **{**WAIVER, "policy": ALONE}),
        Kind.WAIVER_GRANTED,
        None,
        "2026-11-24",
    ),
    "retier": (
        lambda: items.retier(OPEN, Tier.NICE, reason="late", **AT),
        Kind.ITEM_RETIERED,
        "critical",
        "nice",
    ),
    "own": (lambda: items.own(OPEN, ADA, **AT), Kind.ITEM_OWNED, BEN, ADA),
    "give back": (lambda: items.own(OPEN, None, **AT), Kind.ITEM_OWNED, BEN, None),
    "due": (lambda: items.fall_due(OPEN, TODAY, **AT), Kind.ITEM_DUE, "2026-12-14", "2026-11-23"),
    "no date": (lambda: items.fall_due(OPEN, None, **AT), Kind.ITEM_DUE, "2026-12-14", None),
    "plan": (lambda: items.put_in_phase(OPEN, 4, **AT), Kind.ITEM_PHASED, 3, 4),
    "reword": (
        lambda: items.reword(OPEN, "  Fix \n it all ", "now ", **AT),
        Kind.ITEM_REWORDED,
        {"title": "Fix it", "detail": "soon"},
        {"title": "Fix it all", "detail": "now"},
    ),
    "confirm": (lambda: items.confirm(OPEN, **AT), Kind.ITEM_CONFIRMED, None, "open"),
}

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "move to where it is": (lambda: items.move(OPEN, Status.OPEN, policy=Policy(), **AT), "already open"),
    "not applicable in passing": (
        lambda: items.move(OPEN, Status.NOT_APPLICABLE, policy=Policy(), **AT),
        "give a reason",
    ),
    "verify what is open": (lambda: items.move(OPEN, Status.VERIFIED, policy=Policy(), **AT), "not done yet"),
    "verify without evidence": (
        lambda: items.move(replace(DONE, evidence_on=None), Status.VERIFIED, policy=Policy(), **AT),
        "no evidence",
    ),
    "verify one's own": (
        lambda: items.move(DONE, Status.VERIFIED, by=BEN, at=NOW, policy=Policy()),
        "second person",
    ),
    "exempt twice": (
        lambda: items.exempt(replace(OPEN, status=Status.NOT_APPLICABLE), policy=Policy(), reason="x", **AT),
        "already not applicable",
    ),
    "exempt without reason": (lambda: items.exempt(OPEN, policy=Policy(), reason=" ", **AT), "Enter a reason"),
    "approve what nobody asked": (lambda: items.approve_exemption(OPEN, reason="", **AT), "Nobody asked"),
    "approve one's own wish": (
        lambda: items.approve_exemption(ASKED, by=BEN, at=NOW, reason=""),
        "second person",
    ),
    "correct to the same": (
        lambda: items.correct(replace(OPEN, correction=Correction.DUPLICATE), Correction.DUPLICATE, reason="x", **AT),
        "already closed",
    ),
    "take back what is in scope": (lambda: items.take_back(OPEN, reason="x", **AT), "was not closed"),
    "take back without reason": (lambda: items.take_back(CLOSED, reason="", **AT), "Enter a reason"),
    "decline what nobody asked": (lambda: items.decline_exemption(OPEN, reason="x", **AT), "Nobody asked"),
    "waive one's own wish": (
        lambda: items.waive(OPEN, LATER, requested_by=ADA, by=ADA, **WAIVER),
        "other than its requester",
    ),
    "waive until today": (lambda: items.waive(OPEN, TODAY, requested_by=BEN, by=ADA, **WAIVER), "after today"),
    "evidence from tomorrow": (
        lambda: items.evidence(EvidenceKind.NOTE, "see", collected_on=LATER, today=TODAY),
        "in the future",
    ),
    "retier to the same": (lambda: items.retier(OPEN, Tier.CRITICAL, reason="x", **AT), "already critical"),
    "same owner": (lambda: items.own(OPEN, BEN, **AT), "already has this owner"),
    "no owner again": (lambda: items.own(replace(OPEN, owner_id=None), None, **AT), "no owner already"),
    "same date": (lambda: items.fall_due(OPEN, OPEN.due, **AT), "already has this due date"),
    "same phase": (lambda: items.put_in_phase(OPEN, 3, **AT), "already in this phase"),
    "same text": (lambda: items.reword(OPEN, "Fix it", "soon", **AT), "unchanged"),
    "no title": (lambda: items.titled(" \n "), "Enter a title"),
    "a title too long": (lambda: items.titled("x" * 301), "under 300"),
    "a detail too long": (lambda: items.reword(OPEN, "Fix it", "x" * 20_001, **AT), "under 20,000"),
    "a note too long": (
        lambda: items.move(OPEN, Status.DONE, policy=Policy(), note="x" * 20_001, **AT),
        "under 20,000",
    ),
    "a link that is none": (lambda: items.evidence(EvidenceKind.LINK, "ftp://x", **ON), "https://"),
    "evidence too long": (lambda: items.evidence(EvidenceKind.NOTE, "x" * 1_001, **ON), "under 1,000"),
    "no evidence": (lambda: items.evidence(EvidenceKind.NOTE, "", **ON), "Enter what shows"),
}


@pytest.mark.parametrize("case", DECIDED)
def test_a_decision_names_what_was_and_what_is(case: str) -> None:
    decide, kind, before, after = DECIDED[case]
    change = decide()
    assert change is not None
    assert (change.kind, change.before, change.after, change.item) == (kind, before, after, 7)
    assert change.by in (person(ADA), person(BEN))
    assert change.at == NOW


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_what_to_do(case: str) -> None:
    ask, words = REFUSED[case]
    with pytest.raises(Refused, match=words):
        ask()


def test_a_wish_to_leave_the_scope_waits_for_a_second_person() -> None:
    assert items.exempt(OPEN, policy=Policy(), reason="no such thing", **AT) is None


@pytest.mark.parametrize(
    ("item", "by", "may"), [(DONE, ADA, True), (DONE, BEN, False), (OPEN, ADA, False)], ids=["other", "own", "open"]
)
def test_who_may_verify(item: Fixed, by: int, may: bool) -> None:
    assert (items.why_not_verify(item, by=by, policy=Policy()) == "") is may


@pytest.mark.parametrize(("days", "aged"), [(0, False), (30, False), (31, True)])
def test_evidence_ages(days: int, aged: bool) -> None:
    collected = date.fromordinal(TODAY.toordinal() - days)
    assert readiness.is_aged(collected, TODAY, Policy()) is aged


def test_no_evidence_is_old_evidence() -> None:
    assert readiness.is_aged(None, TODAY, Policy())


@pytest.mark.parametrize("reference", ["https://ci.example/1", "HTTP://ci.example"])
def test_a_link_may_lead_anywhere_on_the_web(reference: str) -> None:
    assert items.evidence(EvidenceKind.LINK, reference, **ON) == reference


@pytest.mark.parametrize(
    ("item", "overdue"),
    [
        (Fixed(due=TODAY - timedelta(days=1)), True),
        (Fixed(due=TODAY), False),
        (Fixed(due=None), False),
        (Fixed(due=TODAY - timedelta(days=1), status=Status.BLOCKED), True),
        (Fixed(due=TODAY - timedelta(days=1), status=Status.DONE), False),
        (Fixed(due=TODAY - timedelta(days=1), correction=Correction.DUPLICATE), False),
    ],
    ids=["yesterday", "today", "no date", "blocked", "claimed", "closed"],
)
def test_what_is_overdue(item: Fixed, overdue: bool) -> None:
    assert items.is_overdue(item, TODAY) is overdue


LATE = replace(OPEN, due=TODAY - timedelta(days=3))


def test_what_slips_gets_a_later_date_with_the_reason() -> None:
    change = items.postpone(LATE, LATER, today=TODAY, reason=" The vendor is late. ", **AT)
    assert (change.kind, change.before, change.after) == (Kind.ITEM_DUE, "2026-11-20", "2026-11-24")
    assert (change.note, change.by, change.item) == ("The vendor is late.", person(ADA), 7)


@pytest.mark.parametrize(
    ("item", "to", "reason", "sentence"),
    [
        (LATE, TODAY, "late", "after today and after the old one"),
        (LATE, LATE.due, "late", "after today and after the old one"),
        (OPEN, LATER, "late", "after today and after the old one"),
        (LATE, LATER, "  ", "Enter a reason for the new date."),
        (replace(LATE, due=None), LATER, "late", "has no due date yet"),
        (replace(LATE, status=Status.DONE), LATER, "late", "is finished"),
        (replace(LATE, correction=Correction.DUPLICATE), LATER, "late", "is finished"),
    ],
)
def test_a_date_that_puts_nothing_off_is_refused(item: Fixed, to: date, reason: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        items.postpone(item, to, today=TODAY, reason=reason, **AT)
