"""A whole project as one file to take away: every table as JSON and CSV, its documents, its diary, its figures.

Left out is what is no part of the project but of its doors: sign-in links, programs' tokens, letters on their way.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from types import MappingProxyType
from typing import IO, Any

from sqlalchemy import Table

from .. import __version__
from ..domain.diary import Change, Kind, person_id
from ..domain.words import Role
from ..output import tables
from ..output.archive import Archive, in_json, lined, listed, tabled
from ..storage import assessments, belongings, people, projects, reports, schema
from ..storage import diary as books
from ..storage.database import db, standing_still
from ..storage.projects import Project
from . import diary
from .overview import Look

FORMAT = 1
LEFT_OUT = ("api_token", "delivery", "token")
HIDDEN: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "assessment": ("raw", "text"),  # its bytes stand in a file of their own; its text follows from them
        "report_file": ("body",),  # likewise
    }
)
_DIARY = ("number", "day", "at", "by", "kind", "item", "subject", "before", "after", "note", "hash")
_PERSON = ("id", "name", "email", "role")
_IN_MEMORY = 8_000_000  # bytes; a larger archive goes through a file that nobody else sees


def export(project: Project, *, by: str, at: datetime) -> IO[bytes]:
    """Give everything of a project as a zip, ready to be read; the diary says who took it. `by` is an actor's code."""
    number = project.id
    held = projects.lock(number)
    diary.write(held, Change(Kind.PROJECT_EXPORTED, held.name, by, at))
    db.session.commit()
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 — whoever asked reads it and closes it
    try:
        with standing_still(), Archive(file, at) as archive:
            _write(archive, db.session.get_one(Project, number), at)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write(archive: Archive, project: Project, at: datetime) -> None:
    for table in belongings.tables_of_project():
        if table.name not in LEFT_OUT:
            _add_table(archive, table, project.id)
    for number, sha256, raw in assessments.documents(project.id):
        archive.add(f"assessments/{number:03}-{sha256[:12]}.md", [raw])
    for report, file in reports.every_file(project.id):
        archive.add(f"reports/{report.iso.name}/edition-{report.edition}/{file.name}", [file.body])
    archive.add_records("diary.jsonl", _lines(project.id), lined)
    archive.add_records("diary.csv", _lines(project.id), tabled(_DIARY))
    archive.add_records("people.json", _people(project.id), listed)
    archive.add_records("people.csv", _people(project.id), tabled(_PERSON))
    _add_figures(archive, project, at)
    archive.sign(_about(project, at))


def _add_table(archive: Archive, table: Table, project_id: int) -> None:
    """Add a table twice: for programs and for spreadsheets."""
    hidden = HIDDEN.get(table.name, ())
    columns = [column.name for column in table.columns if column.name not in hidden]

    def records() -> Iterator[Mapping[str, Any]]:
        return ({name: row._mapping[name] for name in columns} for row in belongings.rows(table, project_id))

    archive.add_records(f"tables/{table.name}.json", records(), listed)
    archive.add_records(f"tables/{table.name}.csv", records(), tabled(columns))


def _lines(book: int) -> Iterator[Mapping[str, Any]]:
    """Walk the diary with its hashes, as it was sealed."""
    return ({name: getattr(line, name) for name in _DIARY} for line in books.whole(book))


def _people(project_id: int) -> Iterator[Mapping[str, Any]]:
    """Walk everybody the project names, by id; addresses and roles only of who belongs to it now."""
    members = {user.id: (user.email, role) for user, role in projects.members(project_id)}
    written = {number for code in books.codes(project_id) if (number := person_id(code)) is not None}
    names = people.names_of(belongings.people_named(project_id) | written)
    nobody: tuple[str | None, Role | None] = (None, None)
    for number, name in sorted(names.items()):
        email, role = members.get(number, nobody)
        yield {"id": number, "name": name, "email": email, "role": role}


def _add_figures(archive: Archive, project: Project, at: datetime) -> None:
    """Add what the pages show on this day: the four numbers, the gate with its reasons, the burn-down."""
    look = Look(project, diary.local_day(project, at))
    figures = {"day": look.today, "readiness": asdict(look.readiness), "gate": asdict(look.gate)}
    archive.add("figures.json", [in_json(figures, indent=2).encode(), b"\n"])
    burn_down = tables.csv_lines(*tables.burn_down_table(look.burn_down))
    archive.add("burn-down.csv", (line.encode() for line in burn_down))


def _about(project: Project, at: datetime) -> dict[str, Any]:
    lines, head = books.length(project.id)
    return {
        "format": FORMAT,
        "version": __version__,
        "schema": schema.revision(),
        "exported_at": at.astimezone(UTC),
        "project": {"id": project.id, "slug": project.slug, "name": project.name, "revision": project.revision},
        "diary": {"book": project.id, "lines": lines, "head": head},
        "left_out": list(LEFT_OUT),
    }
