"""A person who is removed: nothing says who it was, and everything they did is still there."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.conftest import NOW, World
from tests.services import crowd
from tests.services.crowd import EMAIL, NAME
from vantage_readiness.domain.diary import person
from vantage_readiness.domain.refusals import NotAllowed, NotFound, Refused
from vantage_readiness.domain.words import Role
from vantage_readiness.services import diary, items, members, people, removals
from vantage_readiness.storage import belongings, projects
from vantage_readiness.storage import diary as books
from vantage_readiness.storage import items as stored
from vantage_readiness.storage.database import db
from vantage_readiness.storage.people import User


def remove(world: World, user: User, by: str = "Ada") -> str:
    return removals.remove(user.id, user.email, by=world.person(by), at=NOW)


def test_nothing_says_who_it_was(world: World, both: None) -> None:
    """Every text of every table is searched, the diary included."""
    user = crowd.quirin(world)
    assert {"user.name", "user.email", "identity.subject", "delivery.address", "answered.body"} <= {
        *crowd.places_of(NAME),
        *crowd.places_of(EMAIL),
    }
    assert remove(world, user) == f"Former person {user.id}"
    for word in (*NAME.split(), EMAIL):
        assert list(crowd.places_of(word)) == []
    assert crowd.orphans() == []


def test_what_they_did_stays_under_the_pseudonym(world: World, both: None) -> None:
    user = crowd.quirin(world)
    written = len(books.lines(world.project.id, by=person(user.id), limit=500))
    remove(world, user)
    assert len(books.lines(world.project.id, by=person(user.id), limit=500)) == written > 3
    assert diary.verify()[1] == []
    commented = [name for item in stored.every(world.project.id) for _comment, name in stored.comments_of(item.id)]
    assert commented == [f"Former person {user.id}"]


def test_every_way_in_is_gone(world: World, both: None) -> None:
    user = crowd.quirin(world)
    remove(world, user)
    left = db.session.get_one(User, user.id)
    assert (left.password_hash, left.totp_secret, left.totp_since, left.totp_step) == (None,) * 4
    assert (left.is_administrator, left.disabled_at, left.removed_at) == (False, NOW, NOW)
    for table in belongings.tables_of_person():
        assert db.session.scalar(select(func.count()).where(table.c.user_id == user.id)) == 0
    rows = crowd.everything()
    assert [rows[name] for name in ("attempt", "answered", "recovery_code")] == [[], [], []]


def test_what_is_not_finished_is_given_back(world: World, both: None) -> None:
    user = crowd.quirin(world)
    project = world.project
    assert _owned(project.id, user.id)
    remove(world, user)
    assert _owned(project.id, user.id) == []
    assert books.lines(project.id, kinds=["item.owned"], limit=1)[0].by == person(world.person("Ada").id)


def _owned(project_id: int, user_id: int) -> list[int]:
    return [item.number for item in stored.unfinished_of(project_id, user_id)]


def test_the_address_is_free_again(world: World) -> None:
    remove(world, crowd.quirin(world))
    again = people.introduce(NAME, EMAIL, at=NOW)
    assert again.removed_at is None


def test_kept_pages_of_every_project_are_written_anew(world: World) -> None:
    user, before = crowd.quirin(world), {each.id: each.revision for each in projects.every()}
    remove(world, user)
    assert all(each.revision > before[each.id] for each in projects.every())


def test_whoever_removes_the_only_lead_leads(world: World, both: None) -> None:
    dan, ada = world.person("Dan"), world.person("Ada")
    project, _role = projects.all_of(dan.id)[0]
    assert [each.id for each in removals.only_leads(dan.id)] == [project.id]
    remove(world, dan)
    assert [(user.id, role) for user, role in projects.members(project.id)] == [(ada.id, Role.LEAD)]
    assert diary.verify()[1] == []


@pytest.mark.parametrize("typed", ["", "Ben", "dan@example.org"])
def test_a_wrong_address_changes_nothing(world: World, typed: str) -> None:
    before = crowd.everything()
    with pytest.raises(Refused, match=r"Type ben@example\.org"):
        removals.remove(world.person("Ben").id, typed, by=world.person("Ada"), at=NOW)
    db.session.rollback()
    assert crowd.everything() == before


def test_nobody_removes_themselves_so_that_an_administrator_is_left(world: World) -> None:
    with pytest.raises(Refused, match="Ask another administrator"):
        remove(world, world.person("Ada"))


def test_only_an_administrator_removes(world: World, both: None) -> None:
    with pytest.raises(NotAllowed):
        remove(world, world.person("Cleo"), by="Ben")


def test_whoever_is_removed_is_removed_once(world: World) -> None:
    ben = world.person("Ben")
    remove(world, ben)
    with pytest.raises(NotFound):
        removals.remove(ben.id, ben.email, by=world.person("Ada"), at=NOW)
    db.session.rollback()
    with pytest.raises(NotFound):
        removals.remove(999, "", by=world.person("Ada"), at=NOW)


def test_a_removal_that_breaks_off_changes_nothing(world: World, both: None, monkeypatch: pytest.MonkeyPatch) -> None:
    user = crowd.quirin(world)
    before = crowd.everything()
    monkeypatch.setattr(removals, "_wipe", lambda *_words: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        remove(world, user)
    db.session.rollback()
    assert crowd.everything() == before


def test_a_search_for_the_name_finds_a_build_that_forgets_to_wipe(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = crowd.quirin(world)
    monkeypatch.setattr(belongings, "delete_of_person", lambda _id: None)
    remove(world, user)
    assert "identity.subject" in crowd.places_of(EMAIL)


def test_others_keep_all_they_have(world: World) -> None:
    members.invite(world.project, "Fay", "fay@example.org", Role.MEMBER, by=world.person("Ada"), at=NOW)
    items.own_item(world.project, items.Seen(5, 1), world.person("Ben").id, by=world.person("Ada"), at=NOW)
    remove(world, world.person("Cleo"))
    assert _owned(world.project.id, world.person("Ben").id) == [5]
    assert world.person("Fay").name == "Fay"
