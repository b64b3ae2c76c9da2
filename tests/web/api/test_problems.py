"""Whatever goes wrong under /api/ is a problem as RFC 9457 has them, and shows nothing of our inside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from vantage_readiness.web import access
from vantage_readiness.web.api import problems
from vantage_readiness.web.safety import HEADERS

from .programs import HOME, Program, a_token

ProgramOf = Callable[[str], Program]


def test_every_status_has_a_word_and_a_title() -> None:
    assert problems.WORDS.keys() == problems.TITLES.keys()
    assert len(set(problems.WORDS.values())) == len(problems.WORDS)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PATCH"])
def test_a_wrong_method_is_told_which_are_right(app: Flask, method: str) -> None:
    answer = Program(app, a_token(app, "Ada")).ask(method, "/items")
    assert (answer.status_code, answer.mimetype) == (405, problems.MEDIA_TYPE)
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (RuntimeError("the inside"), 500, "Something went wrong on our side"),
        (OperationalError("SELECT secret", {}, Exception("the inside")), 503, "Try again in a moment"),
        (StaleDataError("the inside"), 409, "Ask again"),
    ],
    ids=["unexpected", "no database", "overtaken"],
)
def test_what_goes_wrong_inside_is_told_without_the_inside(
    app: Flask, error: Exception, status: int, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    @access.reading
    def broken(**_: object) -> str:
        raise error

    app.view_functions["api_item.one"] = broken
    token = a_token(app, "Ada")
    answer = app.test_client().get(f"{HOME}/items/1", headers={"Authorization": f"Bearer {token}"})
    body = answer.get_json()
    assert (answer.status_code, answer.mimetype, body["status"]) == (status, problems.MEDIA_TYPE, status)
    assert said in body["detail"]
    assert "inside" not in answer.text
    assert "SELECT" not in answer.text
    assert all(answer.headers.get(name) == value for name, value in HEADERS.items())
    if status == 500:
        assert body["request"] == answer.headers["X-Request-Id"]
        assert "Something unexpected happened" in caplog.text
    if status == 503:
        assert answer.headers["Retry-After"]


def test_a_field_that_does_not_fit_is_named_with_its_place(program_of: ProgramOf) -> None:
    sent = {"status": "finished", "evidence": {"kind": "link", "extra": 1}}
    problem = program_of("Ben").post("/items/1/status", sent, if_match="*").get_json()
    assert sorted(each["field"] for each in problem["errors"]) == ["evidence.extra", "evidence.reference", "status"]
    assert problem["instance"] == f"{HOME}/items/1/status"


def test_a_strange_name_of_a_field_is_no_harm(program_of: ProgramOf) -> None:
    answer = program_of("Ben").post("/items/1/comments", {"text": "x", "\x00" + "y" * 5000: 1})
    assert answer.status_code == 422
    assert len(answer.data) < 1000


def test_an_unknown_host_is_not_answered(app: Flask) -> None:
    answer = app.test_client().get(f"{HOME}/items", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.mimetype) == (400, problems.MEDIA_TYPE)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}], ids=str)
def test_another_site_cannot_use_a_token_it_may_hold(app: Flask, headers: dict[str, str]) -> None:
    program = Program(app, a_token(app, "Ada"), headers)
    assert program.post("/items/1/comments", {"text": "x"}).status_code == 403


def test_a_program_that_only_looks_never_writes(app: Flask, program_of: ProgramOf) -> None:
    cleo = program_of("Cleo")
    before = cleo.get("").get_json()["revision"]
    for path in ("/items", "/items/1", "/items/1/comments", "/items/1/evidence", "/items/1/waivers", "/members"):
        assert cleo.get(path).status_code == 200
        head = app.test_client().head(HOME + path, headers={"Authorization": f"Bearer {cleo.token}"})
        assert (head.status_code, head.data) == (200, b"")
    assert cleo.get("").get_json()["revision"] == before
