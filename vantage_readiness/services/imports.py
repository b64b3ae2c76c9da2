"""Keeping a document: what was read becomes rows; the caller commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ..domain import merge
from ..domain.assessment import Assessment, Finding
from ..domain.diary import Change, Kind
from ..storage import assessments, costs
from ..storage import plan as phases
from ..storage.assessments import Assessment as Kept
from ..storage.assessments import ItemSource, Link
from ..storage.database import db
from ..storage.items import Item
from ..storage.projects import Project
from . import diary, edits, findings, statements
from .items import added
from .statements import Imported, optional

__all__ = ["Imported", "finish", "keep_first", "keep_next"]


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
    statements.keep_phases(done, found)
    statements.keep_statements(done, found)
    _keep_items(done, plan, by=by, at=at)
    statements.keep_costs(done, found)
    finish(done, plan.findings)


def keep_next(
    project: Project, raw: bytes, found: Assessment, *, as_of: date | None, by: str, at: datetime
) -> Imported:
    """Keep a later document and what it says besides its checklist.

    Plan and costs are the project's own once it has them: people put items, dates and money there. A later document
    brings them only where there are none yet; otherwise they are compared, and nothing is overwritten.
    """
    known = statements.covered(project)
    done = begin(project, raw, found, as_of=as_of, by=by, at=at)
    if not phases.phases(project.id):
        statements.keep_phases(done, found)
    statements.keep_statements(done, found)
    statements.carry_links(done, known)
    done.closing |= statements.closing(found, known)
    if not costs.lines(project.id):
        statements.keep_costs(done, found)
    return done


def begin(project: Project, raw: bytes, found: Assessment, *, as_of: date | None, by: str, at: datetime) -> Imported:
    """Keep the document itself, with its areas and their scores, and say so in the diary."""
    kept = _document(project, raw, found, as_of=as_of, by=by, at=at)
    db.session.add(kept)
    db.session.flush()
    diary.write(project, Change(Kind.ASSESSMENT_IMPORTED, kept.title, by, at, after=kept.sha256))
    done = Imported(project, kept)
    statements.keep_areas(done, found)
    statements.keep_area_scores(done, found)
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
        score=statements.score_of(found),
        score_line=score.line if score else None,
        risk=found.risk.level[:200] if found.risk else None,
        weeks_min=optional(time.weeks_min) if time else None,
        weeks_max=optional(time.weeks_max) if time else None,
        weeks_line=time.line if time else None,
        next_review=found.next_review.text[:200] if found.next_review else None,
        imported_at=at,
        imported_by=by,
    )


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


def finish(done: Imported, noticed: Iterable[Finding]) -> None:
    """Keep what the reader noticed, and up to which line the diary tells of this import."""
    findings.keep(done, noticed)
    db.session.flush()
    newest = diary.newest_line(done.project)
    done.kept.told_until = newest.number if newest else 0
