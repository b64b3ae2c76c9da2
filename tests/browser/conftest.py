"""A real server in a process of its own, and a real browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@dataclass
class Server:
    """`flask serve` as `make run` starts it, on a free port and in a folder of its own."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def setup_path(self) -> str:
        found = re.search(r"/setup/\S+", self.said)
        assert found, self.said
        return found[0]

    def flask(self, *words: str) -> str:
        """Run another command of ours on the same data."""
        run = subprocess.run(
            flask_command(*words), env=environment(self.folder, self.port), text=True, capture_output=True
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def flask_command(*words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "vantage_readiness.factory", *words]


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VANTAGE_", "DATABASE_"))}
    return {**kept, "DATA_DIR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, *words: str, extra: dict[str, str] | None = None) -> Server:
    """Start a server and wait until it answers."""
    folder.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), folder / "said.txt"
    with log.open("wb") as said:
        process = subprocess.Popen(
            flask_command(*(words or ("serve",))),
            env=environment(folder, port) | (extra or {}),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    server = Server(folder, port, process, log)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(server.url + "/healthz"):
            return server
        time.sleep(0.1)
    server.stop()
    raise AssertionError(f"the server did not come up:\n{server.said}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Give a freshly seeded server on which nobody has an account yet."""
    made = start(tmp_path / "data")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give the demonstration with its eight weeks of history."""
    folder = tmp_path_factory.mktemp("demo")
    made = start(folder / "unused", "demo", extra={"DEMO_DIR": str(folder / "demo")})
    yield made
    made.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a browser complained about and where it went."""

    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@dataclass
class Person:
    """One person's browser window."""

    page: Page
    context: BrowserContext
    watch: Watch

    def assert_clean(self) -> None:
        """Fail if anything broke the content security policy, failed, or left this host."""
        assert self.watch.complaints == []
        assert self.watch.foreign == []


@pytest.fixture
def open_browser(chromium: Browser) -> Iterator[Callable[..., Person]]:
    """Give a function that opens a window: `open_browser(server, scripts=True, size=WIDE, dark=False)`."""
    contexts: list[BrowserContext] = []

    def open_one(server: Server, *, scripts: bool = True, size: dict[str, int] = WIDE, dark: bool = False) -> Person:
        context = chromium.new_context(
            base_url=server.url,
            java_script_enabled=scripts,
            viewport={"width": size["width"], "height": size["height"]},
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        watch, page = Watch(), context.new_page()
        page.on("console", lambda message: _hear(watch, message))
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.on("request", lambda request: _follow(watch, request, server.url))
        return Person(page, context, watch)

    yield open_one
    for context in contexts:
        context.close()


def _hear(watch: Watch, message: ConsoleMessage) -> None:
    expected = "Failed to load resource: the server responded with a status of"
    if message.type in ("error", "warning") and not message.text.startswith(expected):
        watch.complaints.append(message.text)


def _follow(watch: Watch, request: Request, home: str) -> None:
    if not request.url.startswith((home + "/", "about:", "blob:")):
        watch.foreign.append(request.url)
