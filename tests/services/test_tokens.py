"""Tokens of programs: shown once, kept as a hash, never worth more than their person, and dead when they should be."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.conftest import NOW, SLUG, World
from vantage_readiness.domain.refusals import NotFound, Refused
from vantage_readiness.domain.words import Role
from vantage_readiness.services import activity, diary, members, people, tokens
from vantage_readiness.storage import diary as lines
from vantage_readiness.storage import projects
from vantage_readiness.storage import tokens as kept
from vantage_readiness.storage.database import db


def a_token(world: World, name: str = "Ben", *scopes: str, days: int = 90) -> tuple[kept.ApiToken, str]:
    return tokens.make(world.project, world.person(name), "Nightly build", scopes or ("read",), days, at=NOW)


def role(token: str, slug: str = SLUG) -> Role | None:
    found = tokens.find_visit(token, NOW, slug)
    return found.seat.role if found and found.seat else None


def test_a_token_is_shown_once_and_only_its_hash_is_kept(world: World, both: None) -> None:
    row, token = a_token(world)
    assert token.startswith("vr_")
    assert len(token) == 46
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert row.hint == token[-4:]
    written = lines.lines(world.project.id, limit=1)[0]
    assert token not in f"{written.subject}{written.after}{written.note}{vars(row)}"


def test_a_token_lets_a_program_in_as_its_person(world: World, both: None) -> None:
    row, token = a_token(world)
    found = tokens.find_visit(token, NOW, SLUG)
    assert found is not None
    assert found.seat is not None
    assert (found.token_id, found.user_id, found.seat.slug) == (row.id, world.person("Ben").id, SLUG)
    assert found.seat.user_name == "Ben"


@pytest.mark.parametrize(
    ("name", "scopes", "expected"),
    [
        ("Ada", ["read"], Role.VIEWER),
        ("Ada", ["write"], Role.MEMBER),
        ("Ada", ["read", "write"], Role.MEMBER),
        ("Ada", ["lead"], Role.LEAD),
        ("Ben", ["read"], Role.VIEWER),
        ("Ben", ["write"], Role.MEMBER),
        ("Cleo", ["read"], Role.VIEWER),
    ],
)
def test_a_token_is_worth_the_lesser_of_scope_and_role(
    world: World, name: str, scopes: list[str], expected: Role
) -> None:
    assert role(a_token(world, name, *scopes)[1]) is expected


@pytest.mark.parametrize(
    ("name", "scopes"),
    [("Cleo", ["write"]), ("Cleo", ["lead"]), ("Ben", ["lead"]), ("Ben", ["read", "lead"])],
)
def test_nobody_makes_a_token_that_opens_more_than_they_may(world: World, name: str, scopes: list[str]) -> None:
    with pytest.raises(Refused, match="more than you may"):
        a_token(world, name, *scopes)


@pytest.mark.parametrize("scopes", [["admin"], ["read", "admin"], ["READ"], [""]])
def test_only_scopes_there_are_can_be_asked_for(world: World, scopes: list[str]) -> None:
    with pytest.raises(Refused, match="read, write or lead"):
        a_token(world, "Ada", *scopes)


def test_a_token_without_any_scope_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="read, write or lead"):
        tokens.make(world.project, world.person("Ada"), "x", [], 90, at=NOW)


@pytest.mark.parametrize("days", [-1, 0, 366, 10**9])
def test_a_token_always_ends(world: World, days: int) -> None:
    with pytest.raises(Refused, match="1 to 365 days"):
        a_token(world, days=days)


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "x" * 101, "\ud800"])
def test_a_token_has_a_name_that_can_be_read(world: World, name: str) -> None:
    with pytest.raises(Refused, match="what the token is for"):
        tokens.make(world.project, world.person("Ben"), name, ["read"], 90, at=NOW)


def test_a_token_runs_out_to_the_second(world: World, both: None) -> None:
    _, token = a_token(world, days=1)
    end = NOW + timedelta(days=1)
    assert tokens.find_visit(token, end - timedelta(seconds=1), SLUG)
    assert tokens.find_visit(token, end, SLUG) is None


def test_a_token_opens_its_own_project_only(world: World) -> None:
    _, token = a_token(world)
    found = tokens.find_visit(token, NOW, "other-thing")
    assert found is not None
    assert found.seat is None


def test_without_a_named_project_a_token_has_its_own(world: World) -> None:
    _, token = a_token(world)
    assert role(token, "") is Role.VIEWER


def test_nobody_makes_a_token_for_a_project_of_others(world: World) -> None:
    with pytest.raises(NotFound, match="no such project"):
        a_token(world, "Dan")


@pytest.mark.parametrize("text", ["", "vr_", "vr_" + "a" * 43, "x" * 46, "vr_" + "é" * 43, "vr_\ud800" + "a" * 42])
def test_what_is_no_token_opens_nothing(world: World, text: str) -> None:
    assert tokens.find_visit(text, NOW, SLUG) is None


def test_a_demoted_members_token_shrinks_at_once(world: World, both: None) -> None:
    _, token = a_token(world, "Ben", "write")
    assert role(token) is Role.MEMBER
    members.change_role(world.project, world.person("Ben").id, Role.VIEWER, by=world.person("Ada"), at=NOW)
    assert role(token) is Role.VIEWER
    members.change_role(world.project, world.person("Ben").id, Role.LEAD, by=world.person("Ada"), at=NOW)
    assert role(token) is Role.MEMBER


def test_leaving_the_project_kills_its_tokens_and_coming_back_does_not_wake_them(world: World, both: None) -> None:
    _, token = a_token(world, "Ben", "write")
    members.change_role(world.project, world.person("Ben").id, None, by=world.person("Ada"), at=NOW)
    assert tokens.find_visit(token, NOW, SLUG) is None
    members.join(world.project, world.person("Ben"), Role.MEMBER, by="setup", at=NOW)
    assert tokens.find_visit(token, NOW, SLUG) is None


@pytest.mark.parametrize("field", ["disabled_at", "removed_at"])
def test_whoever_is_disabled_or_removed_sends_no_programs(world: World, both: None, field: str) -> None:
    _, token = a_token(world)
    setattr(world.person("Ben"), field, NOW)
    db.session.commit()
    assert tokens.find_visit(token, NOW, SLUG) is None


def test_ending_all_of_a_persons_tokens_leaves_those_of_others(world: World, both: None) -> None:
    _, bens = a_token(world, "Ben")
    _, adas = a_token(world, "Ada")
    assert tokens.end_all(world.person("Ben"), by="setup", at=NOW) == 1
    db.session.commit()
    assert tokens.find_visit(bens, NOW, SLUG) is None
    assert tokens.find_visit(adas, NOW, SLUG) is not None


@pytest.mark.parametrize("by", ["Ben", "Ada"])
def test_its_person_and_every_lead_can_revoke_a_token(world: World, both: None, by: str) -> None:
    row, token = a_token(world)
    tokens.revoke(row.id, by=world.person(by), at=NOW)
    assert tokens.find_visit(token, NOW, SLUG) is None


@pytest.mark.parametrize("by", ["Cleo", "Dan"])
def test_nobody_else_finds_the_token_to_revoke(world: World, by: str) -> None:
    row, token = a_token(world)
    with pytest.raises(NotFound, match="no such token"):
        tokens.revoke(row.id, by=world.person(by), at=NOW)
    assert tokens.find_visit(token, NOW, SLUG) is not None


def test_revoking_twice_is_written_once(world: World) -> None:
    row, _ = a_token(world)
    for _ in range(2):
        tokens.revoke(row.id, by=world.person("Ben"), at=NOW)
    told = activity.told(world.project, lines.lines(world.project.id, kinds=["token.created", "token.revoked"]))
    assert [line.kind for line in told] == ["token.revoked", "token.created"]


def test_the_diary_stays_whole(world: World, both: None) -> None:
    row, _ = a_token(world)
    tokens.revoke(row.id, by=world.person("Ada"), at=NOW)
    assert diary.verify()[1] == []


def test_nobody_hoards_tokens(world: World) -> None:
    for _ in range(25):
        a_token(world)
    with pytest.raises(Refused, match="Revoke one"):
        a_token(world)


def test_the_day_of_the_last_use_is_noted_and_never_put_back(world: World, both: None) -> None:
    row, token = a_token(world)
    before = world.project.revision
    db.session.commit()
    visits = [found for days in (1, 0, 1) if (found := tokens.find_visit(token, NOW))]
    db.session.commit()
    for visit, days in zip(visits, (1, 0, 1), strict=True):
        tokens.note_use(visit, NOW + timedelta(days=days))
    db.session.expire_all()
    assert row.used_on == (NOW + timedelta(days=1)).date()
    assert world.project.revision == before + 1  # whoever looks at the list is shown it


def test_noting_a_use_waits_for_nobody(world: World, both: None) -> None:
    row, token = a_token(world)
    visit = tokens.find_visit(token, NOW)
    assert visit is not None
    projects.lock(world.project.id)  # somebody is writing
    row.name = "Held"
    db.session.flush()
    tokens.note_use(visit, NOW)
    db.session.rollback()
    assert row.used_on is None
    db.session.rollback()
    tokens.note_use(visit, NOW)
    db.session.expire_all()
    assert row.used_on == NOW.date()


def test_both_lists_name_living_tokens_newest_first(world: World) -> None:
    first, _ = a_token(world)
    second, _ = a_token(world)
    third, _ = a_token(world)
    tokens.revoke(second.id, by=world.person("Ben"), at=NOW)
    mine = [(row.id, project.slug) for row, project in tokens.list_of(world.person("Ben"))]
    assert mine == [(third.id, SLUG), (first.id, SLUG)]
    assert [(row.id, user.name) for row, user in tokens.list_of_project(world.project)] == [
        (third.id, "Ben"),
        (first.id, "Ben"),
    ]
    other = projects.find("other-thing")
    assert other is not None
    assert tokens.list_of_project(other) == []


def test_tokens_that_ended_long_ago_are_forgotten(world: World, both: None) -> None:
    over, _ = a_token(world, days=1)
    revoked, _ = a_token(world)
    alive, _ = a_token(world)
    tokens.revoke(revoked.id, by=world.person("Ben"), at=NOW)
    ids = [row.id for row in (over, revoked, alive)]
    tokens.tidy(NOW + timedelta(days=30))
    assert [kept.find(id_) is not None for id_ in ids] == [True, True, True]
    tokens.tidy(NOW + timedelta(days=32))
    db.session.expire_all()
    assert [kept.find(id_) is not None for id_ in ids] == [False, False, True]


def test_who_was_just_disabled_makes_no_token(world: World, both: None) -> None:
    """Somebody at a form, and an administrator faster than they are: enabling them later must wake nothing."""
    ben, project = world.person("Ben"), world.project
    number = ben.id
    db.session.rollback()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_disable, world, number).result()
    with pytest.raises(Refused, match="not open any more"):
        tokens.make(project, ben, "Late", ["read"], 90, at=NOW)
    db.session.rollback()
    assert not tokens.list_of(ben)


def _disable(world: World, user_id: int) -> None:
    with world.app.app_context():
        people.disable(user_id, by="console", at=NOW)
