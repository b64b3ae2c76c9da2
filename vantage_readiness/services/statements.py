"""What a document says besides its checklist, kept as rows: areas, phases, statements, costs; the caller commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from ..domain import likeness
from ..domain.assessment import Assessment
from ..domain.assessment.model import Phase as ReadPhase
from ..domain.readiness import BEST_SCORE
from ..domain.words import StatementKind, Tier
from ..storage import assessments
from ..storage.assessments import Area, AreaScore, Link, Statement
from ..storage.assessments import Assessment as Kept
from ..storage.costs import CostLine, CostTotal
from ..storage.database import db
from ..storage.items import Item
from ..storage.plan import Phase
from ..storage.projects import Project

Words: TypeAlias = tuple[StatementKind, str]

_HEAVIEST = 100_000  # what stands there as a weight and is more is none


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
    closing: dict[int, Item] = field(default_factory=dict)  # by the line of the gap


def keep_areas(done: Imported, found: Assessment) -> None:
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


def keep_area_scores(done: Imported, found: Assessment) -> None:
    """Keep the first score printed for each area, on a scale of 0 to 10."""
    scored: set[int] = set()
    for score in found.area_scores:
        area = done.areas[score.area]
        value = score.value / score.out_of * BEST_SCORE if score.out_of else -1
        if area.id in scored or not 0 <= value <= BEST_SCORE:
            continue
        scored.add(area.id)
        weight = Decimal(str(score.weight)) if score.weight is not None and 0 <= score.weight < _HEAVIEST else None
        row = AreaScore(assessment_id=done.kept.id, area_id=area.id, line=score.line, weight=weight)
        row.score = number_of(value)
        db.session.add(row)


def keep_phases(done: Imported, found: Assessment) -> None:
    """Add the phases of the plan."""
    for number, phase in enumerate(found.phases, 1):
        row = Phase(
            project_id=done.project.id,
            number=number,
            name=phase.name[:200],
            weeks_min=optional(phase.weeks_min),
            weeks_max=optional(phase.weeks_max),
            line=phase.line,
        )
        done.phases[phase.ordinal] = row
        db.session.add(row)
    db.session.flush()


def keep_statements(done: Imported, found: Assessment) -> None:
    """Add strengths, gaps, steps and advice, each with its line."""
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


def covered(project: Project) -> Mapping[Words, Sequence[Item]]:
    """Give the items that cover a gap or step, by kind and words, as the newest document that says it has them."""
    areas = {area.id: area.name for area in assessments.areas(project.id)}
    found: dict[Words, dict[int, list[Item]]] = {}
    for statement, item in assessments.covered(project.id):
        of = found.setdefault((statement.kind, likeness.key(_reference(statement, areas))), {})
        of.setdefault(statement.assessment_id, []).append(item)
    return {words: of[max(of)] for words, of in found.items()}


def closing(found: Assessment, known: Mapping[Words, Sequence[Item]]) -> dict[int, Item]:
    """Give, by the line of each gap of a newer document, the item that closes it; of several what matters most."""
    items = {gap.line: known.get((StatementKind.GAP, likeness.key(gap.reference)), ()) for gap in found.gaps}
    return {line: min(of, key=lambda item: _RANKS[item.tier]) for line, of in items.items() if of}


def carry_links(done: Imported, known: Mapping[Words, Sequence[Item]]) -> None:
    """Let what was covered in earlier documents be covered in this one, where it stands in the same words."""
    said = [((StatementKind.STEP, likeness.key(row.title)), row) for row in done.steps.values()]
    said += [((StatementKind.GAP, likeness.key(reference)), row) for reference, row in done.gaps.items()]
    for words, row in said:
        db.session.add_all(Link(statement_id=row.id, item_id=item.id) for item in known.get(words, ()))


_RANKS = {tier: rank for rank, tier in enumerate(Tier)}


def _reference(statement: Statement, areas: dict[int, str]) -> str:
    """Give the name by which this import knows a gap or step."""
    area = areas.get(statement.area_id or 0)
    return f"{area}: {statement.title}" if area else statement.title


def keep_costs(done: Imported, found: Assessment) -> None:
    """Add cost lines and printed totals."""
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


def score_of(found: Assessment) -> Decimal | None:
    """Give the score a document prints, from 0 to 10; none if it prints none."""
    return optional(found.score.normalised if found.score else None)


def optional(value: float | None) -> Decimal | None:
    """Give a number as it is kept, or none."""
    return None if value is None else number_of(value)


def number_of(value: float) -> Decimal:
    """Give a number as it is kept, with two places."""
    return Decimal(str(value)).quantize(Decimal("0.01"))
