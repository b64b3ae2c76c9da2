"""The plan page: dates, phases with controls, what is in no phase, and traceability."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests.conftest import NOW, SLUG, World
from tests.pages import Client, Page
from tests.web.behind import behind
from tests.web.test_charts import begin
from vantage_readiness.domain.words import Status
from vantage_readiness.services import items
from vantage_readiness.services.items import Seen
from vantage_readiness.services.overview import Look
from vantage_readiness.services.plan import PlanLook
from vantage_readiness.storage.database import db
from vantage_readiness.storage.plan import phases

ClientOf = Callable[[str], Client]
PLAN = f"/p/{SLUG}/plan"


def plan(world: World) -> PlanLook:
    return PlanLook(Look(world.project, NOW.date()))


def loose_form(page: Page, number: int) -> dict[str, str]:
    """Give what the form of an item in no phase would send."""
    controls = [each for each in page.elements if "form" in each.ancestors and each.tag == "input"]
    at = next(i for i, each in enumerate(page.elements) if each.attributes.get("id") == f"loose-{number}")
    after = [each for each in page.elements[at:] if each in controls]
    return {each.attributes["name"]: each.attributes["value"] for each in after[:3]}


def test_without_a_start_date_the_lead_is_led_to_the_settings(client_of: ClientOf) -> None:
    lead, reader = client_of("Ada").get(PLAN), client_of("Cleo").get(PLAN)
    assert "The plan has no dates yet" in lead.text
    assert [each.attributes["href"] for each in lead.all("a") if each.text == "Set the start date"] == [
        f"/p/{SLUG}/settings#dates"
    ]
    assert "Set the start date" not in [each.text for each in reader.all("a")]


def test_with_a_start_date_there_is_a_timeline_with_its_numbers(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        begin(world)
    page = client_of("Cleo").get(PLAN)
    figure = page.by_id("timeline")
    assert figure.attributes["data-chart-src"] == f"/p/{SLUG}/charts/timeline.json"
    assert "From 9 November 2026, ending between 7 December 2026 and 21 December 2026. 0 of 4 phases" in figure.text
    assert page.all("svg", role="img")


def test_every_phase_stands_under_its_anchor_with_items_and_steps(client_of: ClientOf) -> None:
    page = client_of("Ben").get(PLAN)
    first = page.by_id("phase-1")
    assert "Fix hardcoded secrets" in first.text
    assert "Generate strong secrets #1 line 207" in first.text
    assert page.by_id("row-status-1").tag == "select"


def test_who_only_reads_gets_words_in_place_of_controls(client_of: ClientOf) -> None:
    page = client_of("Cleo").get(PLAN)
    assert not page.all("select")
    assert not [form for form in page.all("form") if "/items/" in form.attributes.get("action", "")]


def test_a_critical_item_in_no_phase_is_flagged_and_can_be_put_into_one(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        first = str(plan(world).phases[0].id)
    client = client_of("Ben")
    page = client.get(PLAN)
    assert "1 critical item in no phase" in page.by_id("no-phase").text
    sent = loose_form(page, 4)
    answer = client.post(f"/p/{SLUG}/items/4/phase", {**sent, "phase": first})
    assert answer.response.location == f"{PLAN}#no-phase"
    after = client.get(PLAN)
    assert "critical item in no phase" not in after.text
    assert "Add rate limiting middleware" in after.by_id("phase-1").text


def test_what_the_plan_leaves_out_is_counted_and_stands_first(client_of: ClientOf) -> None:
    trace = client_of("Cleo").get(PLAN).by_id("traceability").text
    assert "6 gaps are covered by no item" in trace
    assert "13 items are in no phase and no step" in trace
    assert "Every step of the plan has an item" in trace
    assert trace.index("Architecture: Load Balancing") < trace.index("#4 Add rate limiting") < trace.index("#1 Fix")


def test_an_item_put_into_a_phase_by_hand_is_planned_though_no_step_names_it(world: World) -> None:
    before = len(plan(world).unplanned)
    phase = plan(world).phases[0]
    items.put_in_phase(world.project, Seen(4, 1), phase.id, by=world.person("Ben"), at=NOW)
    after = plan(world)
    assert len(after.unplanned) == before - 1
    trace = next(each for each in after.traces if each.item and each.item.number == 4)
    assert (list(trace.steps), trace.phase) == ([], "Security Hardening")


def test_a_phase_counts_what_is_claimed(world: World) -> None:
    items.move_item(world.project, Seen(1, 1), Status.DONE, by=world.person("Ben"), at=NOW)
    phase = plan(world).phases[0]
    assert (phase.total, phase.claimed, phase.verified, phase.state) == (8, 1, 0, "under way")
    assert phase.weeks == "1–2 weeks"
    assert phase.started_on == NOW.date()


def test_a_plan_without_dates_still_says_how_far_it_is(world: World) -> None:
    first = phases(world.project.id)[0]
    first.weeks_min = None
    db.session.commit()
    look = plan(world)
    assert look.summary == "0 of 4 phases complete."
    assert look.phases[0].weeks is None
