"""How Alembic runs our revisions: in batches for SQLite, with foreign keys off around them and checked after."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from vantage_readiness.storage.database import Base


def run() -> None:
    """Run the revisions against the application's database."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            _pragma(connection, "PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            render_as_batch=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                _refuse_orphans(connection)
        if is_sqlite:
            _pragma(connection, "PRAGMA foreign_keys=ON")


def _pragma(connection: Connection, statement: str) -> None:
    """Run a pragma outside any transaction: within one, SQLite ignores it."""
    raw = connection.connection.driver_connection
    if raw is None:
        raise RuntimeError("The connection was lost before the migration began.")
    raw.execute(statement)


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise RuntimeError(f"The migration would leave {len(orphans)} rows without their parent; nothing was changed.")


run()
