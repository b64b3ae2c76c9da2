"""Programs that show a token, and what they are answered; every answer is held against the OpenAPI document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jsonschema_rs
from flask import Flask, json
from werkzeug.test import TestResponse

from tests.conftest import SLUG
from tests.web.behind import behind
from vantage_readiness.services import tokens
from vantage_readiness.web.api import document
from vantage_readiness.web.safety import HEADERS

HOME = f"/api/v1/projects/{SLUG}"


def a_token(app: Flask, name: str, scope: str = "lead", slug: str = SLUG) -> str:
    """Make a token for somebody; without a role that allows it, the widest scope the person may have."""
    with behind(app) as world:
        seat = world.seat(name, slug)
        _row, token = tokens.make(seat.project, seat.user, "a program", [scope], 30, at=datetime.now(UTC))
        return token


@dataclass
class Program:
    """A program of one person; `get`, `post` … give what it is answered."""

    app: Flask
    token: str | None
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Ask, with what is given as headers (`if_match='"1"'`), and hold the answer against the document."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        shown = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        sent: dict[str, Any] = {"json": body} if body is not None else {}
        address = path if path.startswith("/api") else HOME + path
        answer = self.app.test_client().open(address, method=method, headers={**shown, **self.headers, **named}, **sent)
        check(self.app, answer)
        return answer

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> TestResponse:
        return self.ask("DELETE", path, **headers)

    def tag(self, path: str) -> str:
        """Give the version that stands now, as `If-Match` takes it."""
        return self.get(path).headers["ETag"]


def check(app: Flask, answer: TestResponse) -> None:
    """Fail if an answer is not as the document says, or lacks a header that every answer of ours has."""
    assert all(answer.headers.get(name) == value for name, value in HEADERS.items())
    assert "Set-Cookie" not in answer.headers
    found = _operation(app, answer.request.method, answer.request.path)
    if found is None:
        assert answer.status_code in (404, 405), answer.text
        return
    told = found["responses"].get(str(answer.status_code))
    assert told, f"{answer.request.method} {answer.request.path}: {answer.status_code} is not documented: {answer.text}"
    if "content" not in told:
        assert answer.data == b""
        return
    kind = next(iter(told["content"]))
    assert answer.mimetype == kind, answer.text
    if kind != "application/octet-stream":
        _validator(app, told["content"][kind]["schema"]).validate(answer.get_json())


def _operation(app: Flask, method: str, path: str) -> dict[str, Any] | None:
    plainest_first = sorted(_document(app)["paths"].items(), key=lambda pair: pair[0].count("{"))  # as OpenAPI has it
    for template, operations in plainest_first:
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path) and method.lower() in operations:
            found: dict[str, Any] = operations[method.lower()]
            return found
    return None


def _document(app: Flask) -> dict[str, Any]:
    with app.app_context():
        return document.document()


def _validator(app: Flask, schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    whole = {**schema, "components": _document(app)["components"]}
    return _made(json.dumps(whole))


@cache
def _made(text: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(text), validate_formats=True)
