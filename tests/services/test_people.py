"""People: the one-time links, passwords, sign-ins that end."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.conftest import NOW, World
from vantage_readiness.domain import people as rules
from vantage_readiness.domain.refusals import NotFound, Refused
from vantage_readiness.domain.words import Role, Status
from vantage_readiness.services import accounts, diary, founding, items, links, members, people, sign_ins
from vantage_readiness.services.edits import Seen
from vantage_readiness.services.overview import Look
from vantage_readiness.services.sign_ins import Visit, Where
from vantage_readiness.storage import projects
from vantage_readiness.storage.database import db

PASSWORD = "a long enough password"
HOME: Where = {"address": "127.0.0.1", "browser": "A browser"}


def visit(world: World, name: str = "Ada") -> Visit:
    token = sign_ins.use_link(links.sign_in_link(world.person(name), NOW), browser="x", at=NOW)
    found = sign_ins.find_visit(token, NOW)
    assert found is not None
    return found


def test_there_is_no_setup_link_once_there_is_an_administrator(world: World) -> None:
    assert founding.setup_link(NOW) is None


def test_ada_signs_in_with_her_password(world: World, both: None) -> None:
    token = sign_ins.sign_in(" ADA@example.org ", PASSWORD, **HOME, at=NOW)
    found = sign_ins.find_visit(token, NOW)
    assert found is not None
    assert found.user.name == "Ada"


@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("ben@example.org", "")]
)
def test_a_wrong_pair_is_refused_with_the_same_words(world: World, email: str, password: str) -> None:
    with pytest.raises(Refused, match="do not belong together"):
        sign_ins.sign_in(email, password, **HOME, at=NOW)


def test_ten_failures_close_the_door_for_five_minutes(world: World, both: None) -> None:
    for _ in range(10):
        with pytest.raises(Refused, match="do not belong together"):
            sign_ins.sign_in("ada@example.org", "wrong", address="10.0.0.1", browser="", at=NOW)
    with pytest.raises(Refused, match="Too many attempts"):
        sign_ins.sign_in("ada@example.org", PASSWORD, address="10.0.0.2", browser="", at=NOW)
    db.session.rollback()
    assert sign_ins.sign_in("ada@example.org", PASSWORD, **HOME, at=NOW + timedelta(minutes=6))


def test_a_one_time_link_opens_once(world: World, both: None) -> None:
    token = links.sign_in_link(world.person("Ben"), NOW)
    assert links.is_usable(token, links.SIGN_IN, NOW)
    sign_ins.use_link(token, browser="", at=NOW)
    with pytest.raises(Refused, match="used already"):
        sign_ins.use_link(token, browser="", at=NOW)


def test_an_older_link_dies_with_a_newer_one(world: World) -> None:
    older = links.sign_in_link(world.person("Ben"), NOW)
    newer = links.sign_in_link(world.person("Ben"), NOW)
    assert not links.is_usable(older, links.SIGN_IN, NOW)
    assert links.is_usable(newer, links.SIGN_IN, NOW)


def test_a_link_runs_out(world: World) -> None:
    token = links.sign_in_link(world.person("Ben"), NOW)
    with pytest.raises(Refused, match="run out"):
        sign_ins.use_link(token, browser="", at=NOW + timedelta(days=8))


def test_a_link_opens_only_its_own_door(world: World) -> None:
    token = links.sign_in_link(world.person("Ben"), NOW)
    with pytest.raises(Refused):
        founding.set_up(token, "Eve", "eve@example.org", PASSWORD, at=NOW)


def test_a_signed_out_browser_is_out(world: World, both: None) -> None:
    token = sign_ins.use_link(links.sign_in_link(world.person("Ben"), NOW), browser="x", at=NOW)
    found = sign_ins.find_visit(token, NOW)
    assert found is not None
    sign_ins.sign_out(found, at=NOW)
    assert sign_ins.find_visit(token, NOW) is None


def test_a_sign_in_ends_by_itself(world: World) -> None:
    token = sign_ins.use_link(links.sign_in_link(world.person("Ben"), NOW), browser="x", at=NOW)
    assert sign_ins.find_visit(token, NOW + timedelta(days=15)) is None


def test_a_new_password_ends_every_other_sign_in(world: World) -> None:
    other = sign_ins.sign_in("ada@example.org", PASSWORD, **HOME, at=NOW)
    here = visit(world)
    accounts.change_password(here, PASSWORD, "another long password", at=NOW)
    assert sign_ins.find_visit(other, NOW) is None
    assert sign_ins.living(here.user, NOW)[0].id == here.sign_in.id


def test_the_current_password_has_to_be_right(world: World) -> None:
    with pytest.raises(Refused, match="current password"):
        accounts.change_password(visit(world), "wrong", "another long password", at=NOW)


def test_somebody_without_a_password_chooses_a_first_one(world: World) -> None:
    accounts.change_password(visit(world, "Ben"), "", "another long password", at=NOW)
    assert sign_ins.sign_in("ben@example.org", "another long password", **HOME, at=NOW)


def test_one_ends_only_ones_own_sign_ins(world: World) -> None:
    ben = visit(world, "Ben")
    with pytest.raises(NotFound):
        sign_ins.end_sign_in(visit(world), ben.sign_in.id, at=NOW)
    sign_ins.end_sign_in(ben, ben.sign_in.id, at=NOW)
    assert sign_ins.living(ben.user, NOW) == []


def test_a_new_name_moves_the_revision_of_ones_projects(world: World) -> None:
    before = world.project.revision
    people.rename(visit(world), "Ada Lovelace", at=NOW)
    assert world.project.revision > before


def test_an_invited_person_joins_and_gets_a_link(world: World, both: None) -> None:
    user, token = members.invite(world.project, "Fay", "Fay@Example.org", Role.MEMBER, by=world.person("Ada"), at=NOW)
    assert user.email == "fay@example.org"
    assert token is not None
    with pytest.raises(Refused, match="already"):
        members.invite(world.project, "Fay", "fay@example.org", Role.LEAD, by=world.person("Ada"), at=NOW)


def test_two_projects_may_invite_the_same_newcomer_at_once(world: World, both: None) -> None:
    at_once = threading.Barrier(2)

    def invite(slug: str, name: str) -> bool:
        with world.app.app_context():
            project, lead = world.seat(name, slug).project, world.person(name)
            db.session.rollback()
            at_once.wait()
            _user, token = members.invite(project, "Fay", "fay@example.org", Role.MEMBER, by=lead, at=NOW)
            return token is not None

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(invite, slug, lead) for slug, lead in (("vantage-ai", "Ada"), ("other-thing", "Dan"))]
        handed_over = [each.result() for each in asked]
    assert sorted(handed_over) == [False, True]
    db.session.rollback()
    assert len(projects.all_of(world.person("Fay").id)) == 2


def test_nobody_enters_as_somebody_of_another_project(world: World) -> None:
    _user, token = members.invite(world.project, "Dan", "dan@example.org", Role.VIEWER, by=world.person("Ada"), at=NOW)
    assert token is None


def test_roles_change_and_people_leave(world: World) -> None:
    ada, ben = world.person("Ada"), world.person("Ben")
    members.change_role(world.project, ben.id, Role.LEAD, by=ada, at=NOW)
    assert world.seat("Ben").may_lead
    members.change_role(world.project, ada.id, None, by=ben, at=NOW)
    with pytest.raises(NotFound):
        members.change_role(world.project, ada.id, Role.LEAD, by=ben, at=NOW)


def test_who_leaves_gives_back_what_is_not_finished(world: World, both: None) -> None:
    ada, ben = world.person("Ada"), world.person("Ben")
    for number in (1, 2):
        items.own_item(world.project, Seen(number, 1), ben.id, by=ada, at=NOW)
    items.move_item(world.project, Seen(2, 2), Status.DONE, by=ben, at=NOW)
    members.change_role(world.project, ben.id, None, by=ada, at=NOW)
    owners = {item.number: item.owner_id for item in Look(world.project, NOW.date()).items}
    assert (owners[1], owners[2]) == (None, ben.id)
    assert diary.verify()[1] == []


def test_a_link_is_made_for_a_known_address_only(world: World) -> None:
    assert links.sign_in_link(people.get_by_email("ben@example.org"), NOW)
    with pytest.raises(NotFound, match=r"nobody@example\.org"):
        links.sign_in_link(people.get_by_email("nobody@example.org"), NOW)


def test_old_doors_are_forgotten(world: World) -> None:
    token = links.sign_in_link(world.person("Ben"), NOW)
    people.tidy(NOW + timedelta(days=60))
    with pytest.raises(Refused):
        sign_ins.use_link(token, browser="", at=NOW)


@pytest.mark.parametrize(
    "text", ["", "ada", "@example.org", "ada@example", "a b@example.org", "a@b..org", "a@" + "b" * 260 + ".org"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        rules.email(text)


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "x" * 101])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        rules.name(text)


def owing(world: World, name: str = "Ben") -> str:
    """Give the token of somebody who has a second factor and has not shown it."""
    user = world.person(name)
    user.totp_secret = "JBSWY3DPEHPK3PXP"
    token = sign_ins.begin(user, way="password", **HOME, at=NOW, is_remembered=True, is_proven=False)
    db.session.commit()
    return token


def test_a_sign_in_that_owes_its_code_opens_nothing(world: World, both: None) -> None:
    token = owing(world)
    assert sign_ins.find_visit(token, NOW) is None
    assert sign_ins.find_visit(token, NOW, "vantage-ai") is None
    assert sign_ins.living(world.person("Ben"), NOW) == []
    assert sign_ins.find_pending(token, NOW + timedelta(minutes=9)) is not None
    assert sign_ins.find_pending(token, NOW + timedelta(minutes=10)) is None


def test_a_code_makes_it_a_full_one_with_a_new_token_once(world: World, both: None) -> None:
    token = owing(world)
    pending = sign_ins.find_pending(token, NOW)
    assert pending is not None
    full = sign_ins.promote(pending, at=NOW)
    db.session.commit()
    found = sign_ins.find_visit(full, NOW + timedelta(days=13))
    assert found is not None
    assert found.sign_in.is_remembered
    assert sign_ins.find_visit(token, NOW) is None
    assert sign_ins.find_pending(token, NOW) is None
    with pytest.raises(Refused, match="run out"):
        sign_ins.promote(pending, at=NOW)
