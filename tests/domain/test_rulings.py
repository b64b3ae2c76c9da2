"""Rulings: people decide about what a document said of an item, always with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.domain.builders import TODAY
from vantage_readiness.domain import rulings
from vantage_readiness.domain.diary import Change, Kind
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.words import Correction, Ruling, Status, Tier

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Waiting:
    """An item that waits for every decision there is."""

    number: int = 7
    title: str = "Central logs"
    detail: str = ""
    tier: Tier = Tier.CRITICAL
    status: Status = Status.DONE
    owner_id: int | None = None
    due: date | None = None
    phase_id: int | None = None
    claimed_by_id: int | None = None
    evidence_on: date | None = TODAY
    correction: Correction | None = None
    exemption_by_id: int | None = None
    born_done: bool = True
    vanished: bool = True
    proposed_tier: Tier | None = Tier.NICE


WHO: dict[str, Any] = {"by": 2, "at": AT}


def test_each_decision_is_a_line_of_the_diary() -> None:
    found: list[Change] = [
        rulings.rule(Waiting(), Ruling.KEEP_OPEN, reason=" Still needed ", **WHO),
        rulings.accept(Waiting(), reason="", **WHO),
        rulings.approve_tier(Waiting(), reason="Agreed", **WHO),
        rulings.decline_tier(Waiting(), reason="No", **WHO),
    ]
    assert [(line.kind, line.before, line.after, line.note, line.item) for line in found] == [
        (Kind.ITEM_RULED, None, "keep_open", "Still needed", 7),
        (Kind.ITEM_ACCEPTED, False, True, "", 7),
        (Kind.ITEM_RETIERED, "critical", "nice", "Agreed", 7),
        (Kind.RETIER_DECLINED, "critical", "nice", "No", 7),
    ]


@pytest.mark.parametrize("ruling", Ruling)
def test_no_vanished_item_is_decided_without_a_reason(ruling: Ruling) -> None:
    with pytest.raises(Refused, match="Enter a reason"):
        rulings.rule(Waiting(), ruling, reason="  ", **WHO)


@pytest.mark.parametrize("decide", [rulings.approve_tier, rulings.decline_tier])
def test_no_tier_is_decided_without_a_reason_or_a_proposal(decide: Any) -> None:
    with pytest.raises(Refused, match="Enter a reason"):
        decide(Waiting(), reason="", **WHO)
    with pytest.raises(Refused, match="somebody has decided already"):
        decide(Waiting(proposed_tier=None), reason="Yes", **WHO)


def test_what_is_named_is_not_decided_as_vanished() -> None:
    with pytest.raises(Refused, match="not missing"):
        rulings.rule(Waiting(vanished=False), Ruling.DONE, reason="x", **WHO)


def test_born_done_is_accepted_only_with_evidence_and_once() -> None:
    with pytest.raises(Refused, match="no evidence"):
        rulings.accept(Waiting(evidence_on=None), reason="", **WHO)
    for settled in (Waiting(born_done=False), Waiting(status=Status.VERIFIED)):
        with pytest.raises(Refused, match="did not arrive already ticked"):
            rulings.accept(settled, reason="", **WHO)


def test_the_decisions_are_named_as_people_say_them() -> None:
    assert [ruling.label for ruling in Ruling] == ["Done", "Not applicable", "Duplicate", "Not a real gap", "Keep open"]
