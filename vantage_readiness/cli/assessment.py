"""`flask assessment …`: reading a document, previewing and applying it, comparing two."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

import click

from ..domain.refusals import Refused
from .plainly import as_of_option, speaking_plainly
from .reading import group

__all__ = ["diff_assessments", "group", "import_assessment"]


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--project", "slug", metavar="NAME", help="The short name of the project, as in its address.")
@as_of_option
@click.option("--decide", multiple=True, metavar="WHAT", help="LINE=NUMBER, LINE=new or #NUMBER=reopen; repeatable.")
@click.option("--apply", "is_applied", is_flag=True, help="Write it; without this, only a preview is printed.")
@click.option("--by", metavar="EMAIL", help="The lead who applies it.")
@speaking_plainly
def import_assessment(
    file: Path, slug: str | None, as_of: date | None, decide: tuple[str, ...], *, is_applied: bool, by: str | None
) -> None:
    """Preview what a newer assessment changes in a project, and apply it with --apply."""
    from ..services import transactions
    from . import comparing

    if is_applied and not by:
        raise Refused("Say who applies it: --by with the address of a lead.")
    lead = by if is_applied else None
    raw, now = file.read_bytes(), datetime.now(UTC)
    with nullcontext() if is_applied else transactions.looking():
        for line in comparing.hand_in(raw, slug, as_of=as_of, decide=decide, by=lead, at=now):
            click.echo(line)


@group.command("diff")
@click.argument("one")
@click.argument("other")
@click.option("--project", "slug", metavar="NAME", help="The short name of the project, as in its address.")
@speaking_plainly
def diff_assessments(one: str, other: str, slug: str | None) -> None:
    """Compare two assessments of a project by their numbers, or two files."""
    from . import comparing

    for line in comparing.diff(one, other, slug):
        click.echo(line)
