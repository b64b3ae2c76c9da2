"""The page of letters, the link that ends them, and the calendar's address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import NOW, SLUG, World
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness.domain.diary import person
from vantage_readiness.domain.preferences import Concern, Often, Wish
from vantage_readiness.domain.words import Way
from vantage_readiness.services import feeds, items, people, preferences, subscriptions, unsubscribing
from vantage_readiness.services.items import Seen
from vantage_readiness.services.projects import User
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery
from vantage_readiness.web.safety import HEADERS

ClientOf = Callable[[str], Client]
HERE = "/account/letters"
EVERYTHING = [concern.value for concern in Concern]
TODAY = NOW.date()
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def wish(app: Flask, name: str = "Ben") -> Wish:
    with behind(app) as world:
        user = world.person(name)
        return preferences.wish_of([user.id])[user.id]


def ticked(page: Page, name: str) -> list[str]:
    return [each.attributes["value"] for each in page.all("input", name=name) if "checked" in each.attributes]


def link(app: Flask, name: str = "Ben", what: str = "digest") -> str:
    with behind(app) as world:
        return "/" + unsubscribing.link("http://x", world.person(name).id, what).removeprefix("http://x/")


# The page -------------------------------------------------------------------------------------------------------------


def test_the_page_shows_what_everybody_gets_and_what_always_comes(client_of: ClientOf) -> None:
    client = client_of("Ben")
    assert HERE in [each.attributes["href"] for each in client.get("/account").all("a")]
    page = client.get(HERE)
    assert (ticked(page, "often"), ticked(page, "tell"), ticked(page, "quiet")) == (["daily"], EVERYTHING, [])
    assert "Letters about your account always come, and those that tell leads when a gate changes." in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


def test_what_is_ticked_is_what_comes(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ben")
    sent = {"version": "0", "often": "weekly", "tell": ["overdue", "due"], "quiet": ["6", "7"]}
    assert client.post(HERE, sent).response.location == HERE
    page = client.get(HERE)
    assert (ticked(page, "often"), ticked(page, "tell")) == (["weekly"], ["overdue", "due"])
    assert ticked(page, "quiet") == ["6", "7"]
    muted = frozenset(Concern) - {Concern.OVERDUE, Concern.DUE}
    assert wish(app) == Wish(Often.WEEKLY, muted, frozenset({6, 7}))
    assert "What you are written was changed" in client.get("/account").text
    assert wish(app, "Ada") == Wish()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"often": "hourly"}, "Choose daily, weekly or off"),
        ({"often": ""}, "Choose daily, weekly or off"),
        ({"quiet": ["9"]}, "A quiet day is a day of the week"),
        ({"quiet": ["x"]}, "Choose a day from the list."),
        ({"quiet": list("1234567")}, "With seven quiet days no digest could come."),
        ({"version": "x"}, "Choose the version from the list."),
    ],
)
def test_what_cannot_be_wished_is_refused(
    app: Flask, client_of: ClientOf, change: dict[str, object], sentence: str
) -> None:
    page = client_of("Ben").post(HERE, {"version": "0", "often": "off", "tell": EVERYTHING, **change})
    assert page.status == 422
    assert sentence in page.text
    assert wish(app) == Wish()


def test_a_stale_form_shows_both_values_and_can_be_sent_again(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ben")
    client.post(HERE, {"version": "0", "often": "weekly", "tell": EVERYTHING})
    stale = {"version": "0", "often": "off", "tell": EVERYTHING}
    page = client.post(HERE, stale)
    assert page.status == 409
    assert "Digest: you entered Never, it is now On the first working day of a week." in page.text
    assert ticked(page, "often") == ["off"]
    (version,) = [each.attributes["value"] for each in page.all("input", name="version")]
    assert client.post(HERE, {**stale, "version": version}).status == 302
    assert wish(app).often is Often.OFF


def test_reports_are_chosen_per_project(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ben")
    for sent, way in (("attached", Way.ATTACHED), ("linked", Way.LINKED), ("", None)):
        assert client.post(f"{HERE}/reports", {f"way-{SLUG}": sent, "way-other-thing": "linked"}).status == 302
        with behind(app) as world:
            assert [kept for _, kept in subscriptions.of(world.person("Ben"))] == [way]
    assert client.post(f"{HERE}/reports", {f"way-{SLUG}": "by pigeon"}).status == 422
    with behind(app) as world:
        other = next(project for project, _ in subscriptions.of(world.person("Dan")))
        assert subscriptions.way_of(other.id, world.person("Ben").id) is None


def test_who_belongs_to_no_project_is_told_so(app: Flask, client_of: ClientOf) -> None:
    with behind(app):
        people.introduce("Fay", "fay@example.org", at=NOW)
    page = client_of("Fay").get(HERE)
    assert "You belong to no project yet." in page.text
    assert not page.all("select")


def test_the_page_shows_what_would_come_now_and_sends_nothing(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ben")
    assert "No letter comes today." in client.get(f"{HERE}/preview").text
    with behind(app) as world:
        _with_item(world, "Ben", 1, date(2026, 1, 9))
        _with_item(world, "Ada", 2, date(2026, 1, 9))
    page = client.get(f"{HERE}/preview")
    assert f"/p/{SLUG}/items/1" in [each.attributes["href"] for each in page.all("a")]
    assert "due 9 January 2026" in page.text
    assert "/items/2" not in page.response.text
    with behind(app):
        assert not db.session.scalars(select(Delivery).where(Delivery.kind == "digest")).all()


# Ending letters by a link ---------------------------------------------------------------------------------------------


def test_opening_the_link_shows_what_would_end_and_changes_nothing(app: Flask) -> None:
    page = Client(app).get(link(app))
    assert page.h1 == "Stop the digest?"
    assert wish(app) == Wish()
    assert "Ben" not in page.text


def test_one_click_ends_it_without_cookie_token_origin_or_referer(app: Flask) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        answer = app.test_client(use_cookies=False).post(link(app), data=ONE_CLICK, content_type=kind)
        assert answer.status_code == 200
        assert "You get no more of these letters" in answer.text
        assert HEADERS.items() <= dict(answer.headers).items()
        assert wish(app).often is Often.OFF


def test_the_button_ends_it_and_there_is_a_way_back(app: Flask) -> None:
    with behind(app) as world:
        preferences.change(world.person("Ben"), Wish(Often.WEEKLY), seen=0, at=NOW)
    client, path = Client(app), link(app)
    ended = client.post(path)
    assert (ended.status, ended.h1) == (200, "You get no more of these letters")
    assert wish(app).often is Often.OFF
    assert client.get(path).h1 == "You get no more of these letters"
    (how,) = [each.attributes["value"] for each in ended.all("input", name="how")]
    again = client.post(f"{path}/again", {"how": how})
    assert (again.status, again.h1) == (200, "You get these letters again")
    assert wish(app).often is Often.WEEKLY


def test_beginning_again_is_no_matter_of_one_click(app: Flask) -> None:
    Client(app).post(link(app))
    answer = app.test_client(use_cookies=False).post(link(app) + "/again", data=ONE_CLICK)
    assert answer.status_code == 400
    assert wish(app).often is Often.OFF


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_from_elsewhere_cannot_post_it_in_somebodys_browser(app: Flask, headers: dict[str, str]) -> None:
    assert app.test_client().post(link(app), data=ONE_CLICK, headers=headers).status_code == 403
    assert wish(app) == Wish()


def test_a_report_is_named_to_its_reader_and_to_nobody_who_left(app: Flask) -> None:
    with behind(app) as world:
        name, what = world.project.name, f"report:{world.project.id}"
        for who in ("Ben", "Cleo"):
            subscriptions.choose(world.project, world.person(who), Way.LINKED, at=NOW)
        people.disable(world.person("Cleo").id, by=person(world.person("Ada").id), at=NOW)
    assert Client(app).get(link(app, "Ben", what)).h1 == f"Stop the weekly report of {name}?"
    gone = Client(app).get(link(app, "Cleo", what))
    assert (gone.status, gone.h1) == (200, "You get no more of these letters")
    assert name not in gone.response.text
    assert Client(app).post(link(app, "Cleo", what)).text == gone.text


def test_a_link_that_is_not_whole_says_so(app: Flask) -> None:
    for page in (Client(app).get(link(app)[:-3]), Client(app).post(link(app)[:-3])):
        assert (page.status, page.h1) == (404, "This link is not complete")
    assert wish(app) == Wish()


# The calendar ---------------------------------------------------------------------------------------------------------


def address(page: Page) -> str:
    """Give the path of the calendar's address on the page that shows it."""
    (found,) = [each.attributes["value"] for each in page.all("input", id="feed")]
    return re.sub(r"^https?://[^/]+", "", found)


