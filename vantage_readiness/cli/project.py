"""`flask project …`: making a project from a document."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from .plainly import absolute, as_of_option, speaking_plainly

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
        file.read_bytes(), links=None, name=name, as_of=as_of, by="setup", at=now, lead=leader
    )
    said = "is read from its document" if made.created_at == now else "was read before; nothing changed"
    click.echo(f"{made.name} {said}: {absolute(f'/p/{made.slug}/')}")
