"""The command line: `flask serve`, `flask setup`, `flask demo` and what an administrator does from a shell."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar
from urllib.parse import urljoin

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from . import places
from .domain.refusals import Refused
from .reading import assessment

FACTORY = f"{__package__}.factory"

P = ParamSpec("P")
R = TypeVar("R")

diary_group = AppGroup("diary", help="Look after the diary.")
project = AppGroup("project", help="Look after projects.")
user = AppGroup("user", help="Look after people.")


def init_app(app: Flask) -> None:
    for command in (serve, setup, demo, clock, new_secret, assessment, diary_group, project, user):
        app.cli.add_command(command)


class AsOf(click.ParamType["date | None"]):
    """The day a document speaks of; "unknown" is a choice, nothing is guessed."""

    name = "DATE|unknown"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | None:
        if value == "unknown":
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is no date. Write it like 2026-12-14, or say unknown.", param, ctx)


as_of_option = click.option("--as-of", type=AsOf(), required=True, help="The day the document speaks of, or: unknown.")


def speaking_plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn a refusal, or a database that cannot be used, into its sentence and exit status 1; the unexpected rises."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from .services import setup as schema

        try:
            with schema.explained():
                return command(*args, **kwargs)
        except Refused as refusal:
            raise click.ClickException(refusal.sentence) from refusal

    return run


@click.command()
@with_appcontext
@speaking_plainly
def serve() -> None:
    """Bring the database up to date, seed it if it is empty, and serve."""
    host, port = current_app.config["HOST"], current_app.config["PORT"]
    _refuse_taken_port(host, port)
    _make_ready()
    _welcome()
    _become_server(current_app.config)


@click.command()
@with_appcontext
@speaking_plainly
def setup() -> None:
    """Bring the database up to date and seed it if it is empty; changes nothing the second time."""
    _make_ready()
    _welcome()


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
    from .services import demo as story

    _refuse_taken_port(current_app.config["HOST"], current_app.config["PORT"])
    _bring_up_to_date()
    now = datetime.now(UTC)
    if story.is_told():
        click.echo("The demonstration is there already; delete the folder to begin anew.")
    else:
        click.echo("Telling eight weeks of history …")
        story.tell(now=now)
    click.echo(f"\nVantage Readiness, demonstration in {folder}: {_base_url()}\nOne-time sign-in links:\n")
    for name, role, token in story.links(now):
        click.echo(f"  {name:<14} {role:<22} {_absolute(f'/sign-in/{token}')}")
    click.echo("")
    _become_server(current_app.config)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@with_appcontext
@speaking_plainly
def clock(*, once: bool) -> None:
    """Run the recurring work in a process of its own."""
    from . import clock as ticking

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        ticking.tick(app)
    else:
        ticking.run(app)


@click.command("new-secret")
def new_secret() -> None:
    """Print a fresh value for VANTAGE_SECRET_KEY."""
    click.echo(secrets.token_urlsafe(48))


@assessment.command("import")
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
    from . import comparing

    if is_applied and not by:
        raise Refused("Say who applies it: --by with the address of a lead.")
    lead = by if is_applied else None
    for line in comparing.hand_in(file.read_bytes(), slug, as_of=as_of, decide=decide, by=lead, at=datetime.now(UTC)):
        click.echo(line)


@assessment.command("diff")
@click.argument("one")
@click.argument("other")
@click.option("--project", "slug", metavar="NAME", help="The short name of the project, as in its address.")
@speaking_plainly
def diff_assessments(one: str, other: str, slug: str | None) -> None:
    """Compare two assessments of a project by their numbers, or two files."""
    from . import comparing

    for line in comparing.diff(one, other, slug):
        click.echo(line)


@project.command("create")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_of_option
@click.option("--name", help="The project's name, if not that in the document's title.")
@click.option("--lead", metavar="EMAIL", help="Who leads it; somebody who has an account.")
@speaking_plainly
def create_project(file: Path, as_of: date | None, name: str | None, lead: str | None) -> None:
    """Make a project from an assessment; the same file again changes nothing."""
    from .services import assessments, people

    leader, now = people.get_by_email(lead) if lead else None, datetime.now(UTC)
    made = assessments.create_project(
        file.read_bytes(), links=None, name=name, as_of=as_of, by="setup", at=now, lead=leader
    )
    said = "is read from its document" if made.created_at == now else "was read before; nothing changed"
    click.echo(f"{made.name} {said}: {_absolute(f'/p/{made.slug}/')}")


@diary_group.command("verify")
@speaking_plainly
def verify_diary() -> None:
    """Check that every line of the diary is what was written, and that none is missing."""
    from .services import diary

    read, flaws = diary.verify()
    for flaw in flaws:
        click.echo(f"Book {flaw.book}: {flaw.sentence}.", err=True)
    if flaws:
        raise click.ClickException("The diary is not what was written.")
    click.echo(f"The diary is whole: {read} lines.")


@user.command("link")
@click.argument("email")
@speaking_plainly
def link_user(email: str) -> None:
    """Print a one-time sign-in link for somebody who cannot sign in."""
    from .services import people

    click.echo(_absolute(f"/sign-in/{people.sign_in_link_for(email, datetime.now(UTC))}"))


def _make_ready() -> None:
    from .services import assessments

    _bring_up_to_date()
    if not assessments.has_projects():
        now = datetime.now(UTC)
        project = assessments.create_project(_seed_bytes(), links=_seed_links(), as_of=None, by="setup", at=now)
        if project.created_at == now:
            click.echo(f"Seeded {project.name} from its assessment.")


def _bring_up_to_date() -> None:
    from .services import setup as schema

    schema.bring_up_to_date()


def _welcome() -> None:
    from .services import people

    click.echo(f"\nVantage Readiness: {_base_url()}")
    token = people.setup_link(datetime.now(UTC))
    if token:
        click.echo("Nobody can sign in yet. Open this link, once, to become the first administrator:\n")
        click.echo(f"  {_absolute(f'/setup/{token}')}\n")
    sys.stdout.flush()


def _seed_bytes() -> bytes:
    return (places.seed() / "assessment.md").read_bytes()


def _seed_links() -> str:
    return (places.seed() / "links.toml").read_text(encoding="utf-8")


def _base_url() -> str:
    return str(current_app.config["VANTAGE_BASE_URL"])


def _absolute(path: str) -> str:
    return urljoin(_base_url() + "/", path.lstrip("/"))


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(_why_not_listen(host, port, error)) from error


def _why_not_listen(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HOST is “{host}”, which is no address of this machine. Leave it unset, or set it to 0.0.0.0 for all."
    other = port + 1 if 1024 <= port < 65535 else 8000
    return (
        f"Port {port} on {host} cannot be used ({error.strerror}). "
        f"Stop what uses it, or choose another: PORT={other} make run"
    )


def server_command(config: Mapping[str, Any], application: str = f"{FACTORY}:create_app()") -> list[str]:
    """Give the command that serves an application the way we do in production."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 — the server's heartbeat file, unnamed
    return [
        *(sys.executable, "-m", "gunicorn", application, "--worker-class", "gthread"),
        *("--bind", f"{_bracketed(config['HOST'])}:{config['PORT']}"),
        *("--config", f"python:{__package__}.worker"),
        *("--workers", str(config["VANTAGE_WORKERS"]), "--threads", str(config["VANTAGE_THREADS"])),
        *("--graceful-timeout", "15", "--keep-alive", "5", "--log-level", "warning", "--no-control-socket"),
        *(("--worker-tmp-dir", memory) if memory else ()),
    ]


def _become_server(config: Mapping[str, Any]) -> NoReturn:
    """Turn this process into the production server."""
    os.environ["VANTAGE_SERVING"] = "1"
    sys.stdout.flush()
    os.execv(sys.executable, server_command(config))  # noqa: S606 — our own interpreter with our own words


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
