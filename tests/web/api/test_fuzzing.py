"""A few hundred made-up requests to every operation; `make trials ARGS=api` asks ten thousand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from flask import Flask, Response, json

from tools.trials import api
from tools.trials.api import Stage


@pytest.fixture(scope="module")
def made() -> Any:
    with api.stage() as stage:
        yield stage


def broken(app: Flask, endpoint: str, answer: Callable[[], Any]) -> None:
    """Let a view answer something else, with all that it declares."""
    view = app.view_functions[endpoint]

    @wraps(view)
    def instead(*_args: Any, **_kwargs: Any) -> Any:
        return answer()

    app.view_functions[endpoint] = instead


@pytest.mark.parametrize("who", api.WHO)
def test_made_up_requests_are_answered_as_the_document_says(made: Stage, who: str) -> None:
    found = api.ask_as(made, who, 75, seed=1)
    assert found.tried >= 75
    assert not found.failures, found.line


def test_every_operation_is_asked(made: Stage) -> None:
    with made.app.test_client() as client:
        paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    operations = sum(len(set(path) - {"parameters"}) for path in paths.values())
    assert api.ask_as(made, "nobody", 1, seed=1).tried >= operations


def _raise() -> Any:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (_raise, "Server error"),
        (lambda: Response("{}", 418, mimetype="application/json"), "Undocumented status code"),
        (lambda: Response("<p>", 200, mimetype="text/html"), "Undocumented Content-Type"),
        (lambda: Response(json.dumps({"verdict": "go"}), 200, mimetype="application/json"), "violates schema"),
    ],
)
def test_a_broken_build_is_found(answer: Callable[[], Any], sentence: str) -> None:
    with api.stage() as stage:
        broken(stage.app, "api_readiness.gate", answer)
        found = api.ask_as(stage, "viewer", 1, seed=1)
    assert found.failures
    assert all("/gate" in failure for failure in found.failures), found.line
    assert sentence in found.failures[0]
