"""Assessments: making a project from its first one, and deciding about what the reader noticed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..domain import findings, merge
from ..domain.assessment import Links, read
from ..domain.diary import Change, Kind, person
from ..domain.items import required
from ..domain.refusals import Clash, NotFound, Refused, Stale, WrongDate
from ..domain.words import Role
from ..storage import assessments, projects
from ..storage.assessments import FindingRow
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import diary, imports, overview, people


def create_project(
    raw: bytes,
    *,
    links: str | None,
    name: str | None = None,
    slug: str | None = None,
    as_of: date | None,
    by: str,
    at: datetime,
    lead: User | None = None,
) -> Project:
    """Make a project from its first assessment, in one transaction. The same bytes again give the same project.

    `raw` is the Markdown document, `links` the TOML text of its decided traceability, `by` an actor's code. The name is
    that of the document's product unless one is given. `lead` becomes the first lead.
    """
    found = read(raw)
    if as_of and as_of > at.date() + timedelta(days=1):  # a day may have begun elsewhere
        raise WrongDate("An assessment cannot be from the future. Choose today or an earlier day.")
    diary.hold_site()
    name = name or _product(found.title)
    existing = projects.find(slug or _slug(name))
    if existing:
        if assessments.find_same(existing.id, found.sha256):
            return existing
        raise Refused(f"There is a project “{existing.name}” already. Import the document there, or give another name.")
    plan = merge.first(found, Links.parse(links) if links else None)
    project = Project(slug=slug or _slug(name), name=name, created_at=at)
    db.session.add(project)
    db.session.flush()
    diary.write(project, Change(Kind.PROJECT_CREATED, name, by, at, after=name))
    if lead:
        people.add_member(project, lead, Role.LEAD, by=by, at=at)
    imports.keep_first(project, raw, found, plan, as_of=as_of or found.as_of, by=by, at=at)
    db.session.commit()
    return project


def has_projects() -> bool:
    """Answer whether anything has been seeded or created yet."""
    return bool(projects.every())


def decide_finding(
    project: Project, finding_id: int, decision: str, *, seen: str = "", by: User, at: datetime
) -> FindingRow:
    """Write down what was decided about something the reader noticed; `seen` is the decision the asker knows of.

    The same finding of other documents, where nobody has decided about it, is decided with it.
    """
    project = projects.lock(project.id)
    finding = assessments.find_finding(project.id, finding_id)
    if finding is None:
        raise NotFound("There is no such finding in this project.")
    if finding.decision != seen:
        raise _overtaken(project, finding, decision)
    decision = required(decision, "what you decided")
    for row in [finding, *_twins(project, finding)]:
        _decide(project, row, decision, by=person(by.id), at=at)
    db.session.commit()
    return finding


def _decide(project: Project, row: FindingRow, decision: str, *, by: str, at: datetime) -> None:
    before, row.decision = row.decision or None, decision
    row.decided_at, row.decided_by = at, by
    diary.write(project, Change(Kind.FINDING_DECIDED, row.message[:200], by, at, before, decision))


def _twins(project: Project, finding: FindingRow) -> list[FindingRow]:
    """List the same finding of other documents, as far as it waits for the decision that is being made."""
    known = overview.findings(project)
    decided = next(each for each in known if each.id == finding.id)
    ids = [each.id for each in findings.twins(decided, known) if each.id != finding.id]
    return [row for each in ids if (row := assessments.find_finding(project.id, each))]


def _overtaken(project: Project, finding: FindingRow, wanted: str) -> Stale:
    by = diary.actor(finding.decided_by or "", diary.names(project.id))
    when = finding.decided_at.astimezone(ZoneInfo(project.time_zone)).strftime("%H:%M") if finding.decided_at else ""
    clash = Clash(field="Decision", wanted=wanted, current=finding.decision, by=by, at=when)
    return Stale(f"{by} decided about this after you opened the page. Nothing was overwritten.", (clash,))


def _product(title: str) -> str:
    """Give the product's name from a document's title: "VANTAGE AI" from "VANTAGE AI - Production Readiness …"."""
    head = re.split(r"\s+[-–—:|]\s+|:\s+", title, maxsplit=1)[0].strip()
    return head[:200] or "Project"


def _slug(name: str) -> str:
    """Give a name fit for an address: "vantage-ai" from "VANTAGE AI"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "project"
