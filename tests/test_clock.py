"""The clock: it ends gracefully, goes on though the machine's clock is set, and doubts an hour that leapt ahead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import create_engine, text

from vantage_readiness import clock
from vantage_readiness.services import housekeeping

NAMES = text("SELECT name FROM heartbeat WHERE name LIKE 'ticks %'")


@pytest.fixture
def ticking(app: Flask) -> Iterator[clock.Clock]:
    """Give a clock whose first jobs are far off."""
    made = clock.Clock(app)
    made._since += timedelta(hours=1)
    made.start()
    yield made
    made.stop()


def names(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [row.name for row in connection.execute(NAMES)]
    engine.dispose()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "INT"])
def test_a_clock_that_is_asked_to_stop_says_farewell(environment: dict[str, str], sign: signal.Signals) -> None:
    surroundings = {**os.environ, **environment, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-m", "flask", "--app", "vantage_readiness.factory", "clock"]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        until = time.monotonic() + 60
        while not names(environment["DATABASE_URL"]) and time.monotonic() < until:
            time.sleep(0.1)
        [name] = names(environment["DATABASE_URL"])
        assert name.endswith(f", {process.pid}")
        process.send_signal(sign)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert names(environment["DATABASE_URL"]) == []


def test_every_part_is_a_job_of_its_own(ticking: clock.Clock) -> None:
    jobs = ticking._scheduler.get_jobs()
    assert len(jobs) == len(housekeeping.PARTS) + 3
    assert all(job.max_instances == 1 for job in jobs)
    assert len({job.next_run_time for job in jobs}) == len(jobs)


def test_jobs_do_not_wait_for_an_hour_that_a_clock_set_back_sees_much_later(ticking: clock.Clock) -> None:
    job = ticking._scheduler.get_jobs()[0]
    ran: list[datetime] = []
    job.modify(func=lambda: ran.append(datetime.now(UTC)))
    assert not ran
    ticking.wake_up()
    until = time.monotonic() + 30
    while not ran and time.monotonic() < until:
        time.sleep(0.02)
    assert len(ran) == 1
    assert job.next_run_time < datetime.now(UTC) + timedelta(seconds=2 * clock.EVERY_SECONDS)


def test_an_hour_that_leapt_ahead_is_not_worked_by(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    done: list[datetime] = []

    def part(at: datetime) -> None:
        done.append(at)

    made = clock.Clock(app)
    made._part(part)
    now = datetime.now(UTC)
    with time_machine.travel(now + timedelta(days=365)):
        made._part(part)
    assert "leapt ahead" in caplog.text
    with time_machine.travel(now - timedelta(days=1)):
        made._part(part)
    assert [at.year for at in done] == [now.year, (now - timedelta(days=1)).year]


def test_a_heartbeat_that_the_database_does_not_take_stops_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(housekeeping, "beat", broken)
    monkeypatch.setattr(housekeeping, "farewell", broken)
    clock.tick(app)
    clock.Clock(app).farewell()
    assert "could not leave its heartbeat" in caplog.text
    assert "could not say so" in caplog.text
