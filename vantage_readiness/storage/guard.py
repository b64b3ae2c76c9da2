"""The diary is append-only also for the database: it refuses to change, delete or empty its lines.

So are published reports: none of their rows is ever changed; they only vanish with their project.

Triggers refuse it to everybody; on PostgreSQL the application gives up the privilege too. Whoever owns the machine can
take both away; then the chain of hashes still tells.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

_SQLITE = (
    "CREATE TRIGGER diary_no_update BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'the diary is append-only'); END",
    "CREATE TRIGGER diary_no_delete BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'the diary is append-only'); END",
    (
        "CREATE TRIGGER diary_no_shrinking BEFORE UPDATE ON diary_anchor WHEN NEW.count < OLD.count "
        "BEGIN SELECT RAISE(ABORT, 'the diary only grows'); END"
    ),
    (
        "CREATE TRIGGER diary_no_forgetting BEFORE DELETE ON diary_anchor "
        "BEGIN SELECT RAISE(ABORT, 'the diary only grows'); END"
    ),
)
_POSTGRES = (
    (
        "CREATE FUNCTION diary_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the diary is append-only'; END $$"
    ),
    "CREATE TRIGGER diary_no_update BEFORE UPDATE OR DELETE ON change FOR EACH ROW EXECUTE FUNCTION diary_refuses()",
    "CREATE TRIGGER diary_no_truncate BEFORE TRUNCATE ON change FOR EACH STATEMENT EXECUTE FUNCTION diary_refuses()",
    (
        "CREATE TRIGGER diary_no_shrinking BEFORE UPDATE ON diary_anchor FOR EACH ROW "
        "WHEN (NEW.count < OLD.count) EXECUTE FUNCTION diary_refuses()"
    ),
    "CREATE TRIGGER diary_no_forgetting BEFORE DELETE ON diary_anchor FOR EACH ROW EXECUTE FUNCTION diary_refuses()",
    (
        "CREATE TRIGGER diary_no_truncate BEFORE TRUNCATE ON diary_anchor "
        "FOR EACH STATEMENT EXECUTE FUNCTION diary_refuses()"
    ),
    "REVOKE UPDATE, DELETE, TRUNCATE ON change FROM PUBLIC, CURRENT_USER",
    "REVOKE DELETE, TRUNCATE ON diary_anchor FROM PUBLIC, CURRENT_USER",
)
_REPORTS = ("weekly_report", "report_file")
_SQLITE_FROZEN = tuple(
    f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'a published report never changes'); END"
    for table in _REPORTS
)
_POSTGRES_FROZEN = (
    (
        "CREATE FUNCTION report_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a published report never changes'; END $$"
    ),
    *(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION report_refuses()"
        for table in _REPORTS
    ),
)
_SQLITE_THAWED = tuple(f"DROP TRIGGER IF EXISTS {table}_no_update" for table in _REPORTS)
_POSTGRES_THAWED = ("DROP FUNCTION IF EXISTS report_refuses() CASCADE",)
_SQLITE_OPEN = (
    "DROP TRIGGER IF EXISTS diary_no_update",
    "DROP TRIGGER IF EXISTS diary_no_delete",
    "DROP TRIGGER IF EXISTS diary_no_shrinking",
    "DROP TRIGGER IF EXISTS diary_no_forgetting",
)
_POSTGRES_OPEN = (
    "DROP FUNCTION IF EXISTS diary_refuses() CASCADE",
    "GRANT UPDATE, DELETE, TRUNCATE ON change TO CURRENT_USER",
    "GRANT DELETE, TRUNCATE ON diary_anchor TO CURRENT_USER",
)


def close(connection: Connection) -> None:
    """Make the database refuse everything but new lines."""
    _run(connection, _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE)


def open_up(connection: Connection) -> None:
    """Take the guard away: for a migration of these tables, and for tests that play the tamperer."""
    _run(connection, _POSTGRES_OPEN if connection.dialect.name == "postgresql" else _SQLITE_OPEN)


def freeze(connection: Connection) -> None:
    """Make the database refuse to change a published report."""
    _run(connection, _POSTGRES_FROZEN if connection.dialect.name == "postgresql" else _SQLITE_FROZEN)


def thaw(connection: Connection) -> None:
    """Let published reports be changed: for a migration of their tables, and for tests that play the tamperer."""
    _run(connection, _POSTGRES_THAWED if connection.dialect.name == "postgresql" else _SQLITE_THAWED)


def _run(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.execute(text(statement))
