"""Administration: everybody there is, what can be done about one of them, and who may not come here."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask, url_for

from tests.conftest import NOW, SLUG
from tests.pages import Client, Page
from tests.services import crowd
from tests.web.behind import behind
from vantage_readiness.services import administration, backups, diary, links, people, projects, sign_ins
from vantage_readiness.services.administration import Wish
from vantage_readiness.storage import heartbeats
from vantage_readiness.storage.database import db
from vantage_readiness.storage.people import User

ClientOf = Callable[[str], Client]
HERE = "/administration"
ROOMS = (
    "",
    "/people/1",
    "/people/2/remove",
    "/projects",
    "/projects/1/delete",
    "/activity",
    "/activity.csv",
    "/health",
)
ACTS = ("disable", "enable", "administrator", "no-administrator", "sign-out", "invite", "remove")


def number_of(app: Flask, name: str) -> int:
    with behind(app) as world:
        return world.person(name).id


def user_of(app: Flask, name: str) -> User:
    with behind(app) as world:
        return world.person(name)


def act(client: Client, number: int, what: str, **sent: str) -> Page:
    return client.post(f"{HERE}/people/{number}/{what}", sent)


@pytest.mark.parametrize("room", ROOMS)
def test_only_administrators_see_it(client_of: ClientOf, room: str) -> None:
    assert client_of("Ada").get(HERE + room).status == 200
    for name in ("Ben", "Dan"):
        assert client_of(name).get(HERE + room).status == 403


def test_only_administrators_act(app: Flask, client_of: ClientOf) -> None:
    with behind(app):
        before = crowd.everything()["user"]
    dan = client_of("Dan")
    assert {act(dan, number_of(app, "Ben"), what).status for what in ACTS} == {403}
    assert dan.post(f"{HERE}/projects/1/delete", {"typed": SLUG}).status == 403
    with behind(app):
        assert crowd.everything()["user"] == before


def test_the_way_there_is_on_the_account_page(client_of: ClientOf) -> None:
    assert "Administration" in client_of("Ada").get("/account").text
    assert "Administration" not in client_of("Ben").get("/account").text


def test_everybody_is_listed_with_what_matters(client_of: ClientOf) -> None:
    page = client_of("Ada").get(HERE)
    rows = {row.text.split()[0]: row.text for row in page.all("tr") if "@" in row.text}
    assert list(rows) == ["Ada", "Ben", "Cleo", "Dan"]
    assert "Administrator" in rows["Ada"]
    assert "Invited, not in yet" in rows["Ben"]
    assert "VANTAGE AI Member" in rows["Ben"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("?q=cle", ["Cleo"]),
        ("?q=EXAMPLE.org ben", ["Ben"]),
        ("?state=administrators", ["Ada"]),
        ("?state=invited", ["Ben", "Cleo", "Dan"]),
        ("?state=one-factor", ["Ada", "Ben", "Cleo", "Dan"]),
        ("?state=disabled", []),
        ("?state=nonsense&page=-7", ["Ada", "Ben", "Cleo", "Dan"]),
        ("?q=%25", []),
        ("?q=%00", ["Ada", "Ben", "Cleo", "Dan"]),
        ("?page=99999", ["Ada", "Ben", "Cleo", "Dan"]),
    ],
)
def test_people_are_narrowed(client_of: ClientOf, asked: str, names: list[str], both: None) -> None:
    page = client_of("Ada").get(HERE + asked)
    assert [row.text.split()[0] for row in page.all("tr") if "@" in row.text] == names


def test_two_thousand_people_come_page_by_page_in_few_questions(app: Flask, client_of: ClientOf) -> None:
    with behind(app):
        db.session.add_all(User(name=f"Person {n:04}", email=f"p{n}@example.org", created_at=NOW) for n in range(2000))
        db.session.commit()
    ada = client_of("Ada")
    page = ada.get(f"{HERE}?page=2")
    assert "Page 2 of 41" in page.text
    assert len([row for row in page.all("tr") if "@" in row.text]) == administration.PAGE
    assert "2,004 accounts" in page.text
    assert "Person 1999" in ada.get(f"{HERE}?q=p1999@").text


def test_somebody_is_disabled_and_enabled_again(app: Flask, client_of: ClientOf) -> None:
    ada, ben, number = client_of("Ada"), client_of("Ben"), number_of(app, "Ben")
    assert "is disabled" in ada.follow(act(ada, number, "disable")).text
    assert ben.get("/account").status == 302
    assert "Disabled" in ada.get(f"{HERE}/people/{number}").text
    assert "can sign in again" in ada.follow(act(ada, number, "enable")).text
    assert ben.get("/account").status == 302


def test_the_last_administrator_stays(app: Flask, client_of: ClientOf) -> None:
    ada, number = client_of("Ada"), number_of(app, "Ada")
    page = act(ada, number, "no-administrator")
    assert (page.status, "only administrator" in page.text) == (422, True)
    assert act(ada, number, "disable").status == 422
    assert act(ada, number, "remove", typed="ada@example.org").status == 422
    assert user_of(app, "Ada").is_administrator


def test_an_administrator_is_made_and_may_leave(app: Flask, client_of: ClientOf) -> None:
    ada, ben = client_of("Ada"), number_of(app, "Ben")
    assert "is an administrator now" in ada.follow(act(ada, ben, "administrator")).text
    assert client_of("Ben").get(HERE).status == 200
    left = act(ada, number_of(app, "Ada"), "no-administrator")
    assert ada.follow(left).status == 200 or ada.get("/account").status == 200
    assert ada.get(HERE).status == 403


def test_every_sign_in_of_somebody_is_ended(app: Flask, client_of: ClientOf) -> None:
    ada, ben, number = client_of("Ada"), client_of("Ben"), number_of(app, "Ben")
    assert "1 browser" in ada.get(f"{HERE}/people/{number}").text
    act(ada, number, "sign-out")
    assert ben.get("/account").status == 302


def test_a_fresh_invitation_is_shown_once_and_kills_the_older(app: Flask, client_of: ClientOf) -> None:
    ada, number = client_of("Ada"), number_of(app, "Ben")
    first, second = (shown(act(ada, number, "invite")) for _ in range(2))
    newcomer = client_of("nobody")
    assert newcomer.get(first).status == 410
    assert newcomer.get(second).status == 200
    assert "/join/" not in ada.get(f"{HERE}/people/{number}").text


def shown(page: Page) -> str:
    return "/join/" + page.by_id("one-time-link").attributes["value"].partition("/join/")[2]


def test_nobody_gets_a_link_to_enter_as_somebody_who_came_in_before(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        world.person("Ben").password_hash = "kept"
        db.session.commit()
    page = act(client_of("Ada"), number_of(app, "Ben"), "invite")
    assert (page.status, "came in before" in page.text, "/join/" in page.text) == (422, True, False)


def test_who_came_in_by_a_link_and_chose_no_password_is_no_newcomer(
    app: Flask, client_of: ClientOf, both: None
) -> None:
    ada, _ben, number = client_of("Ada"), client_of("Ben"), number_of(app, "Ben")
    page = act(ada, number, "invite")
    assert (page.status, "came in before" in page.text, "/join/" in page.text) == (422, True, False)
    assert "Ben" not in [row.text.split()[0] for row in ada.get(f"{HERE}?state=invited").all("tr")]


def test_somebody_is_removed_after_their_address_was_typed(app: Flask, client_of: ClientOf) -> None:
    ada, number = client_of("Ada"), number_of(app, "Dan")
    asked = ada.get(f"{HERE}/people/{number}/remove")
    assert "you become its lead" in asked.text
    wrong = act(ada, number, "remove", typed="dan")
    assert (wrong.status, "Type dan@example.org" in wrong.text) == (422, True)
    assert f"Former person {number}" in ada.follow(act(ada, number, "remove", typed="Dan@example.org")).text
    assert act(ada, number, "remove", typed="dan@example.org").status == 404
    assert ada.get(f"{HERE}/people/{number}/remove").status == 404
    page = ada.get(f"{HERE}/people/{number}")
    assert "was removed on" in page.text
    assert "Dan" not in page.text


def test_after_a_removal_no_page_of_anybody_says_the_name(app: Flask, client_of: ClientOf) -> None:
    """Every page there is, as every role, the files among them, is read for the name and the address."""
    with behind(app) as world:
        user = crowd.quirin(world)
        sign_ins.use_link(links.sign_in_link(user, NOW), browser="x", address="::1", at=NOW)
        number = user.id
    ada = client_of("Ada")
    seen = {path: ada.get(path).text for path in readable(app)}
    assert sum(crowd.NAME in text for text in seen.values()) >= 5
    act(ada, number, "remove", typed=crowd.EMAIL)
    for name in ("Ada", "Cleo"):
        client = client_of(name)
        for path in readable(app):
            text = client.get(path).response.text
            assert not [word for word in (*crowd.NAME.split(), crowd.EMAIL) if word.lower() in text.lower()], path
    assert f"Former person {number}" in ada.get(f"/p/{SLUG}/activity").text


def readable(app: Flask) -> list[str]:
    """Give the address of every page that can be read without knowing more than the project."""
    values: dict[str, Any] = {"slug": SLUG, "number": 1, "user": 2, "line": 1, "finding": 1, "chart": "burn-down"}
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    known = [rule for rule in rules if rule.arguments <= set(values)]
    with app.test_request_context():
        found = [url_for(rule.endpoint, **{name: values[name] for name in rule.arguments}) for rule in known]
    found += [f"/p/{SLUG}/items/{number}" for number in (36, 37, 38)]
    return [*found, f"{HERE}?state=removed", f"{HERE}/activity?by=person:5"]


def test_a_project_is_deleted_after_its_name_was_typed(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    wrong = ada.post(f"{HERE}/projects/1/delete", {"typed": "VANTAGE AI"})
    assert (wrong.status, f"Type {SLUG}" in wrong.text) == (422, True)
    assert "VANTAGE AI is deleted" in ada.follow(ada.post(f"{HERE}/projects/1/delete", {"typed": SLUG})).text
    assert ada.get(f"/p/{SLUG}/").status == 404
    assert ada.post(f"{HERE}/projects/1/delete", {"typed": SLUG}).status == 404
    assert "VANTAGE AI" in ada.get(f"{HERE}/activity?group=site").text
    with behind(app):
        assert diary.verify()[1] == []


def test_the_book_of_the_site_is_told_and_narrowed(app: Flask, client_of: ClientOf) -> None:
    ada, number = client_of("Ada"), number_of(app, "Ben")
    act(ada, number, "disable")
    text = ada.get(f"{HERE}/activity?group=people").by_id("activity").text
    assert "disabled the account of Ben" in text
    assert "signed in" not in text
    assert "signed in" in ada.get(f"{HERE}/activity?group=sign-ins&by=person:1&days=7").by_id("activity").text
    assert "Nothing in the diary of the site" in ada.get(f"{HERE}/activity?by=person:999").text


def test_the_book_of_the_site_leaves_as_a_file(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    act(ada, number_of(app, "Ben"), "disable")
    rows = list(csv.DictReader(io.StringIO(ada.get(f"{HERE}/activity.csv").response.text, newline="")))
    assert (rows[0]["Who"], rows[0]["What"]) == ("Ada", "disabled the account of Ben")
    assert [int(row["Number"]) for row in rows] == list(range(len(rows), 0, -1))


def test_older_lines_come_page_by_page(app: Flask, client_of: ClientOf) -> None:
    with behind(app):
        for name in range(60):
            people.introduce(f"P {name}", f"p{name}@example.org", at=NOW)
    ada = client_of("Ada")
    page = ada.get(f"{HERE}/activity")
    older = next(link.attributes["href"] for link in page.all("a", rel="next"))
    assert "Latest" in ada.get(older).text


def test_health_says_what_is_and_what_is_not_well(app: Flask, client_of: ClientOf, both: None) -> None:
    page = client_of("Ada").get(f"{HERE}/health")
    assert "does not tick; start it with `flask clock`" in page.text
    assert ("SQLite" in page.text) != ("PostgreSQL" in page.text)
    with behind(app):
        heartbeats.beat("clock", NOW)
        db.session.commit()
        assert facts(NOW)["Clock"].is_well
        assert facts(NOW)["Schema"].is_well
        assert facts(NOW)["Newest backup"].is_well is False
        assert facts(NOW, wants_backups=False)["Newest backup"].is_well
        heartbeats.beat(backups.LAST, NOW)
        db.session.commit()
        assert facts(NOW)["Newest backup"].is_well
        assert facts(NOW.replace(hour=10))["Clock"].is_well is False


def facts(at: datetime, *, wants_backups: bool = True) -> dict[str, administration.Fact]:
    return {fact.label: fact for fact in administration.health(at, wants_backups=wants_backups)}


def test_a_wish_is_an_address_again() -> None:
    wish = Wish.read({"q": " Ada  L ", "state": "disabled", "page": "3"})
    assert wish == Wish("Ada L", "disabled", 3)
    assert wish.query(1) == "?q=Ada+L&state=disabled"
    assert Wish().query(1) == ""


def test_nobody_becomes_a_member_by_administering(app: Flask, client_of: ClientOf) -> None:
    with behind(app):
        slug = next(each.slug for each in projects.every() if each.slug != SLUG)
    assert client_of("Ada").get(f"/p/{slug}/").status == 404


def test_who_may_not_enter_reads_that_it_is_not_allowed(client_of: ClientOf) -> None:
    page = client_of("Ben").get(HERE)
    assert page.status == 403
    assert "This is not allowed" in page.text
    assert "Request " in page.text
