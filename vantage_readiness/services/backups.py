"""Backups: one file with everything, proven by restoring it before it counts, and the way back."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy import Table as Kept
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from .. import __version__
from ..domain import backups
from ..domain.backups import Manifest
from ..domain.diary import GENESIS, Change, Kind, seal
from ..domain.refusals import Refused
from ..output import backup_file
from ..storage import guard, heartbeats, schema, snapshots
from ..storage.database import db
from . import diary

LAST, CLAIM = "backup", "backup claim"

_PATIENCE = timedelta(hours=1)  # after this, a night's backup that did not come is tried again
_TRIES = 3
_PARTIAL = ".partial"
_NOT_THE_SAME = "The backup does not hold what the database holds ({what}); it was thrown away. Try again."


def take(to: Path, *, by: str, at: datetime, key: str | None = None) -> tuple[Path, Manifest]:
    """Take a backup into a file, or into a folder under a name with the time; give its place and what it holds.

    It counts only after it was restored into an empty database and found the same; until then it has another name.
    """
    final = to / backups.name_at(at) if to.is_dir() else to
    if final.exists():
        raise Refused(f"There is a file {final} already. Choose another name, or a folder.")
    with _room_for_files(final.parent):
        _sweep(final.parent, at)
        partial = final.with_name(f".{final.name}-{os.getpid()}{_PARTIAL}")
        try:
            manifest = _write(partial, at, key)
            check(partial)
            backup_file.move_into_place(partial, final)
        finally:
            partial.unlink(missing_ok=True)
    _record(final.name, manifest, by=by, at=at)
    return final, manifest


def check(path: Path) -> Manifest:
    """Restore a backup into an empty database that is thrown away; raise `Refused` if it cannot be, or differs."""
    with _understood(path) as archive, tempfile.TemporaryDirectory(dir=path.parent, prefix=".check-") as folder:
        with snapshots.scratch(Path(folder) / "scratch.sqlite3") as connection:
            _fill(connection, archive)
            _compare(connection, archive.manifest)
        return archive.manifest


def restore(path: Path, *, over: Path | None = None, by: str, at: datetime) -> tuple[Manifest, Path | None]:
    """Put a backup into the database, all of it or nothing; give what it held and the backup of what was there before.

    A database that holds something is refused, unless `over` names the folder in which that is backed up first.
    """
    check(path)
    schema.bring_up_to_date()
    before = take(over, by=by, at=at)[0] if over and not _is_empty() else None
    with _understood(path) as archive, _everything_or_nothing():
        connection = db.session.connection()
        snapshots.hold(connection)
        if not over and not snapshots.is_empty(connection):
            raise Refused(
                "This database holds something. Restore into an empty one (another DATA_DIR or DATABASE_URL), or say "
                "--over: then what is there is backed up first and replaced."
            )
        _replace(connection, archive, at)
        _note(Kind.BACKUP_RESTORED, path.name, archive.manifest, by=by, at=at)
        db.session.commit()
        return archive.manifest, before


def key_in(path: Path) -> str | None:
    """Give the secret key that a backup holds, if it was put in."""
    with backup_file.reading(path) as archive:
        return archive.key()


def anchors(path: Path) -> dict[int, tuple[int, str]]:
    """Give for each book of the diary how many lines a backup holds of it, and the hash of the last."""
    with backup_file.reading(path) as archive:
        return dict(archive.manifest.diary)


def newest_in(folder: Path) -> list[Path]:
    """List the backups in a folder that are named as we name them, newest first."""
    return sorted((path for path in folder.glob("*.zip") if backups.taken_at(path.name)), reverse=True)


def take_when_due(folder: Path, keep: int, *, by: str, at: datetime) -> Path | None:
    """Take the night's backup if nobody has and it is wanted, then let go of outdated ones; give its place.

    Any number of clocks may ask: one of them claims it. If that one does not bring it, an hour later it is open again.
    """
    if not keep or not is_due(at) or not _claim(at):
        return None
    with _room_for_files(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, _manifest = take(folder, by=by, at=at)
    for name in backups.outdated((each.name for each in newest_in(folder)), keep):
        (folder / name).unlink(missing_ok=True)
    return path


def is_due(at: datetime) -> bool:
    """Answer whether the latest night's backup is missing."""
    return backups.is_due(last(), at)


def last() -> datetime | None:
    """Give when the last backup that was proven was begun; none if there was none."""
    return heartbeats.last(LAST)


def last_try() -> datetime | None:
    """Give when a clock last began a nightly backup."""
    return heartbeats.last(CLAIM)


def _claim(at: datetime) -> bool:
    """Claim the night's backup; two that ask at once do not both get it."""
    mine = heartbeats.claim(CLAIM, at, free_before=at - _PATIENCE) and is_due(at)
    db.session.commit()
    return mine


