"""Deleting a project: all of it goes, nothing else does, and the diary remembers."""

from __future__ import annotations

import pytest

from tests.conftest import NOW, OTHER, World
from tests.services import crowd
from vantage_readiness.domain.diary import SITE, person
from vantage_readiness.domain.refusals import NotFound, Refused
from vantage_readiness.services import assessments, deletions, diary, items, projects
from vantage_readiness.services.projects import Project
from vantage_readiness.storage import belongings
from vantage_readiness.storage import diary as books
from vantage_readiness.storage.database import Base, db

OF_NOBODY = {"claim", "answered", "attempt", "change", "diary_anchor", "heartbeat", "site_setting", "user"}


def delete(world: World, project: Project) -> None:
    deletions.delete(project.id, project.slug, by=person(world.person("Ada").id), at=NOW)


def kept(project: Project) -> dict[str, list[tuple[object, ...]]]:
    tables = belongings.tables_of_project()
    return {table.name: [tuple(row) for row in belongings.rows(table, project.id)] for table in tables}


def test_every_table_belongs_to_a_project_to_a_person_or_to_the_site() -> None:
    owned = {table.name for table in (*belongings.tables_of_project(), *belongings.tables_of_person())}
    assert {*Base.metadata.tables} - owned == OF_NOBODY


def test_all_of_a_project_goes_and_nothing_else(world: World, both: None) -> None:
    crowd.fill(world, world.project, world.person("Ada"), world.person("Ben"))
    neighbour, number = crowd.neighbour(world), world.project.id
    before, rows = kept(neighbour), crowd.everything()
    assert [name for name, found in kept(world.project).items() if not found] == []
    delete(world, world.project)
    assert kept(neighbour) == before
    assert crowd.orphans() == []
    after = crowd.everything()
    assert [len(rows[name]) - len(after[name]) for name in ("user", "session", "change")] == [0, 0, -1]
    assert [row for row in rows["change"] if row not in after["change"]] == []
    assert not any(belongings.count(number).values())
    assert diary.verify()[1] == []


def test_the_book_stays_and_the_site_says_what_went(world: World, both: None) -> None:
    number, lines = world.project.id, books.length(world.project.id)
    delete(world, world.project)
    assert books.length(number) == lines
    line = books.lines(SITE, limit=1)[0]
    assert (line.kind, line.subject) == ("project.deleted", "VANTAGE AI")
    assert isinstance(line.before, dict)
    assert (line.before["book"], line.before["lines"], line.before["head"]) == (number, *lines)
    assert line.before["rows"]["item"] == 35


def test_a_later_project_never_writes_into_an_old_book(world: World, both: None) -> None:
    newest = max(projects.every(), key=lambda project: project.id)
    number, lines = newest.id, books.length(newest.id)
    delete(world, newest)
    again = assessments.create_project(OTHER, links=None, as_of=None, by="setup", at=NOW)
    assert again.id > number
    assert books.length(number) == lines
    assert diary.verify()[1] == []


def test_a_wrong_name_deletes_nothing(world: World) -> None:
    before = crowd.everything()
    with pytest.raises(Refused, match="Type vantage-ai"):
        deletions.delete(world.project.id, "VANTAGE AI", by="setup", at=NOW)
    db.session.rollback()
    assert crowd.everything() == before


def test_whoever_was_working_meanwhile_is_told(world: World, both: None) -> None:
    project, ada = world.project, world.person("Ada")
    delete(world, project)
    with pytest.raises(NotFound, match="deleted"):
        items.comment(project, 1, "Still here?", by=ada, at=NOW)
    with pytest.raises(NotFound):
        deletions.get(1)


def test_a_deletion_that_breaks_off_changes_nothing(world: World, both: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = crowd.everything()
    monkeypatch.setattr(diary, "write_for_site", lambda _change: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        delete(world, world.project)
    db.session.rollback()
    assert crowd.everything() == before
