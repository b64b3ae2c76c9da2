"""A tick: its parts are apart, its clocks are known by name, and setting the machine's clock back stops nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.conftest import NOW, World
from vantage_readiness.services import health, housekeeping
from vantage_readiness.services.health import State
from vantage_readiness.storage import heartbeats, reports
from vantage_readiness.storage.database import db, looking

ONE, TWO = "here, 11", "there, 22"
MINUTE = timedelta(minutes=1)


def look(at: datetime) -> tuple[State, str]:
    with looking():
        check = health.look(at, wants_backups=False)["clock"]
        db.session.rollback()
    return check.state, check.says


def test_a_part_that_fails_stops_no_other_and_leaves_nothing_half_done(
    world: World, both: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def breaks(_at: datetime) -> None:
        world.person("Ben").name = "Half done"
        db.session.flush()
        raise ValueError("broken on purpose")

    def works(_at: datetime) -> None:
        done.append("works")

    monkeypatch.setattr(housekeeping, "PARTS", (breaks, works))
    housekeeping.do_what_is_due(NOW)
    assert done == ["works"]
    assert world.person("Ben").name == "Ben"
    assert "broken on purpose" in caplog.text
    for number in range(7):
        housekeeping.do_what_is_due(NOW + number * MINUTE)
    state, says = look(NOW + 6 * MINUTE)
    assert state is State.OK, "no clock with a name ticked, so that nobody says more than that it ticks"
    housekeeping.beat(NOW + 6 * MINUTE, ONE)
    state, says = look(NOW + 6 * MINUTE)
    assert state is State.WARNING
    assert "breaks" in says


def test_claims_of_long_ago_are_forgotten_and_others_kept(world: World, both: None) -> None:
    for key, days in (("old", 731), ("young", 729)):
        assert reports.claim(key, NOW - timedelta(days=days))
    db.session.commit()
    housekeeping.do_what_is_due(NOW)
    assert [db.session.get(reports.Claim, key) is not None for key in ("old", "young")] == [False, True]


def test_clocks_are_known_by_name_and_since_when(world: World, both: None) -> None:
    housekeeping.beat(NOW, ONE, NOW - MINUTE)
    housekeeping.beat(NOW + 2 * MINUTE, TWO, NOW)
    housekeeping.beat(NOW + 3 * MINUTE, ONE, NOW + 3 * MINUTE)
    found = housekeeping.clocks(NOW + 3 * MINUTE)
    assert [(each.name, each.since, each.last, each.is_silent) for each in found] == [
        (ONE, NOW - MINUTE, NOW + 3 * MINUTE, False),
        (TWO, NOW, NOW + 2 * MINUTE, False),
    ]
    assert look(NOW + 3 * MINUTE) == (State.OK, "ticks, 2 of them")


def test_a_clock_that_died_shows_after_five_minutes_and_is_forgotten_after_an_hour(world: World) -> None:
    housekeeping.beat(NOW, ONE)
    for minute in range(62):
        housekeeping.beat(NOW + minute * MINUTE, TWO)
    assert look(NOW + 61 * MINUTE) == (State.OK, "ticks")
    housekeeping.beat(NOW, ONE)
    assert look(NOW + 5 * MINUTE)[0] is State.OK
    assert look(NOW + 6 * MINUTE)[0] is State.WARNING


def test_one_dead_clock_of_two_is_a_warning_that_names_no_machine(world: World) -> None:
    housekeeping.beat(NOW, ONE)
    housekeeping.beat(NOW + 6 * MINUTE, TWO)
    assert look(NOW + 6 * MINUTE) == (State.WARNING, "1 of 2 stopped without a word")


def test_a_clock_that_says_farewell_is_missed_by_nobody(world: World) -> None:
    housekeeping.beat(NOW, ONE)
    housekeeping.beat(NOW, TWO)
    housekeeping.farewell(ONE)
    assert [each.name for each in housekeeping.clocks(NOW)] == [TWO]
    assert heartbeats.beginning_with("since ") == {TWO: NOW}


def test_a_clock_of_a_year_ahead_is_forgotten_when_the_hour_is_right_again(world: World) -> None:
    ahead = NOW + timedelta(days=365)
    housekeeping.beat(ahead, ONE)
    assert housekeeping.clocks(NOW) == []
    assert look(NOW)[0] is State.WARNING
    housekeeping.beat(NOW, TWO)
    assert list(heartbeats.beginning_with("ticks ")) == [TWO]
    assert look(NOW) == (State.OK, "ticks")


def test_what_was_claimed_a_year_ahead_is_free_again(world: World, both: None) -> None:
    hour = timedelta(hours=1)
    assert heartbeats.claim("night", NOW + timedelta(days=365), free_before=NOW + timedelta(days=365) - hour)
    assert heartbeats.claim("night", NOW, free_before=NOW - hour)
    assert not heartbeats.claim("night", NOW - MINUTE, free_before=NOW - hour)


def test_names_of_parts_fit_their_column() -> None:
    names = list(map(housekeeping.name_of, housekeeping.PARTS))
    assert len(set(names)) == len(names)
    assert all(len(f"part {name}") <= 40 for name in names)
