"""Holding published reports against their hashes and the diary, and the diary against what reports remember of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress

from ..domain.diary import Kind, Mark, Value
from ..domain.refusals import Refused
from ..output import weekly as papers
from ..storage import diary, projects, reports
from ..storage.database import looking
from ..storage.reports import ReportFile, WeeklyReport
from .reports import WHOLE


def marks() -> list[Mark]:
    """List what published reports remember of the diary: its length and last seal at the end of each week.

    A report whose bytes are not those published remembers nothing; `verify` tells of it.
    """
    found = []
    with looking():
        for report in reports.every():
            whole = reports.file(report.id, WHOLE)
            if whole and not _is_other(whole):
                with suppress(Refused):  # then it is not what was published either
                    found.append(mark_in(whole.body, report.iso.name))
    return found


def mark_in(body: bytes, name: str) -> Mark:
    """Give the mark of the diary in a report.json, `name` says of which report; raises `Refused` for anything else."""
    mark = papers.json.read(body).mark
    return Mark(mark.book, mark.count, mark.head, f"the weekly report {name}")


def verify() -> tuple[int, list[str]]:
    """Hold every file of every published report against its hash, and every report against the diary's line about it.

    Gives how many files were read, and a sentence for each that is not what was published.
    """
    read, flaws = 0, []
    with looking():
        written = _written()
        for report in reports.every():
            names = [each.name for each in reports.files(report.id)]
            found = [each for name in names if (each := reports.file(report.id, name))]
            read += len(found)
            flaws += _flaws(report, found, written.pop((report.project_id, report.iso.name, str(report.edition)), None))
    return read, [*flaws, *(f"{_name(*its)} is gone." for its in written)]


def _flaws(report: WeeklyReport, found: Iterable[ReportFile], written: Mapping[str, Value] | None) -> list[str]:
    name = _name(report.project_id, report.iso.name, str(report.edition))
    said = written or {}
    seals = said.get("files")
    sealed = seals if isinstance(seals, Mapping) else {}  # the first lines seal report.json alone
    there = {each.name: each.sha256 for each in found}
    flaws = [
        f"{name} has another {each.name} than was published."
        for each in found
        if _is_other(each) or sealed.get(each.name, each.sha256) != each.sha256
    ]
    flaws += [f"{name} has lost its {gone}." for gone in sorted(sealed.keys() - there.keys())]
    if said.get("sha256") != report.sha256 or there.get(WHOLE) != report.sha256:
        flaws.append(f"{name} is not the one that the diary says was published.")
    return flaws


def _written() -> dict[tuple[int, str, str], Mapping[str, Value]]:
    """Give what the diary says of every edition that was published, by project, week and edition."""
    known = {project.id for project in projects.every()}
    found: dict[tuple[int, str, str], Mapping[str, Value]] = {}
    for line in diary.of_kind(Kind.REPORT_PUBLISHED):
        after = line.after if isinstance(line.after, Mapping) else {}
        if line.book in known:
            found[line.book, str(after.get("week")), str(after.get("edition"))] = after
    return found


def _name(project_id: int, week: str, edition: str) -> str:
    return f"The report of {week}, edition {edition}, of project {project_id}"


def _is_other(found: ReportFile) -> bool:
    return (hashlib.sha256(found.body).hexdigest(), len(found.body)) != (found.sha256, found.size)
