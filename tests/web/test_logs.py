"""Requests in the log: each has a number and one line, and no line holds a secret."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from tests.conftest import World, close
from tests.pages import Client
from vantage_readiness import logs as forms
from vantage_readiness.domain.diary import person
from vantage_readiness.factory import create_app
from vantage_readiness.services import links
from vantage_readiness.services.projects import User
from vantage_readiness.storage.database import db
from vantage_readiness.web import access, logs

MINE = "my-own-number-17"


class Paper(logging.Handler):
    """Keeps every line as it would be printed."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(forms.make("json", logs.about))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def said(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def paper() -> Iterator[Paper]:
    paper, root = Paper(), logging.getLogger()
    level = root.level
    root.addHandler(paper)
    root.setLevel(logging.DEBUG)
    yield paper
    root.removeHandler(paper)
    root.setLevel(level)


def of_requests(paper: Paper) -> list[dict[str, Any]]:
    return [said for said in paper.said if said["logger"] == "vantage_readiness.requests"]


def test_a_request_is_one_line(client_of: Callable[[str], Client], paper: Paper) -> None:
    ada = client_of("Ada")
    ada.get("/p/vantage-ai/items?secret=hidden").response.close()
    said = of_requests(paper)[-1]
    assert (said["method"], said["path"], said["status"]) == ("GET", "/p/vantage-ai/items", 200)
    assert (said["person"], said["project"]) == (person(1), "vantage-ai")
    assert said["ms"] >= 0
    assert "hidden" not in "".join(paper.lines)


def test_no_link_password_or_cookie_is_ever_written(
    client_of: Callable[[str], Client], world: World, paper: Paper
) -> None:
    client, token = client_of("nobody"), links.sign_in_link(world.person("Ben"), datetime.now(UTC))
    for path in (f"/sign-in/{token}", f"/sign-in/{token}/", f"/setup/{token}", f"/elsewhere/{token}"):
        client.get(path).response.close()
    client.post("/sign-in", {"email": "ada@example.org", "password": "not this long one"}).response.close()
    used = client.post(f"/sign-in/{token}")
    used.response.close()
    text = "".join(paper.lines)
    assert "/sign-in/<token>" in text
    cookie = used.response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    for secret in (token, "not this long one", "ada@example.org", cookie):
        assert secret not in text


def test_the_number_is_in_the_answer_in_the_log_and_on_the_page(
    client_of: Callable[[str], Client], paper: Paper
) -> None:
    page = client_of("nobody").get("/nowhere")
    page.response.close()
    number = page.response.headers[logs.HEADER]
    assert f"Request {number}" in page.text
    assert of_requests(paper)[-1]["request"] == number


def test_what_goes_wrong_is_found_by_its_number(app: Flask, paper: Paper) -> None:
    @access.open_to_everyone
    def fail() -> str:
        raise RuntimeError("the reason")

    app.view_functions["account.sign_in"] = fail
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = Client(app).get("/sign-in")
    assert page.status == 500
    (said,) = [said for said in paper.said if said["level"] == "error"]
    assert said["request"] in page.text
    assert "RuntimeError: the reason" in said["exception"]
    assert "the reason" not in page.text


@pytest.mark.parametrize(
    ("proxies", "offered", "taken"),
    [
        ("0", MINE, False),
        ("1", MINE, True),
        ("1", "short", False),
        ("1", "a b\tc d e f g", False),
        ("1", "x" * 65, False),
    ],
)
def test_only_a_trusted_proxy_gives_numbers(
    environment: dict[str, str], proxies: str, offered: str, taken: bool
) -> None:
    app = create_app({**environment, "VANTAGE_PROXIES": proxies}, TESTING=True)
    answer = app.test_client().get("/healthz", headers={logs.HEADER: offered})
    assert (answer.headers[logs.HEADER] == offered) is taken
    assert len(answer.headers.getlist(logs.HEADER)) == 1
    close(app)


def test_asking_for_health_is_not_worth_a_line(client_of: Callable[[str], Client], paper: Paper) -> None:
    client_of("nobody").get("/healthz").response.close()
    assert [said["level"] for said in of_requests(paper)] == ["debug"]


def test_a_complaint_of_the_database_tells_no_values(world: World, both: None) -> None:
    db.session.add(User(name="Ada", email="ada@example.org", is_administrator=False, created_at=datetime.now(UTC)))
    with pytest.raises(Exception, match="hidden due to hide_parameters"):
        db.session.flush()
    db.session.rollback()
