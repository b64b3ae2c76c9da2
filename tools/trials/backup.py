"""Backups under write load: each is restored into an empty database, and nothing that was acknowledged is missing.

Several processes write and note, after the answer, what was acknowledged. A backup is taken while they do; everything
noted before it began must be in it, and what it restores must be whole. In the full form, 100 on each database.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from tools.trials.trial import Result
from vantage_readiness import places
from vantage_readiness.domain.diary import Change, Kind
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.factory import create_app
from vantage_readiness.services import assessments, backups, diary, setup
from vantage_readiness.storage import projects
from vantage_readiness.storage.database import db

FULL = 100
WRITERS = 2
SERVER = os.environ.get("TEST_DATABASE_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
_KEY = "a-key-for-trials-only-that-is-long-enough"

Take = Callable[[Path], None]


def run(scale: float, seed: int, kinds: tuple[str, ...] = ("sqlite", "postgresql")) -> list[Result]:
    """Try on each kind of database; `scale` 1 is a hundred backups on each."""
    return [trial(kind, max(1, round(FULL * scale)), seed) for kind in kinds]


def trial(kind: str, times: int, seed: int, take: Take | None = None) -> Result:
    """Take and restore `times` backups of one kind of database under load; `take` may be a broken way to do it."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as name, database(kind, Path(name)) as url:
        folder = Path(name)
        with application(url, folder):
            _seed()
            with writing(url, folder) as writers:
                for number in range(times):
                    failures += _once(folder, writers, number, take or _take)
    return Result(f"backup under load, {kind}", times, tuple(failures), seed)


def _once(folder: Path, writers: Writers, number: int, take: Take) -> Iterator[str]:
    """Wait for further writes, take a backup, restore it; give what is wrong with it."""
    acknowledged = writers.further()
    path = folder / f"{number}.zip"
    take(path)
    db.session.remove()
    try:
        held = _restored(path, folder / f"{number}.sqlite3")
    except (Refused, SQLAlchemyError, AssertionError) as error:
        yield f"backup {number} cannot be restored: {str(error).splitlines()[0]}"
        return
    if missing := acknowledged - held:
        yield f"backup {number} lacks {len(missing)} of {len(acknowledged)} acknowledged writes"
    for left in folder.glob(f"{number}.*"):
        left.unlink()


def _take(path: Path) -> None:
    backups.take(path, by="setup", at=datetime.now(UTC))


def _restored(path: Path, target: Path) -> set[str]:
    """Restore into an empty database; give the subjects of the lines in it. Raises what is refused."""
    if path.suffix == ".zip" and path.stat().st_size and path.read_bytes()[:2] != b"PK":
        return _subjects(path)  # a broken way left a bare database
    with application(f"sqlite:///{target}", target.parent):
        backups.restore(path, by="setup", at=datetime.now(UTC))
        _read, flaws = diary.verify()
        if flaws:
            raise AssertionError(f"the restored diary is not whole: {flaws[0]}")
        return set(db.session.scalars(text("SELECT subject FROM change WHERE kind = 'project.changed'")))


def _subjects(path: Path) -> set[str]:
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            return set(connection.scalars(text("SELECT subject FROM change WHERE kind = 'project.changed'")))
    finally:
        engine.dispose()


class Writers:
    """Processes that write, and the files in which each notes what was acknowledged."""

    def __init__(self, processes: list[subprocess.Popen[bytes]], notes: list[Path]) -> None:
        self.processes, self.notes, self._seen = processes, notes, 0

    def further(self) -> set[str]:
        """Give all that was acknowledged, once it is more than the last time: waiting is for writes, not for a time."""
        while len(noted := self._noted()) < self._seen + 2 * WRITERS:
            if any(process.poll() is not None for process in self.processes):
                raise RuntimeError("a writer has died; nothing can be said")
            time.sleep(0.02)
        self._seen = len(noted)
        return noted

    def _noted(self) -> set[str]:
        lines = (line for note in self.notes for line in note.read_text().splitlines(keepends=True))
        return {line.strip() for line in lines if line.endswith("\n")}


@contextmanager
def writing(url: str, folder: Path) -> Iterator[Writers]:
    """Let several processes write until the end of the block."""
    notes = [folder / f"noted-{number}" for number in range(WRITERS)]
    for note in notes:
        note.touch()
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    commands = [[sys.executable, "-m", "tools.trials.backup", url, str(folder), str(note)] for note in notes]
    processes = [subprocess.Popen(command, env=environment, cwd=root) for command in commands]
    try:
        yield Writers(processes, notes)
    finally:
        for process in processes:
            process.kill()
            process.wait()


def write_for_ever(url: str, folder: Path, note: Path) -> None:
    """Write lines into the diary and note each after its commit."""
    with application(url, folder), note.open("a") as noted:
        while True:
            subject = uuid.uuid4().hex
            project = projects.lock(projects.every()[0].id)
            diary.write(project, Change(Kind.PROJECT_CHANGED, subject, "clock", datetime.now(UTC)))
            db.session.commit()
            noted.write(f"{subject}\n")
            noted.flush()
            time.sleep(0.005)  # people pause too; without it SQLite, which knows no queue, would let in nobody else


def _seed() -> None:
    setup.bring_up_to_date()
    raw = (places.seed() / "assessment.md").read_bytes()
    assessments.create_project(raw, links=None, as_of=None, by="setup", at=datetime.now(UTC))


@contextmanager
def application(url: str, folder: Path) -> Iterator[Flask]:
    """Give an application on a database, closed afterwards."""
    app = create_app({"DATA_DIR": str(folder), "DATABASE_URL": url, "VANTAGE_SECRET_KEY": _KEY}, TESTING=True)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database that is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'trial.sqlite3'}"
        return
    name = f"readiness_trial_{uuid.uuid4().hex[:12]}"
    _sql(f"CREATE DATABASE {name}")
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        _sql(f"DROP DATABASE {name} WITH (FORCE)")


def _sql(statement: str) -> None:
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


if __name__ == "__main__":
    write_for_ever(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
