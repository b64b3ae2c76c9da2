"""Letters that are owed: once each, in the transaction of what they tell of."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.conftest import NOW, World
from vantage_readiness.services import deliveries
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery

pytestmark = pytest.mark.usefixtures("nothing_owed")


def owe(world: World, key: str = "notice:1", kind: str = "notice", name: str = "Ben", **about: object) -> None:
    user = world.person(name)
    text = about or {"title": "Your address was changed", "text": ["It was."]}
    deliveries.owe(kind, key=key, user=user, address=user.email, about=text, at=NOW, project=world.project)  # type: ignore[arg-type]


def test_owing_the_same_twice_is_one_letter(world: World, both: None) -> None:
    owe(world)
    owe(world)
    db.session.commit()
    owe(world)
    db.session.commit()
    [letter] = db.session.scalars(select(Delivery)).all()
    assert (letter.state, letter.tries, letter.due_at) == ("waiting", 0, NOW)


def test_what_is_undone_owes_nothing(world: World) -> None:
    owe(world)
    db.session.rollback()
    assert db.session.scalars(select(Delivery)).all() == []


def test_a_letter_can_be_withdrawn_before_it_leaves(world: World) -> None:
    owe(world)
    deliveries.withdraw("notice:1", "It is not wanted any more.")
    db.session.commit()
    [letter] = db.session.scalars(select(Delivery)).all()
    assert (letter.state, letter.error) == ("dropped", "It is not wanted any more.")


def test_who_listens_is_told_after_the_commit_and_only_then(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(deliveries, "_listeners", [])
    deliveries.when_owed(lambda: told.append("now"))
    owe(world)
    db.session.rollback()
    db.session.commit()
    assert told == []
    with db.session.begin_nested():
        owe(world)
    assert told == []
    db.session.commit()
    db.session.commit()
    assert told == ["now"]
