"""Bringing a database to the newest schema, and telling clearly when that is not possible."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate, upgrade
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from ..domain.refusals import Refused
from . import (  # noqa: F401 — tables
    answered,
    assessments,
    costs,
    deliveries,
    diary,
    heartbeats,
    items,
    people,
    plan,
    preferences,
    projects,
    reports,
    site,
    tokens,
)
from .database import db

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_250_819  # any number of hosts may start at once; the first migrates, the others wait
_NO_SUCH_TABLE = "42P01"  # as PostgreSQL numbers it

migrate = Migrate()


class Unusable(Refused):
    """The database cannot be opened; the message says why and what to do."""


def init_app(app: Flask) -> None:
    migrate.init_app(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)


def bring_up_to_date() -> None:
    """Migrate the database to the newest schema, alone among all processes that try."""
    with explained(), db.engine.connect() as connection, _alone(connection):
        found = _revision(connection)
        if found is None:
            _refuse_other_letters(connection)
            _refuse_strange_tables(connection)
        if found is not None and not is_known(found):
            raise Unusable(
                "This database was written by a newer version of Vantage Readiness. "
                "Install that version, or set DATABASE_URL or DATA_DIR to another place."
            )
        if found != _scripts().get_current_head():
            upgrade(directory=str(MIGRATIONS))


def is_up_to_date() -> bool:
    """Answer whether the database has the schema this code needs."""
    with explained(), db.engine.connect() as connection:
        return _revision(connection) == _scripts().get_current_head()


def revision() -> str:
    """Give the name of the schema this code needs."""
    return str(_scripts().get_current_head())


def is_known(revision: str) -> bool:
    """Answer whether this code knows a schema of that name: its own, or an older one."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


@contextmanager
def explained() -> Iterator[None]:
    """Turn a driver's complaint about the database into `Unusable`, a sentence that names what to do."""
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except DBAPIError as error:
        raise Unusable(_sentence(error)) from error


def _refuse_other_letters(connection: Connection) -> None:
    """Refuse a database that cannot keep every letter people write."""
    if _is_file():
        return
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise Unusable(f"{_where()} keeps text as {encoding}. Create one with ENCODING 'UTF8' and name that instead.")


def _refuse_strange_tables(connection: Connection) -> None:
    """Refuse a database that nobody set up, but that holds tables of our names: we would mix with somebody's data."""
    ours = sorted(set(inspect(connection).get_table_names()) & set(db.metadata.tables))
    connection.rollback()
    if ours:
        raise Unusable(
            f"{_where()} was not set up by Vantage Readiness, but holds a table named “{ours[0]}” already. "
            "Set DATABASE_URL or DATA_DIR to another place, or restore a backup."
        )


def _revision(connection: Connection) -> str | None:
    found = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()  # looking took SQLite's write lock; the migration needs it
    return found


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Hold PostgreSQL's advisory lock, or a lock file beside an SQLite database."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
        return
    connection.rollback()
    with Path(f"{db.engine.url.database}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sentence(error: DBAPIError) -> str:
    if type(error.orig) is sqlite3.DatabaseError:
        return f"{_where()} is not a database, or it is damaged. Restore a backup, or move the file away to begin anew."
    detail = (str(error.orig).strip() or type(error.orig).__name__).splitlines()[0]
    if "no such table" in detail or getattr(error.orig, "sqlstate", None) == _NO_SUCH_TABLE:
        return f"{_where()} is not set up for this version. Run `flask setup` once, then try again."
    return f"{_where()} cannot be used: {detail}. {_advice()}"


def _where() -> str:
    url = db.engine.url
    return f"The database {url.database if _is_file() else url.render_as_string(hide_password=True)}"


def _advice() -> str:
    if _is_file():
        return "Check DATA_DIR or DATABASE_URL, the permissions of the file, and that its disk is not full."
    return "Check DATABASE_URL, and that the server is running."


def _is_file() -> bool:
    return db.engine.dialect.name == "sqlite"
