"""`flask token …`: letting programs in, and shutting them out."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from ..domain.diary import CONSOLE
from ..domain.tokens import LONGEST_DAYS, SHORTEST_DAYS, USUAL_DAYS, Scope, up_to
from .plainly import project_named, speaking_plainly

group = AppGroup("token", help="Let programs in, and shut them out.")

_SCOPES = [scope.value for scope in Scope]


@group.command("create")
@click.argument("slug")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", type=click.Choice(_SCOPES), default=_SCOPES[0], show_default=True)
@click.option("--days", type=click.IntRange(SHORTEST_DAYS, LONGEST_DAYS), default=USUAL_DAYS, show_default=True)
@speaking_plainly
def create(slug: str, email: str, name: str, scope: str, days: int) -> None:
    """Print a token that lets a program act for a person in one project; it is shown only here."""
    from ..services import people, tokens

    user, project = people.get_by_email(email), project_named(slug)
    _row, token = tokens.make(project, user, name, up_to(scope), days, at=datetime.now(UTC), by=CONSOLE)
    click.echo(token)


@group.command("list")
@click.argument("slug")
@speaking_plainly
def list_of(slug: str) -> None:
    """List the tokens that open a project: number, name, whose, scopes, last day of use, end."""
    from ..services import tokens

    for row, user in tokens.list_of_project(project_named(slug)):
        used = row.used_on.isoformat() if row.used_on else "never used"
        said = (row.id, row.name, user.email, ",".join(row.names_of_scopes), used, row.expires_at.date())
        click.echo("\t".join(map(str, said)))


@group.command("revoke")
@click.argument("number", type=int)
@speaking_plainly
def revoke(number: int) -> None:
    """Make a token useless at once, by its number in the list."""
    from ..services import tokens

    row = tokens.revoke_from_console(number, at=datetime.now(UTC))
    click.echo(f"The token “{row.name}” opens nothing any more.")
