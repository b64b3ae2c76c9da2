"""`flask serve` and `flask setup`: what a fresh checkout needs until it answers."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from .. import places
from ..domain.diary import SETUP
from . import server
from .plainly import absolute, base_url, speaking_plainly


@click.command()
@with_appcontext
@speaking_plainly
def serve() -> None:
    """Bring the database up to date, seed it if it is empty, and serve."""
    host, port = current_app.config["HOST"], current_app.config["PORT"]
    server.refuse_taken_port(host, port)
    _make_ready()
    _welcome()
    server.become(current_app.config)


@click.command()
@with_appcontext
@speaking_plainly
def setup() -> None:
    """Bring the database up to date and seed it if it is empty; changes nothing the second time."""
    _make_ready()
    _welcome()


def _make_ready() -> None:
    from ..services import assessments

    bring_up_to_date()
    if not assessments.has_projects():
        now = datetime.now(UTC)
        project = assessments.create_project(seed_bytes(), links=seed_links(), as_of=None, by=SETUP, at=now)
        if project.created_at == now:
            click.echo(f"Seeded {project.name} from its assessment.")


def bring_up_to_date() -> None:
    """Bring the database to the newest version of its tables."""
    from ..services import setup as schema

    schema.bring_up_to_date()


def _welcome() -> None:
    from ..services import founding

    click.echo(f"\nVantage Readiness: {base_url()}")
    token = founding.setup_link(datetime.now(UTC))
    if token:
        click.echo("Nobody can sign in yet. Open this link, once, to become the first administrator:\n")
        click.echo(f"  {absolute(f'/setup/{token}')}\n")
    sys.stdout.flush()


def seed_bytes() -> bytes:
    """Give the assessment that an empty installation begins with."""
    return (places.seed() / "assessment.md").read_bytes()


def seed_links() -> str:
    """Give its decided traceability, as TOML."""
    return (places.seed() / "links.toml").read_text(encoding="utf-8")
