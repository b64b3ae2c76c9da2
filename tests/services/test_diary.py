"""The diary: whole when untouched, and every tampering is found."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.conftest import NOW, World
from vantage_readiness.domain.diary import Change, Kind, person, person_id
from vantage_readiness.services import diary
from vantage_readiness.storage import diary as rows
from vantage_readiness.storage import guard
from vantage_readiness.storage.database import db

TAMPERINGS = {
    "edit": "UPDATE change SET note = 'never said' WHERE book = :book AND number = :number",
    "other day": "UPDATE change SET day = '2020-01-01' WHERE book = :book AND number = :number",
    "delete": "DELETE FROM change WHERE book = :book AND number = :number",
    "truncate": "DELETE FROM change WHERE book = :book AND number >= :number",
    "forget all": "DELETE FROM change WHERE book = :book",
}


def test_the_diary_is_whole(world: World, both: None) -> None:
    read, flaws = diary.verify()
    assert read > 37
    assert flaws == []


@pytest.mark.parametrize("how", TAMPERINGS)
def test_tampering_is_found(world: World, both: None, how: str) -> None:
    book = world.project.id
    number = random.Random(how).randint(1, len(rows.lines(book, limit=500)))  # noqa: S311
    guard.open_up(db.session.connection())
    db.session.execute(text(TAMPERINGS[how]), {"book": book, "number": number})
    db.session.commit()
    flaws = diary.verify()[1]
    assert [flaw.book for flaw in flaws] == [book]


def test_two_lines_cannot_change_places(world: World) -> None:
    book = world.project.id
    guard.open_up(db.session.connection())
    for before, after in ((3, -1), (4, 3), (-1, 4)):
        db.session.execute(
            text("UPDATE change SET number = :after WHERE book = :book AND number = :before"),
            {"book": book, "before": before, "after": after},
        )
    db.session.commit()
    assert diary.verify()[1][0].number == 3


def test_days_of_a_book_never_run_backwards(world: World) -> None:
    first = diary.write(world.project, Change(Kind.PROJECT_CHANGED, "a", "clock", NOW))
    world.project.time_zone = "Pacific/Honolulu"
    second = diary.write(world.project, Change(Kind.PROJECT_CHANGED, "b", "clock", NOW.replace(hour=5)))
    assert second.day >= first.day


def test_lines_are_narrowed(world: World) -> None:
    book, ada = world.project.id, person(world.person("Ada").id)
    assert {line.item for line in rows.lines(book, item=1)} == {1}
    assert {line.by for line in rows.lines(book, by=ada)} == {ada}
    assert {line.kind for line in rows.lines(book, kinds=["item.added"], limit=5)} == {"item.added"}
    assert max(line.number for line in rows.lines(book, before_number=5)) == 4
    assert rows.lines(book, since=NOW.date()) == []
    assert len(rows.lines(book, until=NOW.date(), limit=500)) == len(rows.lines(book, limit=500))


def test_a_person_is_known_by_a_code(world: World) -> None:
    assert person_id(person(7)) == 7
    assert person_id("clock") is None
    known, dan = diary.names(world.project.id), world.person("Dan")
    assert known[person(world.person("Ada").id)] == "Ada"
    assert known["clock"] == "Clock"
    assert person(dan.id) not in known  # he belongs to another project, and is looked up when a line names him
    assert known[person(dan.id)] == "Dan"
    assert known["person:999"] == "Former member 999"
    assert known["something"] == "something"


def test_verifying_writes_nothing_even_for_a_book_without_its_anchor(world: World, both: None) -> None:
    book = world.project.id
    guard.open_up(db.session.connection())
    db.session.execute(text("DELETE FROM diary_anchor WHERE book = :book"), {"book": book})
    db.session.commit()
    assert [flaw.book for flaw in diary.verify()[1]] == [book]
    db.session.commit()
    assert db.session.get(rows.Anchor, book) is None


def test_verifying_holds_up_no_writer(world: World) -> None:
    diary.verify()
    path = db.engine.url.database
    with closing(sqlite3.connect(str(path), timeout=0.2)) as other:
        other.execute("UPDATE project SET revision = revision + 1")
        other.commit()
    db.session.rollback()


@pytest.mark.parametrize("how", TAMPERINGS)
def test_the_database_itself_refuses_to_touch_a_line(world: World, both: None, how: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(TAMPERINGS[how]), {"book": world.project.id, "number": 3})
    db.session.rollback()
    assert diary.verify()[1] == []


@pytest.mark.parametrize("statement", ["UPDATE diary_anchor SET count = count - 1", "DELETE FROM diary_anchor"])
def test_the_database_itself_refuses_to_forget_how_long_a_book_is(world: World, both: None, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"append-only|only grows"):
        db.session.execute(text(statement))
    db.session.rollback()
