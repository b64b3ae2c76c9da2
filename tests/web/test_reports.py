"""Weekly reports on pages: the list, one week, publishing, files, two weeks beside each other, letters."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.conftest import NOW, SLUG
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness.domain.weekly import Weekly
from vantage_readiness.domain.weeks import Week
from vantage_readiness.domain.words import Status, Way
from vantage_readiness.output.weekly import KINDS
from vantage_readiness.services import items, reports, subscriptions, weekly
from vantage_readiness.services.edits import Seen
from vantage_readiness.services.projects import Project
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery

ClientOf = Callable[[str], Client]
ALL = f"/p/{SLUG}/reports"
W46, W47, W48 = (f"{ALL}/2026-W{number}" for number in (46, 47, 48))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Let it be Monday the 23rd of November 2026; the project began in week 46."""
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


def publish(client: Client, week: str = W47, note: str = "") -> Page:
    return client.post(f"{week}/publish", {"note": note})


def weeks(page: Page) -> list[str]:
    return [row.text.split()[0] for row in page.all("th", scope="row") if row.text.startswith("20")]


def files(page: Page) -> list[str]:
    return [link.attributes["href"] for link in page.all("a") if "/report." in link.attributes["href"]]


def move(app: Flask, number: int, to: Status, days_ago: int) -> None:
    with behind(app) as world:
        at = NOW - timedelta(days=days_ago)
        items.move_item(world.project, Seen(number, None), to, by=world.person("Ben"), at=at)


def test_the_list_has_every_week_and_the_running_one(client_of: ClientOf) -> None:
    page = client_of("Cleo").get(ALL)
    assert weeks(page) == ["2026-W48", "2026-W47", "2026-W46"]
    assert "Draft so far" in page.text
    assert "published by itself on the Monday after it, at 07:00" in page.text
    assert not [form for form in page.all("form") if form.attributes.get("action", "").endswith("/publish")]


def test_only_leads_are_offered_to_publish(client_of: ClientOf) -> None:
    offered = [form.attributes.get("action") for form in client_of("Ada").get(ALL).all("form")]
    assert [f"{W47}/publish", f"{W46}/publish"] == [each for each in offered if each and each.endswith("publish")]
    assert publish(client_of("Ben")).status == 403


def test_a_project_without_a_week_that_is_over_says_when_there_will_be_one(
    client_of: ClientOf, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW - timedelta(days=12))  # Wednesday of its first week
    page = client_of("Ada").get(ALL)
    assert "No week of this project is over yet" in page.text
    assert "The first one ends on Sunday, 15 November 2026" in page.text
    assert "There is only one week to look at" in client_of("Ada").get(f"{ALL}/compare").text


def test_a_long_list_is_cut_into_pages(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    clock.move_to(NOW + timedelta(weeks=40))
    first, second = (client_of("Cleo").get(f"{ALL}?page={number}") for number in (1, 2))
    assert len(weeks(first)) == 27
    assert len(weeks(second)) == 16
    assert weeks(client_of("Cleo").get(f"{ALL}?page=999"))[-1] == "2026-W46"


def test_a_draft_says_that_it_is_one_and_offers_no_files(client_of: ClientOf) -> None:
    ada, cleo = client_of("Ada"), client_of("Cleo")
    running, over = ada.get(W48), ada.get(W47)
    assert (running.h1, over.h1) == ("Week 48 of 2026", "Week 47 of 2026")
    assert "Draft so far" in running.text
    assert "Everything as it stands today, 23 November 2026" in running.text
    assert "Not published yet" in over.text
    assert "A lead of the project can publish it" in cleo.get(W47).text
    assert files(running) == files(over) == []
    assert not [form for form in running.all("form") if form.attributes.get("action") == f"{W48}/publish"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"{ALL}/2026-W45", "does not reach back to 2026-W45"),
        (f"{ALL}/2026-W54", "does not exist"),
        (f"{ALL}/2026-W47?edition=2", "There is no edition 2"),
        (f"{ALL}/2026-W47/report.md", "There is no report of 2026-W47"),
        (f"{ALL}/2026-W47/secrets.txt", "does not exist"),
        (f"{ALL}/latest/report.md", "No weekly report of this project is published yet"),
    ],
)
def test_what_is_not_there_is_not_found(client_of: ClientOf, path: str, said: str) -> None:
    page = client_of("Ada").get(path)
    assert (page.status, said in page.text) == (404, True), page.text


