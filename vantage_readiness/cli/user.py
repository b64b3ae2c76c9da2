"""`flask user …`: letting people in who cannot sign in."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from .plainly import absolute, speaking_plainly

group = AppGroup("user", help="Look after people.")


@group.command("link")
@click.argument("email")
@speaking_plainly
def link_user(email: str) -> None:
    """Print a one-time sign-in link for somebody who cannot sign in."""
    from ..services import people

    click.echo(absolute(f"/sign-in/{people.sign_in_link_for(email, datetime.now(UTC))}"))
