"""`flask demo`: a demonstration with people and history, in a folder of its own."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from . import FACTORY, server, serving
from .plainly import absolute, base_url, speaking_plainly


@click.command()
@with_appcontext
@speaking_plainly
def demo() -> None:
    """Serve a demonstration with people and eight weeks of history, in a folder of its own."""
    folder = Path(os.environ.get("DEMO_DIR", "data-demo")).resolve()
    if current_app.config["DATA_DIR"] != folder or not os.environ.get("_READINESS_DEMO"):
        environment = {**os.environ, "DATA_DIR": str(folder), "_READINESS_DEMO": "1"}
        environment.pop("DATABASE_URL", None)
        os.execve(sys.executable, [sys.executable, "-m", "flask", "--app", FACTORY, "demo"], environment)  # noqa: S606
    from ..services import demo as story

    server.refuse_taken_port(current_app.config["HOST"], current_app.config["PORT"])
    serving.bring_up_to_date()
    now = datetime.now(UTC)
    if story.is_told():
        click.echo("The demonstration is there already; delete the folder to begin anew.")
    else:
        click.echo("Telling eight weeks of history …")
        story.tell(now=now)
    click.echo(f"\nVantage Readiness, demonstration in {folder}: {base_url()}\nOne-time sign-in links:\n")
    for name, role, token in story.links(now):
        click.echo(f"  {name:<14} {role:<22} {absolute(f'/sign-in/{token}')}")
    click.echo("")
    server.become(current_app.config)
