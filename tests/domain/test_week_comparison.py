"""Two weeks side by side, and what an edition has different from the one before it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.domain.past_builders import a_row, a_week
from vantage_readiness.domain.week_comparison import compare, differences
from vantage_readiness.domain.weekly import Numbers, Standing
from vantage_readiness.domain.words import Status, Verdict


def test_items_that_moved_come_and_went_are_listed_by_number() -> None:
    earlier = a_week(rows=(a_row(1), a_row(2), a_row(3, title="Gone")))
    later = a_week(rows=(a_row(1), a_row(2, status=Status.DONE, standing="Claimed", due=None), a_row(4, title="New")))
    found = compare(earlier, later)
    assert [(moved.number, moved.title, moved.what) for moved in found.moved] == [
        (2, "Fix secrets", ("status open → done", "due 14 December 2026 → none")),
        (3, "Gone", ("no longer there",)),
        (4, "New", ("new",)),
    ]
    assert (found.moved[1].after, found.moved[2].before) == (None, None)
    assert found.gate == (earlier.gate, later.gate)
    assert found.numbers == (earlier.numbers, later.numbers)


def test_a_standing_that_changes_by_itself_is_told() -> None:
    before = a_row(status=Status.VERIFIED, standing="Verified")
    after = a_row(status=Status.VERIFIED, standing="Aged")
    (moved,) = compare(a_week(rows=(before,)), a_week(rows=(after,))).moved
    assert moved.what == ("standing Verified → Aged",)


def test_equal_reports_differ_in_nothing() -> None:
    assert differences(a_week(rows=(a_row(),)), a_week(rows=(a_row(),))) == ()


def test_a_new_edition_says_what_is_different() -> None:
    before = a_week(rows=(a_row(owner="Ben"),))
    met = Standing(Verdict.MET, "Ready: the only critical item is verified.", ())
    after = a_week(
        rows=(a_row(owner="Former person 2"),),
        gate=met,
        numbers=Numbers(None, 0, 0, 90, Decimal("7.50")),
        time_zone="Europe/Berlin",
        plan_sentence="The target is 14 December 2026.",
    )
    assert differences(before, after) == (
        "The gate: Not ready: 1 of 1 critical item open → Ready: the only critical item is verified.",
        "The stated score: 7.50 → none.",
        "The coverage: 100 → 90.",
        "Item 1, “Fix secrets”: owner changed.",
        "The time zone changed.",
        "The sentence about the plan changed.",
    )


def test_a_day_reads_as_a_day() -> None:
    (moved,) = compare(a_week(rows=(a_row(due=None),)), a_week(rows=(a_row(due=date(2027, 1, 4)),))).moved
    assert moved.what == ("due none → 4 January 2027",)
