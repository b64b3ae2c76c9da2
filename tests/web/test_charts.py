"""What charts are drawn from: JSON and CSV under the rules of pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from tests.conftest import NOW, SLUG, World
from tests.pages import Client
from tests.web.behind import behind
from vantage_readiness.services import projects
from vantage_readiness.storage import plan

ClientOf = Callable[[str], Client]
CHARTS = f"/p/{SLUG}/charts"
NAMES = ["burn-down.json", "burn-up.json", "timeline.json", "sparkline.json", "burn-down.csv", "timeline.csv"]


def begin(world: World) -> None:
    """Set the start date."""
    project = world.project
    projects.change_dates(
        project,
        name=project.name,
        start=date(2026, 11, 9),
        target=None,
        time_zone="UTC",
        seen=project.settings_version,
        by=world.person("Ada"),
        at=NOW,
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_costs_nothing_when_nothing_changed(client_of: ClientOf, name: str) -> None:
    client = client_of("Cleo")
    first = client.get(f"{CHARTS}/{name}")
    assert first.status == 200
    again = client.get(f"{CHARTS}/{name}", headers={"If-None-Match": first.response.headers["ETag"]})
    assert (again.status, again.response.data) == (304, b"")


@pytest.mark.parametrize("name", NAMES)
def test_strangers_find_no_chart(client_of: ClientOf, name: str) -> None:
    assert client_of("Dan").get(f"{CHARTS}/{name}").status == 404


def test_the_burn_down_is_drawn_in_the_unit_asked_for(client_of: ClientOf) -> None:
    client = client_of("Cleo")
    points = json.loads(client.get(f"{CHARTS}/burn-down.json").response.text)
    items = json.loads(client.get(f"{CHARTS}/burn-down.json?unit=items&tier=critical").response.text)
    assert _highest(points) == 56
    assert _highest(items) == 8


def test_a_phase_is_drawn_without_the_wedge_of_the_whole_plan(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        begin(world)
        phase = plan.phases(world.project.id)[0].id
    client = client_of("Cleo")
    assert '"Plan"' in client.get(f"{CHARTS}/burn-down.json").response.text
    assert '"Plan"' not in client.get(f"{CHARTS}/burn-down.json?phase={phase}").response.text


@pytest.mark.parametrize("query", ["unit=stars", "tier=huge", "phase=x", "area=-1"])
def test_nonsense_is_refused_with_a_sentence(client_of: ClientOf, query: str) -> None:
    page = client_of("Cleo").get(f"{CHARTS}/burn-down.json?{query}")
    assert page.status == 422
    assert "from the list" in page.text


def test_the_numbers_leave_as_a_file(client_of: ClientOf) -> None:
    answer = client_of("Cleo").get(f"{CHARTS}/burn-down.csv").response
    assert answer.mimetype == "text/csv"
    assert "vantage-ai-burn-down.csv" in answer.headers["Content-Disposition"]
    header, first = answer.text.split("\r\n")[:2]
    assert header.startswith("Day,Scope,Claimed,Verified")
    assert first.startswith("2026-11-09,56,0,0,56,0")


def test_a_timeline_without_a_start_date_says_why_it_is_empty(client_of: ClientOf) -> None:
    assert "Set the start date" in client_of("Cleo").get(f"{CHARTS}/timeline.json").response.text


def test_the_phases_leave_as_a_file(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        begin(world)
    rows = client_of("Cleo").get(f"{CHARTS}/timeline.csv").response.text.split("\r\n")
    assert rows[1].startswith("Security Hardening,1–2 weeks,2026-11-09,2026-11-16,2026-11-09,2026-11-23,,,8,0,0")


def _highest(figure: dict[str, list[dict[str, list[int]]]]) -> int:
    return max(value for trace in figure["data"] for value in trace["y"])
