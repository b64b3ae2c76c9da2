"""Findings of a newer document: what each is about, and the decision that people made about the same one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..domain import findings
from ..domain.assessment import Assessment, Finding
from ..domain.diary import Change, Kind
from ..domain.reassessment import Comparison
from ..domain.words import Severity, Tier
from ..storage.assessments import FindingRow
from ..storage.database import db
from ..storage.projects import Project
from . import diary, overview, statements
from .overview import FindingLook
from .statements import Imported


class Noticed(NamedTuple):
    """A finding of a document that is not kept yet, as gate and page ask for it; its id is none that is ever kept.

    `before` is the same finding of an earlier document whose decision will hold for this one, if there is one.
    """

    id: int
    code: str
    severity: Severity
    message: str
    lines: Sequence[int]
    item: int | None
    about: str | None
    about_tier: Tier | None
    before: FindingLook | None

    @property
    def undecided(self) -> bool:
        return self.before is None


class _About(NamedTuple):
    """An item as a finding of a newer document meets it; the number of one that is only arriving is 0."""

    number: int
    title: str
    tier: Tier


def foresee(project: Project, found: Assessment, comparison: Comparison) -> list[Noticed]:
    """Give the findings of a document as they would be once it is applied."""
    known = findings.precedents(overview.findings(project))
    entries, gaps = _entries(comparison), _gaps(project, found)
    noticed = []
    for number, each in enumerate(found.findings, 1):
        item = findings.concerned(each, entries, gaps)
        about, title, tier = item or (None, None, None)
        before = findings.precedent(known, each, about)
        noticed.append(Noticed(-number, each.code, each.severity, each.message, each.lines, about, title, tier, before))
    return noticed


def _entries(comparison: Comparison) -> dict[str, _About]:
    """Give what each title of the document means; of entries with one title the first."""
    return {
        each.entry.title: _About(each.item or 0, each.title, each.tier)
        for each in reversed(comparison.changes)
        if each.entry
    }


def _gaps(project: Project, found: Assessment) -> dict[int, _About]:
    closing = statements.closing(found, statements.covered(project))
    return {line: _About(item.number, item.title, item.tier) for line, item in closing.items()}


def keep(done: Imported, found: Iterable[Finding]) -> None:
    """Keep what the reader noticed; a decision about the same finding of an earlier document holds, and says so."""
    known = findings.precedents(overview.findings(done.project))
    for each in found:
        item = findings.concerned(each, done.items, done.closing)
        row = FindingRow(
            project_id=done.project.id,
            assessment_id=done.kept.id,
            code=each.code,
            severity=each.severity,
            message=each.message,
            lines=list(each.lines),
            item_id=item.id if item else None,
        )
        before = findings.precedent(known, each, item.number if item else None)
        if before:
            _carry(done, row, before)
        db.session.add(row)


def _carry(done: Imported, row: FindingRow, before: FindingLook) -> None:
    """Let an earlier decision hold, with the name and the moment of whoever made it."""
    row.decision, row.decided_by, row.decided_at = before.decision, before.decided_by, before.decided_at
    at, by = done.kept.imported_at, done.kept.imported_by
    note = f"Assessment {before.assessment}"
    diary.write(done.project, Change(Kind.FINDING_CARRIED, row.message[:200], by, at, None, row.decision, note))
