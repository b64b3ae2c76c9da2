"""Letters under several clocks: each is handed over once; killed clocks lose none, and repeat only what they held."""

from __future__ import annotations

import multiprocessing
import random
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier as Gate
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from tests.letterbox import Letterbox, serving
from tools.trials.trial import Result
from vantage_readiness import clock
from vantage_readiness.domain.deliveries import LetterState
from vantage_readiness.factory import create_app
from vantage_readiness.services import deliveries, sending, setup
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery, Lease

LETTERS, KILLS, CLOCKS = 1000, 100, (2, 4)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GENERATION = timedelta(minutes=6)  # longer than a lease
POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
AFRESH = multiprocessing.get_context("forkserver")  # every clock is a process that shares nothing, soon there
AFRESH.set_forkserver_preload(["tools.trials.letters"])


@dataclass(frozen=True, slots=True)
class House:
    """An installation of its own: its database, its folder, its mail server."""

    url: str
    folder: str
    port: int

    def open(self) -> Flask:
        return create_app(
            {
                "DATA_DIR": self.folder,
                "DATABASE_URL": self.url,
                "VANTAGE_SECRET_KEY": "k3y-of-a-trial" * 4,
                "VANTAGE_SMTP": f"smtp://127.0.0.1:{self.port}",
            },
            TESTING=True,
        )


def run(scale: float, seed: int) -> list[Result]:
    """Run every trial on SQLite and, where one answers, on PostgreSQL."""
    letters, kills = max(20, round(LETTERS * scale)), max(2, round(KILLS * scale))
    results = []
    for kind in kinds():
        results += [together(kind, clocks, letters, seed) for clocks in CLOCKS]
        results.append(killed(kind, kills, seed))
    return results


def together(kind: str, clocks: int, letters: int, seed: int, broken: str = "") -> Result:
    """Let several clocks send at the same moment; the server has to see each letter once."""
    with house(kind) as (place, box):
        _owe(place, letters)
        gate = AFRESH.Barrier(clocks)
        processes = [_started(place, AT, broken, gate) for _ in range(clocks)]
        for process in processes:
            process.join()
        failures = _left(place) + _repeated(box, allowed=0, letters=letters)
    return Result(f"{clocks} clocks, {kind}", letters, tuple(failures), seed)


def killed(kind: str, kills: int, seed: int, broken: str = "") -> Result:
    """Kill two clocks amid their work, again and again; then let two finish it."""
    chance, letters = random.Random(seed), 4 * kills + 4  # noqa: S311 — a seed makes it again
    with house(kind) as (place, box):
        _owe(place, letters)
        for number in range(kills):
            _kill_amid(place, box, AT + number * GENERATION, chance, broken)
        gate = AFRESH.Barrier(1)
        _started(place, AT + kills * GENERATION, broken, gate).join()
        failures = _left(place) + _repeated(box, allowed=2 * kills, letters=letters)
    return Result(f"clocks killed {kills} times, {kind}", letters, tuple(failures), seed)


def _kill_amid(place: House, box: Letterbox, at: datetime, chance: random.Random, broken: str) -> None:
    """Let two clocks send until the server has taken a few letters more, and kill both."""
    gate, enough = AFRESH.Barrier(2), threading.Event()
    wanted = len(box.taken) + chance.randint(1, 4)
    box.when_taken = lambda: enough.set() if len(box.taken) >= wanted else None
    processes = [_started(place, at, broken, gate) for _ in range(2)]
    while not enough.wait(0.05) and any(process.is_alive() for process in processes):
        pass
    for process in processes:
        process.kill()
        process.join()


def _started(place: House, at: datetime, broken: str, gate: Gate) -> BaseProcess:
    process = AFRESH.Process(target=_clock, args=(place, at, broken, gate))
    process.start()
    return process


def _clock(place: House, at: datetime, broken: str, gate: Gate) -> None:
    """Send what is due, as a clock does, at a moment that stands still."""
    BROKEN.get(broken, lambda: None)()
    app = place.open()
    gate.wait()
    with app.app_context():
        sending.send_due(clock.office(app), lambda: at)


def _without_lease() -> None:
    """Break the build: take the next letter without keeping others from it."""

    def take(_at: datetime) -> Lease | None:
        row = db.session.scalar(select(Delivery).where(Delivery.state == LetterState.WAITING.value).limit(1))
        lease = Lease(row.id, row.tries) if row else None
        db.session.rollback()
        return lease

    vars(sending)["_next"] = take


def _marked_first() -> None:
    """Break the build: call a letter sent before it is, and take so long over it that a kill falls in between."""
    lease_it = sending._next

    def take(at: datetime) -> Lease | None:
        lease = lease_it(at)
        if lease:
            sending._settle(lease, LetterState.SENT, sent_at=at)
            time.sleep(0.2)
        return lease

    vars(sending)["_next"] = take


BROKEN: dict[str, Callable[[], None]] = {"no lease": _without_lease, "marked first": _marked_first}


def _owe(place: House, letters: int) -> None:
    app = place.open()
    with app.app_context():
        setup.bring_up_to_date()
        for number in range(letters):
            about = {"title": f"Letter {number}", "text": ["News."]}
            deliveries.owe("notice", key=f"n:{number}", user=None, address="a@example.org", about=about, at=AT)
        db.session.commit()
    _close(app)


def _left(place: House) -> list[str]:
    """Name what did not end as sent."""
    app = place.open()
    with app.app_context():
        found = db.session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).all()
    _close(app)
    return [f"{row[1]} letters are {row[0]}" for row in found if row[0] != LetterState.SENT.value]


def _repeated(box: Letterbox, *, allowed: int, letters: int) -> list[str]:
    """Name letters the server never saw, and repeats beyond what killing explains; a repeat keeps its id."""
    times = Counter(str(letter["Message-ID"]) for letter in box.taken)
    repeats = sum(times.values()) - len(times)
    lost = [f"{letters - len(times)} letters never came"] if len(times) != letters else []
    return lost + ([f"{repeats} letters came again, {allowed} may"] if repeats > allowed else [])


def kinds() -> Sequence[str]:
    """List the databases that answer."""
    engine = create_engine(POSTGRES, connect_args={"connect_timeout": 3})
    try:
        with engine.connect():
            return ("sqlite", "postgresql")
    except OperationalError:
        return ("sqlite",)
    finally:
        engine.dispose()


@contextmanager
def house(kind: str) -> Iterator[tuple[House, Letterbox]]:
    """Give an empty installation with a mail server of its own."""
    box, name = Letterbox(), f"letters_{uuid.uuid4().hex[:12]}"
    with tempfile.TemporaryDirectory() as folder, serving(box) as port:
        if kind == "sqlite":
            yield House(f"sqlite:///{Path(folder) / 'readiness.sqlite3'}", folder, port), box
            return
        _sql(f"CREATE DATABASE {name}")
        try:
            url = make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
            yield House(url, folder, port), box
        finally:
            _sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _sql(statement: str) -> None:
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
