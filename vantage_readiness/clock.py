"""The clock: APScheduler is only a tick. What is due is found in the database, so any number of clocks may run."""

from __future__ import annotations

import logging
import os
import threading
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from .services import housekeeping

EVERY_SECONDS = 60

_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Start ticking inside a server process, if this is one and the configuration says so."""
    if os.environ.get("VANTAGE_SERVING") and app.config["VANTAGE_CLOCK"] == "inline":
        _start(app, BackgroundScheduler(timezone=UTC, daemon=True))


def run(app: Flask) -> None:
    """Tick until the process is asked to stop."""
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


def _start(app: Flask, scheduler: BaseScheduler) -> None:
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler.add_job(
        tick, "interval", args=[app], seconds=EVERY_SECONDS, max_instances=1, coalesce=True, misfire_grace_time=None
    )
    first = threading.Timer(2, tick, [app])
    first.daemon = True  # a process that is asked to stop does not wait for it
    first.start()
    scheduler.start()
