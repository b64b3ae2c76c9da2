"""Health and metrics: only what stops work is a failure, and only the right ones may watch."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import NOW, World, close
from tests.pages import Client
from vantage_readiness.factory import create_app
from vantage_readiness.services import backups, health, housekeeping, sign_ins
from vantage_readiness.services.health import State
from vantage_readiness.storage import heartbeats
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery

TOKEN = "a-token-for-those-who-watch-0123456789"


def states(at: datetime, *, wants_backups: bool = True) -> dict[str, State]:
    return {name: check.state for name, check in health.look(at, wants_backups=wants_backups).items()}


def test_a_new_installation_works_but_has_neither_clock_nor_backup(
    client_of: Callable[[str], Client], nothing_owed: None
) -> None:
    page = client_of("nobody").get("/readyz")
    said = json.loads(page.response.text)
    assert (page.status, said["ready"]) == (200, True)
    assert {name: check["state"] for name, check in said["checks"].items()} == {
        "database": "ok",
        "clock": "warning",
        "letters": "ok",
        "backup": "warning",
    }


def test_all_is_well_after_a_tick_and_a_backup(world: World, both: None, nothing_owed: None, tmp_path: Path) -> None:
    housekeeping.do_what_is_due(NOW)
    backups.take_when_due(tmp_path / "nightly", 14, by="clock", at=NOW)
    assert set(states(NOW + timedelta(minutes=2)).values()) == {State.OK}


@pytest.mark.parametrize(
    ("name", "later"),
    [("clock", timedelta(minutes=6)), ("backup", timedelta(hours=27)), ("letters", timedelta(minutes=16))],
)
def test_what_is_late_is_a_warning_and_stops_nothing(
    world: World, both: None, nothing_owed: None, tmp_path: Path, name: str, later: timedelta
) -> None:
    housekeeping.do_what_is_due(NOW)
    backups.take_when_due(tmp_path / "nightly", 14, by="clock", at=NOW)
    db.session.add(
        Delivery(key="x", kind="x", address="ada@example.org", message_id="x", due_at=NOW, created_at=NOW, about={})
    )
    db.session.commit()
    checks = health.look(NOW + later, wants_backups=True)
    assert checks[name].state is State.WARNING
    assert checks[name].age == later.total_seconds()
    assert health.can_work(checks)


def test_a_backup_that_failed_is_told_before_it_is_old(world: World, tmp_path: Path) -> None:
    backups.take_when_due(tmp_path / "nightly", 14, by="clock", at=NOW)
    heartbeats.beat(backups.CLAIM, NOW + timedelta(hours=18))
    db.session.commit()
    said = health.look(NOW + timedelta(hours=19), wants_backups=True)["backup"]
    assert (said.state, said.says) == (State.WARNING, "the latest one failed; the log says why")


def test_who_wants_no_backups_is_not_warned(world: World) -> None:
    assert states(NOW, wants_backups=False)["backup"] is State.OK


def test_without_its_database_it_cannot_work(tmp_path: Path) -> None:
    app = create_app({"DATA_DIR": str(tmp_path)}, TESTING=True)
    answer = app.test_client().get("/readyz")
    checks = json.loads(answer.text)["checks"]
    assert (answer.status_code, list(checks)) == (503, ["database"])
    assert "flask setup" in checks["database"]["says"]
    close(app)


def numbers(text: str) -> dict[str, float]:
    return {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_numbers_are_those_of_the_pages(app: Flask, world: World, both: None) -> None:
    housekeeping.do_what_is_due(datetime.now(UTC))
    db.session.remove()
    client = app.test_client()
    client.get("/sign-in").close()
    said = numbers(client.get("/metrics").text)
    assert said["readiness_open_criticals[('project', 'vantage-ai')]"] == 8
    assert said["readiness_gate[('project', 'vantage-ai'), ('verdict', 'not_met')]"] == 1
    assert said["readiness_verified_percent[('project', 'vantage-ai')]"] == 0
    assert said["readiness_stated_score[('project', 'vantage-ai')]"] == 7.5
    assert said["readiness_clock_age_seconds[]"] < 3600
    assert "readiness_backup_age_seconds[]" not in said
    assert any("('route', '/sign-in')" in name and value == 1 for name, value in said.items())
    assert any(name.startswith("readiness_build_info") for name in said)


def test_who_still_owes_the_code_did_not_sign_in(world: World) -> None:
    ada = world.person("Ada")
    before = health.numbers(NOW).signed_in
    for is_proven in (False, True):
        ada.totp_secret = "a secret"
        sign_ins.begin(ada, way="password", browser="", address="", at=NOW, is_remembered=False, is_proven=is_proven)
    db.session.commit()
    assert health.numbers(NOW).signed_in == before + 1


@pytest.mark.parametrize(
    ("token", "headers", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "::1", 200),
        ("", {}, "192.0.2.7", 404),
        ("", {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 404),
        ("", {"Forwarded": "for=127.0.0.1"}, "127.0.0.1", 404),
        ("", {"X-Real-IP": "127.0.0.1"}, "127.0.0.1", 404),
        ("", {"Via": "1.1 somewhere"}, "127.0.0.1", 404),
        (TOKEN, {}, "127.0.0.1", 404),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}"}, "192.0.2.7", 200),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}x"}, "127.0.0.1", 404),
        (TOKEN, {"Authorization": f"Basic {TOKEN}"}, "127.0.0.1", 404),
        (TOKEN, {"Authorization": "Bearer ä"}, "127.0.0.1", 404),
    ],
)
def test_who_may_watch(
    environment: dict[str, str], token: str, headers: dict[str, str], address: str, status: int
) -> None:
    app = create_app({**environment, "VANTAGE_METRICS_TOKEN": token}, TESTING=True)
    answer = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status
    close(app)
