"""Opening and migrating databases: both kinds end with the same schema, and every failure is one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError

from tests.conftest import KEY, World, _sql, postgres_answers, postgres_url
from vantage_readiness.factory import create_app
from vantage_readiness.services import setup
from vantage_readiness.services.setup import Unusable
from vantage_readiness.storage.database import Base, db


def app_on(url: str, tmp_path: Path) -> Flask:
    return create_app({"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "VANTAGE_SECRET_KEY": KEY}, TESTING=True)


def test_the_migrated_schema_is_the_declared_one(world: World, both: None) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        connection.rollback()


def test_migrating_twice_changes_nothing(world: World, both: None) -> None:
    before = inspect(db.engine).get_table_names()
    setup.bring_up_to_date()
    assert setup.is_ready()
    assert inspect(db.engine).get_table_names() == before


def test_foreign_keys_are_on_and_writes_are_durable(world: World) -> None:
    with db.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
        }
        connection.rollback()
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 10_000}


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, and long enough to look like something else " * 20)
    app = app_on(f"sqlite:///{path}", tmp_path)
    with app.app_context(), pytest.raises(Unusable, match="is not a database"):
        setup.bring_up_to_date()
    close_quietly(app)


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    app = app_on("postgresql://u:secret@127.0.0.1:1/d", tmp_path)
    with app.app_context():
        with pytest.raises(Unusable, match="cannot be used") as refusal:
            setup.bring_up_to_date()
        assert "secret" not in refusal.value.sentence
        assert not setup.is_ready()
    close_quietly(app)


def test_a_database_of_a_newer_version_is_left_alone(world: World) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unusable, match="newer version"):
        setup.bring_up_to_date()


def test_a_file_that_may_only_be_read_is_named_with_what_to_check(world: World) -> None:
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
        with pytest.raises(Unusable, match=r"readonly database.*permissions of the file"), setup.explained():
            connection.exec_driver_sql("DELETE FROM heartbeat")
        connection.exec_driver_sql("PRAGMA query_only=OFF")


def test_a_mistake_of_ours_is_not_blamed_on_the_database(world: World) -> None:
    with pytest.raises(IntegrityError), setup.explained():
        db.session.execute(db.text("UPDATE project SET slug = NULL"))
    db.session.rollback()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    if why := postgres_answers():
        pytest.skip(why)
    name = f"readiness_empty_{uuid.uuid4().hex[:12]}"
    _sql(f"CREATE DATABASE {name}")
    yield make_url(postgres_url()).set(database=name).render_as_string(hide_password=False)
    _sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_a_database_that_is_not_set_up_is_told_how(empty: str, tmp_path: Path) -> None:
    app = app_on(empty, tmp_path)
    with app.app_context(), pytest.raises(Unusable, match="flask setup"), setup.explained():
        db.session.execute(db.text("SELECT * FROM project"))
    close_quietly(app)


def test_tables_of_somebody_else_are_left_alone(empty: str, tmp_path: Path) -> None:
    app = app_on(empty, tmp_path)
    with app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE project (theirs INTEGER)")
        with pytest.raises(Unusable, match="holds a table named “project”"):
            setup.bring_up_to_date()
        assert inspect(db.engine).get_table_names() == ["project"]
    close_quietly(app)


@pytest.mark.postgres
def test_a_database_that_cannot_keep_every_letter_is_refused(tmp_path: Path) -> None:
    if why := postgres_answers():
        pytest.skip(why)
    name = f"readiness_latin_{uuid.uuid4().hex[:12]}"
    _sql(f"CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    app = app_on(make_url(postgres_url()).set(database=name).render_as_string(hide_password=False), tmp_path)
    with app.app_context(), pytest.raises(Unusable, match="ENCODING 'UTF8'"):
        setup.bring_up_to_date()
    close_quietly(app)
    _sql(f"DROP DATABASE {name} WITH (FORCE)")


def test_several_hosts_may_start_at_once(empty: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": empty,
        "VANTAGE_SECRET_KEY": KEY,
    }
    command = [sys.executable, "-m", "flask", "--app", "vantage_readiness.factory", "setup"]
    starting = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=120)[0] for process in starting]
    assert [process.returncode for process in starting] == [0, 0, 0], said
    assert sum("Seeded VANTAGE AI" in each for each in said) == 1, said


def close_quietly(app: Flask) -> None:
    """Let go of an application whose database never answered."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
