"""Questions beside the ORM: a look asks aside, a writer within its transaction."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from tests.conftest import World
from vantage_readiness.storage.database import asking, db, looking

REVISION = text("SELECT revision FROM project WHERE slug = 'vantage-ai'")


def test_a_writer_hears_what_it_has_not_committed_yet(world: World, both: None) -> None:
    project = world.project
    before = project.revision
    project.revision += 1
    db.session.flush()
    with asking() as connection:
        assert connection.execute(REVISION).scalar_one() == before + 1


def test_what_comes_after_a_look_may_write(app: Flask) -> None:
    app.test_client().get("/sign-in")
    with app.app_context(), asking() as connection:
        assert connection is db.session.connection()


def test_a_look_asks_aside_and_leaves_nothing_open(world: World, both: None) -> None:
    before = world.project.revision
    db.session.remove()
    with looking(), asking() as connection:
        assert connection.execute(REVISION).scalar_one() == before
    assert not db.session().in_transaction()
    with db.engine.begin() as writer:
        writer.execute(text("UPDATE project SET revision = revision + 1 WHERE slug = 'vantage-ai'"))
    with looking(), asking() as connection:
        assert connection.execute(REVISION).scalar_one() == before + 1
