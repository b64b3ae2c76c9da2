"""Who gets into the API: only a token, only in the header, only into its project, only as far as its scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.pages import Client
from vantage_readiness.domain.weeks import Week
from vantage_readiness.web import access

from .programs import HOME, Program, a_token, check

ProgramOf = Callable[[str], Program]
VALUES: dict[str, object] = {"number": 1, "user": 2, "week": Week(2026, 47), "name": "report.md"}


def operations(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Walk every operation of the API that is not open to everyone."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api_document.show":
            yield from ((rule, method) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def path_of(app: Flask, rule: Rule, slug: str = "vantage-ai") -> str:
    values = {name: VALUES.get(name, 1) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **(values | ({"slug": slug} if "slug" in values else {})))  # type: ignore[arg-type]


@pytest.mark.parametrize("token", [None, "x", "vr_" + "A" * 43, "vr_ü", "", "a b"])
def test_without_a_valid_token_every_operation_answers_401(app: Flask, token: str | None) -> None:
    asked = 0
    for rule, method in operations(app):
        headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")} if token is not None else {}
        answer = Program(app, None, headers).ask(method, path_of(app, rule))
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), rule
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        asked += 1
    assert asked >= 2


def test_a_cookie_alone_opens_nothing(app: Flask, client_of: Callable[[str], Client]) -> None:
    ada = client_of("Ada")
    for rule, method in operations(app):
        answer = ada._client.open(path_of(app, rule), method=method)
        assert answer.status_code == 401, rule
        check(app, answer)


def test_another_way_to_sign_in_is_none(app: Flask) -> None:
    token = a_token(app, "Ada")
    for said in (f"Basic {token}", token, f"Token {token}", f"Bearer{token}"):
        assert Program(app, None, {"Authorization": said}).get("").status_code == 401


@pytest.mark.parametrize("name", ["token", "access_token", "API_KEY", "x"])
def test_a_token_in_the_address_is_refused_even_beside_one_in_the_header(app: Flask, name: str) -> None:
    token = a_token(app, "Ada")
    for program in (Program(app, token), Program(app, None)):
        answer = program.get(f"?{name}={token}")
        assert answer.status_code == 400
        assert "never in the address" in answer.get_json()["detail"]
        assert token not in answer.text


def test_a_project_of_others_does_not_exist_for_a_token(app: Flask, program_of: ProgramOf) -> None:
    dan = program_of("Dan")
    asked = 0
    for rule, method in operations(app):
        if "slug" in rule.arguments:
            answer = dan.ask(method, path_of(app, rule))
            assert answer.status_code == 404, f"{method} {rule}: {answer.text}"
            assert "VANTAGE" not in answer.text
            asked += 1
    assert asked


@pytest.mark.parametrize(("name", "scope"), [("Cleo", "read"), ("Ada", "read"), ("Ben", "write"), ("Ada", "write")])
def test_who_lacks_a_scope_is_told_which(app: Flask, name: str, scope: str) -> None:
    program = Program(app, a_token(app, name, scope))
    refused = (access.Need.MEMBER, access.Need.LEAD) if scope == "read" else (access.Need.LEAD,)
    for rule, method in operations(app):
        need = access.need_of(app, rule.endpoint)
        if need in refused:
            answer = program.ask(method, path_of(app, rule))
            wanted = "write" if need is access.Need.MEMBER else "lead"
            assert answer.status_code == 403, rule
            assert f"the scope “{wanted}”" in answer.get_json()["detail"]


def test_the_scheme_is_read_in_any_case(app: Flask) -> None:
    assert Program(app, None, {"Authorization": f"bearer {a_token(app, 'Ada')}"}).get("").status_code == 200


def test_the_document_is_open_and_holds_nothing_of_a_project(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert "VANTAGE AI" not in answer.text
    assert answer.get_json()["openapi"].startswith("3.1")
    again = app.test_client().get("/api/v1/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_an_unknown_address_is_a_problem_too(app: Flask) -> None:
    for path in ("/api/v1/nothing", "/api/", HOME + "/items/12345678901"):
        answer = Program(app, a_token(app, "Ada")).get(path)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
