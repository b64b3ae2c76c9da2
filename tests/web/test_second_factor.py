"""The second factor as people meet it: at the door, in their account, and where administrators need one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import SLUG
from tests.pages import Client, Page
from vantage_readiness.services import people

ClientOf = Callable[[str], Client]
PASSWORD = "a long enough password"
START = datetime(2026, 11, 23, 12, 0, 15, tzinfo=UTC)


def code_of(secret: str) -> str:
    """Give what the app on a phone shows now."""
    return pyotp.TOTP(secret).at(datetime.now(UTC))


def enrol(client: Client) -> tuple[str, list[str], Page]:
    """Set a second factor up by the pages; give the secret, the recovery codes and the page that showed them."""
    page = client.follow(client.post("/account/second-factor/begin"))
    secret = page.by_id("secret").text.replace(" ", "")
    shown = client.post("/account/second-factor/new", {"code": code_of(secret)}, token=page.csrf())
    assert shown.status == 200, shown.text
    return secret, [each.attributes["value"] for each in shown.all("input", name="code")], shown


def at_the_door(client: Client, next_: str = "") -> Page:
    page = client.post("/sign-in", {"email": "ada@example.org", "password": PASSWORD, "next": next_})
    assert page.status == 302
    assert page.response.location.startswith("/second-factor")
    return client.follow(page)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as moving:
        yield moving


def later(clock: time_machine.Traveller, **by: int) -> None:
    clock.shift(timedelta(**by))


def test_it_is_set_up_asked_for_and_opens(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    ada, browser = client_of("Ada"), client_of("nobody")
    secret, codes, shown = enrol(ada)
    assert len(codes) == 10
    assert "shown only now" in shown.text
    later(clock, minutes=1)
    asked = at_the_door(browser, f"/p/{SLUG}/items")
    field = asked.by_id("code").attributes
    assert (field["autocomplete"], asked.h1) == ("one-time-code", "Enter the code")
    assert browser.get("/account").status == 302
    typed = f" {code_of(secret)[:3]} {code_of(secret)[3:]} "
    page = browser.post("/second-factor", {"code": typed, "next": f"/p/{SLUG}/items"}, token=asked.csrf())
    assert page.response.location == f"/p/{SLUG}/items"
    assert browser.follow(page).h1 == "Items"


def test_the_secret_stands_on_the_page_as_a_drawing_and_as_text(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = ada.follow(ada.post("/account/second-factor/begin"))
    groups = page.by_id("secret").text.split()
    assert [len(group) for group in groups] == [4] * 8
    assert page.all("svg", role="img")[0].attributes["aria-label"]
    assert page.by_id("code").attributes["inputmode"] == "numeric"
    assert "data:" not in page.response.text
    assert ada.get("/account/second-factor/new").by_id("secret").text.split() == groups


def test_a_wrong_code_is_told_on_the_page_and_the_secret_stays(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = ada.follow(ada.post("/account/second-factor/begin"))
    for wrong, said in (("", "Enter the code"), ("123", "six digits"), ("000000", "does not open")):
        again = ada.post("/account/second-factor/new", {"code": wrong}, token=page.csrf())
        assert (again.status, again.by_id("secret").text) == (422, page.by_id("secret").text)
        assert said in again.by_id("code-error").text
    assert "It is off" in ada.get("/account/second-factor").text


def test_without_a_secret_there_is_nothing_to_prove(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    assert ada.get("/account/second-factor/new").status == 302
    assert ada.post("/account/second-factor/new", {"code": "123456"}).status == 302


def test_whoever_owes_nothing_at_the_door_is_sent_to_it(client_of: ClientOf) -> None:
    browser = client_of("nobody")
    for page in (browser.get("/second-factor?next=/x"), browser.post("/second-factor", {"code": "1", "next": "/x"})):
        assert (page.status, page.response.location) == (302, "/sign-in?next=/x")


def test_old_codes_and_cookies_open_nothing(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    ada, browser, thief = client_of("Ada"), client_of("nobody"), client_of("nobody")
    secret, codes, _ = enrol(ada)
    at_the_door(browser)
    waiting = browser._client.get_cookie("readiness-8000")
    assert waiting is not None
    assert browser.post("/second-factor", {"code": code_of(secret)}).status == 422, "it set the factor up"
    later(clock, minutes=1)
    used = code_of(secret)
    assert browser.post("/second-factor", {"code": used}).status == 302
    thief._client.set_cookie("readiness-8000", waiting.value)
    assert thief.get("/account").status == 302
    assert thief.get("/second-factor").response.location == "/sign-in"
    assert thief.post("/second-factor", {"code": codes[0]}).response.location.startswith("/sign-in")
    at_the_door(thief)
    assert thief.post("/second-factor", {"code": used}).status == 422
    assert thief.post("/second-factor", {"code": codes[1]}).status == 302
    other = client_of("nobody")
    at_the_door(other)
    assert other.post("/second-factor", {"code": codes[1]}).status == 422


def test_a_recovery_code_says_how_many_are_left(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    _, codes, _ = enrol(client_of("Ada"))
    browser = client_of("nobody")
    at_the_door(browser, "/account")
    page = browser.post("/second-factor", {"code": codes[0], "next": "/account"})
    assert "9 recovery codes are left" in browser.follow(page).text
    assert "9 codes left" in browser.get("/account/second-factor").text


def test_a_pending_sign_in_runs_out(client_of: ClientOf, clock: time_machine.Traveller) -> None:
    secret, _, _ = enrol(client_of("Ada"))
    browser = client_of("nobody")
    at_the_door(browser)
    later(clock, minutes=10)
    page = browser.post("/second-factor", {"code": code_of(secret)})
    assert page.response.location == "/sign-in"
    assert "took too long" in browser.follow(page).text


def test_codes_are_saved_as_a_file_only_while_they_open(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    _, codes, _ = enrol(ada)
    page = ada.post("/account/second-factor/codes/file", {"code": codes})
    assert "recovery-codes.txt" in page.response.headers["Content-Disposition"]
    assert codes[0][:4] in page.response.text
    for wrong in ([], ["x" * 12], [*codes[:9], "made up here"]):
        assert ada.post("/account/second-factor/codes/file", {"code": wrong}).status == 422
    renewed = ada.post("/account/second-factor/codes")
    assert len(renewed.all("input", name="code")) == 10
    assert ada.post("/account/second-factor/codes/file", {"code": codes}).status == 422


def test_it_is_removed_and_other_sign_ins_end(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    enrol(ada)
    elsewhere = client_of("nobody")
    ada.post("/account/second-factor/codes")
    assert "is removed" in ada.follow(ada.post("/account/second-factor/remove")).text
    assert ada.post("/account/second-factor/remove").status == 422
    assert ada.post("/account/second-factor/codes").status == 422
    assert elsewhere.follow(elsewhere.post("/sign-in", {"email": "ada@example.org", "password": PASSWORD})).status


def test_nothing_is_kept_by_a_browser_or_shown_to_another(client_of: ClientOf) -> None:
    _, codes, shown = enrol(client_of("Ada"))
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert codes[0] not in client_of("Ben").get("/account/second-factor").response.text


def make_administrator(app: Flask, name: str) -> None:
    from vantage_readiness.storage.database import db

    with app.app_context():
        people.get_by_email(f"{name}@example.org").is_administrator = True
        db.session.commit()


def test_where_it_is_required_an_administrator_can_only_set_one_up(app: Flask, client_of: ClientOf) -> None:
    ada, ben = client_of("Ada"), client_of("Ben")
    assert ada.post("/administration/second-factor", {"required": "yes", "version": "0"}).status == 422
    enrol(ada)
    assert ben.post("/administration/second-factor", {"required": "yes", "version": "0"}).status == 403
    assert ada.post("/administration/second-factor", {"required": "yes", "version": "0"}).status == 302
    assert ada.get("/account").status == 200
    assert ben.get("/account").status == 200, "it concerns administrators only"
    make_administrator(app, "Ben")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(
            ("second_factor", "confirm", "health", "account.sign", "account.link", "account.set", "api_")
        ):
            continue
        if "GET" in (rule.methods or ()) and not rule.arguments - {"slug"} and not is_open(app, rule.endpoint):
            page = ben.get(rule.rule.replace("<slug>", SLUG))
            assert (page.status, page.response.location) == (302, "/account/second-factor"), rule
    page = ben.get("/account/second-factor")
    assert "nothing else is open to you" in page.text
    assert ben.post(f"/p/{SLUG}/items/1/comments", {"text": "x"}, token=page.csrf()).status == 403
    assert ben.get(f"/p/{SLUG}/", headers={"X-Live": "1"}).status == 403
    assert ben.post("/account/second-factor/codes", token=page.csrf()).status == 403
    new = ben.follow(ben.post("/account/second-factor/begin", token=page.csrf()))
    secret = new.by_id("secret").text.replace(" ", "")
    assert ben.post("/account/second-factor/new", {"code": code_of(secret)}, token=new.csrf()).status == 200
    assert ben.get("/account").status == 200
    assert "Administrators cannot remove it" in ben.get("/account/second-factor").text
    assert ben.post("/account/second-factor/remove").status == 422


def is_open(app: Flask, endpoint: str) -> bool:
    from vantage_readiness.web import access

    return access.need_of(app, endpoint) is access.Need.EVERYONE


def test_the_switch_is_a_card_that_says_who_may_use_it(app: Flask) -> None:
    from flask import render_template

    from vantage_readiness.services.site import Decision

    shown = {}
    for name, decision, has_one in (
        ("off", Decision(None, 0), True),
        ("on", Decision(True, 3), False),
        ("none", Decision(None, 0), False),
    ):
        with app.test_request_context():
            shown[name] = render_template(
                "administration/_second_factor.html", factor=decision, has_factor=has_one, here="/administration"
            )
    assert 'name="required" value="yes"' in shown["off"]
    assert 'name="required" value="no"' in shown["on"]
    assert "set one up for yourself first" in shown["none"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1")), st.integers().map(str)),
    next_=st.text(),
)
def test_no_code_whatever_breaks_the_door(asked: tuple[Client, Client], code: str, next_: str) -> None:
    for client, path in zip(asked, ("/second-factor", "/account/second-factor/new"), strict=True):
        sent = {"code": code.encode("utf-8", "surrogatepass"), "next": next_.encode("utf-8", "surrogatepass")}
        assert client.post(path, sent, token=client_token(client)).status in (302, 422)


def client_token(client: Client) -> str:
    kept: str = client.__dict__.setdefault("kept_token", "") or client.csrf()
    client.__dict__["kept_token"] = kept
    return kept


@pytest.fixture
def asked(client_of: ClientOf) -> tuple[Client, Client]:
    """Give a browser that owes a code, and one that is about to set a factor up."""
    ada, ben, browser = client_of("Ada"), client_of("Ben"), client_of("nobody")
    enrol(ada)
    at_the_door(browser)
    ben.post("/account/second-factor/begin")
    return browser, ben
