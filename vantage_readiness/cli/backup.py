"""`flask backup` and `flask restore`: one file with everything, and the way back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ..domain.diary import CONSOLE
from ..domain.phrases import count
from .plainly import speaking_plainly

_WITHOUT_KEY = (
    "The secret key is not in it. Without the key a restored installation works, but everybody signs in anew, and "
    "links in letters that were sent before stop working. Keep the key apart, or say --with-key."
)
_SERVERS = "Start every server and every clock again: they remember what was there before."
_DOORS = "All sign-ins have ended and one-time links are void; programs' tokens are as they were when it was taken."


@click.command()
@click.argument("to", type=click.Path(path_type=Path), required=False, metavar="[FILE|FOLDER]")
@click.option("--with-key", is_flag=True, help="Put the secret key in; then keep the file like a password.")
@with_appcontext
@speaking_plainly
def backup(to: Path | None, *, with_key: bool) -> None:
    """Take a backup while people work, and prove it by restoring it into an empty database.

    Without FILE or FOLDER it goes to VANTAGE_BACKUP_DIR.
    """
    from ..services import backups

    target = to or _folder()
    if to is None:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = current_app.config["VANTAGE_SECRET_KEY"] if with_key else None
    path, manifest = backups.take(target.absolute(), by=CONSOLE, at=datetime.now(UTC), key=key)
    click.echo(f"{path}: {count(manifest.rows, 'row')}, {count(manifest.lines, 'line')} of the diary; proven.")
    for book in manifest.broken:
        click.echo(f"Book {book} of the diary is not what was written; see `flask diary verify`.", err=True)
    if not with_key:
        click.echo(_WITHOUT_KEY)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--over", is_flag=True, help="Replace what the database holds, after backing that up.")
@click.option("--check", is_flag=True, help="Only say whether it could be restored.")
@with_appcontext
@speaking_plainly
def restore(file: Path, *, over: bool, check: bool) -> None:
    """Put a backup into an empty database, all of it or nothing."""
    from ..services import backups

    if check:
        manifest = backups.check(file)
        click.echo(
            f"This backup is whole: {count(manifest.rows, 'row')}, taken {manifest.taken_at:%Y-%m-%d %H:%M} UTC."
        )
        return
    key = backups.key_in(file)
    before_it = _folder() if over else None
    if before_it:
        before_it.mkdir(mode=0o700, parents=True, exist_ok=True)
    manifest, before = backups.restore(file, over=before_it, by=CONSOLE, at=datetime.now(UTC))
    if before:
        click.echo(f"What was there before is in {before}.")
    click.echo(f"Restored {count(manifest.rows, 'row')}, as of {manifest.taken_at:%Y-%m-%d %H:%M} UTC.")
    click.echo(f"{_DOORS} {_use_key(key)}{_SERVERS}")


def _folder() -> Path:
    return Path(current_app.config["VANTAGE_BACKUP_DIR"])


def _use_key(key: str | None) -> str:
    """Keep the backup's key as the installation's, unless the key comes from the environment; say what was done."""
    path = Path(current_app.config["DATA_DIR"]) / "secret-key"
    if key is None or key == current_app.config["VANTAGE_SECRET_KEY"]:
        return ""
    if not path.exists() or path.read_text().strip() != current_app.config["VANTAGE_SECRET_KEY"]:
        return "VANTAGE_SECRET_KEY is set, so the key in the backup is not used. "
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    return f"The key in the backup is now in {path}. "
