"""The clock: APScheduler is only a tick. What is due is found in the database, so any number of clocks may run."""

from __future__ import annotations

import logging
import os
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Flask

from .domain.diary import CLOCK
from .output.mail import transport
from .services import backups, deliveries, housekeeping, sending

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler

EVERY_SECONDS = 60

_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Start ticking inside a server process, if this is one and the configuration says so."""
    if os.environ.get("VANTAGE_SERVING") and app.config["VANTAGE_CLOCK"] == "inline":
        from apscheduler.schedulers.background import BackgroundScheduler  # slow to import; most processes never tick

        _start(app, BackgroundScheduler(timezone=UTC, daemon=True))


def run(app: Flask) -> None:
    """Tick until the process is asked to stop."""
    from apscheduler.schedulers.blocking import BlockingScheduler  # as above

    try:
        _start(app, BlockingScheduler(timezone=UTC))
    except (KeyboardInterrupt, SystemExit):
        _log.info("The clock has stopped.")


def tick(app: Flask) -> None:
    """Do everything that is due now. A failure is logged and tried again at the next tick."""
    with app.app_context():
        try:
            housekeeping.do_what_is_due(datetime.now(UTC))
        except Exception:  # noqa: BLE001 — whatever it was, the clock must tick again
            _log.exception("The clock could not do its work; it tries again in %s seconds.", EVERY_SECONDS)


def post(app: Flask) -> None:
    """Send every letter that is due now. A failure is logged; what was not sent is due again."""
    with app.app_context():
        try:
            sending.send_due(office(app), lambda: datetime.now(UTC))
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
        """Let the round that runs come to its end, and begin no other."""
        self._over = True
        self.ring()
        self.join()

    def run(self) -> None:
        while self._bell.wait() and not self._over:
            self._bell.clear()
            post(self._app)


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


def _start(app: Flask, scheduler: BaseScheduler) -> None:
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    for job in (tick, back_up):  # side by side: a long backup holds up no letter
        scheduler.add_job(
            job, "interval", args=[app], seconds=EVERY_SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
        )
    postman = Postman(app)
    postman.start()
    deliveries.when_owed(postman.ring)
    scheduler.add_job(postman.ring, "interval", seconds=EVERY_SECONDS, coalesce=True, misfire_grace_time=None)
    first = threading.Timer(2, tick, [app])
    first.daemon = True  # a process that is asked to stop does not wait for it
    first.start()
    scheduler.start()
