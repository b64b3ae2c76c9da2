"""Looking: programs are told the same numbers as people."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from tests.conftest import SLUG
from tests.pages import Client
from tests.web.behind import behind
from vantage_readiness.domain.words import EntryKind, Status
from vantage_readiness.services import items, money, projects
from vantage_readiness.services.edits import Seen
from vantage_readiness.storage import tokens as kept

from .programs import HOME, Program

ProgramOf = Callable[[str], Program]
ClientOf = Callable[[str], Client]
LOOKS = (
    "/readiness",
    "/gate",
    "/areas",
    "/burn-down",
    "/plan",
    "/phases",
    "/traces",
    "/costs",
    "/costs/entries",
    "/assessments",
    "/assessments/1",
    "/assessments/1/document",
    "/findings",
    "/findings/1",
    "/diary",
    "/my-work",
)


@pytest.fixture
def told(app: Flask, program_of: ProgramOf) -> Callable[..., Any]:
    """Give what a program of Ada's is told, after some work was done."""
    with behind(app) as world:
        now, ben = datetime.now(UTC), world.person("Ben")
        for number in (1, 2, 9):
            items.move_item(world.project, Seen(number, 1), Status.DONE, by=ben, at=now)
        items.own_item(world.project, Seen(3, 1), world.person("Ada").id, by=ben, at=now)
        dates: dict[str, Any] = {"start": date(2026, 11, 2), "target": None, "time_zone": "UTC", "seen": 1}
        projects.change_dates(world.project, name="VANTAGE AI", **dates, by=world.person("Ada"), at=now)
        line = money.tables(world.project)[0].lines[0].line.id
        money.record_entry(
            world.project, line, EntryKind.ACTUAL, Decimal("1200.50"), day=now.date(), note="Audit", by=ben, at=now
        )
    program = program_of("Ada")
    return lambda path: program.get(path).get_json()


@pytest.mark.parametrize("path", LOOKS)
@pytest.mark.parametrize(("who", "status"), [("Ada", 200), ("Cleo", 200), ("Dan", 404), ("nobody", 401)])
def test_looking_is_for_everybody_in_the_project(program_of: ProgramOf, path: str, who: str, status: int) -> None:
    assert program_of(who).get(path).status_code == status


def test_the_four_numbers_are_those_of_the_overview(told: Callable[..., Any], client_of: ClientOf) -> None:
    found = told("/readiness")
    page = client_of("Ada").get(f"/p/{SLUG}/")
    for name in ("stated", "estimate"):
        assert f"{found[name]:g}" in page.text
    for name in ("claimed", "verified", "coverage"):
        assert f"{found[name]}%" in page.text
    assert found["claimed"] > 0


def test_the_gate_gives_the_reasons_of_the_page_in_its_order(told: Callable[..., Any], client_of: ClientOf) -> None:
    found, text = told("/gate"), client_of("Ada").get(f"/p/{SLUG}/").text
    assert found["sentence"] in text
    places = [text.index(reason["sentence"]) for reason in found["reasons"]]
    assert places == sorted(places)
    shown = found["obstacles"][:8]  # the page has room for these
    assert [each["title"] for each in shown] == sorted((each["title"] for each in shown), key=text.index)


def test_areas_stand_on_the_page_with_the_same_counts(told: Callable[..., Any], client_of: ClientOf) -> None:
    found, page = told("/areas"), client_of("Ada").get(f"/p/{SLUG}/assessment")
    rows = ["".join(row.text.split()) for row in page.all("tr")]
    names = ("strengths", "gaps", "covered", "items", "done", "verified")
    assert found["assessment"] == 1
    assert len(found["data"]) > 5
    for area in found["data"]:
        told_of_it = "".join([area["name"], *(str(area[name]) for name in names)])
        assert "".join(told_of_it.split()) in rows


@pytest.mark.parametrize("query", ["", "?unit=items", "?tier=critical", "?phase=1&unit=items"])
def test_the_burn_down_is_that_of_the_file(told: Callable[..., Any], client_of: ClientOf, query: str) -> None:
    found = told(f"/burn-down{query}")
    file = client_of("Ada").get(f"/p/{SLUG}/charts/burn-down.csv{query}").response.get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(file)))
    names = ("scope", "claimed", "verified", "remaining", "unproven")
    assert [[day["day"], *(str(day[name]) for name in names)] for day in found["days"]] == [
        [row["Day"], *(row[name.capitalize()] for name in names)] for row in rows
    ]
    assert [day["is_over"] for day in found["days"]][-1] is False


def test_the_plan_has_the_phases_of_the_file(told: Callable[..., Any], client_of: ClientOf) -> None:
    found = told("/plan")
    file = client_of("Ada").get(f"/p/{SLUG}/charts/timeline.csv").response.get_data(as_text=True)
    rows = [(row["Phase"], row["Items"], row["Claimed"]) for row in csv.DictReader(io.StringIO(file))]
    assert [(each["name"], str(each["total"]), str(each["claimed"])) for each in found["phases"]] == rows
    assert found["phases"] == told("/phases")["data"]
    page = client_of("Ada").get(f"/p/{SLUG}/plan").text
    assert found["summary"] in page
    assert (found["start_date"], found["wedge"]["start"]) == ("2026-11-02", "2026-11-02")
    assert all(trace["item"]["title"] in page for trace in told("/traces")["data"] if trace["item"])


