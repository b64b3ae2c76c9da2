"""`flask user …`: looking after people from the machine itself, through the same services as the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from ..domain.diary import CONSOLE
from .plainly import absolute, speaking_plainly

if TYPE_CHECKING:
    from ..storage.people import User

group = AppGroup("user", help="Look after people.")


@group.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--administrator", is_flag=True, help="Let this person manage people and projects.")
@speaking_plainly
def add_user(email: str, name: str, administrator: bool) -> None:
    """Add a person, and print the link by which they come in and choose a password, within 7 days."""
    from ..services import newcomers, people

    user = people.introduce(name, email, at=_now(), is_administrator=administrator, by=CONSOLE)
    click.echo(f"{user.name} is added. The link to come in works once, within 7 days:")
    click.echo(absolute(f"/join/{newcomers.link(user, by=CONSOLE, at=_now())}"))


@group.command("list")
@speaking_plainly
def list_users() -> None:
    """List everybody: address, name, and what is particular about them."""
    from ..services import newcomers, people

    everybody = people.every()
    waiting = newcomers.waiting(everybody)
    for user in everybody:
        marks = [mark for mark, holds in _marks(user, user.id in waiting) if holds]
        click.echo(f"{user.email}  {user.name}{'  (' + ', '.join(marks) + ')' if marks else ''}")


@group.command("link")
@click.argument("email")
@speaking_plainly
def link_user(email: str) -> None:
    """Print a one-time sign-in link for somebody who cannot sign in; it works for 30 minutes."""
    from ..services import links, people

    user = people.get_by_email(email)
    _refuse_disabled(user)
    click.echo(absolute(f"/sign-in/{links.sign_in_link(user, _now())}"))


@group.command("reset-password")
@click.argument("email")
@speaking_plainly
def reset_password(email: str) -> None:
    """Print a link by which somebody chooses a new password; it works for 30 minutes."""
    from ..services import people, resets

    user = people.get_by_email(email)
    _refuse_disabled(user)
    click.echo(absolute(f"/reset/{resets.link(user, by=CONSOLE, at=_now())}"))


@group.command("disable")
@click.argument("email")
@speaking_plainly
def disable_user(email: str) -> None:
    """Shut somebody out: every sign-in, link and token of theirs ends."""
    from ..services import people

    user = people.disable(people.get_by_email(email).id, by=CONSOLE, at=_now())
    click.echo(f"{user.name} is disabled. `flask user enable {user.email}` lets them in again.")


@group.command("enable")
@click.argument("email")
@speaking_plainly
def enable_user(email: str) -> None:
    """Let somebody sign in again."""
    from ..services import people

    user = people.enable(people.get_by_email(email).id, by=CONSOLE, at=_now())
    click.echo(f"{user.name} can sign in again.")


@group.command("sign-out")
@click.argument("email")
@speaking_plainly
def sign_out_user(email: str) -> None:
    """End every sign-in of somebody."""
    from ..services import people

    user = people.sign_out_everywhere(people.get_by_email(email).id, by=CONSOLE, at=_now())
    click.echo(f"{user.name} is signed out everywhere.")


@group.command("make-administrator")
@click.argument("email")
@speaking_plainly
def make_administrator(email: str) -> None:
    """Let somebody manage people and projects."""
    from ..services import people

    user = people.make_administrator(people.get_by_email(email).id, by=CONSOLE, at=_now())
    click.echo(f"{user.name} is an administrator.")


@group.command("unmake-administrator")
@click.argument("email")
@speaking_plainly
def unmake_administrator(email: str) -> None:
    """Make an administrator an ordinary person again; one stays."""
    from ..services import people

    user = people.unmake_administrator(people.get_by_email(email).id, by=CONSOLE, at=_now())
    click.echo(f"{user.name} is no longer an administrator.")


def _marks(user: User, is_waiting: bool) -> list[tuple[str, bool]]:
    return [
        ("administrator", user.is_administrator),
        ("second factor", user.totp_secret is not None),
        ("invited, not here yet", is_waiting),
        ("disabled", user.disabled_at is not None),
    ]


def _refuse_disabled(user: User) -> None:
    if user.disabled_at:
        raise click.ClickException(f"{user.name} is disabled. `flask user enable {user.email}` comes first.")


def _now() -> datetime:
    return datetime.now(UTC)
