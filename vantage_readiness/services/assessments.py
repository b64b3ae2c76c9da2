"""Importing an assessment: what was read becomes a project's areas, phases, items, costs and findings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..domain import merge
from ..domain.assessment import Assessment, Links, read
from ..domain.assessment.model import Phase as ReadPhase
from ..domain.diary import Change, Kind, person
from ..domain.items import required
from ..domain.refusals import Clash, NotFound, Refused, Stale
from ..domain.words import Role, StatementKind
from ..storage import assessments, projects
from ..storage.assessments import Area, FindingRow, ItemSource, Link, Statement
from ..storage.assessments import Assessment as Kept
from ..storage.costs import CostLine, CostTotal
from ..storage.database import db
from ..storage.items import Item
from ..storage.people import User
from ..storage.plan import Phase
from ..storage.projects import Project
from . import diary, people
from .items import keep_added


@dataclass(slots=True)
class _Imported:
    """What an import has added so far, by the names the document uses."""

    project: Project
    kept: Kept
    areas: dict[str, Area] = field(default_factory=dict)
    phases: dict[int, Phase] = field(default_factory=dict)
    gaps: dict[str, Statement] = field(default_factory=dict)
    steps: dict[str, Statement] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)


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
    _keep(project, raw, found, plan, as_of=as_of or found.as_of, by=by, at=at)
    db.session.commit()
    return project


def has_projects() -> bool:
    """Answer whether anything has been seeded or created yet."""
    return bool(projects.every())


def decide_finding(
    project: Project, finding_id: int, decision: str, *, seen: str = "", by: User, at: datetime
) -> FindingRow:
    """Write down what was decided about something the reader noticed; `seen` is the decision the asker knows of."""
    project = projects.lock(project.id)
    finding = assessments.find_finding(project.id, finding_id)
    if finding is None:
        raise NotFound("There is no such finding in this project.")
    if finding.decision != seen:
        raise _overtaken(project, finding, decision)
    before, finding.decision = finding.decision or None, required(decision, "what you decided")
    finding.decided_at, finding.decided_by = at, person(by.id)
    diary.write(
        project, Change(Kind.FINDING_DECIDED, finding.message[:200], finding.decided_by, at, before, finding.decision)
    )
    db.session.commit()
    return finding


def _overtaken(project: Project, finding: FindingRow, wanted: str) -> Stale:
    by = diary.actor(finding.decided_by or "", diary.names(project.id))
    when = finding.decided_at.astimezone(ZoneInfo(project.time_zone)).strftime("%H:%M") if finding.decided_at else ""
    clash = Clash(field="Decision", wanted=wanted, current=finding.decision, by=by, at=when)
    return Stale(f"{by} decided about this after you opened the page. Nothing was overwritten.", (clash,))


def _keep(
    project: Project,
    raw: bytes,
    found: Assessment,
    plan: merge.FirstImport,
    *,
    as_of: date | None,
    by: str,
    at: datetime,
) -> None:
    kept = _document(project, raw, found, as_of=as_of, by=by, at=at)
    db.session.add(kept)
    db.session.flush()
    diary.write(project, Change(Kind.ASSESSMENT_IMPORTED, kept.title, by, at, after=kept.sha256))
    done = _Imported(project, kept)
    _keep_areas(done, found)
    _keep_phases(done, found)
    _keep_statements(done, found)
    _keep_items(done, plan, by=by, at=at)
    _keep_costs(done, found)
    _keep_findings(done, plan)


def _document(project: Project, raw: bytes, found: Assessment, *, as_of: date | None, by: str, at: datetime) -> Kept:
    score, time = found.score, found.time_to_production
    return Kept(
        project_id=project.id,
        number=len(assessments.titles(project.id)) + 1,
        title=found.title[:500],
        as_of=as_of,
        raw=raw,
        sha256=found.sha256,
        text=found.text,
        encoding_repair=found.encoding_repair,
        fates=[[fate.line, fate.kind.value, fate.what] for fate in found.fates],
        score_printed=score.printed[:80] if score else None,
        score=_number(score.normalised) if score else None,
        score_line=score.line if score else None,
        risk=found.risk.level[:200] if found.risk else None,
        weeks_min=_number(time.weeks_min) if time else None,
        weeks_max=_number(time.weeks_max) if time else None,
        weeks_line=time.line if time else None,
        next_review=found.next_review.text[:200] if found.next_review else None,
        imported_at=at,
        imported_by=by,
    )


def _keep_areas(done: _Imported, found: Assessment) -> None:
    scores = {score.area: score.value / score.out_of * 10 for score in found.area_scores if score.out_of}
    for position, area in enumerate(found.areas, 1):
        row = Area(
            project_id=done.project.id,
            position=position,
            name=area.name[:200],
            line=area.line,
            stated_score=_number(scores.get(area.name)),
        )
        done.areas[area.name] = row
        db.session.add(row)
    db.session.flush()


def _keep_phases(done: _Imported, found: Assessment) -> None:
    for number, phase in enumerate(found.phases, 1):
        row = Phase(
            project_id=done.project.id,
            number=number,
            name=phase.name[:200],
            weeks_min=_number(phase.weeks_min),
            weeks_max=_number(phase.weeks_max),
            line=phase.line,
        )
        done.phases[phase.ordinal] = row
        db.session.add(row)
    db.session.flush()


def _keep_statements(done: _Imported, found: Assessment) -> None:
    for kind, said in ((StatementKind.STRENGTH, found.strengths), (StatementKind.GAP, found.gaps)):
        for statement in said:
            area = done.areas.get(statement.area or "")
            row = _statement(done, kind, statement.line, statement.title, statement.text, area=area)
            if kind is StatementKind.GAP:
                done.gaps[statement.reference] = row
    for phase in found.phases:
        _keep_steps(done, phase)
    for advice in found.recommendations:
        _statement(done, StatementKind.RECOMMENDATION, advice.line, advice.text, "", group=advice.horizon)
    db.session.flush()


def _keep_steps(done: _Imported, phase: ReadPhase) -> None:
    for step in phase.steps:
        row = _statement(done, StatementKind.STEP, step.line, step.title, step.detail, group=step.group)
        row.phase_id = done.phases[phase.ordinal].id
        done.steps[phase.reference(step)] = row


def _statement(
    done: _Imported,
    kind: StatementKind,
    line: int,
    title: str,
    text: str,
    *,
    group: str = "",
    area: Area | None = None,
) -> Statement:
    row = Statement(
        project_id=done.project.id,
        assessment_id=done.kept.id,
        kind=kind,
        line=line,
        title=title[:500],
        text=text,
        group=group[:500],
        area_id=area.id if area else None,
    )
    db.session.add(row)
    return row


def _keep_items(done: _Imported, plan: merge.FirstImport, *, by: str, at: datetime) -> None:
    today = diary.local_day(done.project, at)
    for number, new in enumerate(plan.items, 1):
        area, phase = done.areas.get(new.area or ""), done.phases.get(new.phase or 0)
        item = Item(
            project_id=done.project.id,
            number=number,
            title=new.title[:500],
            detail=new.detail,
            tier=new.tier,
            status=new.status,
            born_done=new.born_done,
            original=True,
            effort=new.effort[:80],
            area_id=area.id if area else None,
            phase_id=phase.id if phase else None,
            confirmed_on=today,
            created_at=at,
        )
        db.session.add(item)
        db.session.flush()
        done.items.setdefault(new.title, item)
        db.session.add(_source(done, item, new))
        covered = [done.gaps[gap] for gap in new.gaps] + [done.steps[step] for step in new.steps]
        db.session.add_all(Link(statement_id=statement.id, item_id=item.id) for statement in covered)
        keep_added(done.project, item, by=by, at=at)


def _source(done: _Imported, item: Item, new: merge.NewItem) -> ItemSource:
    return ItemSource(
        item_id=item.id,
        assessment_id=done.kept.id,
        line=new.line,
        printed_title=new.title[:500],
        printed_state=new.printed_state,
        how="first",
    )


def _keep_costs(done: _Imported, found: Assessment) -> None:
    for position, cost in enumerate(found.costs, 1):
        phase = next((row for row in done.phases.values() if row.name.casefold() == cost.name.casefold()), None)
        db.session.add(
            CostLine(
                project_id=done.project.id,
                position=position,
                group=cost.group[:200],
                name=cost.name[:200],
                note=cost.note[:500],
                line=cost.line,
                period=cost.period,
                low=cost.low,
                high=cost.high,
                currency=cost.currency,
                phase_id=phase.id if phase else None,
                closed_at=done.kept.imported_at if cost.done else None,
            )
        )
    for total in found.totals:
        db.session.add(
            CostTotal(
                project_id=done.project.id,
                group=total.group[:200],
                period=total.period,
                currency=total.currency,
                low=total.stated_low,
                high=total.stated_high,
                line=total.line,
            )
        )


def _keep_findings(done: _Imported, plan: merge.FirstImport) -> None:
    for finding in plan.findings:
        item = done.items.get(finding.about or "")
        db.session.add(
            FindingRow(
                project_id=done.project.id,
                assessment_id=done.kept.id,
                code=finding.code,
                severity=finding.severity,
                message=finding.message,
                lines=list(finding.lines),
                item_id=item.id if item else None,
            )
        )


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))


def _product(title: str) -> str:
    """Give the product's name from a document's title: "VANTAGE AI" from "VANTAGE AI - Production Readiness …"."""
    head = re.split(r"\s+[-–—:|]\s+|:\s+", title, maxsplit=1)[0].strip()
    return head[:200] or "Project"


def _slug(name: str) -> str:
    """Give a name fit for an address: "vantage-ai" from "VANTAGE AI"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "project"
