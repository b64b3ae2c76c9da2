"""Items as they once stood, told from the lines of the diary about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.domain.past_builders import MONDAY, ALine, added, moved
from vantage_readiness.domain.diary import ASSESSOR, Kind, Value, identity
from vantage_readiness.domain.past import Memory, PastItem, day_in, first_values, fold, until
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.words import Correction, Ruling, Status, Tier

OPEN, DONE, VERIFIED = Status.OPEN, Status.DONE, Status.VERIFIED
TUESDAY = MONDAY + timedelta(days=1)
LATER = "2026-12-01"


def after(*lines: ALine, memory: Memory | None = None, new: ALine | None = None) -> PastItem:
    """Give item 1 after it was added and these lines."""
    return fold([new or added(), *lines], memory or Memory(), names={1: "Ada", 2: "Ben"})[1]


def test_a_new_item_is_as_its_line_says() -> None:
    item = after()
    assert (item.title, item.tier, item.status, item.original) == ("Fix secrets", Tier.CRITICAL, OPEN, True)
    assert (item.owner_id, item.owner_name, item.due) == (1, "Ada", date(2026, 12, 14))
    assert (item.phase_id, item.area_id, item.added_on, item.confirmed_on) == (1, 1, date(2026, 11, 2), item.added_on)


@pytest.mark.parametrize(
    ("line", "facets"),
    [
        (ALine(Kind.ITEM_OWNED, 2, 1), {"owner_id": 2, "owner_name": "Ben"}),
        (ALine(Kind.ITEM_OWNED, None, 1), {"owner_id": None, "owner_name": None}),
        (ALine(Kind.ITEM_OWNED, {"id": 9, "name": "Zoe"}), {"owner_id": 9, "owner_name": None}),
        (ALine(Kind.ITEM_DUE, LATER, "2026-12-14"), {"due": date(2026, 12, 1)}),
        (ALine(Kind.ITEM_DUE, None, "2026-12-14"), {"due": None}),
        (ALine(Kind.ITEM_PHASED, 3, 1), {"phase_id": 3}),
        (ALine(Kind.ITEM_RETIERED, "nice", "critical"), {"tier": Tier.NICE}),
        (ALine(Kind.ITEM_REWORDED, {"title": "Fix all", "detail": ""}, {"title": "Fix secrets"}), {"title": "Fix all"}),
        (ALine(Kind.ITEM_REWORDED, "unreadable"), {"title": "Fix secrets"}),
        (ALine(Kind.ITEM_CONFIRMED, "open"), {"confirmed_on": MONDAY}),
        (ALine(Kind.ITEM_COMMENTED, "hello"), {"confirmed_on": date(2026, 11, 2)}),
        (ALine(Kind.ITEM_VANISHED, 2), {"vanished": True, "vanished_on": MONDAY}),
        (ALine(Kind.RETIER_PROPOSED, "important"), {"proposed_tier": Tier.IMPORTANT, "proposed_on": MONDAY}),
        (ALine(Kind.EXEMPTION_ASKED, note="why"), {"asked_on": MONDAY, "asked_by": "person:2"}),
        (ALine(Kind.ITEM_CORRECTED, "duplicate"), {"correction": Correction.DUPLICATE}),
        (ALine(Kind.WAIVER_GRANTED, LATER), {"waived_until": date(2026, 12, 1)}),
        (ALine(Kind.EVIDENCE_AGED, True, False), {"aged": True}),
        (moved(OPEN, Status.BLOCKED), {"blocked_since": MONDAY, "confirmed_on": MONDAY}),
        (moved(OPEN, DONE), {"claimed_on": MONDAY, "claimed_by": "person:2"}),
    ],
)
def test_each_line_does_what_it_did(line: ALine, facets: dict[str, Any]) -> None:
    item = after(line)
    assert {name: getattr(item, name) for name in facets} == facets


@pytest.mark.parametrize(
    ("lines", "facets"),
    [
        ((ALine(Kind.ITEM_VANISHED, 2), ALine(Kind.ITEM_RETURNED, 3)), {"vanished": False}),
        ((ALine(Kind.RETIER_PROPOSED, "nice"), ALine(Kind.RETIER_DECLINED, "nice")), {"proposed_tier": None}),
        ((ALine(Kind.RETIER_PROPOSED, "nice"), ALine(Kind.RETIER_WITHDRAWN, "nice")), {"proposed_tier": None}),
        ((ALine(Kind.RETIER_PROPOSED, "nice"), ALine(Kind.ITEM_RETIERED, "nice")), {"proposed_tier": None}),
        ((ALine(Kind.EXEMPTION_ASKED), ALine(Kind.EXEMPTION_DECLINED)), {"asked_on": None, "asked_by": None}),
        ((ALine(Kind.EXEMPTION_ASKED), ALine(Kind.ITEM_EXEMPTED, "not_applicable")), {"asked_by": None}),
        ((ALine(Kind.ITEM_VANISHED, 2), ALine(Kind.ITEM_EXEMPTED, "not_applicable")), {"vanished": False}),
        ((ALine(Kind.ITEM_VANISHED, 2), moved(OPEN, DONE)), {"vanished": True}),
        ((ALine(Kind.ITEM_VANISHED, 2), ALine(Kind.ITEM_CORRECTED, "duplicate")), {"vanished": False}),
        ((ALine(Kind.ITEM_CORRECTED, "duplicate"), ALine(Kind.ITEM_CORRECTED, None)), {"correction": None}),
        ((ALine(Kind.EVIDENCE_AGED, True), ALine(Kind.EVIDENCE_AGED, False)), {"aged": False}),
        ((moved(OPEN, Status.BLOCKED), moved(Status.BLOCKED, OPEN)), {"blocked_since": None}),
        ((moved(OPEN, DONE), moved(DONE, VERIFIED, day=TUESDAY, by="person:1")), {"claimed_by": "person:2"}),
        ((moved(OPEN, DONE), moved(DONE, OPEN)), {"claimed_on": None, "claimed_by": None}),
    ],
)
def test_lines_undo_what_was_before(lines: tuple[ALine, ...], facets: dict[str, Any]) -> None:
    item = after(*lines)
    assert {name: getattr(item, name) for name in facets} == facets


def test_who_takes_a_verification_back_is_not_the_claimer() -> None:
    claimed = (moved(OPEN, DONE), moved(DONE, VERIFIED, by="person:1"))
    assert after(*claimed, moved(VERIFIED, DONE, by="person:1", day=TUESDAY)).claimed_by == "person:2"
    ticked = after(*claimed, moved(VERIFIED, DONE, by=ASSESSOR, day=TUESDAY))
    assert (ticked.claimed_by, ticked.claimed_on) == (ASSESSOR, TUESDAY)


@pytest.mark.parametrize(
    ("ruling", "vanished", "confirmed"),
    [
        (Ruling.KEEP_OPEN, False, MONDAY),
        (Ruling.DONE, False, MONDAY),
        (Ruling.DUPLICATE, False, date(2026, 11, 2)),
        (Ruling.NOT_APPLICABLE, True, date(2026, 11, 2)),
    ],
)
def test_a_ruling_lets_a_missing_item_wait_no_longer_unless_a_second_person_has_to_agree(
    ruling: Ruling, vanished: bool, confirmed: date
) -> None:
    item = after(ALine(Kind.ITEM_VANISHED, 2), ALine(Kind.ITEM_RULED, ruling.value))
    assert (item.vanished, item.confirmed_on) == (vanished, confirmed)


def test_an_item_that_arrived_ticked_is_accepted_as_a_claim() -> None:
    item = after(ALine(Kind.ITEM_ACCEPTED, True, False), new=added(status="done", born_done=True))
    assert (item.born_done, item.claimed_on, item.claimed_by) == (False, MONDAY, "person:2")
    assert after(new=added(status="done", born_done=True)).born_done
    assert not after(moved(DONE, OPEN), new=added(status="done", born_done=True)).born_done


def proof(renews: bool = False, **rest: Value) -> ALine:
    return ALine(Kind.EVIDENCE_ADDED, {"kind": "note", "reference": "seen", "renews": renews, **rest})


def test_the_newest_evidence_counts_in_whichever_order_it_came() -> None:
    item = after(proof(collected_on="2026-11-10"), proof(collected_on="2026-11-04"))
    assert item.evidence_on == date(2026, 11, 10)
    assert not after(ALine(Kind.EVIDENCE_AGED, True), proof(renews=True, collected_on="2026-11-16")).aged
    assert after(ALine(Kind.EVIDENCE_AGED, True), proof(collected_on="2026-01-16")).aged


def test_an_older_line_about_evidence_is_completed_from_what_is_kept_of_it() -> None:
    at = datetime(2026, 11, 16, 9, tzinfo=UTC)
    assert after(proof(), memory=Memory(collected={(1, at): date(2026, 11, 1)})).evidence_on == date(2026, 11, 1)
    assert after(proof()).evidence_on == MONDAY
    assert after(ALine(Kind.EVIDENCE_ADDED, "unreadable")).evidence_on == MONDAY


def test_an_older_line_of_a_new_item_is_completed_from_what_is_kept_of_it() -> None:
    old = ALine(Kind.ITEM_ADDED, {"tier": "critical", "status": "open"}, day=date(2026, 11, 2))
    memory = Memory(owners={1: 2}, dues={1: date(2026, 12, 1)}, originals=frozenset({1}))
    item = after(new=old, memory=memory)
    assert (item.title, item.owner_name, item.due, item.original) == ("Fix secrets", "Ben", date(2026, 12, 1), True)
    bare = after(new=old)
    assert (bare.owner_id, bare.due, bare.original, bare.phase_id) == (None, None, False, None)
    assert after(new=replace(old, after={"tier": "nice", "status": "open", "title": "Better"})).title == "Better"


def test_what_an_item_first_had_is_what_the_first_change_replaced() -> None:
    lines = [ALine(Kind.ITEM_OWNED, 2, 1), ALine(Kind.ITEM_OWNED, 3, 2), ALine(Kind.ITEM_DUE, LATER, None)]
    assert first_values(lines, Kind.ITEM_OWNED, {1: 3, 2: 5}) == {1: 1, 2: 5}
    assert first_values([ALine(Kind.ITEM_OWNED, 2, 1, item=None)], Kind.ITEM_OWNED, {}) == {}


def test_a_fold_goes_on_from_where_an_earlier_one_ended() -> None:
    lines = [added(), moved(OPEN, DONE), replace(added(), item=2)]
    whole = fold([*lines, moved(DONE, VERIFIED, by="person:1")], Memory())
    before = fold(lines, Memory())
    assert fold([moved(DONE, VERIFIED, by="person:1")], Memory(), before=before) == whole
    assert before[1].status is DONE
    assert list(whole) == [1, 2]


def test_a_diary_that_changes_an_item_before_it_adds_it_is_refused() -> None:
    with pytest.raises(Refused, match="item 1 before it adds it"):
        fold([moved(OPEN, DONE)], Memory())


def test_values_of_the_diary_are_read_as_they_are_written() -> None:
    values: list[Value] = [7, {"id": 7, "name": "Ada"}, {}, None, "7"]
    assert [identity(value) for value in values] == [7, 7, None, None, None]
    assert (day_in("2026-11-16"), day_in(None), day_in("")) == (MONDAY, None, None)


def test_a_diary_is_cut_after_the_last_line_of_a_day() -> None:
    lines = [replace(added(), day=day) for day in (MONDAY, MONDAY, TUESDAY)]
    assert [len(until(lines, day)) for day in (MONDAY - timedelta(days=1), MONDAY, TUESDAY)] == [0, 2, 3]
