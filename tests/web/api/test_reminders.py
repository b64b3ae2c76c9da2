"""Rules of reminders, deputies and new dates, by program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from tests.conftest import NOW
from tests.web.behind import behind
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.words import Tier
from vantage_readiness.services import items, reminders
from vantage_readiness.services.items import Seen
from vantage_readiness.storage import diary

from .programs import Program

ProgramOf = Callable[[str], Program]
HERE = "/reminders"


def rules(app: Flask) -> Rules:
    with behind(app) as world:
        return reminders.rules_of(world.project)


def test_rules_are_read_by_everybody_and_changed_by_leads(app: Flask, program_of: ProgramOf) -> None:
    answer = program_of("Cleo").get(HERE)
    assert answer.status_code == 200
    assert answer.get_json()["escalations"]["critical"] == {"deputy": 1, "leads": 3}
    wanted = {"hour": 6, "working_days": [5, 1], "holidays": ["2026-12-25", "2026-12-24"], "report_is_automatic": False}
    tag = answer.headers["ETag"]
    assert [program_of(name).patch(HERE, wanted, if_match=tag).status_code for name in ("Ben", "Cleo")] == [403, 403]
    kept = program_of("Ada").patch(HERE, {**wanted, "escalations": {"nice": {"deputy": 2, "leads": 4}}}, if_match=tag)
    assert kept.status_code == 200
    assert kept.headers["ETag"] != tag
    assert kept.get_json()["holidays"] == ["2026-12-24", "2026-12-25"]
    found = rules(app)
    assert (found.hour, found.working_days, found.every) == (6, (1, 5), 3)
    assert found.holidays == (date(2026, 12, 24), date(2026, 12, 25))
    assert (found.escalations[Tier.NICE], found.escalations[Tier.CRITICAL]) == ((2, 4), (1, 3))


def test_stale_rules_overwrite_nothing(app: Flask, program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    tag = ada.tag(HERE)
    assert ada.patch(HERE, {"hour": 6}).status_code == 428
    assert ada.patch(HERE, {"hour": 6}, if_match=tag).status_code == 200
    assert ada.patch(HERE, {"hour": 7}, if_match=tag).status_code == 412
    assert rules(app).hour == 6


@pytest.mark.parametrize(
    "wanted",
    [
        {"hour": 24},
        {"hour": "8"},
        {"working_days": []},
        {"working_days": [0]},
        {"holidays": ["24.12.2026"]},
        {"holidays": ["2026-01-01"] * 401},
        {"before": [91]},
        {"every": 0},
        {"escalations": {"critical": {"deputy": 5, "leads": 4}}},
        {"escalations": {"gravest": {"deputy": 1, "leads": 4}}},
        {"escalations": {"critical": {"deputy": 1}}},
        {"report_is_automatic": "yes"},
        {"report_day": 8},
        {"every_day": 1},
    ],
)
def test_impossible_rules_are_refused(app: Flask, program_of: ProgramOf, wanted: dict[str, object]) -> None:
    ada = program_of("Ada")
    assert ada.patch(HERE, wanted, if_match=ada.tag(HERE)).status_code == 422
    assert rules(app) == Rules()


def test_a_deputy_is_named_and_shown_with_the_member(app: Flask, program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    with behind(app) as world:
        me, ben, cleo, dan = (world.person(name).id for name in ("Ada", "Ben", "Cleo", "Dan"))
    path = f"/members/{ben}/deputy"
    assert ada.post(path, {"deputy": me}).get_json()["deputy"] == {"id": me, "name": "Ada"}
    shown = {each["person"]["id"]: each["deputy"] for each in program_of("Cleo").get("/members").get_json()["data"]}
    assert shown == {me: None, ben: {"id": me, "name": "Ada"}, cleo: None}
    for unfit in (ben, cleo, dan, 999_999):
        assert ada.post(path, {"deputy": unfit}).status_code == 422
    assert ada.post(f"/members/{dan}/deputy", {"deputy": me}).status_code == 404
    assert ada.post(path, {}).status_code == 422
    assert program_of("Ben").post(path, {"deputy": None}).status_code == 403
    assert ada.post(path, {"deputy": None}).get_json()["deputy"] is None


def test_what_slips_gets_a_new_date_with_its_reason(app: Flask, program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    with behind(app) as world:
        items.set_due(world.project, Seen(1, None), date(2026, 1, 9), by=world.person("Ada"), at=NOW)
    sent, tag = {"due": "2999-01-15", "reason": "The vendor is late."}, ben.tag("/items/1")
    assert ben.post("/items/1/postpone", sent).status_code == 428
    assert ben.post("/items/1/postpone", {**sent, "reason": " "}, if_match=tag).status_code == 422
    assert ben.post("/items/1/postpone", {**sent, "due": "2026-01-08"}, if_match=tag).status_code == 422
    assert program_of("Cleo").post("/items/1/postpone", sent, if_match=tag).status_code == 403
    answer = ben.post("/items/1/postpone", sent, if_match=tag)
    assert (answer.status_code, answer.get_json()["due"]) == (200, "2999-01-15")
    assert ben.post("/items/1/postpone", sent, if_match=tag).status_code == 412
    with behind(app) as world:
        (line,) = diary.lines(world.project.id, item=1, limit=1)
        assert (line.before, line.note) == ("2026-01-09", "The vendor is late.")
