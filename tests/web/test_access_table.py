"""docs/access.md is true: every address is asked with every method as every role, and answers what is written there."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.twins import OURS, ROLES, Playground
from tests.web.crawling import address
from tools import access_table
from tools.access_table import DOOR, OPENS
from vantage_readiness.factory import create_app
from vantage_readiness.web import access, health

EVERY_METHOD = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")


@pytest.fixture
def entered(twins: Playground) -> Iterator[list[str]]:
    """Note which views run from now on."""
    seen: list[str] = []
    views = dict(twins.app.view_functions)
    for endpoint, view in views.items():
        twins.app.view_functions[endpoint] = _noting(endpoint, view, seen)
    yield seen
    twins.app.view_functions.update(views)


def _noting(endpoint: str, view: Callable[..., Any], seen: list[str]) -> Callable[..., Any]:
    @functools.wraps(view)
    def noted(**values: Any) -> Any:
        seen.append(endpoint)
        return view(**values)

    return noted


def ask(twins: Playground, role: str, method: str, path: str, seen: list[str]) -> tuple[str, Any]:
    """Ask once and give the answer in the table's words."""
    seen.clear()
    sent = {"csrf_token": twins.tokens[role]} if method not in ("GET", "HEAD", "OPTIONS", "TRACE") else None
    response = twins.clients[role]._client.open(path, method=method, data=sent, headers=twins.headers(role, path))
    response.request.environ["wsgi.input"].close()
    if method not in ("GET", "HEAD", "OPTIONS") and seen:
        twins.rewind()
    if seen:
        assert response.status_code < 500, f"{role} {method} {path}: {response.status_code}"
        return OPENS, response
    if response.status_code == 302 and response.location.startswith("/sign-in"):
        return DOOR, response
    return str(response.status_code), response


def test_the_page_is_what_the_views_declare(twins: Playground) -> None:
    written = access_table.PAGE.read_text(encoding="utf-8")
    assert written == access_table.page(twins.app), "run `python tools/access_table.py`"


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_every_role_as_written(twins: Playground, entered: list[str], role: str) -> None:
    asked, wrong = 0, []
    for rule in twins.app.url_map.iter_rules():
        need = access.need_of(twins.app, rule.endpoint)
        assert need is not None
        for method in access_table.methods(rule):
            told, _ = ask(twins, role, method, address(rule), entered)
            expected = access_table.answer(need, method, role, is_api=access_table.is_api(rule))
            asked += 1
            if told != expected:
                wrong.append(f"{method} {rule}: {told}, but the table says {expected}")
    assert wrong == []
    assert asked >= len(list(twins.app.url_map.iter_rules()))


@pytest.mark.parametrize("role", ROLES)
def test_every_other_method_is_refused_to_every_role(twins: Playground, entered: list[str], role: str) -> None:
    known: dict[str, set[str]] = {}
    for rule in twins.app.url_map.iter_rules():
        known.setdefault(address(rule), set()).update(access_table.methods(rule))
    wrong = []
    for path, methods in known.items():
        for method in set(EVERY_METHOD) - methods - access_table.BY_ITSELF:
            told, response = ask(twins, role, method, path, entered)
            if told != "405" or method in response.headers.get("Allow", ""):
                wrong.append(f"{method} {path}: {told}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_head_and_options_open_no_door_that_get_and_post_do_not(
    twins: Playground, entered: list[str], role: str
) -> None:
    answers: dict[str, set[str]] = {}
    for rule in twins.app.url_map.iter_rules():
        need = access.need_of(twins.app, rule.endpoint)
        assert need is not None
        answers.setdefault(address(rule), set()).add(
            access_table.answer(need, "OPTIONS", role, is_api=access_table.is_api(rule))
        )
        if "GET" in (rule.methods or ()):
            told, response = ask(twins, role, "HEAD", address(rule), entered)
            assert told == access_table.answer(need, "HEAD", role, is_api=access_table.is_api(rule)), rule
            assert response.data == b"", rule
    for path, expected in answers.items():
        told, response = ask(twins, role, "OPTIONS", path, entered)
        assert told in {"200" if word == OPENS else word for word in expected}, path
        assert told != "200" or response.data == b"", path


def test_a_view_that_declares_nothing_keeps_the_application_from_starting(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(health.live, "needs")
    with pytest.raises(RuntimeError, match=r"health\.live does not declare what it needs"):
        create_app(environment, TESTING=True)


def test_a_role_is_asked_for_only_where_the_address_names_a_project(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.live, "needs", access.Need.LEAD)
    with pytest.raises(RuntimeError, match="names no project"):
        create_app(environment, TESTING=True)


def test_a_view_that_opens_a_wider_door_than_written_is_found(twins: Playground, entered: list[str]) -> None:
    declared: dict[str, object] = vars(twins.app.view_functions["settings.show"])
    declared["needs"] = access.Need.VIEWER
    assert access_table.page(twins.app) != access_table.PAGE.read_text(encoding="utf-8")
    assert ask(twins, "viewer", "GET", f"/p/{OURS}/settings", entered)[0] == OPENS
