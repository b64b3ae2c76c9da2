"""Keeping a document: what was read becomes rows; the caller commits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from ..domain import likeness, merge
from ..domain.assessment import Assessment, Finding
from ..domain.assessment.model import Phase as ReadPhase
from ..domain.diary import Change, Kind
from ..domain.readiness import BEST_SCORE
from ..domain.words import StatementKind
from ..storage import assessments, costs
from ..storage import plan as phases
from ..storage.assessments import Area, AreaScore, FindingRow, ItemSource, Link, Statement
from ..storage.assessments import Assessment as Kept
from ..storage.costs import CostLine, CostTotal
from ..storage.database import db
from ..storage.items import Item
from ..storage.plan import Phase
from ..storage.projects import Project
from . import diary, edits
from .items import added


@dataclass(slots=True)
class Imported:
    """What an import has added so far, by the names the document uses."""

    project: Project
    kept: Kept
    areas: dict[str, Area] = field(default_factory=dict)
    phases: dict[int, Phase] = field(default_factory=dict)
    gaps: dict[str, Statement] = field(default_factory=dict)
    steps: dict[str, Statement] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)


def keep_first(
    project: Project,
    raw: bytes,
    found: Assessment,
    plan: merge.FirstImport,
    *,
    as_of: date | None,
    by: str,
    at: datetime,
) -> None:
    """Keep the first document of a project with everything it says."""
    done = begin(project, raw, found, as_of=as_of, by=by, at=at)
    _keep_phases(done, found)
    _keep_statements(done, found)
    _keep_items(done, plan, by=by, at=at)
    _keep_costs(done, found)
    finish(done, plan.findings)


def keep_next(
    project: Project, raw: bytes, found: Assessment, *, as_of: date | None, by: str, at: datetime
) -> Imported:
    """Keep a later document and what it says besides its checklist.

    Plan and costs are the project's own once it has them: people put items, dates and money there. A later document
    brings them only where there are none yet; otherwise they are compared, and nothing is overwritten.
    """
    newest = assessments.newest(project.id)
    done = begin(project, raw, found, as_of=as_of, by=by, at=at)
    if not phases.phases(project.id):
        _keep_phases(done, found)
    _keep_statements(done, found)
    if newest is not None:
        _carry_links(done, newest)
    if not costs.lines(project.id):
        _keep_costs(done, found)
    return done


def begin(project: Project, raw: bytes, found: Assessment, *, as_of: date | None, by: str, at: datetime) -> Imported:
    """Keep the document itself, with its areas and their scores, and say so in the diary."""
    kept = _document(project, raw, found, as_of=as_of, by=by, at=at)
    db.session.add(kept)
    db.session.flush()
    diary.write(project, Change(Kind.ASSESSMENT_IMPORTED, kept.title, by, at, after=kept.sha256))
    done = Imported(project, kept)
    _keep_areas(done, found)
    _keep_area_scores(done, found)
    return done


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


def _keep_areas(done: Imported, found: Assessment) -> None:
    """Add the areas this document names first; one that is known by the same words is the same."""
    known = {likeness.key(area.name): area for area in assessments.areas(done.project.id)}
    named = [(area.name, area.line) for area in found.areas] + [(each.area, each.line) for each in found.area_scores]
    for name, line in named:
        row = known.get(likeness.key(name[:200]))
        if row is None:
            row = Area(project_id=done.project.id, position=len(known) + 1, name=name[:200], line=line)
            known[likeness.key(name[:200])] = row
            db.session.add(row)
        done.areas[name] = row
    db.session.flush()


def _keep_area_scores(done: Imported, found: Assessment) -> None:
    """Keep the first score printed for each area, on a scale of 0 to 10."""
    scored: set[int] = set()
    for score in found.area_scores:
        area = done.areas[score.area]
        value = score.value / score.out_of * BEST_SCORE if score.out_of else -1
        if area.id in scored or not 0 <= value <= BEST_SCORE:
            continue
        scored.add(area.id)
        weight = None if score.weight is None else Decimal(str(score.weight))
        row = AreaScore(assessment_id=done.kept.id, area_id=area.id, line=score.line, weight=weight)
        row.score = number_of(value)
        db.session.add(row)


def _keep_phases(done: Imported, found: Assessment) -> None:
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


def _keep_statements(done: Imported, found: Assessment) -> None:
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


def _keep_steps(done: Imported, phase: ReadPhase) -> None:
    for step in phase.steps:
        row = _statement(done, StatementKind.STEP, step.line, step.title, step.detail, group=step.group)
        own = done.phases.get(phase.ordinal)
        row.phase_id = own.id if own else None
        done.steps[phase.reference(step)] = row


def _statement(
    done: Imported,
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


def _keep_items(done: Imported, plan: merge.FirstImport, *, by: str, at: datetime) -> None:
    today, batch = diary.local_day(done.project, at), edits.Batch(done.project, by=by, at=at)
    made = [_item(done, new, number, today, at) for number, new in enumerate(plan.items, 1)]
    db.session.add_all(made)
    db.session.flush()
    with db.session.no_autoflush:
        for item, new in zip(made, plan.items, strict=True):
            done.items.setdefault(new.title, item)
            db.session.add(_source(done, item, new))
            covered = [done.gaps[gap] for gap in new.gaps] + [done.steps[step] for step in new.steps]
            db.session.add_all(Link(statement_id=statement.id, item_id=item.id) for statement in covered)
            batch.write(item, added(item, by=by, at=at), out_of=None)
    batch.close()


def _item(done: Imported, new: merge.NewItem, number: int, today: date, at: datetime) -> Item:
    area, phase = done.areas.get(new.area or ""), done.phases.get(new.phase or 0)
    return Item(
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


def _source(done: Imported, item: Item, new: merge.NewItem) -> ItemSource:
    return ItemSource(
        item_id=item.id,
        assessment_id=done.kept.id,
        line=new.line,
        printed_title=new.title[:500],
        printed_state=new.printed_state,
        printed_tier=new.printed_tier,
        how="first",
    )


def _carry_links(done: Imported, earlier: Kept) -> None:
    """Let what the earlier document says in the same words hand its links to items on to this one."""
    mine = {likeness.key(row.title): row for row in done.steps.values()}
    mine |= {likeness.key(reference): row for reference, row in done.gaps.items()}
    areas = {area.id: area.name for area in assessments.areas(done.project.id)}
    linked: set[tuple[int, int]] = set()
    for statement, item_id in assessments.covered_by(earlier.id):
        row = mine.get(likeness.key(_reference(statement, areas)))
        if row is not None and (row.id, item_id) not in linked:
            linked.add((row.id, item_id))
            db.session.add(Link(statement_id=row.id, item_id=item_id))


def _reference(statement: Statement, areas: dict[int, str]) -> str:
    """Give the name by which this import knows a gap or step."""
    area = areas.get(statement.area_id or 0)
    return f"{area}: {statement.title}" if area else statement.title


def _keep_costs(done: Imported, found: Assessment) -> None:
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


def finish(done: Imported, noticed: Iterable[Finding]) -> None:
    """Keep what the reader noticed, and up to which line the diary tells of this import."""
    _keep_findings(done, noticed)
    db.session.flush()
    newest = diary.newest_line(done.project)
    done.kept.told_until = newest.number if newest else 0


def _keep_findings(done: Imported, found: Iterable[Finding]) -> None:
    for finding in found:
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
    return None if value is None else number_of(value)


def number_of(value: float) -> Decimal:
    """Give a number as it is kept, with two places."""
    return Decimal(str(value)).quantize(Decimal("0.01"))
