"""The clock: APScheduler is only a tick. What is due is found in the database, so any number of clocks may run."""

from __future__ import annotations

import atexit
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from flask import Flask

from .domain.diary import CLOCK
from .domain.steadiness import Steadiness
from .output.mail import transport
from .services import backups, deliveries, housekeeping, sending
from .services.housekeeping import Part

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler

EVERY_SECONDS = 60
_APART = timedelta(seconds=1)  # between the parts of a tick, so that they do not all want to write at once

_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Start ticking inside a server process, if this is one and the configuration says so."""
    if os.environ.get("VANTAGE_SERVING") and app.config["VANTAGE_CLOCK"] == "inline":
        ticking = Clock(app)
        ticking.start()
        atexit.register(ticking.farewell)


def run(app: Flask) -> None:
    """Tick until the process is asked to stop; then bring to its end what has begun. Asked again, stop at once."""
    over = threading.Event()

    def ask(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        over.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    ticking = Clock(app)
    ticking.start()
    _log.info("The clock ticks as %s.", ticking.name)
    over.wait()
    ticking.stop()
    _log.info("The clock has stopped.")


def tick(app: Flask) -> None:
    """Do everything that is due now, part by part. A failure is logged and tried again at the next tick."""
    for part in housekeeping.PARTS:
        do(app, part)
    beat(app)


def do(app: Flask, part: Part) -> None:
    """Do one part of a tick."""
    with app.app_context():
        housekeeping.do(part, datetime.now(UTC))


def beat(app: Flask, clock: str = "", since: datetime | None = None) -> None:
    """Leave a heartbeat, if the database takes it."""
    with app.app_context():
        try:
            housekeeping.beat(datetime.now(UTC), clock, since)
        except Exception:  # noqa: BLE001 — the clock must tick again
            _log.exception("The clock could not leave its heartbeat; it tries again in %s seconds.", EVERY_SECONDS)


def post(app: Flask, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Send every letter that is due now. A failure is logged; what was not sent is due again."""
    with app.app_context():
        try:
            sending.send_due(office(app), lambda: datetime.now(UTC), goes_on=goes_on)
        except Exception:  # noqa: BLE001 — as above
            _log.exception("Letters could not be sent; it is tried again in %s seconds.", EVERY_SECONDS)


def office(app: Flask) -> sending.Office:
    """Give what letters are sent with, as it is configured."""
    way = transport.post(app.config["VANTAGE_SMTP"], app.config["DATA_DIR"] / "letters")
    return sending.Office(way, app.config["VANTAGE_MAIL_FROM"], app.config["VANTAGE_BASE_URL"])


class Postman(threading.Thread):
    """Sends what is due whenever the bell rings: with every tick, and at once when this process owes a letter.

    In a thread of its own, so that a slow mail server holds up neither a tick nor a request.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__(name="postman", daemon=True)
        self._app, self._bell, self._over = app, threading.Event(), False

    def ring(self) -> None:
        self._bell.set()

    def stop(self) -> None:
        """Let the letter that is in hand leave, and take up no other."""
        self._over = True
        self.ring()
        self.join()

    def run(self) -> None:
        while self._bell.wait() and not self._over:
            self._bell.clear()
            post(self._app, lambda: not self._over)


class Clock:
    """What ticks in one process: every part a job of its own, so that one that is slow or fails stops no other."""

    def __init__(self, app: Flask) -> None:
        from apscheduler.executors.pool import ThreadPoolExecutor  # slow to import; most processes never tick
        from apscheduler.schedulers.background import BackgroundScheduler

        self._app, self._since = app, datetime.now(UTC)
        self.name = f"{socket.gethostname()[:24]}, {os.getpid()}"
        self._postman, self._over = Postman(app), threading.Event()
        self._steadiness, self._lock = Steadiness(), threading.Lock()
        jobs = len(housekeeping.PARTS) + 3
        self._scheduler: BaseScheduler = BackgroundScheduler(
            timezone=UTC, daemon=True, executors={"default": ThreadPoolExecutor(jobs)}
        )

    def start(self) -> None:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        jobs: list[Callable[[], object]] = [lambda: beat(self._app, self.name, self._since), self._postman.ring]
        jobs += [partial(self._part, part) for part in housekeeping.PARTS]
        jobs.append(lambda: back_up(self._app))
        first = self._since + 2 * _APART
        for number, job in enumerate(jobs):
            self._every_minute(job, first + number * _APART)
        self._postman.start()
        deliveries.when_owed(self._postman.ring)
        self._scheduler.start()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def stop(self) -> None:
        """Bring to its end what has begun, and begin nothing more."""
        self._over.set()
        self._scheduler.shutdown()
        self._postman.stop()
        self.farewell()

    def farewell(self) -> None:
        """Say that this clock stops, so that nobody misses it; if the database does not hear it, it is missed."""
        with self._app.app_context():
            try:
                housekeeping.farewell(self.name)
            except Exception:  # noqa: BLE001 — the process ends all the same
                _log.exception("The clock stopped, but could not say so.")

    def _part(self, part: Part) -> None:
        with self._lock:
            is_believed = self._steadiness.believes(datetime.now(UTC), timedelta(seconds=time.monotonic()))
        if is_believed:
            do(self._app, part)
        else:
            _log.warning("The machine's clock leapt ahead; “%s” waits for an hour.", housekeeping.name_of(part))

    def _watch(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            self.wake_up()

    def wake_up(self) -> None:
        """Let jobs run now that wait for an hour which the machine's clock, set back, will not see again for long."""
        now = datetime.now(UTC)
        for job in self._scheduler.get_jobs():
            if job.next_run_time and job.next_run_time > now + timedelta(seconds=2 * EVERY_SECONDS):
                job.modify(next_run_time=now)

    def _every_minute(self, job: Callable[[], object], first: datetime) -> None:
        self._scheduler.add_job(
            job,
            "interval",
            seconds=EVERY_SECONDS,
            next_run_time=first,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )


def back_up(app: Flask) -> None:
    """Take the night's backup if it is owed. A failure is logged, shows on /readyz, and is tried again in an hour."""
    folder, keep = app.config["VANTAGE_BACKUP_DIR"], app.config["VANTAGE_BACKUP_KEEP"]
    with app.app_context():
        try:
            taken = backups.take_when_due(folder, keep, by=CLOCK, at=datetime.now(UTC))
        except Exception:  # noqa: BLE001 — the clock must tick again
            _log.exception("The backup could not be taken into %s; it is tried again in an hour.", folder)
        else:
            if taken:
                _log.info("The backup %s is taken and proven.", taken)
