"""`flask clock` and `flask new-secret`: what an installation needs besides its server."""

from __future__ import annotations

import secrets

import click
from flask import current_app
from flask.cli import with_appcontext

from .plainly import speaking_plainly


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@with_appcontext
@speaking_plainly
def clock(*, once: bool) -> None:
    """Run the recurring work in a process of its own."""
    from .. import clock as ticking

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        ticking.tick(app)
        ticking.post(app)
        ticking.back_up(app)
    else:
        ticking.run(app)


@click.command("new-secret")
def new_secret() -> None:
    """Print a fresh value for VANTAGE_SECRET_KEY."""
    click.echo(secrets.token_urlsafe(48))
