"""The signed cookie: checked once and kept for a moment, but never told to anybody else, nor after its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask, flash, get_flashed_messages, session

from tests.pages import Client
from vantage_readiness.factory import create_app
from vantage_readiness.services import sign_ins

PAGE = "/p/vantage-ai/"
NAME = "readiness-8000"


def cookie_of(client: Client) -> str:
    kept = client._client.get_cookie(NAME)
    assert kept is not None
    return kept.value


def opened(app: Flask, cookie: str) -> dict[str, object]:
    with app.test_request_context(headers={"Cookie": f"{NAME}={cookie}"}):
        return dict(session)


def test_a_cookie_says_the_same_the_second_time(app: Flask, client_of: Callable[[str], Client]) -> None:
    cookie = cookie_of(client_of("Ada"))
    first = opened(app, cookie)
    assert first["_user_id"]
    assert opened(app, cookie) == first


@pytest.mark.parametrize(
    "change", [lambda c: c[:-9] + ("A" if c[-9] != "A" else "B") + c[-8:], lambda c: c[1:], lambda c: "x"]
)
def test_a_changed_cookie_says_nothing(
    app: Flask, client_of: Callable[[str], Client], change: Callable[[str], str]
) -> None:
    cookie = cookie_of(client_of("Ada"))
    assert opened(app, cookie)
    assert opened(app, change(cookie)) == {}


def test_a_cookie_says_nothing_after_its_lifetime(app: Flask, client_of: Callable[[str], Client]) -> None:
    cookie = cookie_of(client_of("Ada"))
    assert opened(app, cookie)
    with time_machine.travel(datetime.now(UTC) + app.permanent_session_lifetime + timedelta(minutes=2)):
        assert opened(app, cookie) == {}


def test_what_one_request_does_to_its_session_does_not_reach_the_next(
    app: Flask, client_of: Callable[[str], Client]
) -> None:
    with app.test_request_context():
        session["_flashes"] = [("success", "Once")]
        response = app.response_class()
        app.session_interface.save_session(app, session, response)
    cookie = response.headers["Set-Cookie"].partition(";")[0].partition("=")[2]
    for _ in range(2):
        with app.test_request_context(headers={"Cookie": f"{NAME}={cookie}"}):
            flash("Twice")
            session["more"] = 1
            assert get_flashed_messages() == ["Once", "Twice"]
    assert opened(app, cookie).keys() == {"_flashes"}


def test_a_sign_in_that_ended_lets_nobody_in_though_its_cookie_was_good_a_moment_ago(
    app: Flask, client_of: Callable[[str], Client]
) -> None:
    ada = client_of("Ada")
    assert ada.get(PAGE).status == 200
    with app.app_context():
        visit = sign_ins.find_visit(str(opened(app, cookie_of(ada))["_user_id"]), datetime.now(UTC))
        assert visit is not None
        sign_ins.sign_out(visit, at=datetime.now(UTC))
    assert ada.get(PAGE).status == 302


def test_two_installations_on_one_host_do_not_sign_each_other_out(environment: dict[str, str]) -> None:
    names = {
        create_app({**environment, "PORT": port}, TESTING=True).config["SESSION_COOKIE_NAME"] for port in ("81", "82")
    }
    assert len(names) == 2
