"""The cast and the stage: a migrated database for each test, four people, and VANTAGE AI seeded from its assessment.

Ada leads, Ben edits, Cleo only reads, Dan belongs to another project.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from tests.pages import Client
from vantage_readiness import places
from vantage_readiness.domain.words import Role
from vantage_readiness.factory import App, create_app
from vantage_readiness.services import assessments, founding, links, members, setup
from vantage_readiness.services.projects import Project, Seat, User
from vantage_readiness.storage import people as users
from vantage_readiness.storage import projects
from vantage_readiness.storage.database import db

if TYPE_CHECKING:
    from tests.twins import Playground

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = "a-key-for-tests-only-that-is-long-enough"
SLUG = "vantage-ai"
OTHER = b"# OTHER THING - Production Readiness Assessment\n\n## Checklist\n\n### Critical\n- [ ] **Secret of Dan**\n"

# a busy machine is slow, not wrong
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


class Templates(BytecodeCache):
    """Keeps every template as it was compiled: a template is read once, and not again for each test's application."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)  # one that is of another text is refused there

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


App.jinja_options = {"bytecode_cache": Templates()}


@dataclass
class World:
    """VANTAGE AI with its people, in one application."""

    app: Flask

    @property
    def project(self) -> Project:
        found = projects.find(SLUG)
        assert found is not None
        return found

    def person(self, name: str) -> User:
        found = users.find_by_email(f"{name.lower()}@example.org")
        assert found is not None
        return found

    def seat(self, name: str, slug: str = SLUG) -> Seat:
        row = projects.find_for(self.person(name).id, slug)
        assert row is not None
        return Seat.of(row[0], row[1], self.person(name))