def test_an_address_is_shown_once_and_opens_the_calendar_without_a_sign_in(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ben")
    with behind(app) as world:
        items.own_item(world.project, Seen(1, None), world.person("Ben").id, by=world.person("Ada"), at=NOW)
        items.set_due(world.project, Seen(1, None), NOW.date(), by=world.person("Ada"), at=NOW)
    made = client.post(f"{HERE}/calendar")
    path = address(made)
    assert path not in client.get(HERE).response.text
    answer = app.test_client(use_cookies=False).get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert f"/p/{SLUG}/items/1" in answer.text.replace("\r\n ", "")
    unchanged = app.test_client().get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    renewed = address(client.post(f"{HERE}/calendar"))
    assert app.test_client().get(path).status_code == 404
    assert client.post(f"{HERE}/calendar/revoke").status == 302
    dead = app.test_client().get(renewed)
    assert (dead.status_code, dead.headers["Cache-Control"]) == (404, "no-store")
    assert "There is no address yet" in client.get(HERE).text


def test_the_log_does_not_hold_the_address(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with behind(app) as world:
        token = feeds.make(world.person("Ben"), at=datetime.now(UTC))
    with caplog.at_level("INFO"):
        app.test_client().get(f"/feed/{token}.ics").close()
        app.test_client().get(link(app)).close()
    assert "/feed/<token>.ics 200" in caplog.text
    assert token not in caplog.text
    assert link(app).rpartition("/")[2] not in caplog.text


def test_two_people_read_two_calendars(app: Flask) -> None:
    with behind(app) as world:
        texts = [
            feeds.read(feeds.make(_with_item(world, name, number), at=NOW), "http://x").decode()
            for name, number in (("Ada", 1), ("Ben", 2))
        ]
        dan = feeds.read(feeds.make(world.person("Dan"), at=NOW), "http://x").decode()
    assert ["items/1" in text.replace("\r\n ", "") for text in texts] == [True, False]
    assert ["items/2" in text.replace("\r\n ", "") for text in texts] == [False, True]
    assert "VEVENT" not in dan


def _with_item(world: World, name: str, number: int, due: date = TODAY) -> User:
    user, ada = world.person(name), world.person("Ada")
    items.own_item(world.project, Seen(number, None), user.id, by=ada, at=NOW)
    items.set_due(world.project, Seen(number, None), due, by=ada, at=NOW)
    return user
