"""The measurement: kinds of request in turns, each compared with the bare page of its round; first, the reader."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from tools.benchmark import projects, reading, weight
from tools.benchmark.client import Answer, Line, ask, lines, request, rush
from tools.benchmark.report import GOALS, TITLES, Kind, Sample, summary, table
from tools.benchmark.server import BARE, OURS, ROOT, Server, serving

PAGE = "/p/vantage-ai/"
RESULT = ROOT / "build" / "bench.json"
CONNECTIONS = 4

_FORM = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured for how long. `seconds` is the length of one rush."""

    items: int
    changes: int
    rounds: int
    seconds: float
    one_by_one: int
    readings: int


FULL = Size(items=10_000, changes=100_000, rounds=7, seconds=1.5, one_by_one=5, readings=3)
QUICK = Size(items=1_000, changes=10_000, rounds=2, seconds=0.4, one_by_one=2, readings=1)


@dataclass(slots=True)
class Reader:
    """A signed-in browser at one server, with what it needs to ask for the overview and to change an item."""

    server: Server
    cookie: str
    csrf: str
    version: int  # of item 2

    @classmethod
    def sign_in(cls, server: Server, made: projects.Made) -> Reader:
        """Sign in by a one-time link, as a person does."""
        with lines(server.port, 1) as (line,):
            door = f"/sign-in/{made.token}"
            page = ask(line, request("GET", door, {}), 200)
            form = {"csrf_token": _csrf(page)}
            let_in = ask(line, request("POST", door, {"Cookie": _cookie(page)}, form), 302)
            cookie = _cookie(let_in)
            overview = ask(line, request("GET", PAGE, {"Cookie": cookie}), 200)
            return cls(server, _cookie(overview) or cookie, _csrf(overview), made.version)

    def overview(self, **headers: str) -> bytes:
        """Give the bytes that ask for the overview."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return request("GET", PAGE, {"Cookie": self.cookie, "Accept-Encoding": "gzip, br", **given})

    def tag(self) -> str:
        """Ask for the overview and give its ETag."""
        with lines(self.server.port, 1) as (line,):
            return ask(line, self.overview(), 200).header("ETag")

    def change(self, line: Line) -> float:
        """Move item 2 to the other of two statuses; give how long that took, in seconds."""
        status = "in_progress" if self.version % 2 else "open"
        form = {"csrf_token": self.csrf, "version": str(self.version), "status": status, "part": "obstacle"}
        headers = {"Cookie": self.cookie, "HX-Request": "true"}
        sent = request("POST", f"{PAGE}items/2/status", headers, form)
        began = time.perf_counter()
        ask(line, sent, 200)
        self.version += 1
        return time.perf_counter() - began


def main() -> int:
    """Measure, print the table, write the JSON; return the exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run: small, short, its figures mean little")
    quick = parser.parse_args().quick
    signal.signal(signal.SIGTERM, _end)
    result = measure(QUICK if quick else FULL)
    result["quick"] = quick
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(table(result))
    print(f"\n{reading.table(result['reading_seconds'])}")
    print(f"\nWritten to {RESULT.relative_to(ROOT)}." + (" A quick run: the figures mean little." if quick else ""))
    return 0


def measure(size: Size) -> dict[str, Any]:
    """Fill two databases, serve them beside the bare page, and take turns; give everything as plain JSON values."""
    _say("Reading documents of half a megabyte …")
    read = reading.as_json(reading.readings(size.readings))
    with _stage(size) as (bare, small, large):
        kinds = _kinds(bare, small, large, size)
        for number in range(size.rounds):
            _say(f"Round {number + 1} of {size.rounds} …")
            first = number % len(kinds)
            for kind in kinds[first:] + kinds[:first]:  # nobody is always the one after the heaviest
                kind.samples.append(kind.turn())
        first_load = weight.of_first_load(small.server.port, PAGE, small.cookie)
    return {
        **summary(kinds),
        "weight_kb": first_load,
        "reading_seconds": read,
        "targets": dict(GOALS),
        "sizes": {"small": 24, "large": size.items, "large_changes": size.changes, "rounds": size.rounds}
        | {"seconds": size.seconds, "connections": CONNECTIONS},
        "machine": _machine(),
    }


