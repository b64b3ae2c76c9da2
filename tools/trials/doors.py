"""The doors under attack: wrong passwords from several processes at once, and races for what may happen only once.

Every try states its moment, so that nothing depends on how fast the machine is.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier as Gate
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from tools.trials import doors_broken
from tools.trials.trial import Result
from vantage_readiness.domain.diary import CONSOLE
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.factory import create_app
from vantage_readiness.services import founding, invitations, newcomers, passwords, people, resets, setup, sign_ins
from vantage_readiness.storage import people as kept
from vantage_readiness.storage.database import db

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ADA, PASSWORD, NEXT = "ada@example.org", "walnut gravel thimble", "oxbow quartz ferment"
PROCESSES, TRIES, THREADS = 4, 400, 8
SET_UPS, ROUNDS, CONTENDERS = 20, 200, 8
WHERE: sign_ins.Where = {"address": "192.0.2.1", "browser": "A browser"}


@dataclass(frozen=True, slots=True)
class House:
    """An installation of its own: where its database is."""

    url: str
    folder: str

    def open(self) -> Flask:
        """Give an application on it, as every process has one."""
        environment = {"DATA_DIR": self.folder, "DATABASE_URL": self.url, "VANTAGE_SECRET_KEY": "k3y-of-a-trial" * 4}
        return create_app(environment, TESTING=True)


def run(scale: float, seed: int) -> list[Result]:
    """Run every trial on SQLite and, where one answers, on PostgreSQL."""
    results = []
    for kind in kinds():
        with house(kind) as place:
            results.append(set_ups(place, kind, seed))
        with house(kind, is_set_up=True) as place:
            results.append(wrong_passwords(place, kind, max(3, round(TRIES * scale)), seed))
        for race in (races_for_a_reset, races_for_an_invitation, races_for_the_last_administrator):
            with house(kind, is_set_up=True) as place:
                results.append(race(place, kind, max(1, round(ROUNDS * scale)), seed))
    return results


def wrong_passwords(
    place: House, kind: str, tries: int, seed: int, broken: str = "", processes: int = PROCESSES
) -> Result:
    """Let several processes try wrong passwords on one account at once; ten reach it, whatever they try."""
    jobs = [(place, tries, number, broken) for number in range(processes)]
    compared = sum(_in_processes(_try_passwords, jobs))
    failures = [] if compared == 10 else [f"{compared} passwords were compared instead of 10"]
    with opened(place), _refused("Too many attempts") as closed:
        sign_ins.sign_in(ADA, PASSWORD, **WHERE, at=AT)
    failures += closed
    with opened(place):
        sign_ins.sign_in(ADA, PASSWORD, **WHERE, at=AT + timedelta(minutes=6))
    return Result(f"wrong passwords, {kind}", processes * tries, tuple(failures), seed)


def set_ups(place: House, kind: str, seed: int, broken: str = "", processes: int = PROCESSES) -> Result:
    """Let twenty become the first administrator by the same link at once; one does."""
    with opened(place):
        setup.bring_up_to_date()
        token = founding.setup_link(AT) or ""
    each = SET_UPS // processes
    jobs = [(place, token, range(n * each, n * each + each), broken) for n in range(processes)]
    in_time = sum(_in_processes(_set_up, jobs))
    with opened(place):
        there = kept.administrators()
    failures = [] if (in_time, there) == (1, 1) else [f"{in_time} were let in, {there} are administrators"]
    return Result(f"set-ups, {kind}", SET_UPS, tuple(failures), seed)


def races_for_a_reset(place: House, kind: str, rounds: int, seed: int, broken: str = "") -> Result:
    """Let several use one link for a new password at once; one does, and only their password opens."""

    def once(app: Flask, number: int) -> str:
        at = AT + timedelta(minutes=number)
        with app.app_context():
            token = resets.link(people.get_by_email(ADA), by=CONSOLE, at=at)
        won = race(app, [_resetting(token, n, at) for n in range(CONTENDERS)])
        return "" if sum(won) == 1 else f"round {number}: {sum(won)} passwords were set by one link"

    return _rounds(place, f"races for a reset, {kind}", once, rounds, seed, broken, CONTENDERS)


def races_for_an_invitation(place: House, kind: str, rounds: int, seed: int, broken: str = "") -> Result:
    """Let several come in by one invitation at once; one does."""

    def once(app: Flask, number: int) -> str:
        at = AT + timedelta(minutes=number)
        with app.app_context():
            user = people.introduce("Newcomer", f"new-{uuid.uuid4().hex}@example.org", at=at)
            token = newcomers.link(user, by=CONSOLE, at=at)
        won = race(app, [_joining(token, n, at) for n in range(CONTENDERS)])
        return "" if sum(won) == 1 else f"round {number}: {sum(won)} came in by one invitation"

    return _rounds(place, f"races for an invitation, {kind}", once, rounds, seed, broken, CONTENDERS)


def races_for_the_last_administrator(place: House, kind: str, rounds: int, seed: int, broken: str = "") -> Result:
    """Let the two administrators lose it at once, in every way there is; one stays."""

    def once(app: Flask, number: int) -> str:
        with app.app_context():
            ada, bea = (people.get_by_email(email).id for email in (ADA, "bea@example.org"))
            for user_id in (ada, bea):
                people.enable(user_id, by=CONSOLE, at=AT)
                people.make_administrator(user_id, by=CONSOLE, at=AT)
        second = people.disable if number % 2 else people.unmake_administrator
        race(app, [lambda: people.unmake_administrator(ada, by=CONSOLE, at=AT), lambda: second(bea, by=CONSOLE, at=AT)])
        with app.app_context():
            there = kept.administrators()
        return "" if there == 1 else f"round {number}: {there} administrators are left"

    return _rounds(place, f"races for the last administrator, {kind}", once, rounds, seed, broken, 2)


def race(app: Flask, contenders: Sequence[Callable[[], object]]) -> list[bool]:
    """Let all begin at the same moment; give who was not refused."""
    gate = threading.Barrier(len(contenders))

    def compete(act: Callable[[], object]) -> bool:
        with app.app_context():
            gate.wait()
            try:
                act()
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(len(contenders)) as pool:
        return list(pool.map(compete, contenders))


def kinds() -> list[str]:
    """List the databases there are to try."""
    engine = create_engine(_server(), connect_args={"connect_timeout": 3})
    try:
        with engine.connect():
            return ["sqlite", "postgresql"]
    except OperationalError:
        return ["sqlite"]
    finally:
        engine.dispose()


@contextmanager
def house(kind: str, *, is_set_up: bool = False) -> Iterator[House]:
    """Give an installation with a database of its own, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"doors_{uuid.uuid4().hex[:12]}"
        url = f"sqlite:///{Path(folder) / 'doors.sqlite3'}"
        if kind == "postgresql":
            _sql(f"CREATE DATABASE {name}")
            url = make_url(_server()).set(database=name).render_as_string(hide_password=False)
        place = House(url, folder)
        try:
            if is_set_up:
                _furnish(place)
            yield place
        finally:
            if kind == "postgresql":
                _sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def opened(place: House) -> Iterator[Flask]:
    """Give an application in its context, closed afterwards."""
    app = place.open()
    with app.app_context():
        yield app
    _close(app)


