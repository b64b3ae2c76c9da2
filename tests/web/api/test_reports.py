"""Weekly reports for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask, json

from tests.conftest import NOW
from tests.pages import Client
from tests.web.behind import behind
from vantage_readiness.domain.weeks import Week
from vantage_readiness.services import reports

from .programs import Program, a_token

ProgramOf = Callable[[str], Program]
W47 = {"week": "2026-W47"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Let it be Monday the 23rd of November 2026; the project began in week 46."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_every_week_that_is_over_is_listed_newest_first_in_pages(program_of: ProgramOf) -> None:
    ada, cleo = program_of("Ada"), program_of("Cleo")
    ada.post("/reports", W47)
    first = cleo.get("/reports?limit=1").get_json()
    assert [(each["week"], each["edition"]) for each in first["data"]] == [("2026-W47", 1)]
    second = cleo.get(first["next"]).get_json()
    assert [(each["week"], each["edition"], each["verdict"]) for each in second["data"]] == [("2026-W46", None, None)]
    assert second["next"] is None


def test_a_report_is_published_once_however_often_it_is_asked(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    asked = {"Idempotency-Key": "monday"}
    first, again = (ada.ask("POST", "/reports", W47, **asked) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"
    refused = ada.post("/reports", W47)
    assert (refused.status_code, "Say in a note" in refused.get_json()["detail"]) == (422, True)
    assert ada.get(first.headers["Location"]).get_json() == first.get_json()


def test_what_cannot_be_published_is_refused_with_a_sentence(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    for body in ({"week": "2026-W48"}, {"week": "soon"}, {"week": 47}, {}, {**W47, "why": "x"}):
        assert ada.post("/reports", body).status_code == 422, body
    assert ada.post("/reports", {"week": "2026-W40"}).status_code == 404
    assert program_of("Ben").post("/reports", W47).status_code == 403


def test_a_report_is_the_frozen_value_and_a_draft_says_that_it_is_one(app: Flask, program_of: ProgramOf) -> None:
    cleo = program_of("Cleo")
    draft = cleo.get("/reports/2026-W47").get_json()
    assert (draft["is_draft"], draft["edition"], draft["files"]) == (True, None, [])
    assert cleo.get("/reports/latest").status_code == 404
    program_of("Ada").post("/reports", W47)
    report = cleo.get("/reports/2026-W47").get_json()
    assert cleo.get("/reports/latest").get_json() == report
    with behind(app) as world:
        body, *_ = reports.file(world.project, Week(2026, 47), "report.json")
    assert report["report"] == json.loads(body)["report"] == draft["report"]
    assert report["published_by"] == "Ada"
    assert cleo.get("/reports/2026-W47?edition=2").status_code == 404
    assert cleo.get("/reports/2026-W45").status_code == 404
    assert cleo.get("/reports/2026-W49").status_code == 422


def test_each_file_is_given_as_it_was_frozen(program_of: ProgramOf) -> None:
    ada, cleo = program_of("Ada"), program_of("Cleo")
    ada.post("/reports", W47)
    found = cleo.get("/reports/latest").get_json()["files"]
    assert {"report.json", "report.xlsx", "report.pdf", "items.csv"} <= {each["name"] for each in found}
    for each in found:
        if each["sha256"]:
            answer = cleo.get(each["self"])
            assert hashlib.sha256(answer.data).hexdigest() == each["sha256"]
            assert len(answer.data) == each["size"]
    latest = cleo.get("/reports/latest/files/report.md")
    assert latest.data == cleo.get("/reports/2026-W47/files/report.md").data
    assert cleo.get("/reports/2026-W46/files/report.md").status_code == 404
    assert cleo.get("/reports/latest/files/secrets").status_code == 404


def test_two_weeks_are_compared(program_of: ProgramOf) -> None:
    program_of("Ada").post("/items", {"title": "Something new", "tier": "important"})
    found = program_of("Cleo").get("/reports/compare?from=2026-W47&to=2026-W48").get_json()
    assert [found[side]["week"] for side in ("earlier", "later")] == ["2026-W47", "2026-W48"]
    assert [(each["title"], each["what"]) for each in found["moved"]] == [("Something new", ["new"])]
    assert found["earlier"]["numbers"]["stated"] == 7.5
    assert program_of("Cleo").get("/reports/compare?from=2026-W47&to=never").status_code == 422
    assert program_of("Cleo").get("/reports/compare?from=2026-W47").status_code == 422


def test_a_program_reads_and_chooses_the_letter_of_its_person(app: Flask, program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    assert ben.get("/reports/subscription").get_json() == {"way": None}
    assert ben.patch("/reports/subscription", {"way": "linked"}).get_json() == {"way": "linked"}
    assert ben.get("/reports/subscription").get_json() == {"way": "linked"}
    assert program_of("Ada").get("/reports/subscription").get_json() == {"way": None}
    assert ben.patch("/reports/subscription", {"way": None}).get_json() == {"way": None}
    assert ben.patch("/reports/subscription", {"way": "loudly"}).status_code == 422
    assert (
        Program(app, a_token(app, "Ada", "read")).patch("/reports/subscription", {"way": "linked"}).status_code == 403
    )


def test_pages_and_programs_see_the_same_hash(client_of: Callable[[str], Client], program_of: ProgramOf) -> None:
    program_of("Ada").post("/reports", W47)
    sha256 = program_of("Cleo").get("/reports").get_json()["data"][0]["sha256"]
    assert sha256 in client_of("Cleo").get(f"/p/vantage-ai/reports/{W47['week']}").text
