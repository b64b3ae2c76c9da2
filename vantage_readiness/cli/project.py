"""`flask project …`: making a project from a document, taking it away as a file, deleting it."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from ..domain.diary import CONSOLE
from .plainly import absent_unless_whole, absolute, as_of_option, project_named, speaking_plainly

group = AppGroup("project", help="Look after projects.")


@group.command("create")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_of_option
@click.option("--name", help="The project's name, if not that in the document's title.")
@click.option("--lead", metavar="EMAIL", help="Who leads it; somebody who has an account.")
@speaking_plainly
def create_project(file: Path, as_of: date | None, name: str | None, lead: str | None) -> None:
    """Make a project from an assessment; the same file again changes nothing."""
    from ..services import assessments, people

    leader, now = people.get_by_email(lead) if lead else None, datetime.now(UTC)
    made = assessments.create_project(
        file.read_bytes(), links=None, name=name, as_of=as_of, by=CONSOLE, at=now, lead=leader
    )
    said = "is read from its document" if made.created_at == now else "was read before; nothing changed"
    click.echo(f"{made.name} {said}: {absolute(f'/p/{made.slug}/')}")


@group.command("export")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@speaking_plainly
def export_project(slug: str, file: Path) -> None:
    """Write everything of a project into a new zip FILE."""
    from ..services import project_files

    project = project_named(slug)
    if file.exists():
        raise click.ClickException(f"{file} is there already. Name another file, or move it away.")
    with (
        absent_unless_whole(file) as target,
        project_files.export(project, by=CONSOLE, at=datetime.now(UTC)) as made,
    ):
        shutil.copyfileobj(made, target)
    click.echo(f"{slug} is in {file} ({file.stat().st_size:,} bytes).")


@group.command("delete")
@click.argument("slug")
@click.option("--typed", prompt="This cannot be undone. Type the project's short name once more", help="SLUG again.")
@speaking_plainly
def delete_project(slug: str, typed: str) -> None:
    """Delete a project and everything in it; its diary stays."""
    from ..services import deletions

    name = deletions.delete(project_named(slug).id, typed, by=CONSOLE, at=datetime.now(UTC))
    click.echo(f"{name} is deleted. Its diary stays, and the site's book says so.")
