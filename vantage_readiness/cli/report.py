"""`flask report …`: the weekly reports of a project, listed, shown, published, and as files."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from ..domain.diary import CONSOLE, person
from ..domain.refusals import NotAllowed, NotFound, Refused
from ..domain.weeks import Week
from .plainly import absent_unless_whole, absolute, project_named, speaking_plainly

if TYPE_CHECKING:
    from ..services.projects import Project

FORMATS = {
    "md": "report.md",
    "html": "report.html",
    "json": "report.json",
    "xlsx": "report.xlsx",
    "pdf": "report.pdf",
    "items": "items.csv",
    "changes": "changes.csv",
    "summary": "summary.csv",
}
_BINARY = ("xlsx", "pdf")

group = AppGroup("report", help="Weekly reports: list, show, publish, write as files.")


_of_project = click.argument("slug", metavar="PROJECT")
_of_week = click.argument("week", required=False, metavar="[WEEK]")
_of_edition = click.option(
    "--edition", type=click.IntRange(1, 999_999_999), help="An older edition; without it, the newest."
)


@group.command("list")
@_of_project
@speaking_plainly
def list_reports(slug: str) -> None:
    """List the weeks that are over: week, edition, gate, when and by whom published, hash of report.json."""
    from ..services import reports

    project = project_named(slug)
    for look in reports.weeks(project, today=_today(project)):
        said: tuple[object, ...] = ("not published",)
        if look.verdict and look.published_at:
            at = f"{look.published_at:%Y-%m-%dT%H:%M:%SZ}"
            said = (look.edition, look.verdict.value, at, look.published_by, look.sha256)
        click.echo("\t".join(map(str, (look.week.name, *said))))


@group.command("show")
@_of_project
@_of_week
@_of_edition
@speaking_plainly
def show(slug: str, week: str | None, edition: int | None) -> None:
    """Print the report of a WEEK such as 2026-W47, or the newest; of a week not published yet, the draft."""
    project = project_named(slug)
    click.echo(_file(project, week, "report.md", edition).decode(), nl=False)


@group.command("publish")
@_of_project
@_of_week
@click.option("--note", default="", help="Why it is published anew; needed for a second edition.")
@click.option("--by", metavar="EMAIL", help="The lead who publishes it; without it, the diary says “Console”.")
@speaking_plainly
def publish(slug: str, week: str | None, note: str, by: str | None) -> None:
    """Publish a WEEK that is over; without one, the week that ended last."""
    from ..domain.weeks import newest_over
    from ..services import reports

    project = project_named(slug)
    wanted = Week.read(week) if week else newest_over(_today(project))
    code = _lead(project, by) if by else CONSOLE
    report = reports.publish(project, wanted, by=code, at=datetime.now(UTC), note=note)
    where = absolute(f"/p/{project.slug}/reports/{wanted.name}")
    click.echo(f"Edition {report.edition} of {wanted.name} is published: {where}")


@group.command("write")
@_of_project
@_of_week
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="md", show_default=True)
@_of_edition
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; without it, it is printed.")
@speaking_plainly
def write(slug: str, week: str | None, form: str, edition: int | None, output: Path | None) -> None:
    """Write a file of a WEEK, or of the newest report; of a week not published yet, of the draft."""
    if output is None and form in _BINARY and sys.stdout.isatty():
        raise Refused(f"A terminal cannot show {form}. Name a file with --output, or send it on with > FILE.")
    body = _file(project_named(slug), week, FORMATS[form], edition)
    if output is None:
        click.echo(body, nl=False)
        return
    with absent_unless_whole(output) as target:
        target.write(body)
    click.echo(f"{output} is written ({len(body):,} bytes).", err=True)


def _file(project: Project, week: str | None, name: str, edition: int | None) -> bytes:
    """Give a file as it was frozen; of a week not published yet, as it would be now. The PDF is made of the page."""
    from ..output import weekly as papers
    from ..output.weekly import pdf
    from ..services import reports

    frozen = "report.html" if name == "report.pdf" else name
    wanted = Week.read(week) if week else reports.latest(project).iso
    try:
        body, *_ = reports.file(project, wanted, frozen, edition)
    except NotFound:
        if edition is not None or _is_published(project, wanted):
            raise
        said = reports.draft(project, wanted, today=_today(project))
        body = papers.files(said, draft=True)[frozen]
        click.echo(f"{wanted.name} is not published; this is a draft.", err=True)
    return pdf.pdf(body) if name == "report.pdf" else body


def _lead(project: Project, email: str) -> str:
    """Give the code of somebody who leads the project."""
    from ..services import people, projects

    user = people.get_by_email(email)
    seat = projects.find_seat(user, project.slug)
    if seat is None or not seat.may_lead:
        raise NotAllowed(f"{user.name} does not lead {project.name}. Only a lead publishes its reports.")
    return person(user.id)


def _is_published(project: Project, week: Week) -> bool:
    from ..services import reports

    return any(look.week == week and look.is_published for look in reports.weeks(project, today=_today(project)))


def _today(project: Project) -> date:
    from ..services import diary

    return diary.local_day(project, datetime.now(UTC))