@contextmanager
def _stage(size: Size) -> Iterator[tuple[Server, Reader, Reader]]:
    """Serve the bare page, a small and a large project; everything is stopped and deleted at the end."""
    (ROOT / "build").mkdir(exist_ok=True)
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="bench-")))
        bare = stack.enter_context(serving(BARE, _folder(root, "bare")))
        readers = []
        for name, items, changes in (("small", 0, 0), ("large", size.items, size.changes)):
            _say(f"Filling the {name} database …")
            made = projects.make(_folder(root, name), items=items, changes=changes)
            _say(f"  {made.items} items, {made.changes} diary lines, whole.")
            server = stack.enter_context(serving(OURS, root / name))
            readers.append(Reader.sign_in(server, made))
        small, large = readers
        yield bare, small, large


def _kinds(bare: Server, small: Reader, large: Reader, size: Size) -> list[Kind]:
    page = request("GET", "/", {})
    turns: dict[str, Callable[[], Sample]] = {
        "bare": lambda: _rush(bare, page, 200, size),
        "not_modified": lambda: _rush(small.server, small.overview(If_None_Match=small.tag()), 304, size),
        "overview": lambda: _rush(small.server, small.overview(), 200, size),
        "overview_10k": lambda: _rush(large.server, large.overview(), 200, size),
        "not_modified_10k": lambda: _rush(large.server, large.overview(If_None_Match=large.tag()), 304, size),
        "status_change": lambda: _changes(small, size),
        "cold": lambda: _cold(small, size),
        "cold_10k": lambda: _cold(large, size),
    }
    return [Kind(name, TITLES[name], turn) for name, turn in turns.items()]


def _rush(server: Server, sent: bytes, expected: int, size: Size) -> Sample:
    """Ask the same as fast as the server answers."""
    rush(server.port, sent, expected, connections=CONNECTIONS, seconds=size.seconds / 10)
    before, began = server.cpu_seconds(), time.perf_counter()
    took = rush(server.port, sent, expected, connections=CONNECTIONS, seconds=size.seconds)
    return Sample(took, time.perf_counter() - began, server.cpu_seconds() - before)


def _changes(reader: Reader, size: Size) -> Sample:
    """Change one item back and forth; each change is on disk before the next one is asked for."""
    took = []
    with lines(reader.server.port, 1) as (line,):
        before, began = reader.server.cpu_seconds(), time.perf_counter()
        while time.perf_counter() < began + size.seconds:
            took.append(reader.change(line))
        return Sample(took, time.perf_counter() - began, reader.server.cpu_seconds() - before)


def _cold(reader: Reader, size: Size) -> Sample:
    """Look at the overview right after a change, when nothing of it is kept; only the looks count."""
    took, cpu, sent = [], 0.0, reader.overview()
    with lines(reader.server.port, 1) as (line,):
        for _ in range(size.one_by_one):
            reader.change(line)
            before, began = reader.server.cpu_seconds(), time.perf_counter()
            ask(line, sent, 200)
            took.append(time.perf_counter() - began)
            cpu += reader.server.cpu_seconds() - before
    return Sample(took, sum(took), cpu)


def _csrf(page: Answer) -> str:
    found = _FORM.search(page.body.decode())
    if found is None:
        raise LookupError("The page holds no form to send.")
    return found[1]


def _cookie(answer: Answer) -> str:
    return answer.header("Set-Cookie").partition(";")[0]


def _folder(root: Path, name: str) -> Path:
    folder = root / name
    folder.mkdir()
    return folder


def _machine() -> dict[str, Any]:
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "load": [round(each, 2) for each in os.getloadavg()],
    }


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _end(_sign: int, _frame: FrameType | None) -> None:
    raise SystemExit("Stopped.")
