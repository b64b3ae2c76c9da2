"""The trial of letters, in its fast form, and that it finds a build that breaks what it promises."""

from __future__ import annotations

import pytest

from tools.trials import letters

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", letters.kinds())
def test_two_clocks_hand_each_letter_over_once(kind: str) -> None:
    assert letters.together(kind, 2, 20, seed=1).failures == ()


def test_killed_clocks_lose_nothing() -> None:
    assert letters.killed("sqlite", 2, seed=1).failures == ()


def test_clocks_that_do_not_lease_are_found() -> None:
    [failure] = letters.together(
        "postgresql" if "postgresql" in letters.kinds() else "sqlite", 2, 20, 1, "no lease"
    ).failures
    assert "came again" in failure


def test_clocks_that_call_a_letter_sent_too_early_are_found() -> None:
    assert any("never came" in failure for failure in letters.killed("sqlite", 2, 1, "marked first").failures)


@pytest.mark.parametrize("kind", letters.kinds())
def test_a_day_is_claimed_once_and_its_letter_owed_though_clocks_are_killed(kind: str) -> None:
    assert letters.claimed(kind, 2, 40, seed=1).failures == ()


def test_a_claim_kept_before_its_letter_is_found() -> None:
    assert any("no letter" in failure for failure in letters.claimed("sqlite", 4, 30, 1, "claimed alone").failures)


@pytest.mark.skipif("postgresql" not in letters.kinds(), reason="SQLite lets one clock at a time look and write")
def test_clocks_that_only_look_whether_a_day_is_claimed_are_found() -> None:
    assert any("has one" in failure for failure in letters.claimed("postgresql", 1, 100, 1, "looked first").failures)