def postgres_url() -> str:
    return os.environ.get("TEST_DATABASE_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@cache
def postgres_answers() -> str:
    """Give why PostgreSQL cannot be tested; nothing if it can."""
    engine = create_engine(postgres_url(), connect_args={"connect_timeout": 3})
    try:
        with engine.connect():
            return ""
    except OperationalError as error:
        return f"no PostgreSQL answers ({str(error.orig).splitlines()[0][:90]})"
    finally:
        engine.dispose()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests that ask for `both` on SQLite and on PostgreSQL."""
    if "both" in metafunc.fixturenames:
        postgres = pytest.param("postgresql", marks=pytest.mark.postgres)
        metafunc.parametrize("database", ["sqlite", postgres], indirect=True)


@pytest.fixture
def both() -> None:
    """Ask for a test on both databases."""


@pytest.fixture
def database(request: pytest.FixtureRequest, stage: Stage, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database that holds the cast and the seed, SQLite unless asked otherwise."""
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        shutil.copyfile(stage.sqlite(), tmp_path / "readiness.sqlite3")
        yield f"sqlite:///{tmp_path / 'readiness.sqlite3'}"
        return
    if why := postgres_answers():
        pytest.skip(why)
    name = f"readiness_{uuid.uuid4().hex[:12]}"
    _sql(f"CREATE DATABASE {name} TEMPLATE {stage.postgres()}")
    yield make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)
    _sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def environment(database: str, tmp_path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": database, "VANTAGE_SECRET_KEY": KEY}


@pytest.fixture
def app(environment: dict[str, str]) -> Iterator[Flask]:
    """Give an application on a database of its own; closed afterwards."""
    made = create_app(environment, TESTING=True)
    yield made
    close(made)


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """Give the cast inside an application context."""
    with app.app_context():
        yield World(app)


@pytest.fixture
def client_of(app: Flask) -> Callable[[str], Client]:
    """Give a browser in which somebody is signed in; `nobody` is signed out."""

    def sign_in(name: str) -> Client:
        client = Client(app)
        if name != "nobody":
            with app.app_context():
                token = links.sign_in_link(World(app).person(name), datetime.now(UTC))
            page = client.post(f"/sign-in/{token}")
            assert page.status == 302, page.text
        return client

    return sign_in


@pytest.fixture(scope="session")
def twins_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[int]]]:
    """Give a database file with Ours and Theirs, and the numbers of what belongs to Theirs, by table."""
    from tests import marking, twins

    folder = tmp_path_factory.mktemp("twins")
    path = folder / "twins.sqlite3"
    twins.build(f"sqlite:///{path}", folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path, marking.mark(path)


@pytest.fixture(scope="module")
def _twins(twins_made: tuple[Path, dict[str, list[int]]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from tests.twins import Playground

    folder = tmp_path_factory.mktemp("playground")
    path = folder / "twins.sqlite3"
    shutil.copyfile(twins_made[0], path)
    settings = {"DATA_DIR": str(folder / "data"), "DATABASE_URL": f"sqlite:///{path}", "VANTAGE_SECRET_KEY": KEY}
    playground = Playground(create_app(settings, TESTING=True), path, twins_made[1])
    yield playground
    playground.close()
    close(playground.app)


@pytest.fixture
def twins(_twins: Playground) -> Playground:
    """Give Ours and Theirs as they were made, with somebody of every role signed in."""
    _twins.rewind()
    return _twins


@pytest.fixture
def postgres() -> Iterator[str]:
    """Give the address of an empty PostgreSQL database."""
    if why := postgres_answers():
        pytest.skip(why)
    name = f"readiness_{uuid.uuid4().hex[:12]}"
    _sql(f"CREATE DATABASE {name}")
    yield make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)
    _sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class Stage:
    """Databases made once for all tests of a worker and copied for each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Any] = {}

    def sqlite(self) -> Path:
        path = self._folder / "stage.sqlite3"
        if "sqlite" not in self._made:
            play(f"sqlite:///{path}", self._folder)
            with closing(sqlite3.connect(path)) as connection:  # so that the file alone is the whole database
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._made["sqlite"] = path
        return path

    def postgres(self) -> str:
        if "postgres" not in self._made:
            name = f"readiness_stage_{uuid.uuid4().hex[:12]}"
            _sql(f"CREATE DATABASE {name}")
            play(make_url(postgres_url()).set(database=name).render_as_string(hide_password=False), self._folder)
            self._made["postgres"] = name
        return str(self._made["postgres"])

    def strike(self) -> None:
        if "postgres" in self._made:
            _sql(f"DROP DATABASE IF EXISTS {self._made['postgres']} WITH (FORCE)")


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Stage(tmp_path_factory.mktemp("stage"))
    yield made
    made.strike()


def play(url: str, folder: Path) -> None:
    """Fill a database with the seed and the cast."""
    app = create_app({"DATA_DIR": str(folder), "DATABASE_URL": url, "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
    with app.app_context():
        setup.bring_up_to_date()
        links = (places.seed() / "links.toml").read_text()
        raw = (places.seed() / "assessment.md").read_bytes()
        begun = NOW - timedelta(days=14)
        project = assessments.create_project(raw, links=links, as_of=None, by="setup", at=begun)
        other = assessments.create_project(OTHER, links=None, as_of=None, by="setup", at=begun)
        token = founding.setup_link(begun)
        assert token is not None
        ada = founding.set_up(token, "Ada", "ada@example.org", "a long enough password", at=begun)
        members.invite(project, "Ben", "ben@example.org", Role.MEMBER, by=ada, at=begun)
        members.invite(project, "Cleo", "cleo@example.org", Role.VIEWER, by=ada, at=begun)
        dan, _ = members.invite(other, "Dan", "dan@example.org", Role.LEAD, by=ada, at=begun)
        members.change_role(other, ada.id, None, by=dan, at=begun)
    close(app)


@pytest.fixture
def nothing_owed(app: Flask) -> None:
    """Let the invitations of the cast have left, where letters are counted."""
    with app.app_context():
        db.session.execute(text("DELETE FROM delivery"))
        db.session.commit()


def close(app: Flask) -> None:
    """Let go of an application's connections, so that none is left to be warned about."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def _sql(statement: str) -> None:
    engine = create_engine(postgres_url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
