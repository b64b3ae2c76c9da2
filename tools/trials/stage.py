"""Where trials are played: an installation of its own with the seed and a few people, on each database that answers."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from vantage_readiness import places
from vantage_readiness.domain.words import Role
from vantage_readiness.factory import create_app
from vantage_readiness.services import assessments, founding, members, setup
from vantage_readiness.storage.database import db

PASSWORD = "a long enough password"  # noqa: S105 — of a database that lives for a minute
KEY = "a-key-for-trials-only-that-is-long-enough"


def staged() -> Iterator[tuple[str, Flask]]:
    """Give an application on SQLite, and one on PostgreSQL if it answers; each is gone when the next is asked for."""
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as url:
            if url is None:
                print("PostgreSQL does not answer: its half of this trial was not run.", flush=True)
                continue
            app = application(url, Path(folder))
            with app.app_context():
                fill()
            yield kind, app
            close(app)


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str | None]:
    """Give the address of an empty database; None if there is no server for it."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'trial.sqlite3'}"
        return
    server = os.environ.get("TEST_DATABASE_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
    name = f"readiness_trial_{uuid.uuid4().hex[:12]}"
    try:
        _sql(server, f"CREATE DATABASE {name}")
    except OperationalError:
        yield None
        return
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _sql(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def application(url: str, folder: Path) -> Flask:
    """Give an application on this database."""
    return create_app({"DATA_DIR": str(folder), "DATABASE_URL": url, "VANTAGE_SECRET_KEY": KEY}, TESTING=True)


def fill() -> None:
    """Put the seed and its people into an empty database."""
    setup.bring_up_to_date()
    at = datetime.now(UTC)
    raw, links = (places.seed() / "assessment.md").read_bytes(), (places.seed() / "links.toml").read_text()
    project = assessments.create_project(raw, links=links, as_of=None, by="setup", at=at)
    token = founding.setup_link(at) or ""
    ada = founding.set_up(token, "Ada", "ada@example.org", PASSWORD, at=at)
    for name, role in (("Ben", Role.MEMBER), ("Cleo", Role.VIEWER)):
        members.invite(project, name, f"{name.lower()}@example.org", role, by=ada, at=at)


def close(app: Flask) -> None:
    """Let go of an application's connections."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def _sql(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
