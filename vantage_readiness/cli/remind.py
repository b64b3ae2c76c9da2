"""`flask remind`: what is due to be told, owed now or only shown."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from .plainly import base_url, speaking_plainly


@click.command()
@click.option("--dry-run", is_flag=True, help="Show it and send nothing.")
@click.option("--person", "email", metavar="EMAIL", help="Only for this person.")
@with_appcontext
@speaking_plainly
def remind(*, dry_run: bool, email: str | None) -> None:
    """Owe every digest and letter about a gate that is due, as the clock does; or show what somebody would get."""
    now = datetime.now(UTC)
    if dry_run:
        _show(email, now) if email else _list(now)
    else:
        _owe(email, now)


def _owe(email: str | None, at: datetime) -> None:
    from ..domain.phrases import count
    from ..services import digests, gate_letters, people

    owed = digests.run_due(at, only=people.get_by_email(email) if email else None)
    told = 0 if email else gate_letters.run_due(at)
    click.echo(f"{count(owed, 'digest')} and {count(told, 'letter')} about gates are on their way.")


def _list(at: datetime) -> None:
    from ..services import digests

    found = [(turn.email, digest.subject) for turn, digest in digests.due(at) if digest.is_news]
    for address, subject in sorted(found):
        click.echo(f"{address}: {subject}")
    if not found:
        click.echo("Nothing is due.")


def _show(email: str, at: datetime) -> None:
    from ..output.mail.digest import as_text
    from ..services import digests, people

    digest = digests.preview(people.get_by_email(email), at)
    click.echo(digest.subject)
    if digest.chapters:
        click.echo(f"\n{as_text(digest, base_url())}")
    if not digest.is_news:
        click.echo("\nNothing in it is news, so no digest would be sent.")
