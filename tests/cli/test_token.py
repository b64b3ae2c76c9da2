"""`flask token`: made, listed and revoked from the console."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.conftest import SLUG, World
from vantage_readiness.services import tokens
from vantage_readiness.storage import diary as books

BEN = "ben@example.org"


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_a_token_is_made_listed_and_revoked(world: World, run: FlaskCliRunner) -> None:
    made = run.invoke(args=["token", "create", SLUG, BEN, "--name", "CI", "--scope", "write", "--days", "7"])
    assert made.exit_code == 0, made.output
    token = made.output.strip()
    found = tokens.find_visit(token, datetime.now(UTC), SLUG)
    assert found is not None
    assert found.scopes == ("read", "write")
    listed = run.invoke(args=["token", "list", SLUG]).output
    assert listed.startswith(f"{found.token_id}\tCI\t{BEN}\tread,write\tnever used\t")
    assert token not in listed
    assert "opens nothing" in run.invoke(args=["token", "revoke", str(found.token_id)]).output
    assert tokens.find_visit(token, datetime.now(UTC), SLUG) is None
    assert run.invoke(args=["token", "list", SLUG]).output == ""
    assert [line.by for line in books.lines(world.project.id, limit=2)] == ["console", "console"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["create", "nowhere", BEN, "--name", "CI"], "There is no project “nowhere”"),
        (["create", SLUG, "eve@example.org", "--name", "CI"], "Nobody has the address"),
        (["create", "other-thing", BEN, "--name", "CI"], "There is no such project."),
        (["create", SLUG, BEN, "--name", "CI", "--scope", "lead"], "more than you may"),
        (["create", SLUG, BEN, "--name", "CI", "--days", "366"], "366 is not in the range"),
        (["create", SLUG, BEN, "--name", " "], "Enter a name."),
        (["list", "nowhere"], "There are: vantage-ai, other-thing."),
        (["revoke", "99"], "There is no such token."),
    ],
)
def test_what_cannot_be_is_told(run: FlaskCliRunner, arguments: list[str], sentence: str) -> None:
    said = run.invoke(args=["token", *arguments])
    assert said.exit_code != 0
    assert sentence in said.output
