"""Migrating a database that people already work in: nothing they know is lost."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from tests.conftest import World
from tests.services.test_reassessments import apply
from vantage_readiness.services import histories
from vantage_readiness.storage import assessments
from vantage_readiness.storage.database import db
from vantage_readiness.storage.schema import MIGRATIONS


@pytest.fixture
def earlier(world: World) -> World:
    """Give a world as the version before re-assessment kept it, with a score for one area."""
    db.session.remove()
    downgrade(directory=str(MIGRATIONS), revision="0001")
    db.session.execute(db.text("UPDATE area SET stated_score = 8.25 WHERE name = 'Security'"))
    db.session.execute(db.text("UPDATE item SET tier = 'nice' WHERE number = 1 AND project_id = 1"))
    db.session.commit()
    return world


def test_what_was_kept_before_is_there_afterwards(earlier: World, both: None) -> None:
    upgrade(directory=str(MIGRATIONS))
    project = earlier.project
    assert [(row.assessment, row.name, str(row.score)) for row in assessments.area_scores(project.id)] == [
        (1, "Security", "8.25")
    ]
    tiers = {row.item: row.printed_tier for row in assessments.mentions(project.id)}
    assert (tiers[1].value, tiers[9].value, tiers[17].value) == ("critical", "important", "nice")
    (row,) = assessments.every(project.id)
    assert row.told_until == 37  # the project, the document and its 35 items; not the people who came later
    assert str(histories.history(project)[0].stated) == "7.50"


def test_back_and_forth_the_history_is_the_same(world: World, both: None) -> None:
    apply(world, days=1)
    before, told = histories.history(world.project), [row.told_until for row in assessments.every(world.project.id)]
    db.session.remove()
    downgrade(directory=str(MIGRATIONS), revision="0001")
    upgrade(directory=str(MIGRATIONS))
    assert [row.told_until for row in assessments.every(world.project.id)] == told
    assert histories.history(world.project) == before


def test_the_way_back_keeps_the_scores_of_the_first_document(earlier: World, both: None) -> None:
    upgrade(directory=str(MIGRATIONS))
    apply(earlier)
    db.session.remove()
    downgrade(directory=str(MIGRATIONS), revision="0001")
    scores = db.session.execute(db.text("SELECT name, stated_score FROM area WHERE stated_score IS NOT NULL")).all()
    assert [(name, float(score)) for name, score in scores] == [("Security", 8.25)]
    assert "area_score" not in inspect(db.session.connection()).get_table_names()
