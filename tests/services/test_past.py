"""Everything as it once stood, from the diary alone: as of today it is what the tables say, field by field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from tests.conftest import World
from tests.services.wandering import Wanderer
from vantage_readiness.domain import past_project
from vantage_readiness.domain.diary import Kind, person
from vantage_readiness.services import money
from vantage_readiness.services.overview import Look
from vantage_readiness.services.past import Book, Then
from vantage_readiness.services.projects import Project
from vantage_readiness.storage import guard, items, plan
from vantage_readiness.storage.database import db
from vantage_readiness.storage.diary import ChangeRow

FIELDS = (
    "number",
    "title",
    "tier",
    "original",
    "phase_id",
    "area_id",
    "owner_id",
    "owner_name",
    "due",
    "status",
    "confirmed_on",
    "claimed_on",
    "blocked_since",
    "evidence_on",
    "waived_until",
    "correction",
    "born_done",
    "vanished",
    "proposed_tier",
)


def then(project: Project, day: date) -> Then:
    return Then(Book(project, day), day)


def facets(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in FIELDS}


def same(project: Project, today: date) -> None:
    """Hold the past folded as of today against what the tables say today."""
    past, look = then(project, today), Look(project, today)
    rows: list[Any] = list(look.items)
    assert [facets(item) for item in past.items] == [facets(row) for row in rows]
    for item, row in zip(past.items, rows, strict=True):
        claimer = person(row.claimed_by_id) if row.claimed_by_id else None
        assert item.claimed_by in (claimer, "assessor")
        assert item.asked_by == (person(row.exemption_by_id) if row.exemption_by_id else None)
    kept = items.every(project.id)
    assert [item.aged for item in past.items] == [row.aged for row in kept]
    assert past.readiness == look.readiness
    assert past.gate == look.gate
    assert past.plan == look.plan
    assert past.policy == look.policy
    assert (past.settings.name, past.settings.time_zone) == (project.name, project.time_zone)
    assert (past.settings.start_date, past.settings.target_date) == (project.start_date, project.target_date)
    assert {each.id: each.undecided for each in past.findings} == {each.id: each.undecided for each in look.findings}
    assert {cost.id: (cost.closed, cost.committed, cost.actual) for cost in past.costs} == {
        line.line.id: (line.line.closed, line.line.committed, line.line.actual)
        for table in money.tables(project)
        for line in table.lines
    }
    completed = {phase.number: phase.completed_on for phase in plan.phases(project.id) if phase.completed_on}
    assert past_project.completed(past.lines) == completed


@pytest.mark.parametrize("seed", range(3))
def test_the_past_as_of_today_is_today(world: World, both: None, seed: int) -> None:
    wanderer = Wanderer(world, seed)
    for _ in range(3):
        wanderer.wander(60)
        same(world.project, wanderer.today)
    assert wanderer.done > 60


def as_written_before(kind: str, before: Any, after: Any) -> tuple[Any, Any]:
    """Give the values of a line as versions wrote it whose lines held less."""
    if kind == Kind.ITEM_ADDED:
        return before, {name: value for name, value in after.items() if name not in ("owner", "due", "original")}
    if kind in (Kind.EVIDENCE_ADDED, Kind.COST_RECORDED):
        return before, {name: value for name, value in after.items() if name not in ("collected_on", "line")}
    if kind in (Kind.COST_CLOSED, Kind.COST_REOPENED):
        return not after["closed"], after["closed"]
    if kind in (Kind.FINDING_DECIDED, Kind.FINDING_CARRIED):
        return before, after["decision"]
    return before, after


@pytest.mark.parametrize("seed", [0, 2])
def test_a_diary_of_an_earlier_version_tells_the_same(world: World, both: None, seed: int) -> None:
    wanderer = Wanderer(world, seed)
    wanderer.wander(160)
    project_id, today = world.project.id, wanderer.today
    same(world.project, today)
    rows = db.session.query(ChangeRow).filter_by(book=project_id).all()
    older = [(row.id, as_written_before(row.kind, row.before, row.after)) for row in rows]
    db.session.rollback()
    with db.engine.begin() as connection:
        guard.open_up(connection)
        for id_, (before, after) in older:
            connection.execute(update(ChangeRow).where(ChangeRow.id == id_).values(before=before, after=after))
    same(world.project, today)


def test_what_was_not_there_yet_is_not_told(world: World) -> None:
    first = Then(Book(world.project, date(2020, 1, 1)), date(2020, 1, 1))
    assert (first.items, first.findings, first.documents, first.plan.bands, first.costs) == ([], [], [], (), [])
    assert first.readiness.stated is None
