"""Assessments: making a project from its first one."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from ..domain import merge
from ..domain.assessment import Links, read
from ..domain.diary import Change, Kind
from ..domain.refusals import Refused, WrongDate
from ..domain.words import Role
from ..storage import assessments, projects
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import diary, imports, members


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
    project = Project(id=projects.unused_id(), slug=slug or _slug(name), name=name, created_at=at)
    db.session.add(project)
    db.session.flush()
    diary.write(project, Change(Kind.PROJECT_CREATED, name, by, at, after=name))
    if lead:
        members.add_member(project, lead, Role.LEAD, by=by, at=at)
    imports.keep_first(project, raw, found, plan, as_of=as_of or found.as_of, by=by, at=at)
    db.session.commit()
    return project


def has_projects() -> bool:
    """Answer whether anything has been seeded or created yet."""
    return bool(projects.every())


def _product(title: str) -> str:
    """Give the product's name from a document's title: "VANTAGE AI" from "VANTAGE AI - Production Readiness …"."""
    head = re.split(r"\s+[-–—:|]\s+|:\s+", title, maxsplit=1)[0].strip()
    return head[:200] or "Project"


def _slug(name: str) -> str:
    """Give a name fit for an address: "vantage-ai" from "VANTAGE AI"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "project"
