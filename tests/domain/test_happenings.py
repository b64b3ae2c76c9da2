"""What happened in a week: the word each line is told under, and the dates that slipped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.past_builders import MONDAY, ALine, added, moved
from vantage_readiness.domain.diary import Kind
from vantage_readiness.domain.happenings import events, happening, slips
from vantage_readiness.domain.past import Memory, fold
from vantage_readiness.domain.telling import Known
from vantage_readiness.domain.weekly import Event, Happening, Slip
from vantage_readiness.domain.words import Status, Tier

ITEMS = fold([added(), replace(added(), item=2)], Memory())
NAMES = {"person:1": "Ada", "person:2": "Ben"}


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (moved(Status.OPEN, Status.IN_PROGRESS), Happening.OTHER),
        (moved(Status.OPEN, Status.DONE), Happening.DONE),
        (moved(Status.DONE, Status.VERIFIED), Happening.VERIFIED),
        (moved(Status.DONE, Status.OPEN), Happening.REOPENED),
        (moved(Status.VERIFIED, Status.DONE), Happening.REOPENED),
        (ALine(Kind.ITEM_ADDED), Happening.ADDED),
        (ALine(Kind.ITEM_ACCEPTED), Happening.DONE),
        (ALine(Kind.ITEM_RETIERED), Happening.RETIERED),
        (ALine(Kind.WAIVER_GRANTED), Happening.WAIVED),
        (ALine(Kind.ITEM_EXEMPTED), Happening.REMOVED),
        (ALine(Kind.ITEM_CORRECTED, "duplicate"), Happening.REMOVED),
        (ALine(Kind.ITEM_CORRECTED, None, "duplicate"), Happening.REOPENED),
        (ALine(Kind.ITEM_READMITTED), Happening.REOPENED),
        (ALine(Kind.EVIDENCE_ADDED), Happening.OTHER),
        (ALine(Kind.COST_RECORDED), Happening.OTHER),
        (ALine(Kind.PROJECT_CHANGED), Happening.OTHER),
        (ALine(Kind.PROJECT_CREATED), None),
        (ALine(Kind.ITEM_COMMENTED), None),
        (ALine(Kind.MEMBER_ADDED), None),
        (ALine(Kind.TOKEN_CREATED), None),
        (ALine(Kind.REPORT_PUBLISHED), None),
    ],
)
def test_each_line_is_told_under_its_word_or_not_at_all(line: ALine, word: Happening | None) -> None:
    assert happening(line) is word


def test_a_line_is_told_with_its_writer_its_item_and_its_note() -> None:
    line = replace(moved(Status.OPEN, Status.DONE), note="At last")
    proof = ALine(Kind.EVIDENCE_ADDED, {"kind": "note", "reference": "seen"}, note="by all")
    told = events([line, proof, ALine(Kind.ITEM_COMMENTED)], ITEMS, Known(), NAMES.__getitem__)
    what = "moved “Fix secrets” from open to done"
    assert told[0] == Event(MONDAY, Happening.DONE, 1, "Fix secrets", Tier.CRITICAL, "Ben", what, "At last")
    assert (told[1].what, told[1].note) == ("added a note as evidence for “Fix secrets”", "seen · by all")
    assert len(told) == 2


def test_a_line_about_no_item_has_no_tier() -> None:
    line = ALine(Kind.PHASE_COMPLETED, 1, item=None, subject="Hardening")
    (told,) = events([line], ITEMS, Known(), NAMES.__getitem__)
    assert (told.item, told.tier, told.title) == (None, None, "Hardening")


def due(before: str | None, after: str | None, item: int = 1, by: str = "person:2", note: str = "") -> ALine:
    return ALine(Kind.ITEM_DUE, after, before, item, by=by, note=note)


def test_a_slip_goes_from_the_first_date_to_the_last() -> None:
    lines = [
        due("2026-12-01", "2026-12-08", 2),
        due("2026-12-01", "2026-12-24"),
        due("2026-12-24", "2026-12-14", by="person:1", note="less work"),
        moved(Status.OPEN, Status.DONE),
        replace(due("2026-12-01", "2026-12-08"), item=None),
    ]
    one, two = slips(lines, ITEMS, NAMES.__getitem__)
    assert one == Slip(1, "Fix secrets", Tier.CRITICAL, date(2026, 12, 1), date(2026, 12, 14), "Ada", "less work")
    assert (two.number, two.after) == (2, one.before + timedelta(days=7))


@pytest.mark.parametrize(
    ("lines", "slipped"),
    [
        ([due("2026-12-01", None)], 1),
        ([due("2026-12-08", "2026-12-01")], 0),
        ([due(None, "2026-12-01")], 0),
        ([due("2026-12-01", "2026-12-08"), due("2026-12-08", "2026-12-01")], 0),
    ],
)
def test_only_a_later_date_or_none_is_a_slip(lines: list[ALine], slipped: int) -> None:
    assert len(slips(lines, ITEMS, NAMES.__getitem__)) == slipped
