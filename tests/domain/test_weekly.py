"""The weekly report as a value: what it says of itself."""

from __future__ import annotations

from decimal import Decimal

from tests.domain.past_builders import MONDAY, SUNDAY, a_week
from vantage_readiness.domain.weekly import Event, Happening, Numbers
from vantage_readiness.domain.words import Tier


def an_event(happening: Happening) -> Event:
    return Event(MONDAY, happening, 1, "Fix secrets", Tier.CRITICAL, "Ben", "did it", "")


def test_a_report_is_as_of_its_sunday() -> None:
    assert a_week().as_of == SUNDAY


def test_lines_are_found_under_their_word() -> None:
    done, waived = an_event(Happening.DONE), an_event(Happening.WAIVED)
    week = a_week(events=(done, waived))
    assert (week.of(Happening.DONE), week.of(Happening.ADDED)) == ((done,), ())


def test_a_number_moves_only_where_both_weeks_know_it() -> None:
    before = Numbers(None, 10, None, 50, Decimal("7.50"))
    week = a_week(numbers=Numbers(Decimal(8), 14, 3, None, Decimal("7.67")), numbers_before=before)
    moved = {name: week.change(name) for name in ("stated", "claimed", "verified", "coverage", "estimate")}
    assert moved == {"stated": None, "claimed": 4, "verified": None, "coverage": None, "estimate": Decimal("0.17")}
    assert a_week().change("claimed") is None


def test_every_word_has_its_label() -> None:
    labels = [word.label for word in Happening]
    assert labels[:4] == ["Done", "Verified", "Re-opened", "Added"]
    assert labels[4:] == ["Re-tiered", "Waived", "Taken out of scope", "Other"]
