"""What somebody wants to be written: what can be wished, and what cannot."""

from __future__ import annotations

import pytest

from vantage_readiness.domain import preferences
from vantage_readiness.domain.preferences import Concern, Often, Wish
from vantage_readiness.domain.refusals import Refused


def test_who_never_said_anything_gets_everything_on_every_day() -> None:
    assert Wish() == Wish(Often.DAILY, frozenset(), frozenset())


def test_a_wish_is_read_from_words_and_days() -> None:
    found = preferences.wish("weekly", ["untouched", "plan", "plan"], [6, 7])
    assert found == Wish(Often.WEEKLY, frozenset({Concern.UNTOUCHED, Concern.PLAN}), frozenset({6, 7}))


@pytest.mark.parametrize(
    ("often", "muted", "days", "sentence"),
    [
        ("hourly", [], [], "Choose daily, weekly or off"),
        ("", [], [], "Choose daily, weekly or off"),
        ("daily", ["gate"], [], "what to leave out from the list"),
        ("daily", [], [0], "from 1 for Monday to 7 for Sunday"),
        ("daily", [], [8], "from 1 for Monday to 7 for Sunday"),
        ("weekly", [], range(1, 8), "Choose “Never” instead"),
    ],
)
def test_what_cannot_be_wished_is_refused(often: str, muted: list[str], days: list[int], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        preferences.wish(often, muted, days)


def test_every_choice_has_words_of_its_own() -> None:
    for kind in (Often, Concern):
        labels = [each.label for each in kind]
        assert len(set(labels)) == len(labels)
        assert all(label[0].isupper() for label in labels)
