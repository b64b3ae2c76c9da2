"""Who gets in where. Every route there is is asked, so that a new one is covered the day it is added."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.conftest import SLUG
from tests.pages import Client
from vantage_readiness.domain.weeks import Week
from vantage_readiness.factory import create_app
from vantage_readiness.web import access

ClientOf = Callable[[str], Client]
FOR_EVERYONE = {
    "account.do_set_up",
    "account.do_sign_in",
    "account.link",
    "account.set_up",
    "account.sign_in",
    "account.use_link",
    "invitations.do_join",
    "invitations.join",
    "resets.ask",
    "resets.choose",
    "resets.do_ask",
    "resets.do_choose",
    "feeds.calendar",
    "unsubscribing.begin_again",
    "unsubscribing.end",
    "unsubscribing.show",
    "api_document.show",
    "health.live",
    "health.numbers",
    "health.ready",
    "second_factor.answer",
    "second_factor.ask",
    "sso.back",
    "sso.finish",
    "sso.set_out",
}
VALUES = {
    "slug": SLUG,
    "number": 1,
    "token": "x",
    "finding": 1,
    "line": 1,
    "user": 2,
    "user_id": 2,
    "chart": "burn-down",
    "week": Week(2026, 47),
    "name": "report.md",
}
THEIR_OWN = {
    "reports.choose",
    "reports.send_test",
}  # what a reader decides for themselves changes nothing of the project
WITHOUT_TOKEN = {"unsubscribing.end"}


def rules(app: Flask, method: str) -> list[Rule]:
    """List what browsers ask for; what programs ask for is in tests/web/api/test_doors.py."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return [rule for rule in found if not rule.rule.startswith("/api/")]


def path_of(app: Flask, rule: Rule, slug: str = SLUG) -> str:
    values: dict[str, object] = {name: VALUES.get(name, 1) for name in rule.arguments}
    if "slug" in values:
        values["slug"] = slug
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)  # type: ignore[arg-type]


def test_only_these_views_are_open_to_everyone(app: Flask) -> None:
    opened = {name for name in app.view_functions if access.need_of(app, name) is access.Need.EVERYONE}
    assert opened == FOR_EVERYONE


def test_whoever_is_not_signed_in_is_sent_to_the_door(app: Flask, client_of: ClientOf) -> None:
    client = client_of("nobody")
    asked = 0
    for rule in rules(app, "GET"):
        if rule.endpoint in FOR_EVERYONE:
            continue
        page = client.get(path_of(app, rule))
        assert page.status == 302, f"{rule} answered {page.status}"
        assert page.response.location.startswith("/sign-in")
        asked += 1
    assert asked > 10


def test_whoever_is_not_signed_in_cannot_post(app: Flask, client_of: ClientOf) -> None:
    client = client_of("nobody")
    token = client.csrf()
    for rule in rules(app, "POST"):
        if rule.endpoint not in FOR_EVERYONE:
            assert client.post(path_of(app, rule), token=token).status == 401, rule


def test_a_project_of_others_does_not_exist(app: Flask, client_of: ClientOf) -> None:
    dan = client_of("Dan")
    token = dan.csrf()
    for method in ("GET", "POST"):
        for rule in rules(app, method):
            if "slug" not in rule.arguments:
                continue
            path = path_of(app, rule)
            page = dan.get(path) if method == "GET" else dan.post(path, token=token)
            assert page.status == 404, f"{method} {rule} answered {page.status}"
            assert "VANTAGE AI" not in page.text


def test_a_reader_reads_everything_and_changes_nothing(app: Flask, client_of: ClientOf) -> None:
    cleo = client_of("Cleo")
    token = cleo.csrf()
    for rule in rules(app, "POST"):
        if "slug" in rule.arguments and rule.endpoint not in THEIR_OWN:
            assert cleo.post(path_of(app, rule), token=token).status == 403, rule


def test_nobody_posts_without_a_token(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    for rule in rules(app, "POST"):
        is_posted_to_by_mail_programs = rule.endpoint in WITHOUT_TOKEN  # "x" in its place is not signed
        expected = 404 if is_posted_to_by_mail_programs else 400
        assert ada.post(path_of(app, rule), token="wrong").status == expected, rule


def test_whoever_signed_out_elsewhere_is_told_that_and_not_that_the_page_is_old(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    token = ada.csrf()
    ada.post("/sign-out", token=token)
    page = ada.post(f"/p/{SLUG}/items/1/comments", {"text": "Lost?"}, token=token)
    assert (page.status, page.h1) == (401, "Sign in first")
    assert ada.post("/sign-in", token=token).status == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://[no address"},
    ],
    ids=str,
)
def test_another_site_cannot_post(client_of: ClientOf, headers: dict[str, str]) -> None:
    ada = client_of("Ada")
    assert ada.post("/sign-out", headers=headers).status == 403
    assert ada.get("/account").status == 200


def test_a_page_comes_from_an_address_that_can_be_read(client_of: ClientOf) -> None:
    assert client_of("Ada").post("/sign-out", headers={"Referer": "http://[no address"}).status == 400


@pytest.mark.parametrize("path", ["/p/%00/", f"/p/{SLUG}%00/items", "/setup/%00", "/sign-in/%00"])
def test_an_address_with_a_nul_leads_nowhere(client_of: ClientOf, path: str, both: None) -> None:
    assert client_of("Ada").get(path).status == 404


def test_a_body_in_pieces_is_refused(client_of: ClientOf) -> None:
    assert client_of("Ada").post("/sign-out", headers={"Transfer-Encoding": "chunked"}).status == 411


def test_a_body_too_large_is_refused(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    assert ada.post(f"/p/{SLUG}/items/1/comments", {"text": "x" * 3_000_000}).status == 413


def test_an_unknown_host_is_not_answered(app: Flask) -> None:
    assert app.test_client().get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_a_signed_out_browser_stays_out(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    with ada._client.session_transaction() as session:
        kept = dict(session)
    assert ada.post("/sign-out").status == 302
    with ada._client.session_transaction() as session:
        session.update(kept)  # an old cookie, replayed
    assert ada.get("/account").status == 302


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/p/vantage-ai/items", "/p/vantage-ai/items"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("///evil.example", "/"),
        ("/\tx", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_stays_on_this_host(client_of: ClientOf, wanted: str, goes: str) -> None:
    client = client_of("nobody")
    sent = {"email": "ada@example.org", "password": "a long enough password", "next": wanted}
    page = client.post("/sign-in", sent)
    assert (page.status, page.response.location) == (302, goes)


def test_behind_https_cookies_are_secure(environment: dict[str, str]) -> None:
    app = create_app({**environment, "VANTAGE_BASE_URL": "https://ready.example"}, TESTING=True)
    answer = app.test_client().get("/sign-in", base_url="https://ready.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-readiness=")
    assert all(flag in cookie for flag in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert "Strict-Transport-Security" in answer.headers
