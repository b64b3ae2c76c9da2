"""The trial of time zones, in its fast form, and that it finds builds that miss something or tell it twice."""

from __future__ import annotations

import pytest

from tools.trials import zones

pytestmark = pytest.mark.slow


def test_three_zones_get_everything_once_over_the_change_of_the_clocks() -> None:
    assert zones.try_zones(zones.ZONES[:3], 30, seed=1).failures == ()


@pytest.mark.parametrize(
    ("broken", "zone", "said"),
    [
        ("by utc", "Australia/Lord_Howe", "no digest on"),
        ("at the hour only", "Europe/Berlin", "no digest on"),
        ("unclaimed", "Europe/Berlin", "two daily digests"),
        ("believing", "Europe/Berlin", "which is to come"),
        ("newest week only", "Europe/Berlin", "no report of"),
    ],
)
def test_a_build_that_breaks_it_is_found(broken: str, zone: str, said: str) -> None:
    assert any(said in failure for failure in zones.try_zones([zone], 30, 1, broken).failures)
