"""Letters under several clocks: each is handed over once; killed clocks lose none, and repeat only what they held."""

from __future__ import annotations

import multiprocessing
import os
import random
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier as Gate
from pathlib import Path
from types import MappingProxyType

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
from vantage_readiness.storage import reports
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
        results.append(claimed(kind, max(3, kills // 5), letters, seed))
    return results


def together(kind: str, clocks: int, letters: int, seed: int, broken: str = "") -> Result:
    """Let several clocks send at the same moment; the server has to see each letter once."""
    with house(kind) as (place, box):
        owe(place, letters)
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
        owe(place, letters)
        for number in range(kills):
            _kill_amid(place, box, AT + number * GENERATION, chance, broken)
        gate = AFRESH.Barrier(1)
        _started(place, AT + kills * GENERATION, broken, gate).join()
        failures = _left(place) + _repeated(box, allowed=2 * kills, letters=letters)
    return Result(f"clocks killed {kills} times, {kind}", letters, tuple(failures), seed)


def claimed(kind: str, kills: int, days: int, seed: int, broken: str = "") -> Result:
    """Let four clocks claim the same days and owe a letter for each, kill them again and again, and let two finish."""
    chance = random.Random(seed)  # noqa: S311 — a seed makes it again
    with house(kind) as (place, _box):
        owe(place, 0)
        for _ in range(kills):
            gate = AFRESH.Barrier(5)
            processes = [_claimer(place, days, broken, gate) for _ in range(4)]
            gate.wait()
            time.sleep(chance.uniform(0.05, 0.5))
            for process in processes:
                process.kill()
                process.join()
        gate = AFRESH.Barrier(2)
        for process in [_claimer(place, days, broken, gate) for _ in range(2)]:
            process.join()
        failures = _counted(place, days)
    return Result(f"days claimed by four clocks, killed {kills} times, {kind}", days, tuple(failures), seed)


def _claimer(place: House, days: int, broken: str, gate: Gate) -> BaseProcess:
    process = AFRESH.Process(target=_claim_all, args=(place, days, broken, gate))
    process.start()
    return process


def _claim_all(place: House, days: int, broken: str, gate: Gate) -> None:
    """Claim every day there is, as a digest does: the claim and the letter in one transaction."""
    app = place.open()
    gate.wait()
    with app.app_context():
        for day in range(days):
            if CLAIMS.get(broken, reports.claim)(f"trial:{day}", AT):
                title = f"{day} by {os.getpid()}"
                key = f"trial:{day}:{os.getpid()}"  # not the day's alone, so that two who claim it are found
                about = {"title": title, "text": ["News."]}
                deliveries.owe("notice", key=key, user=None, address="a@example.org", about=about, at=AT)
            db.session.commit()


def _counted(place: House, days: int) -> list[str]:
    """Name days without a letter and days with two."""
    app = place.open()
    with app.app_context():
        owed = Counter(key.split(":")[1] for key in db.session.scalars(select(Delivery.key)))
    close(app)
    lost, double = days - len(owed), sum(owed.values()) - len(owed)
    return [f"{lost} days have no letter"] * bool(lost) + [f"{double} letters are of a day that has one"] * bool(double)


def _claim_alone(key: str, at: datetime) -> bool:
    """Break the build: keep the claim before its letter is owed."""
    mine = reports.claim(key, at)
    db.session.commit()
    time.sleep(0.2 if mine else 0)
    return mine


def _look_first(key: str, _at: datetime) -> bool:
    """Break the build: only look whether somebody has claimed it."""
    time.sleep(0.01)
    return not any(row.startswith(key + ":") for row in db.session.scalars(select(Delivery.key)))


CLAIMS: dict[str, Callable[[str, datetime], bool]] = {"claimed alone": _claim_alone, "looked first": _look_first}


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
        while sending.send_due(clock.office(app), lambda: at):
            pass


def _without_lease() -> None:
    """Break the build: take the next letter without keeping others from it."""

    def take(_at: datetime, _number: int) -> Lease | None:
        row = db.session.scalar(select(Delivery).where(Delivery.state == LetterState.WAITING.value).limit(1))
        lease = Lease(row.id, row.tries) if row else None
        db.session.rollback()
        return lease

    vars(sending)["_next"] = take


def _marked_first() -> None:
    """Break the build: call a letter sent before it is, and take so long over it that a kill falls in between."""
    lease_it = sending._next

    def take(at: datetime, number: int) -> Lease | None:
        lease = lease_it(at, number)
        if lease:
            sending._settle(lease, LetterState.SENT, sent_at=at)
            time.sleep(0.2)
        return lease

    vars(sending)["_next"] = take


BROKEN: dict[str, Callable[[], None]] = {"no lease": _without_lease, "marked first": _marked_first}


def owe(place: House, letters: int, to: Mapping[int, str] = MappingProxyType({})) -> None:
    """Set up an installation that owes so many letters, those with these numbers to other addresses."""
    app = place.open()
    with app.app_context():
        setup.bring_up_to_date()
        for number in range(letters):
            about = {"title": f"Letter {number}", "text": ["News."]}
            deliveries.owe(
                "notice", key=f"n:{number}", user=None, address=to.get(number, "a@example.org"), about=about, at=AT
            )
        db.session.commit()
    close(app)


def _left(place: House) -> list[str]:
    """Name what did not end as sent."""
    app = place.open()
    with app.app_context():
        found = db.session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).all()
    close(app)
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


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
