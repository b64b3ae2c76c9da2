"""The production server: how this process becomes it, and why it cannot."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from ..domain.refusals import Refused
from . import FACTORY, PACKAGE


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse, with what to do, an address nobody can listen on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(_why_not_listen(host, port, error)) from error


def command(config: Mapping[str, Any], application: str = f"{FACTORY}:create_app()") -> list[str]:
    """Give the command that serves an application the way we do in production."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 — the server's heartbeat file, unnamed
    return [
        *(sys.executable, "-m", "gunicorn", application, "--worker-class", "gthread"),
        *("--bind", f"{_bracketed(config['HOST'])}:{config['PORT']}"),
        *("--config", f"python:{PACKAGE}.worker"),
        *("--workers", str(config["VANTAGE_WORKERS"]), "--threads", str(config["VANTAGE_THREADS"])),
        *("--graceful-timeout", "15", "--keep-alive", "5", "--log-level", "warning", "--no-control-socket"),
        *(("--worker-tmp-dir", memory) if memory else ()),
    ]


def become(config: Mapping[str, Any]) -> NoReturn:
    """Turn this process into the production server."""
    os.environ["VANTAGE_SERVING"] = "1"
    sys.stdout.flush()
    os.execv(sys.executable, command(config))  # noqa: S606 — our own interpreter with our own words


def _why_not_listen(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HOST is “{host}”, which is no address of this machine. Leave it unset, or set it to 0.0.0.0 for all."
    other = port + 1 if 1024 <= port < 65535 else 8000
    return (
        f"Port {port} on {host} cannot be used ({error.strerror}). "
        f"Stop what uses it, or choose another: PORT={other} make run"
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
