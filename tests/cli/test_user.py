"""`flask user …`: the same rules as on the pages, said in a sentence."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.pages import Client


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def said(run: FlaskCliRunner, *words: str) -> tuple[int, str]:
    result = run.invoke(args=["user", *words])
    return result.exit_code, result.output.strip()


def path_in(output: str) -> str:
    return urlsplit(output.splitlines()[-1]).path


def test_somebody_is_added_and_comes_in_by_the_link(app: Flask, run: FlaskCliRunner) -> None:
    status, output = said(run, "add", "Eve@example.org", "Eve", "--administrator")
    assert status == 0, output
    page = Client(app).post(path_in(output), {"name": "Eve", "password": "walnut gravel thimble"})
    assert page.status == 302
    assert "eve@example.org  Eve  (administrator)" in said(run, "list")[1]
    assert said(run, "add", "eve@example.org", "Eve") == (
        1,
        "Error: Somebody with this e-mail address has an account already.",
    )


def test_the_list_tells_what_is_particular(run: FlaskCliRunner) -> None:
    said(run, "disable", "cleo@example.org")
    lines = said(run, "list")[1].splitlines()
    assert lines[0] == "ada@example.org  Ada  (administrator)"
    assert "cleo@example.org  Cleo  (invited, not here yet, disabled)" in lines


def test_a_password_is_reset_by_a_link(app: Flask, run: FlaskCliRunner) -> None:
    status, output = said(run, "reset-password", "ada@example.org")
    assert status == 0
    assert Client(app).post(path_in(output), {"new": "walnut gravel thimble"}).response.location == "/sign-in"


def test_somebody_disabled_gets_no_link_until_enabled(run: FlaskCliRunner) -> None:
    assert "is disabled" in said(run, "disable", "ben@example.org")[1]
    for verb in ("link", "reset-password"):
        assert said(run, verb, "ben@example.org") == (
            1,
            "Error: Ben is disabled. `flask user enable ben@example.org` comes first.",
        )
    assert said(run, "enable", "ben@example.org") == (0, "Ben can sign in again.")
    assert said(run, "link", "ben@example.org")[0] == 0


def test_one_administrator_stays(run: FlaskCliRunner) -> None:
    refused = (1, "Error: This is the only administrator. Make somebody else an administrator first.")
    assert said(run, "unmake-administrator", "ada@example.org") == refused
    assert said(run, "disable", "ada@example.org") == refused
    assert said(run, "make-administrator", "ben@example.org") == (0, "Ben is an administrator.")
    assert said(run, "unmake-administrator", "ada@example.org") == (0, "Ada is no longer an administrator.")


def test_sign_ins_are_ended_from_the_console(app: Flask, run: FlaskCliRunner) -> None:
    client = Client(app)
    assert client.post(path_in(said(run, "link", "ben@example.org")[1])).status == 302
    assert client.get("/account").status == 200
    assert said(run, "sign-out", "ben@example.org") == (0, "Ben is signed out everywhere.")
    assert client.get("/account").status == 302


@pytest.mark.parametrize(
    "verb", ["link", "reset-password", "disable", "enable", "sign-out", "make-administrator", "unmake-administrator"]
)
def test_an_unknown_address_is_named(run: FlaskCliRunner, verb: str) -> None:
    assert said(run, verb, "nobody@example.org") == (1, "Error: Nobody has the address nobody@example.org.")
