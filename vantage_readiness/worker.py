"""How each server process behaves: gunicorn reads this module as its configuration."""

from __future__ import annotations

import signal


def post_worker_init(_worker: object) -> None:
    """Leave Ctrl-C to the parent.

    A terminal sends it to every process; together with the parent's own signal it can lock up a worker for good.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
