"""How each server process behaves: gunicorn reads this module as its configuration."""

from __future__ import annotations

import os
import signal

from . import logs

logconfig_dict = logs.for_server(os.environ.get("VANTAGE_LOG", "").strip() or logs.AUTO)

# What a proxy says is believed from as many as VANTAGE_PROXIES counts, and read in web.safety. Left to itself the
# server believes whoever asks from this machine, even which address was asked for (headers PATH_INFO, SCRIPT_NAME).
forwarded_allow_ips = ""
forwarder_headers = ""


def post_worker_init(_worker: object) -> None:
    """Leave Ctrl-C to the parent.

    A terminal sends it to every process; together with the parent's own signal it can lock up a worker for good.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
