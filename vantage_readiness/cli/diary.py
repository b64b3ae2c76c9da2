"""`flask diary …`: whether every line is what was written."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from .plainly import speaking_plainly

group = AppGroup("diary", help="Look after the diary.")


@group.command("verify")
@speaking_plainly
def verify_diary() -> None:
    """Check that every line of the diary is what was written, and that none is missing."""
    from ..services import diary

    read, flaws = diary.verify()
    for flaw in flaws:
        click.echo(f"Book {flaw.book}: {flaw.sentence}.", err=True)
    if flaws:
        raise click.ClickException("The diary is not what was written.")
    click.echo(f"The diary is whole: {read} lines.")
