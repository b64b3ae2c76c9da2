"""Comparing any two assessments: items, score, areas, plan, costs and gaps, as each document prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ..domain import drift, explain, foresight, reassessment
from ..domain.assessment import Assessment, State, read
from ..domain.drift import Drift
from ..domain.explain import Explained
from ..domain.policy import Policy
from ..domain.reassessment import Comparison, Printed
from ..domain.refusals import Refused
from ..domain.words import Tier
from ..storage import assessments, items
from ..storage.projects import Project
from . import documents, histories, statements


class AreaDrift(NamedTuple):
    """What two documents print as the score of one area, from 0 to 10."""

    name: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class TwoAssessments:
    """Two assessments of a project side by side, the earlier first."""

    earlier: Any
    later: Any
    comparison: Comparison
    explained: Explained | None
    areas: Sequence[AreaDrift]
    drift: Drift


class TwoDocuments(NamedTuple):
    """Two documents side by side, with the scores they print, from 0 to 10."""

    before: Decimal | None
    after: Decimal | None
    comparison: Comparison
    explained: Explained | None
    drift: Drift


def compare(project: Project, one: int, other: int) -> TwoAssessments:
    """Compare two assessments by number, in whichever order they are named."""
    if one == other:
        raise Refused("Choose two different assessments.")
    first, second = min(one, other), max(one, other)
    earlier, later = documents.get(project, first), documents.get(project, second)
    rows = {row.number: row for row in assessments.every(project.id)}
    return TwoAssessments(
        earlier=rows[first],
        later=rows[second],
        comparison=_items(project, first, second),
        explained=histories.explain_between(project, first, second),
        areas=_areas(project, first, second),
        drift=drift.between(read(earlier.raw), read(later.raw)),
    )


def compare_documents(one: bytes, other: bytes) -> TwoDocuments:
    """Compare two documents that belong to no project, by the usual weights; the first counts as the earlier one."""
    earlier, later = read(one), read(other)
    known = _known(earlier)
    found = reassessment.compare(known, later.items)
    states = {each.number: foresight.state_of(each) for each in known}
    before = explain.Point(states, date.min, statements.score_of(earlier))
    after = explain.Point(foresight.foresee_states(states, found), date.min, statements.score_of(later))
    change = explain.explain(before, after, states, Policy())
    return TwoDocuments(before.stated, after.stated, found, change, drift.between(earlier, later))


def _items(project: Project, first: int, second: int) -> Comparison:
    """Compare by the items each document names. Steps of the plan are compared with the plan."""
    rows = [item for item in items.lines(project.id) if item.tier is not Tier.PLAN]
    titles = {item.number: item.title for item in rows}
    printed: dict[int, dict[int, Printed]] = {first: {}, second: {}}
    for row in assessments.mentions(project.id):
        if row.assessment in printed and row.item in titles:
            mention = Printed(row.printed_title, row.printed_tier, State(row.printed_state), row.line)
            printed[row.assessment][row.item] = mention
    return reassessment.between(printed[first], printed[second], titles)


def _areas(project: Project, first: int, second: int) -> Sequence[AreaDrift]:
    scores: dict[str, dict[int, Decimal]] = {}
    for row in assessments.area_scores(project.id):
        if row.assessment in (first, second):
            scores.setdefault(row.name, {})[row.assessment] = row.score
    return [AreaDrift(name, of.get(first), of.get(second)) for name, of in scores.items()]


def _known(found: Assessment) -> list[reassessment.Known]:
    entries: Mapping[int, Any] = {entry.line: entry for entry in found.items if entry.same_as is None}
    return [reassessment.Known.printed_in(number, entry) for number, entry in enumerate(entries.values(), 1)]
