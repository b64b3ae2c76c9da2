"""Server processes: how they end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from vantage_readiness import worker


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serving(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Give a server that answers, started as from a terminal: in a process group of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "vantage_readiness.factory", "serve"],
        env={**os.environ, "DATA_DIR": str(tmp_path), "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not _answers(port):
        assert time.monotonic() < deadline, "the server did not come up"
        time.sleep(0.1)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.slow
def test_ctrl_c_ends_every_process_soon(serving: subprocess.Popen[bytes]) -> None:
    os.killpg(serving.pid, signal.SIGINT)
    assert serving.wait(60) == 0


@pytest.mark.slow
@pytest.mark.usefixtures("serving")
def test_a_header_does_not_change_what_was_asked_for(port: int) -> None:
    for path, headers, expected in (
        ("/account", {"SCRIPT_NAME": "/account"}, (302, "/sign-in?next=/account")),
        ("/nothing", {"PATH_INFO": "/healthz"}, (404, None)),
        ("//evil.example/", {"SCRIPT_NAME": "//evil.example"}, (404, None)),
        ("/", {"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "off"}, (302, "/sign-in")),
        ("/", {"X-Forwarded-Host": "evil.example"}, (302, "/sign-in")),
    ):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == expected, headers
        connection.close()


def test_a_worker_leaves_ctrl_c_to_its_parent() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        worker.post_worker_init(None)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
