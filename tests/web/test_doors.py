"""The doors as browsers see them: cookies that outlive what they opened, links, and pages that tell nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests.conftest import SLUG
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness.services import people, resets
from vantage_readiness.storage.database import db

ClientOf = Callable[[str], Client]
NAME = "readiness-8000"
PASSWORD, NEW = "a long enough password", "walnut gravel thimble"
ADA = {"email": "ada@example.org", "password": PASSWORD}
SETTINGS = f"/p/{SLUG}/settings"
EVE = {"member-name": "Eve", "member-email": "eve@example.org", "member-role": "member"}


def cookie_of(client: Client) -> str:
    kept = client._client.get_cookie(NAME)
    assert kept is not None
    return kept.value


def with_cookie(app: Flask, cookie: str) -> Client:
    """Give a browser that sends a cookie somebody kept."""
    client = Client(app)
    client._client.set_cookie(NAME, cookie)
    return client


def signed_in(app: Flask, **more: str) -> Client:
    client = Client(app)
    assert client.post("/sign-in", {**ADA, **more}).status == 302
    return client


def reset_path(app: Flask, name: str = "Ada") -> str:
    with behind(app) as world:
        return f"/reset/{resets.link(world.person(name), by='console', at=datetime.now(UTC))}"


def invitation(client_of: ClientOf) -> str:
    link = client_of("Ada").post(f"{SETTINGS}/people", EVE).by_id("one-time-link").attributes["value"]
    return "/" + link.split("/", 3)[3]


def told(page: Page) -> tuple[int, str, str]:
    """Give all that somebody outside learns from a page about the account they asked for."""
    return page.status, page.h1, page.text.replace("nobody@example.org", "?").replace("ada@example.org", "?")


# --- cookies -------------------------------------------------------------------------------------------------------


def test_a_browser_forgets_when_it_is_closed_unless_it_is_to_remember(app: Flask) -> None:
    for more, is_kept in (({}, False), ({"remember": "y"}, True)):
        page = Client(app).post("/sign-in", {**ADA, **more})
        cookie = page.response.headers["Set-Cookie"]
        assert ("Expires=" in cookie) is is_kept
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("remember", [{}, {"remember": "y"}], ids=["session", "remembered"])
@pytest.mark.parametrize("end", ["sign out", "everywhere", "password", "reset", "disable", "ended elsewhere", "time"])
def test_an_old_cookie_opens_nothing_after(app: Flask, remember: dict[str, str], end: str) -> None:
    ada, other = signed_in(app, **remember), signed_in(app)
    cookie, later = cookie_of(ada), timedelta()
    match end:
        case "sign out":
            ada.post("/sign-out")
        case "everywhere":
            assert other.post("/account/sign-out-everywhere").response.location == "/sign-in"
        case "password":
            other.post("/account/password", {"current": PASSWORD, "new": NEW})
        case "reset":
            assert Client(app).post(reset_path(app), {"new": NEW}).response.location == "/sign-in"
        case "disable":
            with behind(app) as world:
                people.make_administrator(world.person("Ben").id, by="console", at=datetime.now(UTC))
                people.disable(world.person("Ada").id, by="console", at=datetime.now(UTC))
        case "ended elsewhere":
            for form in other.get("/account").all("form"):
                if form.attributes["action"].endswith("/end"):
                    other.post(form.attributes["action"])
        case "time":
            later = timedelta(days=14, minutes=1) if remember else timedelta(hours=12, minutes=1)
    with time_machine.travel(datetime.now(UTC) + later):
        page = with_cookie(app, cookie).get("/account")
        assert page.status == 302
        assert page.response.location.startswith("/sign-in")


def test_signing_in_begins_a_new_session(app: Flask) -> None:
    client = Client(app)
    token = client.csrf()
    before = cookie_of(client)
    client.post("/sign-in", ADA, token=token)
    assert cookie_of(client) != before
    assert client.post("/account/name", {"name": "Mallory"}, token=token).status == 400
    assert with_cookie(app, before).get("/account").status == 302


def test_who_owes_a_code_gets_no_further_than_to_its_page(app: Flask) -> None:
    with behind(app) as world:
        world.person("Ada").totp_secret = "JBSWY3DPEHPK3PXP"
        db.session.commit()
    client = Client(app)
    page = client.post("/sign-in", {**ADA, "remember": "y"})
    assert page.response.location.startswith("/second-factor")
    assert client.get("/account").status == 302
    assert client.get(f"/p/{SLUG}/").status == 302


# --- nobody learns who has an account ------------------------------------------------------------------------------


def test_pages_at_the_door_say_the_same_of_everybody(app: Flask) -> None:
    for path, more in (("/sign-in", {"password": "wrong password"}), ("/forgotten", {})):
        pages = [
            Client(app).post(path, {"email": email, **more}) for email in ("ada@example.org", "nobody@example.org")
        ]
        assert told(pages[0]) == told(pages[1])


def test_dead_links_say_the_same_whatever_shut_them(app: Flask, client_of: ClientOf) -> None:
    used, joined = reset_path(app), invitation(client_of)
    Client(app).post(used, {"new": NEW})
    client_of("nobody").post(joined, {"name": "Eve", "password": NEW})
    for dead, guessed in ((used, "/reset/guessed"), (joined, "/join/guessed")):
        client = client_of("nobody")
        assert told(client.get(dead)) == told(client.get(guessed))
        assert told(client.post(dead, {"new": NEW})) == told(client.post(guessed, {"new": NEW}))
        assert client.get(dead).status == 410


# --- a forgotten password ------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_asked_for_from_the_door(client_of: ClientOf) -> None:
    client = client_of("nobody")
    assert "/forgotten" in {link.attributes["href"] for link in client.get("/sign-in").all("a")}
    page = client.post("/forgotten", {"email": "Ada@example.org"})
    assert (page.status, page.h1) == (200, "Look in your mail")
    assert client.post("/forgotten", {"email": "ada"}).status == 422


def test_asking_too_often_is_refused(client_of: ClientOf) -> None:
    client = client_of("nobody")
    token = client.csrf()
    pages = [client.post("/forgotten", {"email": "ada@example.org"}, token=token) for _ in range(11)]
    assert [page.status for page in pages] == [200] * 10 + [422]
    assert "Wait 5 minutes" in pages[-1].text


def test_a_new_password_is_chosen_by_the_link(app: Flask) -> None:
    client, path = Client(app), reset_path(app)
    assert client.get(path).h1 == "Choose a new password"
    refused = client.post(path, {"new": "passwordpassword"})
    assert (refused.status, "too easy to guess" in refused.text) == (422, True)
    assert client.post(path, {"new": ""}).status == 422
    assert "Sign in with it" in client.follow(client.post(path, {"new": NEW})).text
    assert client.post("/sign-in", {**ADA, "password": NEW}).status == 302


# --- invitations ---------------------------------------------------------------------------------------------------


def test_who_is_invited_joins_with_a_name_and_a_password(client_of: ClientOf) -> None:
    path, eve = invitation(client_of), client_of("nobody")
    page = eve.get(path)
    assert (page.h1, page.by_id("name").attributes["value"]) == ("Join VANTAGE AI", "Eve")
    assert eve.post(path, {"name": "", "password": NEW}).status == 422
    assert "too easy" in eve.post(path, {"name": "Eve", "password": "eve@example.org"}).text
    assert eve.follow(eve.post(path, {"name": "Eve Adams", "password": NEW})).status in (200, 302)
    assert "Eve Adams" in client_of("Ada").get(SETTINGS).text
    assert client_of("nobody").post(path, {"name": "Eve", "password": NEW}).status == 410


def test_a_lead_sees_who_is_not_here_yet_and_invites_again_or_takes_it_back(client_of: ClientOf) -> None:
    older, ada = invitation(client_of), client_of("Ada")
    forms = [form.attributes["action"] for form in ada.get(SETTINGS).all("form")]
    again = next(action for action in forms if action.endswith("/invite-again") and "/people/5" in action)
    newer = ada.post(again).by_id("one-time-link").attributes["value"]
    assert client_of("nobody").get(older).status == 410
    path = "/" + newer.split("/", 3)[3]
    assert client_of("nobody").get(path).status == 200
    page = ada.follow(ada.post(again.replace("invite-again", "withdraw")))
    assert "no longer work" in page.text
    assert "eve@example.org" not in page.text
    assert client_of("nobody").get(path).status == 410


def test_only_leads_invite_again_or_take_back(client_of: ClientOf) -> None:
    invitation(client_of)
    for verb in ("invite-again", "withdraw"):
        assert client_of("Ben").post(f"{SETTINGS}/people/5/{verb}").status == 403
        assert client_of("Dan").post(f"{SETTINGS}/people/5/{verb}").status == 404
        assert client_of("Ada").post(f"{SETTINGS}/people/2/{verb}").status in (200, 302, 422)
        assert client_of("Ada").post(f"{SETTINGS}/people/4/{verb}").status == 404


# --- one's own account ---------------------------------------------------------------------------------------------


def test_ones_address_is_changed_with_the_password(app: Flask) -> None:
    ada = signed_in(app)
    wrong = ada.post("/account/address", {"email": "ada@elsewhere.example", "password": "wrong"})
    assert (wrong.status, "current password is not right" in wrong.text) == (422, True)
    assert ada.post("/account/address", {"email": "elsewhere", "password": PASSWORD}).status == 422
    page = ada.follow(ada.post("/account/address", {"email": "ada@elsewhere.example", "password": PASSWORD}))
    assert "ada@elsewhere.example" in page.text
    assert "The e-mail address was changed" in page.text


def test_the_account_tells_where_and_how_one_is_signed_in(app: Flask) -> None:
    page = signed_in(app, remember="y").get("/account")
    assert "With the password, from 127.0.0.1" in page.by_id("sign-ins").text
    assert "this one" in page.by_id("sign-ins").text
    assert "Signed in with the password" in page.by_id("events").text
