"""Settings: dates, policy and people; what is refused stays typed, and stale saves show both values."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import SLUG
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness.domain.words import Tier
from vantage_readiness.services.policies import policy_of
from vantage_readiness.storage import people
from vantage_readiness.storage.database import db

ClientOf = Callable[[str], Client]
HERE = f"/p/{SLUG}/settings"
DATES = {
    "dates-name": "VANTAGE AI",
    "dates-start": "2026-12-01",
    "dates-target": "2027-02-01",
    "dates-time_zone": "Europe/Berlin",
    "dates-version": "1",
}
POLICY = {
    "policy-critical": "5",
    "policy-important": "2",
    "policy-nice": "1",
    "policy-evidence_days": "14",
    "policy-coverage_days": "7",
    "policy-version": "1",
}
EVE = {"member-name": "Eve", "member-email": "Eve@Example.org", "member-role": "member"}


def value(page: Page, name: str) -> str:
    """Give what a control holds."""
    return next(each.attributes.get("value", "") for each in page.all("input", name=name))


def person(app: Flask, name: str) -> int:
    with behind(app) as world:
        return world.person(name).id


@pytest.mark.parametrize(("who", "status"), [("Ada", 200), ("Ben", 403), ("Cleo", 403), ("Dan", 404)])
def test_settings_are_for_leads(client_of: ClientOf, who: str, status: int) -> None:
    assert client_of(who).get(HERE).status == status


def test_dates_are_saved_and_the_plan_has_dates(client_of: ClientOf) -> None:
    client = client_of("Ada")
    assert client.post(f"{HERE}/dates", DATES).response.location == HERE
    page = client.get(HERE)
    assert (value(page, "dates-start"), value(page, "dates-version")) == ("2026-12-01", "2")
    assert next(each.attributes["value"] for each in page.all("option", selected="")) == "Europe/Berlin"
    assert "From 1 December 2026" in client.get(f"/p/{SLUG}/plan").text
    activity = client.get(f"/p/{SLUG}/activity").text
    assert "set the start date to 1 December 2026" in activity
    assert "changed the time zone from “UTC” to “Europe/Berlin”" in activity


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"dates-name": ""}, "Enter a name for the project."),
        ({"dates-name": "x" * 201}, "Keep it under 200 characters."),
        ({"dates-start": "soon"}, "Enter a date such as 2026-12-14."),
        ({"dates-start": "0001-01-01"}, "Enter a date between the years 2000 and 2999."),
        ({"dates-target": "2026-11-30"}, "The target date has to be after the start date."),
        ({"dates-time_zone": "Mars/Olympus"}, "Choose one from the list."),
        ({"dates-version": "x"}, "Enter a whole number."),
    ],
)
def test_refused_dates_stay_typed_with_the_error_beside_them(
    client_of: ClientOf, change: dict[str, str], sentence: str
) -> None:
    client = client_of("Ada")
    page = client.post(f"{HERE}/dates", {**DATES, **change})
    assert (page.status, sentence in page.text) == (422, True)
    assert value(page, "dates-name") == {**DATES, **change}["dates-name"]
    assert value(client.get(HERE), "dates-start") == ""


def test_a_stale_save_shows_both_values_and_can_be_repeated_knowingly(client_of: ClientOf) -> None:
    client = client_of("Ada")
    client.post(f"{HERE}/dates", DATES)
    mine = {**DATES, "dates-start": "2027-01-04", "dates-target": ""}
    stale = client.post(f"{HERE}/dates", mine)
    assert stale.status == 409
    assert "Start date: you entered 2027-01-04, it is now 2026-12-01." in stale.text
    assert "Target date: you entered nothing, it is now 2027-02-01." in stale.text
    assert (value(stale, "dates-start"), value(stale, "dates-version")) == ("2027-01-04", "2")
    assert client.post(f"{HERE}/dates", {**mine, "dates-version": "2"}).status == 302
    assert value(client.get(HERE), "dates-start") == "2027-01-04"


def test_a_save_that_changes_nothing_makes_no_later_save_stale(client_of: ClientOf) -> None:
    client = client_of("Ada")
    client.post(f"{HERE}/dates", DATES)
    before = value(client.get(HERE), "policy-version")
    client.post(f"{HERE}/dates", {**DATES, "dates-version": "2"})
    client.post(f"{HERE}/policy", {**POLICY, "policy-version": "2"})
    client.post(f"{HERE}/policy", {**POLICY, "policy-version": "3"})
    assert (before, value(client.get(HERE), "policy-version")) == ("2", "3")


def test_a_stale_policy_shows_numbers_as_numbers(client_of: ClientOf) -> None:
    client = client_of("Ada")
    client.post(f"{HERE}/policy", {**POLICY, "policy-nice": "3"})
    stale = client.post(f"{HERE}/policy", {**POLICY, "policy-nice": "1", "policy-second_person": "y"})
    assert stale.status == 409
    assert "Points of a nice-to-have item: you entered 1, it is now 3." in stale.text
    assert "you entered yes, it is now no." in stale.text


def test_the_policy_is_saved_and_numbers_follow_it(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ada")
    assert client.post(f"{HERE}/policy", POLICY).status == 302
    page = client.get(HERE)
    assert value(page, "policy-critical") == "5"
    assert "checked" not in page.by_id("policy-second_person").attributes
    with behind(app) as world:
        policy = policy_of(world.project)
    assert (policy.evidence_days, policy.second_person, policy.weights[Tier.PLAN]) == (14, False, 0)
    assert "critical from 4 to 5" in client.get(f"/p/{SLUG}/activity").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"policy-critical": "0"}, "Enter a whole number from 1 to 100."),
        ({"policy-nice": "many"}, "Enter a whole number."),
        ({"policy-important": ""}, "Enter a number."),
        ({"policy-evidence_days": "9" * 30}, "Enter a whole number from 1 to 730."),
    ],
)
def test_a_refused_policy_says_why(client_of: ClientOf, change: dict[str, str], sentence: str) -> None:
    page = client_of("Ada").post(f"{HERE}/policy", {**POLICY, **change})
    assert (page.status, sentence in page.text) == (422, True)
    assert value(page, "policy-evidence_days") == {**POLICY, **change}["policy-evidence_days"]


def test_a_stale_policy_shows_both_values(client_of: ClientOf) -> None:
    client = client_of("Ada")
    client.post(f"{HERE}/policy", POLICY)
    stale = client.post(f"{HERE}/policy", {**POLICY, "policy-critical": "9", "policy-second_person": "y"})
    assert stale.status == 409
    assert "Points of a critical item: you entered 9, it is now 5." in stale.text
    assert "A second person verifies and approves: you entered yes, it is now no." in stale.text


def test_a_new_person_gets_a_link_that_is_shown_once_and_works_once(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ada")
    page = client.post(f"{HERE}/people", EVE)
    link = page.by_id("one-time-link").attributes["value"]
    assert (page.status, "Eve belongs to the project now." in page.text) == (200, True)
    assert re.fullmatch(r"https?://[^/]+/join/[\w-]{40,}", link)
    assert link not in client.get(HERE).response.text
    assert "eve@example.org invited, not here yet" in client.get(HERE).text
    eve = client_of("nobody")
    path = "/" + link.split("/", 3)[3]
    assert eve.get(path).h1 == "Join VANTAGE AI"
    assert eve.post(path, {"name": "Eve", "password": "walnut gravel thimble"}).status == 302
    assert eve.get(f"/p/{SLUG}/items").status == 200
    assert client_of("nobody").post(path).status == 410


def test_somebody_with_a_password_is_added_without_a_link(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        world.person("Dan").password_hash = "chosen"
        db.session.commit()
    client = client_of("Ada")
    answer = client.post(f"{HERE}/people", {**EVE, "member-name": "Dan", "member-email": "dan@example.org"})
    assert answer.response.location == HERE
    assert "Dan belongs to the project now" in client.get(HERE).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"member-name": ""}, "Enter a name."),
        ({"member-email": "nowhere"}, "Enter an e-mail address such as ada@example.org."),
        ({"member-role": "emperor"}, "Choose one from the list."),
        ({"member-email": "ben@example.org"}, "Ben belongs to this project already."),
    ],
)
def test_a_refused_person_stays_typed(app: Flask, client_of: ClientOf, change: dict[str, str], sentence: str) -> None:
    sent = {**EVE, **change}
    page = client_of("Ada").post(f"{HERE}/people", sent)
    assert (page.status, sentence in page.text) == (422, True)
    assert value(page, "member-email") == sent["member-email"]
    with behind(app):
        assert people.find_by_email("eve@example.org") is None


def test_a_role_is_changed_and_takes_effect(app: Flask, client_of: ClientOf) -> None:
    client, ben = client_of("Ada"), person(app, "Ben")
    answer = client.post(f"{HERE}/people/{ben}/role", {"role": "lead"})
    assert answer.response.location == f"{HERE}#people"
    assert client_of("Ben").get(HERE).status == 200
    assert "Ada changed the role of Ben from member to lead" in client.get(f"/p/{SLUG}/activity").text


def test_who_is_removed_finds_nothing_any_more(app: Flask, client_of: ClientOf) -> None:
    client, ben = client_of("Ada"), person(app, "Ben")
    theirs = client_of("Ben")
    assert client.post(f"{HERE}/people/{ben}/remove").response.location == f"{HERE}#people"
    assert theirs.get(f"/p/{SLUG}/").status == 404
    assert "Ben" not in client.get(HERE).by_id("people").text


def test_the_only_lead_stays(app: Flask, client_of: ClientOf) -> None:
    client, ada = client_of("Ada"), person(app, "Ada")
    for page in (
        client.post(f"{HERE}/people/{ada}/remove"),
        client.post(f"{HERE}/people/{ada}/role", {"role": "viewer"}),
    ):
        assert (page.status, "Make somebody else a lead first." in page.text) == (422, True)


def test_a_lead_who_steps_back_is_led_to_where_they_may_be(app: Flask, client_of: ClientOf) -> None:
    client, ada, ben = client_of("Ada"), person(app, "Ada"), person(app, "Ben")
    client.post(f"{HERE}/people/{ben}/role", {"role": "lead"})
    assert client.post(f"{HERE}/people/{ada}/role", {"role": "member"}).response.location == f"/p/{SLUG}/"
    other = client_of("Ben")
    assert other.post(f"{HERE}/people/{ada}/role", {"role": "lead"}).status == 302
    assert other.post(f"{HERE}/people/{ben}/remove").response.location == "/"


@pytest.mark.parametrize(("path", "status"), [("999/remove", 404), ("999/role", 404), ("1/role", 422)])
def test_nonsense_about_people_is_refused(client_of: ClientOf, path: str, status: int) -> None:
    role = {"role": "member"} if path.startswith("999") else {"role": "emperor"}
    assert client_of("Ada").post(f"{HERE}/people/{path}", role).status == status


def test_nobody_else_changes_settings(app: Flask, client_of: ClientOf) -> None:
    ben, id_ = client_of("Ben"), person(app, "Cleo")
    for path, sent in (
        ("dates", DATES),
        ("policy", POLICY),
        ("people", EVE),
        (f"people/{id_}/role", {"role": "lead"}),
        (f"people/{id_}/remove", {}),
    ):
        assert ben.post(f"{HERE}/{path}", sent).status == 403
