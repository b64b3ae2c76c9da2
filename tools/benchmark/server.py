"""Servers to be measured: started the way we serve in production, and always stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.benchmark.client import HOST
from vantage_readiness import cli, config
from vantage_readiness.cli import server

ROOT = Path(__file__).resolve().parents[2]
BARE = "tools.benchmark.bare:create_app()"
OURS = f"{cli.FACTORY}:create_app()"


class NotServing(Exception):
    """A server did not start; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    master: int

    def cpu_seconds(self) -> float:
        """Give the processor time its workers have used so far, in seconds."""
        return sum(time.clock_gettime_ns(_clock_of(worker)) for worker in self.workers()) / 1e9

    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()]


@contextmanager
def serving(application: str, folder: Path) -> Iterator[Server]:
    """Serve an application with its data in this folder until the block ends."""
    port = _free_port()
    environment = _environment(folder, port)
    command = server.command(config.load(environment), application)
    with (folder / "server.log").open("w+") as log:
        started = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
        try:
            _wait_for(started, port, folder / "server.log")
            yield Server(port, started.pid)
        finally:
            _stop(started)


def _environment(folder: Path, port: int) -> dict[str, str]:
    ours = {setting.name for setting in config.SETTINGS}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return {**inherited, "DATA_DIR": str(folder), "HOST": HOST, "PORT": str(port), "VANTAGE_SERVING": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(started: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and started.poll() is None:
        try:
            with socket.create_connection((HOST, port), timeout=1) as line:
                line.sendall(f"GET /healthz HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())
                if line.recv(1):
                    return
        except OSError:
            time.sleep(0.05)
    raise NotServing(f"The server did not start: {log.read_text()[-2000:]}")


def _stop(started: subprocess.Popen[bytes]) -> None:
    """Ask the server's own process group to end; after five seconds end it."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(started.pid, sign)
        except ProcessLookupError:
            break
        try:
            started.wait(5)
            break
        except subprocess.TimeoutExpired:
            continue


def _clock_of(pid: int) -> int:
    """Give the id of a process's processor clock, in nanoseconds (Linux: CPUCLOCK_SCHED of the process)."""
    return (~pid << 3) | 2
