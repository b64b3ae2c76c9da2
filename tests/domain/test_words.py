"""Words from a list, as people read them."""

from __future__ import annotations

import pytest

from vantage_readiness.domain.words import Way


@pytest.mark.parametrize(
    ("way", "label"), [(Way.LINKED, "With a link to the files"), (Way.ATTACHED, "With the files attached")]
)
def test_a_way_is_said_in_words(way: Way, label: str) -> None:
    assert way.label == label