def test_a_week_that_has_not_begun_is_refused(client_of: ClientOf) -> None:
    page = client_of("Ada").get(f"{ALL}/2026-W49")
    assert (page.status, "2026-W49 has not begun" in page.text) == (422, True)


def test_publishing_freezes_a_week(app: Flask, client_of: ClientOf) -> None:
    move(app, 1, Status.IN_PROGRESS, 5)
    ada = client_of("Ada")
    said = ada.follow(publish(ada))
    assert "Edition 1 of 2026-W47 is published" in said.text
    before = ada.get(W47)
    assert len(files(before)) >= 5
    assert "published 23 Nov 2026, 09:00 by Ada" in before.text
    move(app, 1, Status.OPEN, 0)
    after = ada.get(W47)
    assert before.by_id("gate").text == after.by_id("gate").text
    assert before.by_id("files").text == after.by_id("files").text
    assert "2026-W47" in ada.get(f"/p/{SLUG}/activity").text


def test_what_cannot_be_published_is_refused_with_a_sentence_and_keeps_what_was_typed(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    running = publish(ada, W48)
    assert (running.status, "2026-W48 is not over" in running.text) == (422, True)
    publish(ada)
    again = publish(ada)
    assert (again.status, "Say in a note why" in again.text) == (422, True)
    equal = publish(ada, note="A date was wrong")
    assert (equal.status, "Nothing in 2026-W47 is different" in equal.text) == (422, True)
    assert equal.by_id("note").attributes["value"] == "A date was wrong"


def test_the_newest_report_has_addresses_that_stay(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    nothing = ada.get(f"{ALL}/latest")
    assert nothing.response.location.endswith(ALL)
    assert "No weekly report of this project is published yet" in ada.follow(nothing).text
    publish(ada, W46)
    publish(ada, W47)
    assert ada.get(f"{ALL}/latest").response.location.endswith(W47)
    latest, frozen = (ada._client.get(path) for path in (f"{ALL}/latest/report.md", f"{W47}/report.md"))
    assert latest.data == frozen.data
    assert b"47" in latest.data


def test_the_overview_leads_to_the_newest_report(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    assert "No week is published yet" in ada.get(f"/p/{SLUG}/").by_id("report-card").text
    publish(ada)
    page = ada.get(f"/p/{SLUG}/")
    assert "Week 47 of 2026" in page.by_id("report-card").text
    assert W47 in [link.attributes["href"] for link in page.all("a")]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_file_is_an_attachment_with_its_hash_as_tag(client_of: ClientOf, name: str) -> None:
    ada = client_of("Ada")
    publish(ada)
    answer = client_of("Cleo")._client.get(f"{W47}/{name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename=vantage-ai-2026-W47-{name}"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.data).hexdigest()}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type == KINDS[name]
    again = ada._client.get(f"{W47}/{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert answer.headers["ETag"].strip('"') in ada.get(W47).by_id("files").text


def test_an_older_edition_stays_and_says_that_it_was_replaced(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = client_of("Ada")
    publish(ada)
    first = ada._client.get(f"{W47}/report.json").data
    another_edition(app, monkeypatch)
    newest, older = ada.get(W47), ada.get(f"{W47}?edition=1")
    assert "Edition 2, published anew" in newest.text
    assert "A line was missing" in newest.text
    assert "This edition was replaced" in older.text
    assert ada._client.get(f"{W47}/report.json?edition=1").data == first
    assert ada._client.get(f"{W47}/report.json").data != first
    named = ada._client.get(f"{W47}/report.md").headers["Content-Disposition"]
    assert named.endswith("vantage-ai-2026-W47-edition-2-report.md")
    assert "2" in ada.get(ALL).all("td", data_label="Edition")[0].text


def another_edition(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish week 47 anew, as after an update that counts something better."""
    build = weekly.build

    def better(project: Project, week: Week, *, today: date) -> Weekly:
        return replace(build(project, week, today=today), plan_sentence="The plan has dates.")

    with behind(app) as world, monkeypatch.context() as patched:
        patched.setattr(weekly, "build", better)
        reports.publish(world.project, Week(2026, 47), by="console", at=NOW, note="A line was missing")


def test_two_weeks_stand_beside_each_other(app: Flask, client_of: ClientOf) -> None:
    move(app, 1, Status.IN_PROGRESS, 5)
    cleo = client_of("Cleo")
    page = cleo.get(f"{ALL}/compare?from=2026-W46&to=2026-W47")
    assert "Items that moved: 1" in page.text
    assert "open → in progress" in page.by_id("moved").text
    assert cleo.get(f"{ALL}/compare").by_id("moved").text == page.by_id("moved").text
    turned = cleo.get(f"{ALL}/compare?from=2026-W47&to=2026-W46")
    assert turned.by_id("moved").text == page.by_id("moved").text
    assert "Choose two different weeks" in cleo.get(f"{ALL}/compare?from=2026-W47&to=2026-W47").text


def test_weeks_that_are_none_are_refused_with_a_sentence(client_of: ClientOf) -> None:
    page = client_of("Cleo").get(f"{ALL}/compare?from=yesterday&to=2026-W47")
    assert (page.status, "“yesterday” is no week" in page.text) == (422, True)
    assert client_of("Cleo").get(f"{ALL}/compare?from=2026-W30&to=2026-W47").status == 404


def test_everybody_chooses_their_own_letter(app: Flask, client_of: ClientOf) -> None:
    cleo = client_of("Cleo")
    assert cleo.get(f"{ALL}/mail").by_id("way-none").attributes.get("checked") == ""
    said = cleo.follow(cleo.post(f"{ALL}/mail", {"way": "attached"}))
    assert "the summary and the files" in said.text
    assert said.by_id("way-attached").attributes.get("checked") == ""
    with behind(app) as world:
        ways = [subscriptions.way_of(world.project.id, world.person(name).id) for name in ("Cleo", "Ada")]
    assert ways == [Way.ATTACHED, None]
    assert "no more letters" in cleo.follow(cleo.post(f"{ALL}/mail", {"way": ""})).text
    assert cleo.post(f"{ALL}/mail", {"way": "by pigeon"}).status == 422


@pytest.mark.usefixtures("nothing_owed")
def test_a_test_goes_to_oneself(app: Flask, client_of: ClientOf) -> None:
    cleo = client_of("Cleo")
    page = cleo.follow(cleo.post(f"{ALL}/mail/test", {"week": "2026-W48", "way": "attached"}))
    assert "on its way to cleo@example.org" in page.text
    with behind(app):
        owed = db.session.scalars(select(Delivery)).all()
        assert [(row.kind, row.address) for row in owed] == [("trial", "cleo@example.org")]
    assert cleo.post(f"{ALL}/mail/test", {"week": "2026-W49", "way": "linked"}).status == 422
    assert cleo.post(f"{ALL}/mail/test", {"week": "never", "way": "linked"}).status == 422


def test_a_published_week_is_not_read_again_by_who_has_it(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    publish(ada)
    ada.get(W47)
    tag = ada.get(W47).response.headers["ETag"]
    assert ada._client.get(W47, headers={"If-None-Match": tag}).status_code == 304
