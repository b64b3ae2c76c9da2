"""`flask diary …`: whether every line is what was written, and the diary as a file."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from ..domain.diary import Mark
from ..domain.refusals import Refused
from .plainly import project_named, speaking_plainly

group = AppGroup("diary", help="Look after the diary.")

_KEPT = click.Path(exists=True, path_type=Path)


@group.command("verify")
@click.option(
    "--against",
    type=_KEPT,
    multiple=True,
    help="A backup, a folder of them, a weekly report.json, or what `flask diary marks` printed; may be repeated.",
)
@speaking_plainly
def verify_diary(against: tuple[Path, ...]) -> None:
    """Check that the diary is what was written, none of it missing, and published reports what was published."""
    from ..services import diary, report_checks

    outside = [mark for path in against for mark in _marks_in(path)]
    read, flaws = diary.verify([*report_checks.marks(), *outside])
    files, changed = report_checks.verify()
    for said in (*(f"Book {flaw.book}: {flaw.sentence}." for flaw in flaws), *changed):
        click.echo(said, err=True)
    if flaws:
        raise click.ClickException("The diary is not what was written.")
    if changed:
        raise click.ClickException("The weekly reports are not what was published.")
    click.echo(f"The diary is whole: {read} lines." + (f" So are the weekly reports: {files} files." if files else ""))


@group.command("marks")
@speaking_plainly
def print_marks() -> None:
    """Print the length and the last seal of every book as JSON; keep it where nobody can change it."""
    from ..services import diary

    books = {str(mark.book): {"count": mark.count, "head": mark.head} for mark in diary.marks()}
    click.echo(json.dumps({"taken_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "books": books}, indent=1))


@group.command("export")
@click.argument("slug")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@speaking_plainly
def export_diary(slug: str, form: str) -> None:
    """Print a project's diary: as it is sealed (json), or as people read it (csv)."""
    from ..output import tables
    from ..services import activity

    project, today = project_named(slug), datetime.now(UTC).date()
    if form == "json":
        click.echo(activity.document(project, activity.Wish(), today))
    else:
        rows = activity.table(project, activity.Wish(), today)
        click.echo(tables.csv_of(activity.HEADER, rows), nl=False)


def _marks_in(path: Path) -> list[Mark]:
    from ..services import backups, report_checks

    if path.is_dir():
        return [mark for backup in backups.newest_in(path) for mark in _marks_in(backup)]
    if path.suffix == ".zip":
        return [Mark(book, count, head, path.name) for book, (count, head) in backups.anchors(path).items()]
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if "mark" in said:
            return [report_checks.mark_in(path.read_bytes(), path.name)]
        books = said["books"]
        return [Mark(int(book), int(mark["count"]), str(mark["head"]), path.name) for book, mark in books.items()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"{path} holds no marks of a diary. `flask diary marks` prints some.") from error
