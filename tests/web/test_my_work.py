"""My work: what is one's own by urgency, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.conftest import NOW, SLUG, World
from tests.pages import Client
from tests.web.behind import behind
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.words import EvidenceKind, Status
from vantage_readiness.services import edits, evidence, items, my_work, projects, scope
from vantage_readiness.services.items import Seen
from vantage_readiness.services.my_work import Desk

ClientOf = Callable[[str], Client]
HERE = f"/p/{SLUG}/my-work"
TODAY = NOW.date()


def seen(world: World, number: int) -> Seen:
    return Seen(number, edits.get(world.project, number).version)


def give(world: World, number: int, to: str = "Ben", due: date | None = None) -> None:
    items.own_item(world.project, seen(world, number), world.person(to).id, by=world.person("Ada"), at=NOW)
    if due:
        items.set_due(world.project, seen(world, number), due, by=world.person("Ada"), at=NOW)


def claim(world: World, number: int, by: str = "Ben", *, proven: bool = True) -> None:
    items.move_item(world.project, seen(world, number), Status.DONE, by=world.person(by), at=NOW)
    if proven:
        evidence.add_evidence(
            world.project, number, EvidenceKind.NOTE, "see", collected_on=TODAY, by=world.person(by), at=NOW
        )


def desk(world: World, name: str) -> Desk:
    return my_work.desk(world.seat(name), TODAY)


def piles(world: World, name: str) -> dict[str, list[int]]:
    return {pile.key: [item.number for item in pile.items] for pile in desk(world, name).piles}


def test_each_item_lies_in_the_most_urgent_pile_that_takes_it(world: World) -> None:
    give(world, 1, due=TODAY - timedelta(days=1))
    give(world, 2, due=TODAY + timedelta(days=7))
    give(world, 3, due=TODAY)
    give(world, 9)
    give(world, 10, due=TODAY + timedelta(days=8))
    give(world, 4)
    items.move_item(world.project, seen(world, 9), Status.BLOCKED, by=world.person("Ben"), at=NOW)
    assert piles(world, "Ben") == {"overdue": [1], "week": [3, 2], "blocked": [9], "critical": [4], "rest": [10]}
    assert piles(world, "Ada") == {}


def test_claims_of_others_wait_to_be_verified_and_one_s_own_for_somebody_else(world: World) -> None:
    claim(world, 1)
    claim(world, 2, proven=False)
    ada, ben, cleo = (desk(world, name) for name in ("Ada", "Ben", "Cleo"))
    assert [item.number for item in ada.to_verify] == [1]
    assert [item.number for item in ada.to_prove] == [2]
    assert (list(ben.to_verify), [item.number for item in ben.waiting]) == ([], [1, 2])
    assert cleo == Desk(piles=[], to_verify=[], to_prove=[], requests=[], waiting=[])


def test_where_no_second_person_is_needed_one_verifies_oneself(world: World) -> None:
    projects.change_policy(
        world.project,
        Policy(second_person=False),
        seen=world.project.settings_version,
        by=world.person("Ada"),
        at=NOW,
    )
    claim(world, 1)
    mine = desk(world, "Ben")
    assert ([item.number for item in mine.to_verify], list(mine.waiting)) == ([1], [])


def test_a_wish_to_be_not_applicable_waits_for_a_second_person(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        scope.exempt_item(world.project, seen(world, 17), by=world.person("Ben"), at=NOW, reason="No cluster")
    assert "Asked to be not applicable" not in client_of("Ben").get(HERE).text
    ada = client_of("Ada")
    page = ada.get(HERE)
    assert "Ben asks to mark it as not applicable: No cluster" in page.by_id("requests").text
    answer = ada.post(f"/p/{SLUG}/items/17/not-applicable/approve", {"version": "2", "back": HERE})
    assert answer.response.location == HERE
    assert "Asked to be not applicable" not in ada.get(HERE).text


def test_what_is_mine_can_be_changed_where_it_stands(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        give(world, 1)
    client = client_of("Ben")
    page = client.get(HERE)
    assert page.by_id("pile-critical").text.startswith("Critical1 item")
    assert page.by_id("row-status-1").tag == "select"
    sent = {"status": "in_progress", "version": "2", "part": "row"}
    answer = client.post(f"/p/{SLUG}/items/1/status", sent, headers={"Referer": f"http://localhost{HERE}"})
    assert answer.response.location == HERE


@pytest.mark.parametrize(("who", "invited"), [("Ben", True), ("Cleo", False)])
def test_an_empty_desk_invites(client_of: ClientOf, who: str, invited: bool) -> None:
    page = client_of(who).get(HERE)
    assert "Nothing is yours yet." in page.text
    assert bool([each for each in page.all("a") if each.text == "Find something to take"]) is invited


def test_people_of_one_role_see_their_own_desks(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        give(world, 1, "Ada")
    assert "Fix hardcoded secrets" in client_of("Ada").get(HERE).text
    assert "Fix hardcoded secrets" not in client_of("Ben").get(HERE).text
