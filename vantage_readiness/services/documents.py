"""Looking at an assessment: its facts, what was noticed, how its areas stand, and every line with its fate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..domain import areas
from ..domain.areas import AreaSummary
from ..domain.assessment import Assessment as Read
from ..domain.assessment.decode import Repaired, decode
from ..domain.assessment.model import FateKind, Weeks
from ..domain.diary import Value
from ..domain.refusals import NotFound
from ..domain.words import Severity, StatementKind
from ..storage import assessments
from ..storage.assessments import Assessment, FindingRow
from ..storage.items import Item
from ..storage.projects import Project
from .diary import names
from .findings import FindingLook
from .overview import Look


class Finding(NamedTuple):
    """Something the reader noticed in this document, and what was decided; `about` is the title of its item.

    `is_carried` is whether the decision was made about the same finding of an earlier document.
    """

    id: int
    severity: Severity
    message: str
    lines: Sequence[int]
    about: str | None
    item: int | None
    decision: str
    decided_by: str | None
    decided_at: datetime | None
    is_carried: bool


class Line(NamedTuple):
    """One line of the document; `kind` is None for a blank one. `items` are the numbers of those that stand here."""

    number: int
    text: str
    kind: str | None
    what: str
    findings: Sequence[Finding]
    items: Sequence[int]


class FateCount(NamedTuple):
    """How many lines met one kind of fate, and as what: (words, lines), the most frequent first."""

    kind: str
    lines: int
    whats: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One assessment with everything a page shows of it; `waiting` are findings that only other assessments have."""

    assessment: Assessment
    imported_at: datetime
    imported_by: str
    weeks: str | None
    lines: Sequence[Line]
    fates: Sequence[FateCount]
    not_understood: Sequence[Line]
    repaired: Sequence[Repaired]
    findings: Sequence[Finding]
    areas: Sequence[AreaSummary]
    others: Sequence[tuple[int, str]]
    waiting: Sequence[FindingLook]

    @property
    def undecided(self) -> int:
        return sum(finding.decided_at is None for finding in self.findings)

    @property
    def has_stated_scores(self) -> bool:
        return any(area.stated_score is not None for area in self.areas)


def find(project: Project, number: int | None = None) -> Assessment | None:
    """Find an assessment by number, or the newest."""
    return assessments.newest(project.id) if number is None else assessments.find(project.id, number)


def get(project: Project, number: int) -> Assessment:
    """Give an assessment by number; raise `NotFound` with a sentence."""
    found = find(project, number)
    if found is None:
        raise NotFound(f"There is no assessment {number} in this project.")
    return found


def titles(project: Project) -> list[tuple[int, str]]:
    """List a project's assessments by number and title, oldest first."""
    return [(number, title) for number, title in assessments.titles(project.id)]


def file_of(project: Project, assessment: Assessment, today: date) -> DocumentFile:
    """Give everything about one assessment."""
    known, zone = names(project.id), ZoneInfo(project.time_zone)
    noticed = [
        _finding(row, item, assessment, known, zone)
        for row, item in assessments.findings(project.id)
        if row.assessment_id == assessment.id
    ]
    lines, look = _lines(assessment, noticed), Look(project, today)
    said = {(each.message, each.item) for each in noticed}
    low, high = assessment.weeks_min, assessment.weeks_max
    return DocumentFile(
        assessment=assessment,
        imported_at=assessment.imported_at.astimezone(zone),
        imported_by=known[assessment.imported_by],
        weeks=None if low is None or high is None else str(Weeks(float(low), float(high))),
        lines=lines,
        fates=_counted(lines),
        repaired=_repaired(assessment),
        not_understood=[line for line in lines if line.kind == FateKind.NOT_UNDERSTOOD],
        findings=noticed,
        areas=areas_of(look, assessment),
        waiting=[each for each in look.undecided if (each.message, each.item) not in said],
        others=[(number, title) for number, title in titles(project) if number != assessment.number],
    )


def areas_of(look: Look, assessment: Assessment) -> Sequence[AreaSummary]:
    """Give the areas an assessment names, with what it says of each and how their items stand today."""
    project = look.project.id
    return areas.summarise(
        assessments.areas_as_stated(project, assessment.id),
        assessments.statements(project, StatementKind.STRENGTH, of=assessment.id),
        assessments.statements(project, StatementKind.GAP, of=assessment.id),
        [(statement, number) for statement, number in assessments.links(project)],
        look.items,
        look.today,
        look.policy,
    )


def lines_of(found: Read) -> Sequence[Line]:
    """Give every line of a document that is read but not kept, with its fate."""
    fates = {fate.line: fate for fate in found.fates}
    lines = []
    for number, text in enumerate(found.text.removesuffix("\n").split("\n"), 1):
        fate = fates.get(number)
        kind, what = (fate.kind.value, fate.what) if fate else (None, "")
        lines.append(Line(number, text, kind, what, (), ()))
    return lines


def _lines(assessment: Assessment, noticed: Sequence[Finding]) -> Sequence[Line]:
    fates = _fates(assessment.fates)
    items: defaultdict[int, list[int]] = defaultdict(list)
    for line, number in assessments.items_in(assessment.id):
        items[line].append(number)
    findings: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in noticed:
        for number in finding.lines:
            findings[number].append(finding)
    texts = assessment.text.removesuffix("\n").split("\n")
    return [
        Line(number, text, *fates.get(number, (None, "")), findings.get(number, ()), items.get(number, ()))
        for number, text in enumerate(texts, 1)
    ]


def _counted(lines: Iterable[Line]) -> Sequence[FateCount]:
    """Count the fates, the kinds in the order in which they are explained."""
    whats: dict[str, Counter[str]] = {kind.value: Counter() for kind in FateKind}
    for line in lines:
        if line.kind:
            whats[line.kind][line.what] += 1
    return [FateCount(kind, counter.total(), counter.most_common()) for kind, counter in whats.items()]


def _repaired(assessment: Assessment) -> Sequence[Repaired]:
    """List the lines that were repaired, as they were received and as they are read; from the bytes, which are kept."""
    repair = decode(assessment.raw).repair if assessment.encoding_repair else None
    return list(repair.lines()) if repair else []


def _fates(kept: Value) -> Mapping[int, tuple[str | None, str]]:
    """Read the fates as they are kept: [[line, kind, what], …]."""
    rows = kept if isinstance(kept, list) else []
    return {row[0]: (row[1], row[2]) for row in rows}


def _finding(row: FindingRow, item: Item | None, of: Assessment, known: dict[str, str], zone: ZoneInfo) -> Finding:
    return Finding(
        id=row.id,
        severity=row.severity,
        message=row.message,
        lines=[line for line in row.lines if isinstance(line, int)] if isinstance(row.lines, list) else [],
        about=item.title if item else None,
        item=item.number if item else None,
        decision=row.decision,
        decided_by=known[row.decided_by] if row.decided_by else None,
        decided_at=row.decided_at.astimezone(zone) if row.decided_at else None,
        is_carried=bool(row.decided_at and row.decided_at < of.imported_at),
    )
