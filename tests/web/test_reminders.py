"""The page of a project's reminders, its deputies, still true in one click, and a new date for what is overdue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.conftest import NOW, SLUG
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.words import Tier
from vantage_readiness.services import edits, items, reminders
from vantage_readiness.services.items import Seen

ClientOf = Callable[[str], Client]
HERE = f"/p/{SLUG}/settings/reminders"
ITEM = f"/p/{SLUG}/items/1"
RULES: dict[str, object] = {
    "reminders-hour": "7",
    "reminders-working_days": ["1", "2", "3", "4"],
    "reminders-holidays": "2026-12-25 Christmas\n\n2026-12-24\r\n",
    "reminders-before": "14, 3 0",
    "reminders-every": "2",
    "reminders-blocked_days": "4",
    "reminders-untouched_days": "21",
    **{f"reminders-{tier.value}_deputy": "2" for tier in Tier},
    **{f"reminders-{tier.value}_lead": "6" for tier in Tier},
    "reminders-report_day": "5",
    "reminders-report_hour": "16",
    "reminders-version": "1",
}


def rules(app: Flask) -> Rules:
    with behind(app) as world:
        return reminders.rules_of(world.project)


def value(page: Page, name: str) -> str:
    return next(each.attributes.get("value", "") for each in page.all("input", name=name))


def person(app: Flask, name: str) -> int:
    with behind(app) as world:
        return world.person(name).id


@pytest.mark.parametrize(("who", "status"), [("Ada", 200), ("Ben", 403), ("Cleo", 403), ("Dan", 404)])
def test_reminders_are_for_leads(client_of: ClientOf, who: str, status: int) -> None:
    assert client_of(who).get(HERE).status == status
    assert client_of(who).post(HERE, RULES).status == (302 if status == 200 else status)


def test_rules_are_saved_as_typed_and_told_in_the_diary(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ada")
    assert HERE in [each.attributes["href"] for each in client.get(f"/p/{SLUG}/settings").all("a")]
    assert client.post(HERE, RULES).response.location == HERE
    assert rules(app) == Rules(
        hour=7,
        working_days=(1, 2, 3, 4),
        holidays=(date(2026, 12, 24), date(2026, 12, 25)),
        before=(14, 3, 0),
        every=2,
        blocked_days=4,
        untouched_days=21,
        escalations=dict.fromkeys(Tier, (2, 6)),
        report_day=5,
        report_hour=16,
        report_is_automatic=False,
    )
    page = client.get(HERE)
    assert page.all("textarea")[0].text == "2026-12-24 2026-12-25"
    assert (value(page, "reminders-before"), value(page, "reminders-version")) == ("14, 3, 0", "2")
    ticked = [each.attributes["value"] for each in page.all("input", checked="")]
    assert ticked == ["1", "2", "3", "4"]
    assert "changed the reminders: hour from 8 to 7" in client.get(f"/p/{SLUG}/activity").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hour": "24"}, "Choose one from the list."),
        ({"working_days": []}, "Choose at least one working day."),
        ({"working_days": ["8"]}, "Choose from the list."),
        ({"holidays": "2026-12-24\n24.12.2026"}, "Line 2, “24.12.2026”, is no date. Write it like 2026-12-24."),
        ({"holidays": "20261224"}, "Line 1, “20261224”, is no date."),
        ({"holidays": "1026-12-24"}, "Line 1, “1026-12-24”, is no date."),
        ({"holidays": "\n".join(str(date(2026, 1, 1) + timedelta(n)) for n in range(401))}, "Keep at most 400."),
        ({"before": "soon"}, "Write whole numbers with commas between them, such as 7, 1, 0."),
        ({"before": "91"}, "each from 0 to 90 days ahead."),
        ({"every": "0"}, "Enter a whole number from 1 to 365."),
        ({"blocked_days": ""}, "Enter a number."),
        ({"critical_deputy": "9"}, "The deputy hears of an overdue item before the leads do"),
        ({"plan_lead": "-1"}, "Enter a whole number from 0 to 365."),
    ],
)
def test_refused_rules_stay_typed_and_change_nothing(
    app: Flask, client_of: ClientOf, change: dict[str, object], sentence: str
) -> None:
    page = client_of("Ada").post(HERE, {**RULES, **{f"reminders-{name}": said for name, said in change.items()}})
    assert page.status == 422
    assert sentence in page.text
    assert rules(app) == Rules()
    if "every" not in change:
        assert value(page, "reminders-every") == "2"


def test_stale_rules_are_refused_with_both_values(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    ada.post(HERE, RULES)
    page = ada.post(HERE, {**RULES, "reminders-hour": "9", "reminders-working_days": ["1"], "reminders-every": "5"})
    assert page.status == 409
    assert "Letters are written at: you entered 09:00, it is now 07:00." in page.text
    assert "Working days: you entered Monday, it is now Monday, Tuesday, Wednesday, Thursday." in page.text
    assert "Once overdue, again after how many working days: you entered 5, it is now 2." in page.text
    assert rules(app).hour == 7
    assert (
        ada.post(HERE, {**RULES, "reminders-hour": "9", "reminders-version": value(page, "reminders-version")}).status
        == 302
    )
    assert rules(app).hour == 9


def test_a_deputy_is_named_on_the_page(app: Flask, client_of: ClientOf) -> None:
    ada, (ben, cleo) = client_of("Ada"), (person(app, name) for name in ("Ben", "Cleo"))
    path = f"/p/{SLUG}/settings/people/{ben}/deputy"
    assert ada.post(path, {"deputy": str(person(app, "Ada"))}).response.location == f"{HERE}#deputies"
    chosen = [each.attributes["value"] for each in ada.get(HERE).all("option", selected="") if each.text == "Ada"]
    assert chosen == [str(person(app, "Ada"))]
    for deputy, status in ((cleo, 422), (ben, 422), (9999, 422), ("x", 422)):
        assert ada.post(path, {"deputy": str(deputy)}).status == status
    assert ada.post(f"/p/{SLUG}/settings/people/9999/deputy", {"deputy": str(ben)}).status == 404
    assert client_of("Ben").post(path, {"deputy": ""}).status == 403
    with behind(app) as world:
        assert reminders.deputies(world.project) == {ben: world.person("Ada").id}
    assert ada.post(path, {"deputy": ""}).status == 302
    with behind(app) as world:
        assert reminders.deputies(world.project) == {}


# Still true -----------------------------------------------------------------------------------------------------------


def test_one_click_says_that_an_item_is_still_true(app: Flask, client_of: ClientOf) -> None:
    ben = client_of("Ben")
    page = ben.get(f"{ITEM}/still-true")
    assert page.h1 == "Is this still true?"
    (form,) = [each for each in page.all("form") if each.attributes["action"] == f"{ITEM}/confirm"]
    assert form.text == "Still true"
    sent = {name: value(page, name) for name in ("version", "back")}
    answer = ben.post(f"{ITEM}/confirm", sent)
    assert answer.response.location == ITEM
    assert "Noted: this is still true." in ben.follow(answer).text
    with behind(app) as world:
        assert edits.get(world.project, 1).confirmed_on == datetime.now(UTC).date()


def test_whoever_follows_the_link_signed_out_comes_back_to_it(client_of: ClientOf) -> None:
    answer = client_of("nobody").get(f"{ITEM}/still-true")
    assert answer.response.location == f"/sign-in?next={ITEM}/still-true"
    assert client_of("Cleo").get(f"{ITEM}/still-true").status == 403
    assert client_of("Dan").get(f"{ITEM}/still-true").status == 404
    assert client_of("Ben").get(f"/p/{SLUG}/items/999/still-true").status == 404


# A new date for what is overdue ---------------------------------------------------------------------------------------


def late(app: Flask) -> None:
    with behind(app) as world:
        ada, ben = world.person("Ada"), world.person("Ben")
        items.own_item(world.project, Seen(1, None), ben.id, by=ada, at=NOW)
        items.set_due(world.project, Seen(1, None), date(2026, 1, 9), by=ada, at=NOW)


def test_what_is_overdue_gets_a_new_date_and_a_reason(app: Flask, client_of: ClientOf) -> None:
    ben = client_of("Ben")
    assert "postpone" not in ben.get(ITEM).response.text
    late(app)
    page, desk = ben.get(ITEM), ben.get(f"/p/{SLUG}/my-work")
    assert "This should have been done by 9 Jan 2026" in page.text
    for each in (page, desk):
        assert f"{ITEM}/postpone" in [form.attributes["action"] for form in each.all("form")]
    assert not client_of("Cleo").get(ITEM).all("form", action=f"{ITEM}/postpone")
    with behind(app) as world:
        version = str(edits.get(world.project, 1).version)
    sent = {"version": version, "new_due": "2027-01-15", "reason": "The vendor is late."}
    assert ben.post(f"{ITEM}/postpone", sent).status == 302
    page = ben.get(ITEM)
    assert "This should have been done" not in page.text
    assert "The vendor is late." in page.by_id("history").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": " "}, "Enter a reason for the new date."),
        ({"new_due": ""}, "Enter the new date."),
        ({"new_due": "2026-01-10"}, "The new date has to be after today"),
        ({"new_due": "soon"}, "Enter the new date as a date"),
    ],
)
def test_a_refused_new_date_stays_typed(app: Flask, client_of: ClientOf, change: dict[str, str], sentence: str) -> None:
    late(app)
    with behind(app) as world:
        version = str(edits.get(world.project, 1).version)
    sent = {"version": version, "new_due": "2027-01-15", "reason": "late", **change}
    page = client_of("Ben").post(f"{ITEM}/postpone", sent)
    assert page.status == 422
    assert sentence in page.text
    assert page.by_id("ask-reason-1").attributes["value"] == sent["reason"]
    with behind(app) as world:
        assert edits.get(world.project, 1).due == date(2026, 1, 9)


def test_a_stale_new_date_shows_both_values(app: Flask, client_of: ClientOf) -> None:
    late(app)
    sent = {"version": "1", "new_due": "2027-01-15", "reason": "late"}
    page = client_of("Ben").post(f"{ITEM}/postpone", sent)
    assert page.status == 409
    assert "you wanted 2027-01-15" in page.text
    assert "it is now 2026-01-09" in page.text
