"""The door and one's own account, and what people are told when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from tests.conftest import KEY, SLUG, close
from tests.pages import Client
from vantage_readiness.domain.refusals import NotAllowed
from vantage_readiness.factory import create_app
from vantage_readiness.services import founding, links, people, setup
from vantage_readiness.storage.database import db
from vantage_readiness.web import access

ClientOf = Callable[[str], Client]
PASSWORD = "a long enough password"
NEW = {"name": "Ada", "email": "ada@example.org", "password": PASSWORD}


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Client, str]]:
    """Give a browser at a new installation, and the path of its set-up link."""
    app = create_app({"DATA_DIR": str(tmp_path), "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
    with app.app_context():
        setup.bring_up_to_date()
        token = founding.setup_link(datetime.now(UTC))
    yield Client(app), f"/setup/{token}"
    close(app)


def test_the_first_administrator_is_let_in(fresh: tuple[Client, str]) -> None:
    client, path = fresh
    page = client.follow(client.post(path, NEW, token=client.get(path).csrf()))
    assert page.h1 == "Your projects"
    assert "Ada" in client.get("/account").response.text
    assert client.get(path).status == 410


def test_whoever_comes_before_the_set_up_is_told_where_the_link_is(fresh: tuple[Client, str]) -> None:
    client, path = fresh
    door = client.get("/sign-in")
    assert "one-time link that the server printed" in door.text
    client.post(path, NEW, token=client.get(path).csrf())
    client.post("/sign-out")
    assert "Ask a lead of your project" in client.get("/sign-in").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Enter your name."),
        ({"email": "ada"}, "Enter an e-mail address"),
        ({"password": "short"}, "12 to 128 characters"),
        ({"password": "passwordpassword"}, "too easy to guess"),
        ({"password": ""}, "Enter a password."),
    ],
)
def test_a_wrong_first_administrator_is_told_why_and_may_try_again(
    fresh: tuple[Client, str], wrong: dict[str, str], said: str
) -> None:
    client, path = fresh
    token = client.get(path).csrf()
    page = client.post(path, {**NEW, **wrong}, token=token)
    assert page.status == 422
    assert said in page.text
    assert PASSWORD not in page.response.text
    assert client.post(path, NEW, token=token).status == 302


def test_a_wrong_setup_link_opens_nothing(fresh: tuple[Client, str]) -> None:
    client, path = fresh
    assert client.get("/setup/guessed").status == 410
    page = client.post("/setup/guessed", NEW, token=client.get(path).csrf())
    assert page.status == 422
    assert "used already or has run out" in page.text


def test_ada_signs_in_and_out(client_of: ClientOf) -> None:
    client = client_of("nobody")
    page = client.follow(client.post("/sign-in", {"email": "ada@example.org", "password": PASSWORD}))
    assert page.status == 302
    assert client.get("/sign-in").status == 302
    assert client.follow(client.post("/sign-out")).h1
    assert client.get("/account").status == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "ada@example.org", "password": "wrong"}, "do not belong together"),
        ({"email": "", "password": ""}, "Enter your e-mail address."),
        ({"email": "x" * 300, "password": "y"}, ""),
    ],
)
def test_a_wrong_sign_in_is_refused(client_of: ClientOf, sent: dict[str, str], said: str) -> None:
    page = client_of("nobody").post("/sign-in", sent)
    assert page.status == 422
    assert said in page.text


def test_a_link_is_not_spent_by_looking_at_it(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    with app.app_context():
        token = links.sign_in_link(people.get_by_email("ben@example.org"), datetime.now(UTC))
    assert ada.get(f"/sign-in/{token}").status == 200
    assert ada.get(f"/sign-in/{token}").status == 200
    assert client_of("nobody").post(f"/sign-in/{token}").status == 302
    assert ada.get(f"/sign-in/{token}").status == 410
    assert client_of("nobody").post(f"/sign-in/{token}").status == 410


def test_a_name_is_changed_everywhere(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    assert "Your name is changed." in ada.follow(ada.post("/account/name", {"name": "Ada <b>Lovelace</b>"})).text
    assert "Ada <b>Lovelace</b>" in ada.get(f"/p/{SLUG}/").text
    assert ada.post("/account/name", {"name": " "}).status == 422


def test_a_password_is_changed_and_others_are_signed_out(client_of: ClientOf) -> None:
    ada, elsewhere = client_of("Ada"), client_of("Ada")
    assert ada.post("/account/password", {"current": "wrong", "new": "another long password"}).status == 422
    assert ada.post("/account/password", {"current": PASSWORD, "new": ""}).status == 422
    page = ada.follow(ada.post("/account/password", {"current": PASSWORD, "new": "another long password"}))
    assert "Every other sign-in has ended" in page.text
    assert elsewhere.get("/account").status == 302


def test_ones_sign_ins_are_listed_and_ended(client_of: ClientOf) -> None:
    here, elsewhere = client_of("Ben"), client_of("Ben")
    forms = [form for form in here.get("/account").all("form") if "/end" in form.attributes.get("action", "")]
    assert forms
    assert "has ended" in here.follow(here.post(forms[0].attributes["action"])).text
    assert [elsewhere.get("/account").status, here.get("/account").status].count(302) == 1
    assert client_of("Ada").post("/account/sign-ins/1/end").status == 404


def test_somebody_without_a_project_is_told_so(app: Flask, client_of: ClientOf) -> None:
    with app.app_context():
        people.introduce("Fay", "fay@example.org", at=datetime.now(UTC))
    assert client_of("Fay").get("/").status == 200


def test_a_page_nobody_has_is_explained(client_of: ClientOf) -> None:
    assert client_of("Ada").get("/nothing").h1 == "There is nothing here"
    assert client_of("nobody").get("/nothing").status == 404
    assert client_of("Ada").get("/sign-out").status == 405


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (OperationalError("SELECT 1", {}, Exception("gone")), 503, "does not answer"),
        (StaleDataError("late"), 409, "Somebody changed this at the same moment"),
        (NotAllowed("Only leads may."), 403, "Only leads may."),
        (RuntimeError("secret detail"), 500, "Request "),
    ],
    ids=["database", "overtaken", "not allowed", "unexpected"],
)
def test_what_goes_wrong_is_said_and_nothing_is_given_away(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    ada = client_of("Ada")

    @access.reading
    def fail(**_values: object) -> None:
        raise error

    monkeypatch.setitem(app.view_functions, "my_work.show", fail)
    page = ada.get(f"/p/{SLUG}/my-work")
    assert page.status == status
    assert said in page.text
    assert "secret detail" not in page.response.text
    assert "Traceback" not in page.response.text
    part = ada.get(f"/p/{SLUG}/my-work", headers={"HX-Request": "true"})
    assert part.status == status
    assert "<html" not in part.response.text


def test_a_database_that_was_not_set_up_is_told_apart(tmp_path: Path) -> None:
    app = create_app({"DATA_DIR": str(tmp_path), "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
    client = Client(app)
    assert client.get("/healthz").status == 200
    assert client.get("/readyz").status == 503
    page = client.get("/sign-in")
    assert page.status == 503
    assert "flask setup" in page.text
    with app.app_context():
        setup.bring_up_to_date()
    assert client.get("/readyz").status == 200
    close(app)


def test_a_database_of_another_version_says_what_to_do(app: Flask, client_of: ClientOf, both: None) -> None:
    ada = client_of("ada")
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql('ALTER TABLE "user" RENAME TO gone')
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    for client in (ada, client_of("nobody")):
        page = client.get("/sign-in")
        assert page.status == 503
        assert "Run `flask setup` once" in page.text
