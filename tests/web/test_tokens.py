"""The pages of tokens: made and shown once, listed, revoked by their person and by leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.conftest import SLUG
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness.services import tokens, transactions

ClientOf = Callable[[str], Client]
HERE = "/account/tokens"
WISH = {"name": "Nightly build", "project": SLUG, "scope": "write", "days": "30"}


def shown(page: Page) -> str:
    return next(each.attributes["value"] for each in page.all("input", id="token"))


def number(app: Flask, who: str) -> int:
    with behind(app) as world:
        return int(tokens.list_of(world.person(who))[0][0].id)


def test_a_token_is_shown_once_with_a_line_to_try_it(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ben")
    page = client.post(HERE, WISH)
    token = shown(page)
    line = next(each.attributes["value"] for each in page.all("input", id="line"))
    assert line.startswith(f'curl -H "Authorization: Bearer {token}" http')
    assert line.endswith(f"/api/v1/projects/{SLUG}")
    assert page.response.headers["Cache-Control"] == "no-store"
    again = client.get(HERE)
    assert token not in again.response.text
    assert token[-4:] in again.by_id("tokens").text
    with behind(app):
        found = tokens.find_visit(token, datetime.now(UTC), SLUG)
        assert found is not None
        assert found.scopes == ("read", "write")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"days": "0"}, "Enter a whole number from 1 to 365."),
        ({"days": "366"}, "Enter a whole number from 1 to 365."),
        ({"days": "soon"}, "Enter a whole number."),
        ({"days": ""}, "Enter a number."),
        ({"name": ""}, "Enter what the token is for."),
        ({"name": "x" * 101}, "Keep it under 100 characters."),
        ({"scope": "admin"}, "Choose one from the list."),
        ({"project": "other-thing"}, "Choose one from the list."),
        ({"scope": "lead"}, "more than you may"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_made(
    app: Flask, client_of: ClientOf, changed: dict[str, str], sentence: str
) -> None:
    page = client_of("Ben").post(HERE, WISH | changed)
    assert page.status == 422
    assert sentence in page.text
    with behind(app) as world:
        assert not tokens.list_of(world.person("Ben"))


def test_ben_revokes_his_token(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ben")
    token = shown(client.post(HERE, WISH))
    assert "opens nothing any more" in client.follow(client.post(f"{HERE}/{number(app, 'Ben')}/revoke")).text
    with behind(app):
        assert tokens.find_visit(token, datetime.now(UTC), SLUG) is None


def test_a_lead_sees_whose_tokens_enter_and_revokes_one(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    assert "No program may enter" in ada.get(f"/p/{SLUG}/settings").by_id("tokens").text
    token = shown(client_of("Ben").post(HERE, WISH))
    card = ada.get(f"/p/{SLUG}/settings").by_id("tokens").text
    assert "Nightly build" in card
    assert "Ben" in card
    revoked = ada.post(f"/p/{SLUG}/settings/tokens/{number(app, 'Ben')}/revoke")
    assert "No program may enter" in ada.follow(revoked).by_id("tokens").text
    with behind(app):
        assert tokens.find_visit(token, datetime.now(UTC), SLUG) is None


def test_a_token_of_another_project_is_not_found_in_this_one(app: Flask, client_of: ClientOf) -> None:
    dan = client_of("Dan")
    token = shown(dan.post(HERE, WISH | {"project": "other-thing"}))
    assert client_of("Ada").post(f"/p/{SLUG}/settings/tokens/{number(app, 'Dan')}/revoke").status == 404
    assert client_of("Ada").post(f"{HERE}/{number(app, 'Dan')}/revoke").status == 404
    with behind(app):
        assert tokens.find_visit(token, datetime.now(UTC), "other-thing") is not None


def test_members_do_not_revoke_tokens_of_others(app: Flask, client_of: ClientOf) -> None:
    client_of("Ada").post(HERE, WISH)
    assert client_of("Ben").post(f"{HERE}/{number(app, 'Ada')}/revoke").status == 404
    assert client_of("Ben").post(f"/p/{SLUG}/settings/tokens/{number(app, 'Ada')}/revoke").status == 403


def test_the_account_leads_to_the_tokens(client_of: ClientOf) -> None:
    page = client_of("Cleo").get("/account")
    assert any(link.attributes["href"] == HERE for link in page.all("a"))
    assert "You have no tokens." in client_of("Cleo").get(HERE).text


def test_the_last_use_is_seen_on_both_pages(app: Flask, client_of: ClientOf) -> None:
    ben, ada = client_of("Ben"), client_of("Ada")
    token = shown(ben.post(HERE, WISH))
    assert "not yet" in ada.get(f"/p/{SLUG}/settings").by_id("tokens").text
    with behind(app), transactions.looking():
        found = tokens.find_visit(token, datetime.now(UTC))
        assert found is not None
        tokens.note_use(found, datetime.now(UTC))
    assert "not yet" not in ben.get(HERE).by_id("tokens").text
    assert "not yet" not in ada.get(f"/p/{SLUG}/settings").by_id("tokens").text
