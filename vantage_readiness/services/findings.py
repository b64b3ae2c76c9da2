"""Findings: what the reader noticed, what each is about, and what people decided about it; once for all documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..domain import findings
from ..domain.assessment import Assessment, Finding
from ..domain.diary import Change, Kind, Value, person
from ..domain.items import required
from ..domain.reassessment import Comparison
from ..domain.refusals import Clash, NotFound, Stale
from ..domain.words import Severity, Tier
from ..storage import assessments, projects
from ..storage.assessments import FindingRow
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import diary, statements
from .statements import Imported


class FindingLook(NamedTuple):
    """A finding as the gate asks for it, with what pages print; `assessment` is the number of its document."""

    id: int
    assessment: int
    code: str
    message: str
    severity: Severity
    lines: Sequence[int]
    item: int | None
    item_title: str | None
    about_tier: Tier | None
    decision: str
    decided_by: str | None
    decided_at: datetime | None

    @property
    def undecided(self) -> bool:
        return self.decided_at is None


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


def every(project: Project) -> list[FindingLook]:
    """List what the reader noticed in a project's documents."""
    numbers = assessments.numbers(project.id)
    return [
        FindingLook(
            id=row.id,
            assessment=numbers[row.assessment_id],
            code=row.code,
            message=row.message,
            severity=row.severity,
            lines=[line for line in row.lines if isinstance(line, int)] if isinstance(row.lines, list) else [],
            item=item.number if item else None,
            item_title=item.title if item else None,
            about_tier=item.tier if item else None,
            decision=row.decision,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )
        for row, item in assessments.findings(project.id)
    ]


def decide(project: Project, finding_id: int, decision: str, *, seen: str = "", by: User, at: datetime) -> FindingRow:
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
    diary.write(project, Change(Kind.FINDING_DECIDED, row.message[:200], by, at, before, _said(row)))


def _said(row: FindingRow) -> Value:
    """Give what the diary keeps of a decision: which finding it is about, for several may have one message."""
    return {"finding": row.id, "decision": row.decision}


def _twins(project: Project, finding: FindingRow) -> list[FindingRow]:
    """List the same finding of other documents, as far as it waits for the decision that is being made."""
    known = every(project)
    decided = next(each for each in known if each.id == finding.id)
    ids = [each.id for each in findings.twins(decided, known) if each.id != finding.id]
    return [row for each in ids if (row := assessments.find_finding(project.id, each))]


def _overtaken(project: Project, finding: FindingRow, wanted: str) -> Stale:
    by = diary.names(project.id)[finding.decided_by or ""]
    when = finding.decided_at.astimezone(ZoneInfo(project.time_zone)).strftime("%H:%M") if finding.decided_at else ""
    clash = Clash(field="Decision", wanted=wanted, current=finding.decision, by=by, at=when)
    return Stale(f"{by} decided about this after you opened the page. Nothing was overwritten.", (clash,))


def foresee(project: Project, found: Assessment, comparison: Comparison) -> list[Noticed]:
    """Give the findings of a document as they would be once it is applied."""
    known = findings.precedents(every(project))
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
    known = findings.precedents(every(done.project))
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
        db.session.add(row)
        before = findings.precedent(known, each, item.number if item else None)
        if before:
            _carry(done, row, before)


def _carry(done: Imported, row: FindingRow, before: FindingLook) -> None:
    """Let an earlier decision hold, with the name and the moment of whoever made it."""
    row.decision, row.decided_by, row.decided_at = before.decision, before.decided_by, before.decided_at
    at, by = done.kept.imported_at, done.kept.imported_by
    note = f"Assessment {before.assessment}"
    db.session.flush()  # so that it has its id
    diary.write(done.project, Change(Kind.FINDING_CARRIED, row.message[:200], by, at, None, _said(row), note))
