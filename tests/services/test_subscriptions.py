"""Who gets the weekly report by mail."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.conftest import NOW, World
from vantage_readiness.domain.diary import Kind
from vantage_readiness.domain.refusals import NotFound
from vantage_readiness.domain.words import Way
from vantage_readiness.services import members, subscriptions
from vantage_readiness.storage import diary, reports
from vantage_readiness.storage.database import db
from vantage_readiness.storage.diary import ChangeRow


def lines() -> int:
    query = select(ChangeRow).where(ChangeRow.kind == Kind.PREFERENCES_CHANGED.value)
    return len(db.session.scalars(query).all())


def test_a_member_subscribes_changes_the_way_and_ends_it(world: World, both: None) -> None:
    project, ben = world.project, world.person("Ben")
    assert subscriptions.way_of(project.id, ben.id) is None
    for way in (Way.LINKED, Way.ATTACHED, None):
        assert subscriptions.choose(project, ben, way, at=NOW)
        assert subscriptions.way_of(project.id, ben.id) == way
    assert lines() == 3


def test_choosing_the_same_again_changes_nothing_and_writes_nothing(world: World) -> None:
    for way in (None, Way.LINKED, Way.LINKED):
        subscriptions.choose(world.project, world.person("Cleo"), way, at=NOW)
    assert lines() == 1
    before = diary.length(0)
    assert not subscriptions.choose(world.project, world.person("Cleo"), Way.LINKED, at=NOW)
    assert diary.length(0) == before


def test_whoever_does_not_belong_to_the_project_cannot_subscribe(world: World) -> None:
    with pytest.raises(NotFound, match="Only members"):
        subscriptions.choose(world.project, world.person("Dan"), Way.LINKED, at=NOW)
    assert not subscriptions.choose(world.project, world.person("Dan"), None, at=NOW)


def test_a_person_sees_each_project_of_theirs_with_the_way(world: World) -> None:
    ada = world.person("Ada")
    assert [(project.slug, way) for project, way in subscriptions.of(ada)] == [("vantage-ai", None)]
    subscriptions.choose(world.project, ada, Way.ATTACHED, at=NOW)
    assert [way for _, way in subscriptions.of(ada)] == [Way.ATTACHED]


def test_readers_are_members_who_can_sign_in(world: World) -> None:
    project = world.project
    for name in ("Ada", "Ben", "Cleo"):
        subscriptions.choose(project, world.person(name), Way.LINKED, at=NOW)
    members.change_role(project, world.person("Ben").id, None, by=world.person("Ada"), at=NOW)
    world.person("Cleo").disabled_at = NOW
    db.session.commit()
    assert [user.name for user, _ in reports.readers(project.id)] == ["Ada"]