def _write(path: Path, at: datetime, key: str | None) -> Manifest:
    with backup_file.writing(path) as writer, snapshots.snapshot() as connection:
        tables = {
            table.name: writer.add_table(table.name, _columns(table), snapshots.lines(connection, table))
            for table in snapshots.tables()
        }
        heads, broken = _books(connection)
        manifest = Manifest(
            format=backups.FORMAT,
            application=__version__,
            schema=schema.revision(),
            database=db.engine.dialect.name,
            taken_at=at,
            has_key=key is not None,
            tables=tables,
            diary=heads,
            broken=broken,
        )
        if key is not None:
            writer.add_key(key)
        writer.finish(manifest)
        return manifest


@contextmanager
def _understood(path: Path) -> Iterator[backup_file.Reader]:
    """Open a backup whose tables are those of this version; raise `Refused` for a newer or an older one."""
    with backup_file.reading(path) as archive:
        said = archive.manifest
        if not schema.is_known(said.schema):
            raise Refused(
                f"This backup was written by a newer version of Vantage Readiness ({said.application}, tables "
                f"{said.schema}). Install that version first."
            )
        if said.schema != schema.revision():
            raise Refused(
                f"This backup was written by the older version {said.application} (tables {said.schema}). Restore it "
                "with that version into an empty database, then start this version on it: it brings it up to date."
            )
        ours = {table.name: _columns(table) for table in snapshots.tables()}
        if {name: table.columns for name, table in said.tables.items()} != ours:
            raise Refused("This backup does not have the tables of its version; nobody but its writer can restore it.")
        yield archive


def _fill(connection: Connection, archive: backup_file.Reader) -> None:
    for table in snapshots.tables():
        with _explained(table.name):
            snapshots.fill(connection, table, archive.lines(table.name))


def _replace(connection: Connection, archive: backup_file.Reader, at: datetime) -> None:
    snapshots.empty(connection)
    _fill(connection, archive)
    snapshots.finish(connection)
    guard.close(connection)
    snapshots.forget_doors(connection, at)
    db.session.expire_all()


def _compare(connection: Connection, manifest: Manifest) -> None:
    """Refuse a restored database that differs from what was written: in rows, in references, in the diary's chain."""
    for table in snapshots.tables():
        if _digest(snapshots.lines(connection, table)) != manifest.tables[table.name].sha256:
            raise Refused(_NOT_THE_SAME.format(what=f"table {table.name}"))
    if snapshots.orphans(connection):
        raise Refused(_NOT_THE_SAME.format(what="rows without their parent"))
    if _books(connection) != (manifest.diary, manifest.broken):
        raise Refused(_NOT_THE_SAME.format(what="the diary"))


def _books(connection: Connection) -> tuple[dict[int, tuple[int, str]], tuple[int, ...]]:
    """Give each book's length and the hash of its last line, and the books in which a line is not what was written."""
    heads: dict[int, tuple[int, str]] = {}
    broken = set()
    for line in snapshots.diary_lines(connection):
        count, head = heads.get(line.book, (0, GENESIS))
        if (line.number, line.hash) != (count + 1, seal(head, line)):
            broken.add(line.book)
        heads[line.book] = (line.number, line.hash)
    return heads, tuple(sorted(broken))


def _columns(table: Kept) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


def _digest(lines: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()


def _is_empty() -> bool:
    with snapshots.snapshot() as connection:
        return snapshots.is_empty(connection)


def _record(name: str, manifest: Manifest, *, by: str, at: datetime) -> None:
    """Note that a backup was taken; a database that is busy just now is asked again, for the work is done."""
    for tries_left in range(_TRIES - 1, -1, -1):
        try:
            _note(Kind.BACKUP_TAKEN, name, manifest, by=by, at=at)
            heartbeats.beat(LAST, at)
            db.session.commit()
            return
        except OperationalError:
            db.session.rollback()
            if not tries_left:
                raise


def _note(kind: Kind, name: str, manifest: Manifest, *, by: str, at: datetime) -> None:
    told: dict[str, str | int] = {"rows": manifest.rows, "lines": manifest.lines}
    diary.write_for_site(Change(kind, name, by, at, after=told, note=manifest.taken_at.isoformat()))


def _sweep(folder: Path, at: datetime) -> None:
    """Remove what a backup that was cut off left behind a day ago."""
    for path in folder.glob(f".*{_PARTIAL}"):
        if at.timestamp() - path.stat().st_mtime > timedelta(days=1).total_seconds():
            path.unlink(missing_ok=True)


@contextmanager
def _room_for_files(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(
            f"No backup could be written to {folder}: {error.strerror}. Make room, or name another."
        ) from error


@contextmanager
def _explained(table: str) -> Iterator[None]:
    """Turn whatever a row that is none can cause into a sentence."""
    try:
        yield
    except (StatementError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        raise Refused(
            f"This backup is damaged: a row of the table {table} cannot be kept. Nothing was changed."
        ) from error


@contextmanager
def _everything_or_nothing() -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.session.rollback()
        raise
