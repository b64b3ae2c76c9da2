"""Backups: when the nightly one is due, which old ones may go, what a manifest must say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from vantage_readiness.domain import backups
from vantage_readiness.domain.backups import Manifest, Table
from vantage_readiness.domain.refusals import Refused

NIGHT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HASH = "ab" * 32
WHOLE = Manifest(1, "0.1.0", "0003", "sqlite", NIGHT, False, {"user": Table(("id",), 1, 4, HASH)}, {0: (3, HASH)}, (0,))


@pytest.mark.parametrize(
    ("last", "at", "due"),
    [
        (None, NIGHT - timedelta(hours=1), True),
        (NIGHT - timedelta(days=1), NIGHT - timedelta(seconds=1), False),
        (NIGHT - timedelta(days=1), NIGHT, True),
        (NIGHT, NIGHT, False),
        (NIGHT, NIGHT + timedelta(hours=23, minutes=59), False),
        (NIGHT, NIGHT + timedelta(days=1), True),
        (NIGHT - timedelta(days=40), NIGHT + timedelta(hours=9), True),
        (NIGHT + timedelta(hours=1), NIGHT, False),  # the machine's clock was set back a little
        (NIGHT + timedelta(days=365), NIGHT, True),  # it was a year ahead for a while
    ],
)
def test_a_backup_is_due_once_a_night(last: datetime | None, at: datetime, due: bool) -> None:
    assert backups.is_due(last, at) is due


def nights(n: int) -> list[str]:
    return [backups.name_at(NIGHT - timedelta(days=days)) for days in range(n)]


def test_fourteen_days_and_eight_weeks_are_kept() -> None:
    gone = backups.outdated(nights(100), 14)
    kept = [name for name in nights(100) if name not in gone]
    assert kept[:14] == nights(14)
    ages = [(NIGHT - (backups.taken_at(name) or NIGHT)).days for name in kept]
    assert ages[14:] == [15, 22, 29, 36, 43]  # Sundays; the newest of the first three weeks are among the days


def test_of_a_day_the_newest_is_kept() -> None:
    names = [backups.name_at(NIGHT + timedelta(hours=hours)) for hours in range(5)]
    assert backups.outdated(names, 14) == names[3::-1]


def test_what_stood_still_for_a_year_keeps_its_last_backups() -> None:
    assert backups.outdated(nights(3), 14) == []


@pytest.mark.parametrize("name", ["readiness.zip", "readiness-20261399T020000Z.zip", "notes.txt", "readiness-x.zip"])
def test_files_of_other_names_are_never_let_go(name: str) -> None:
    assert backups.outdated([name, *nights(40)], 1).count(name) == 0
    assert backups.taken_at(name) is None


def test_a_name_tells_when() -> None:
    assert backups.taken_at(backups.name_at(NIGHT)) == NIGHT


def test_a_manifest_comes_back_as_it_was() -> None:
    again = Manifest.from_json(json.loads(json.dumps(WHOLE.to_json())))
    assert again == WHOLE
    assert (again.rows, again.lines) == (1, 3)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", "1"),
        ("taken_at", "yesterday"),
        ("taken_at", "2026-11-23T02:00:00"),
        ("application", "x" * 101),
        ("schema", 3),
        ("tables", []),
        ("tables", {"../../etc/passwd": {"columns": ["id"], "rows": 0, "size": 0, "sha256": HASH}}),
        ("tables", {"user": {"columns": ["id"], "rows": -1, "size": 0, "sha256": HASH}}),
        ("tables", {"user": {"columns": ["id; DROP"], "rows": 1, "size": 0, "sha256": HASH}}),
        ("tables", {"user": {"columns": ["id"], "rows": True, "size": 0, "sha256": HASH}}),
        ("tables", {"user": {"columns": ["id"], "rows": 1, "size": 2**70, "sha256": HASH}}),
        ("tables", {"user": {"columns": ["id"], "rows": 1, "size": 1, "sha256": "short"}}),
        ("diary", {"zero": [1, HASH]}),
        ("diary", {"0": [1]}),
        ("broken", None),
    ],
)
def test_a_manifest_that_says_something_else_is_refused(field: str, value: Any) -> None:
    said = {**json.loads(json.dumps(WHOLE.to_json())), field: value}
    with pytest.raises(Refused, match="damaged"):
        Manifest.from_json(said)


@pytest.mark.parametrize("said", [None, [], "x", 7, {}, {"format": 1}])
def test_what_is_no_manifest_is_refused(said: Any) -> None:
    with pytest.raises(Refused, match="damaged"):
        Manifest.from_json(said)


def test_a_newer_format_is_named_as_such() -> None:
    with pytest.raises(Refused, match="newer version"):
        Manifest.from_json({"format": 2, "all": "new"})
