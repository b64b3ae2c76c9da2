"""`flask user reset-second-factor`: for somebody whose phone is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from .plainly import speaking_plainly
from .user import group


@group.command("reset-second-factor")
@click.argument("email")
@speaking_plainly
def reset_second_factor(email: str) -> None:
    """Take the second factor away from somebody who lost it. Make sure first that it is really they who ask."""
    from ..services import second_factor

    user = second_factor.reset(email, at=datetime.now(UTC))
    click.echo(f"{user.name} has no second factor any more and is signed out everywhere. A letter tells them so.")