def test_costs_are_those_of_the_file(told: Callable[..., Any], client_of: ClientOf) -> None:
    found = told("/costs")["data"]
    file = client_of("Ada").get(f"/p/{SLUG}/costs.csv").response.get_data(as_text=True)
    rows = [(row["Line"], row["Actual"], row["Remaining low"]) for row in csv.DictReader(io.StringIO(file))]
    lines = [line for each in found for line in each["lines"]]
    assert [(line["name"], float(line["actual"])) for line in lines] == [
        (name, float(spent)) for name, spent, _ in rows
    ]
    assert "1200.50" in [line["actual"] for line in lines]


def test_assessments_are_told_as_on_their_page(told: Callable[..., Any], client_of: ClientOf) -> None:
    (found,) = told("/assessments")["data"]
    assert found["title"] in client_of("Ada").get(f"/p/{SLUG}/assessments").text
    assert (found["number"], found["stated"], found["explained"]) == (1, 7.5, None)
    one = told("/assessments/1")
    page = client_of("Ada").get(f"/p/{SLUG}/assessments/1").text
    assert all(finding["message"] in page for finding in one["findings"])
    assert sum(fate["lines"] for fate in one["fates"]) == sum(1 for line in one["lines"] if line["kind"])


def test_the_document_is_given_as_it_was_received(program_of: ProgramOf, client_of: ClientOf) -> None:
    sent = program_of("Cleo").get("/assessments/1/document")
    page = client_of("Cleo").get(f"/p/{SLUG}/assessments/1/document")
    assert sent.data == page.response.data
    assert sent.headers["Content-Disposition"].startswith("attachment")


def test_findings_can_be_narrowed_to_what_waits(told: Callable[..., Any]) -> None:
    every, waiting = told("/findings?limit=200")["data"], told("/findings?state=waiting&limit=200")["data"]
    assert [each for each in every if each["decided_at"] is None] == waiting
    assert told("/findings?state=decided")["data"] == []


def test_the_diary_tells_what_the_activity_tells(told: Callable[..., Any], client_of: ClientOf) -> None:
    lines = told("/diary?kind=item")["data"]
    page = client_of("Ada").get(f"/p/{SLUG}/activity").text
    assert all(line["sentence"] in page for line in lines[:4])
    assert all(line["kind"].startswith("item.") for line in lines)


def test_the_diary_is_narrowed_by_person_item_kind_and_day(app: Flask, told: Callable[..., Any]) -> None:
    with behind(app) as world:
        ben = f"person:{world.person('Ben').id}"
    today = datetime.now(UTC).date().isoformat()
    moved = told(f"/diary?by={ben}&kind=item.moved&since={today}&until={today}")["data"]
    assert [line["item"] for line in moved] == [9, 2, 1]
    assert {line["by"]["name"] for line in moved} == {"Ben"}
    assert [line["item"] for line in told("/diary?item=2&kind=item.moved")["data"]] == [2]
    assert told("/diary?until=2020-01-01")["data"] == []
    assert told("/diary?by=console")["data"] == []


def test_the_diary_is_walked_to_its_beginning(program_of: ProgramOf) -> None:
    program, address, numbers = program_of("Ada"), f"{HOME}/diary?limit=20", []
    while address:
        page = program.get(address).get_json()
        numbers += [line["number"] for line in page["data"]]
        address = page["next"]
    assert numbers == list(range(len(numbers), 0, -1))
    assert len(numbers) > 40


@pytest.mark.parametrize(
    "query",
    ["?by=ben", "?kind=nonsense", "?item=0", "?since=yesterday", "?limit=201", "?cursor=x", "?unknown=1", "?item=1e3"],
)
def test_what_the_diary_cannot_be_narrowed_by_is_refused(program_of: ProgramOf, query: str) -> None:
    assert program_of("Ada").get(f"/diary{query}").status_code == 422


def test_my_work_is_that_of_the_tokens_person(told: Callable[..., Any], program_of: ProgramOf) -> None:
    ada = told("/my-work")
    assert [(pile["key"], [item["number"] for item in pile["items"]]) for pile in ada["piles"]] == [("critical", [3])]
    assert [item["number"] for item in ada["to_prove"]] == [1, 2, 9]
    ben = program_of("Ben").get("/my-work").get_json()
    assert [item["number"] for item in ben["waiting"]] == [1, 2, 9]
    assert ben["mine"] == 0


def test_the_use_of_a_token_is_noted_after_the_answer(app: Flask, program_of: ProgramOf) -> None:
    with program_of("Cleo").get("/readiness") as answer:
        assert answer.status_code == 200
    with behind(app) as world:
        ((token, _project),) = kept.of_person(world.person("Cleo").id)
        assert token.used_on == datetime.now(UTC).date()
