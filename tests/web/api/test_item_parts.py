"""What hangs on an item and what takes it out of scope, by program; members; the project itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import NOW
from tests.web.behind import behind
from vantage_readiness.domain.words import Tier
from vantage_readiness.services import waivers
from vantage_readiness.storage import items
from vantage_readiness.storage.database import db

from .programs import Program
from .test_items import lines, walk

ProgramOf = Callable[[str], Program]
ONE = "/items/1"


def test_comments_are_listed_as_they_were_written(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    for number in range(5):
        assert ben.post(f"{ONE}/comments", {"text": f"*{number}*"}).status_code == 201
    page = ben.get(f"{ONE}/comments?limit=2").get_json()
    ben.post(f"{ONE}/comments", {"text": "late"})
    rest = walk(ben, page["next"])
    assert [each["text"] for each in page["data"] + rest] == ["*0*", "*1*", "*2*", "*3*", "*4*", "late"]
    assert rest[0]["by"]["name"] == "Ben"


@pytest.mark.parametrize("text", ["", "  \n", "x" * 20_001, "\x00", None, 7])
def test_an_empty_or_endless_comment_is_refused(program_of: ProgramOf, text: object) -> None:
    assert program_of("Ben").post(f"{ONE}/comments", {"text": text}).status_code == 422


def test_evidence_is_added_and_listed(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    sent = {"kind": "commit", "reference": "4f2a", "note": "see CI", "collected_on": "2026-11-01"}
    answer = ben.post(f"{ONE}/evidence", sent)
    assert answer.status_code == 201
    assert sent.items() <= answer.get_json().items()
    assert walk(ben, f"{ONE}/evidence") == [answer.get_json()]
    assert ben.post(f"{ONE}/evidence", {**sent, "collected_on": "2999-01-01"}).status_code == 422
    assert ben.post(f"{ONE}/evidence", {"kind": "link", "reference": "ftp://x"}).status_code == 422


def test_waivers_are_listed(app: Flask, program_of: ProgramOf) -> None:
    with behind(app) as world:
        ada, ben = world.person("Ada"), world.person("Ben")
        until = NOW.date().replace(year=2027)
        waivers.waive(
            world.project, 1, reason="late", control="firewall", until=until, requested_by=ben, by=ada, at=NOW
        )
    (waiver,) = walk(program_of("Cleo"), f"{ONE}/waivers")
    assert (waiver["requested_by"]["name"], waiver["approved_by"]["name"]) == ("Ben", "Ada")
    assert (waiver["reason"], waiver["control"], waiver["ends"]) == ("late", "firewall", "2027-11-23")


def test_not_applicable_takes_two_people(program_of: ProgramOf) -> None:
    ada, ben = program_of("Ada"), program_of("Ben")
    asked = ben.post(f"{ONE}/not-applicable", {"reason": "one origin"}, if_match=ben.tag(ONE))
    assert asked.get_json()["exemption"] == {"by": {"id": 2, "name": "Ben"}, "reason": "one origin"}
    own = ben.post(f"{ONE}/not-applicable/approve", if_match=ben.tag(ONE))
    assert (own.status_code, "second person" in own.get_json()["detail"]) == (422, True)
    declined = ada.post(f"{ONE}/not-applicable/decline", {"reason": "two origins"}, if_match=ada.tag(ONE))
    assert declined.get_json()["exemption"] is None
    ben.post(f"{ONE}/not-applicable", {"reason": "one origin"}, if_match=ben.tag(ONE))
    approved = ada.post(f"{ONE}/not-applicable/approve", if_match=ada.tag(ONE))
    assert approved.get_json()["status"] == "not_applicable"
    assert ben.post(f"{ONE}/status", {"status": "open"}, if_match=ben.tag(ONE)).get_json()["status"] == "open"


def test_an_item_closed_without_work_comes_back(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    sent = {"correction": "duplicate", "reason": "same as 2"}
    closed = ben.post(f"{ONE}/correct", sent, if_match=ben.tag(ONE)).get_json()
    assert (closed["correction"], closed["standing"]) == ("duplicate", "corrected")
    assert ben.post(f"{ONE}/correct", sent, if_match=ben.tag(ONE)).status_code == 422
    back = ben.post(f"{ONE}/take-back", {"reason": "it is not"}, if_match=ben.tag(ONE)).get_json()
    assert back["correction"] is None


def marked(app: Flask, **values: object) -> None:
    """Set what a document said of item 1."""
    with behind(app) as world:
        item = items.find(world.project.id, 1)
        for name, value in values.items():
            setattr(item, name, value)
        db.session.commit()


def test_a_vanished_item_is_decided(app: Flask, program_of: ProgramOf) -> None:
    marked(app, vanished=True)
    ben = program_of("Ben")
    sent = {"ruling": "keep_open", "reason": "nobody did it"}
    assert ben.post(f"{ONE}/ruling", sent, if_match=ben.tag(ONE)).get_json()["vanished"] is False
    assert ben.post(f"{ONE}/ruling", sent, if_match=ben.tag(ONE)).status_code == 422


def test_an_item_that_arrived_ticked_is_accepted_with_evidence(app: Flask, program_of: ProgramOf) -> None:
    marked(app, born_done=True, status="done")
    ben = program_of("Ben")
    assert ben.post(f"{ONE}/accept", {}, if_match=ben.tag(ONE)).status_code == 422
    ben.post(f"{ONE}/evidence", {"kind": "note", "reference": "seen"})
    assert ben.post(f"{ONE}/accept", {"reason": "seen"}, if_match=ben.tag(ONE)).get_json()["born_done"] is False


@pytest.mark.parametrize(("approve", "tier"), [(True, "nice"), (False, "critical")])
def test_a_lead_decides_about_a_proposed_tier(app: Flask, program_of: ProgramOf, approve: bool, tier: str) -> None:
    marked(app, proposed_tier=Tier.NICE)
    ada = program_of("Ada")
    for wrong in ("yes", 1, "true", None):
        answer = ada.post(f"{ONE}/proposed-tier", {"approve": wrong, "reason": "so"}, if_match=ada.tag(ONE))
        assert answer.status_code == 422
    sent = {"approve": approve, "reason": "so it is"}
    assert program_of("Ben").post(f"{ONE}/proposed-tier", sent, if_match=ada.tag(ONE)).status_code == 403
    item = ada.post(f"{ONE}/proposed-tier", sent, if_match=ada.tag(ONE)).get_json()
    assert (item["tier"], item["proposed_tier"]) == (tier, None)


@pytest.mark.parametrize(
    ("what", "sent"),
    [
        ("not-applicable", {"reason": "x"}),
        ("not-applicable/decline", {"reason": "x"}),
        ("not-applicable/approve", None),
        ("correct", {"correction": "duplicate", "reason": "x"}),
        ("take-back", {"reason": "x"}),
        ("ruling", {"ruling": "done", "reason": "x"}),
        ("accept", {}),
        ("proposed-tier", {"approve": True, "reason": "x"}),
        ("confirm", None),
        ("status", {"status": "done"}),
    ],
)
def test_every_edit_of_an_item_that_is_stale_is_refused(
    app: Flask, program_of: ProgramOf, what: str, sent: dict[str, object] | None
) -> None:
    ada = program_of("Ada")
    before = lines(app)
    answer = ada.post(f"{ONE}/{what}", sent, if_match='"99"')
    assert answer.status_code == 412
    assert len(answer.get_json()["clashes"]) == 1
    assert ada.post(f"{ONE}/{what}", sent).status_code == 428
    assert lines(app) == before


def test_addresses_of_members_are_shown_to_leads_only(program_of: ProgramOf) -> None:
    names = [(each["person"]["name"], each["role"]) for each in walk(program_of("Cleo"), "/members?limit=2")]
    assert names == [("Ada", "lead"), ("Ben", "member"), ("Cleo", "viewer")]
    assert "@" not in program_of("Cleo").get("/members").text
    assert "@" not in program_of("Ben").get("/members/1").text
    assert walk(program_of("Ada"), "/members")[1]["email"] == "ben@example.org"


def test_a_lead_adds_changes_and_removes_members(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    answer = ada.post("/members", {"name": "Eve", "email": "Eve@Example.org", "role": "viewer"})
    eve = answer.headers["Location"]
    assert (answer.status_code, answer.get_json()["email"]) == (201, "eve@example.org")
    assert "token" not in answer.text
    assert ada.patch(eve, {"role": "member"}).get_json()["role"] == "member"
    assert ada.delete(eve).status_code == 204
    assert ada.get(eve).status_code == 404
    assert ada.delete(eve).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "Eve", "email": "nowhere", "role": "viewer"},
        {"name": "Eve", "email": "eve@example.org", "role": "administrator"},
        {"name": "Eve", "email": "eve@example.org", "role": "viewer", "is_administrator": True},
        {"name": "", "email": "eve@example.org", "role": "viewer"},
        {"email": "eve@example.org", "role": "viewer"},
        {"name": "Ben", "email": "ben@example.org", "role": "viewer"},
    ],
)
def test_an_impossible_member_is_not_added(program_of: ProgramOf, sent: dict[str, object]) -> None:
    ada = program_of("Ada")
    assert ada.post("/members", sent).status_code == 422
    assert len(walk(ada, "/members")) == 3


def test_the_only_lead_stays(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    assert ada.delete("/members/1").status_code == 422
    assert ada.patch("/members/1", {"role": "member"}).status_code == 422


def test_a_token_lists_the_one_project_it_opens(program_of: ProgramOf) -> None:
    (project,) = program_of("Dan").get("/api/v1/projects").get_json()["data"]
    assert (project["slug"], project["role"]) == ("other-thing", "lead")
    assert program_of("Cleo").get("/api/v1/projects").get_json()["data"][0]["role"] == "viewer"


def test_a_lead_changes_the_project(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    sent = {"name": "Vantage", "start_date": "2026-12-01", "target_date": "2027-02-01", "time_zone": "Europe/Berlin"}
    answer = ada.patch("", sent, if_match=ada.tag(""))
    assert sent.items() <= answer.get_json().items()
    emptied = ada.patch("", {"target_date": None}, if_match=answer.headers["ETag"]).get_json()
    assert (emptied["target_date"], emptied["name"]) == (None, "Vantage")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"time_zone": "Mars/Olympus"},
        {"start_date": "2027-02-01", "target_date": "2026-12-01"},
        {"slug": "mine"},
        {"policy": {}},
        {"name": None},
    ],
    ids=str,
)
def test_an_impossible_project_is_refused(program_of: ProgramOf, wrong: dict[str, object]) -> None:
    ada = program_of("Ada")
    tag = ada.tag("")
    assert ada.patch("", wrong, if_match=tag).status_code == 422
    assert ada.tag("") == tag


def test_a_stale_project_is_refused_with_both_values(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    tag = ada.tag("")
    ada.patch("", {"name": "First"}, if_match=tag)
    answer = ada.patch("", {"name": "Second"}, if_match=tag)
    assert answer.status_code == 412
    (clash,) = answer.get_json()["clashes"]
    assert (clash["field"], clash["wanted"], clash["current"], clash["by"]) == ("Name", "Second", "First", "Ada")
    assert ada.patch("", {"name": "Third"}, if_match="*").status_code == 428