def _furnish(place: House) -> None:
    with opened(place):
        setup.bring_up_to_date()
        founding.set_up(founding.setup_link(AT) or "", "Ada", ADA, PASSWORD, at=AT)
        people.introduce("Bea", "bea@example.org", at=AT, is_administrator=True)


def _rounds(
    place: House, name: str, once: Callable[[Flask, int], str], rounds: int, seed: int, broken: str, together: int
) -> Result:
    app = place.open()
    try:
        with doors_broken.built(broken, together):
            told = [once(app, number) for number in range(rounds)]
    finally:
        _close(app)
    return Result(name, rounds, tuple(sentence for sentence in told if sentence), seed)


def _resetting(token: str, number: int, at: datetime) -> Callable[[], object]:
    return lambda: resets.reset(token, f"{NEXT} {number}", address=f"192.0.2.{number}", at=at)


def _joining(token: str, number: int, at: datetime) -> Callable[[], object]:
    return lambda: invitations.accept(
        token, f"Contender {number}", f"{NEXT} {number}", address=f"192.0.2.{number}", browser="", at=at
    )


def _in_processes(work: Callable[..., int], jobs: Sequence[tuple[object, ...]]) -> list[int]:
    """Let processes of their own do each job, all at the same moment; give what each counted."""
    context = multiprocessing.get_context("spawn")
    gate, answers = context.Barrier(len(jobs)), context.SimpleQueue()
    workers = [context.Process(target=_work, args=(work, job, gate, answers)) for job in jobs]
    for worker in workers:
        worker.start()
    counted = [answers.get() for _ in workers]
    for worker in workers:
        worker.join()
    if crashed := [answer for answer in counted if isinstance(answer, str)]:
        raise RuntimeError(crashed[0])
    return counted


def _work(
    work: Callable[..., int], job: tuple[object, ...], gate: Gate, answers: multiprocessing.SimpleQueue[object]
) -> None:
    try:
        answers.put(work(*job, gate))
    except Exception as error:  # noqa: BLE001 — whatever it was, the trial is told
        answers.put(f"{type(error).__name__}: {error}")


def _try_passwords(place: House, tries: int, number: int, broken: str, gate: Gate) -> int:
    """Try wrong passwords with eight threads; give how many were compared. Every try has an address of its own."""
    app, before = place.open(), passwords.compared()

    def attempt(n: int) -> None:
        with app.app_context(), _refused("") as _:
            address = f"2001:db8::{number:x}:{n:x}"
            sign_ins.sign_in(ADA, f"wrong {n}", address=address, browser="", at=AT)

    with doors_broken.built(broken, THREADS), ThreadPoolExecutor(THREADS) as pool:
        gate.wait()
        list(pool.map(attempt, range(tries)))
    _close(app)
    return passwords.compared() - before


def _set_up(place: House, token: str, numbers: range, broken: str, gate: Gate) -> int:
    """Try to become the first administrator, several at once; give how many were let in."""
    app = place.open()
    founders = [_founding(token, number) for number in numbers]
    with doors_broken.built(broken, len(founders)):
        gate.wait()
        won = race(app, founders)
    _close(app)
    return sum(won)


def _founding(token: str, number: int) -> Callable[[], object]:
    return lambda: founding.set_up(token, f"Founder {number}", f"founder{number}@example.org", PASSWORD, at=AT)


@contextmanager
def _refused(why: str) -> Iterator[list[str]]:
    """Give an empty list; it is told of if what happens within is not refused with these words."""
    told: list[str] = []
    try:
        yield told
    except Refused as refusal:
        if why not in refusal.sentence:
            told.append(refusal.sentence)
    else:
        told.append("nothing was refused")


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _server() -> str:
    return os.environ.get("TEST_DATABASE_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


def _sql(statement: str) -> None:
    engine = create_engine(_server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
