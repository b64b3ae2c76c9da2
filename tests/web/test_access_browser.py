"""What every answer owes a browser, whoever asks for whatever: headers, cookies, forms from elsewhere, looks."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests import twins as worlds
from tests.conftest import SLUG, close
from tests.pages import Client
from tests.twins import OURS, ROLES, Playground
from tests.web.crawling import addresses, crawl
from tools import access_table
from vantage_readiness import places
from vantage_readiness.factory import create_app
from vantage_readiness.storage.database import db
from vantage_readiness.web import access, assets
from vantage_readiness.web.safety import HEADERS

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
FORMS_FROM_ELSEWHERE: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "null"},
)


def missing(response: TestResponse) -> list[str]:
    """List the headers of ours that an answer lacks, and those it should not have."""
    lacking = [name for name, value in HEADERS.items() if response.headers.getlist(name) != [value]]
    lacking += ["Cache-Control"] if len(response.headers.getlist("Cache-Control")) != 1 else []
    return lacking + [name for name in response.headers.keys() if name.lower().startswith("access-control-")]  # noqa: SIM118


def every_answer(twins: Playground, role: str) -> Iterator[tuple[str, TestResponse]]:
    """Ask every address with every method, and for every kind of error there is."""
    client = twins.clients[role]._client
    for method in ("GET", "HEAD", "OPTIONS", "TRACE", *UNSAFE):
        for rule, path in addresses(twins.app, "GET"):
            yield f"{method} {rule}", client.open(path, method=method, headers={"Origin": "https://evil.example"})
    for rule, path in addresses(twins.app, "POST"):
        yield f"POST {rule}", client.post(path)
    for path in ("/nowhere", "/p/nowhere/", f"/p/{OURS}", "/static/nowhere.css", "/%00", "//evil.example/"):
        yield path, client.get(path)
    tag = client.get(f"/p/{OURS}/items").headers.get("ETag", "")
    yield "304", client.get(f"/p/{OURS}/items", headers={"If-None-Match": tag})
    yield "400 host", client.get("/healthz", headers={"Host": "evil.example"})
    yield "405", client.put("/healthz")
    yield "411", client.post("/sign-out", headers={"Transfer-Encoding": "chunked"})
    yield "413", client.post("/sign-in", data={"email": "x" * 3_000_000})


@pytest.mark.parametrize("role", ["nobody", "lead"])
def test_every_answer_has_every_header(twins: Playground, role: str) -> None:
    statuses = set()
    for what, response in every_answer(twins, role):
        response.request.environ["wsgi.input"].close()
        assert missing(response) == [], what
        statuses.add(response.status_code)
    assert {302, 308, 400, 404, 405, 411, 413} <= statuses
    assert role == "nobody" or 304 in statuses


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize("asked", [{}, {"Range": "bytes=0-9"}, {"Range": "bytes=9999999-"}, {"If-None-Match": "*"}])
def test_every_static_answer_has_every_header(twins: Playground, method: str, asked: dict[str, str]) -> None:
    client, found = twins.clients["nobody"]._client, list(assets._files(places.static()))
    first = client.get(assets.url("css/app.css"))
    unchanged = {"If-None-Match": first.headers["ETag"]}
    first.close()
    for path in found:
        for headers in (asked, unchanged):
            response = client.open(
                assets.url(path.relative_to(places.static()).as_posix()), method=method, headers=headers
            )
            assert missing(response) == [], f"{response.status} {path.name}"
            assert response.status_code in (200, 206, 304, 405, 416)
            response.close()
    assert len(found) > 10


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("secret"), 500), (OperationalError("secret", {}, Exception("gone")), 503)]
)
def test_an_error_of_ours_and_a_silent_database_have_every_header(
    twins: Playground, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    for endpoint, view in list(twins.app.view_functions.items()):
        monkeypatch.setitem(twins.app.view_functions, endpoint, _failing(view, error))
    for role in ("lead", "administrator"):
        for rule, path in addresses(twins.app, "GET"):
            api = access_table.is_api(rule)
            if access_table.answer(_need(twins.app, rule), "GET", role, is_api=api) == access_table.OPENS:
                response = twins.clients[role]._client.get(path, headers=twins.headers(role, path))
                assert (response.status_code, missing(response)) == (status, []), path
                assert not re.search("secret|Traceback|RuntimeError|psycopg|sqlite", response.text), path


def _need(app: Flask, rule: Rule) -> access.Need:
    need = access.need_of(app, rule.endpoint)
    assert need is not None
    return need


def _failing(view: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    @functools.wraps(view)
    def failing(**_values: object) -> None:
        raise error

    return failing


def test_behind_a_sign_in_nothing_is_kept_by_anybody(twins: Playground) -> None:
    for role in ROLES:
        for rule, path in addresses(twins.app, "GET"):
            response = twins.clients[role]._client.get(path)
            assert response.headers["Cache-Control"] == "no-store", rule


@pytest.mark.parametrize(("base", "secure"), [("http://localhost:8000", False), ("https://ready.example", True)])
def test_every_cookie_has_its_flags(environment: dict[str, str], base: str, secure: bool) -> None:
    app, seen = create_app({**environment, "VANTAGE_BASE_URL": base}, TESTING=True), 0
    for _, path in addresses(app, "GET"):
        response = app.test_client().get(path, base_url=base)
        for cookie in response.headers.getlist("Set-Cookie"):
            flags = {part.strip().lower() for part in cookie.split(";")[1:]}
            assert {"httponly", "samesite=lax", "path=/"} <= flags, cookie
            assert ("secure" in flags, cookie.startswith("__Host-")) == (secure, secure), cookie
            assert not any(flag.startswith("domain") for flag in flags), cookie
            seen += 1
        assert ("Strict-Transport-Security" in response.headers) is secure
    assert seen
    close(app)


@pytest.mark.parametrize("headers", FORMS_FROM_ELSEWHERE, ids=str)
def test_no_form_from_elsewhere_is_taken_anywhere(twins: Playground, headers: dict[str, str]) -> None:
    before = worlds.fingerprint(twins.path)
    for role in ("nobody", "lead", "administrator"):
        for method in UNSAFE:
            for rule, path in addresses(twins.app, method):
                sent = {"csrf_token": twins.tokens[role]}
                response = twins.clients[role]._client.open(path, method=method, data=sent, headers=headers)
                assert response.status_code == 403, f"{role} {method} {rule}: {response.status}"
    assert worlds.fingerprint(twins.path) == before


WITHOUT_TOKEN = {"unsubscribing.end"}  # posted to by mail programs (RFC 8058); its own signed address is the proof


@pytest.mark.parametrize("token", ["", "wrong", "of somebody else"])
def test_no_form_is_taken_without_its_token(twins: Playground, token: str) -> None:
    before = worlds.fingerprint(twins.path)
    for role in ("nobody", "lead", "administrator"):
        sent = {"csrf_token": twins.tokens["viewer"] if "else" in token else token}
        for method in UNSAFE:
            for rule, path in addresses(twins.app, method):
                if access_table.is_api(rule):
                    continue
                response = twins.clients[role]._client.open(path, method=method, data=sent)
                if rule.endpoint in WITHOUT_TOKEN:
                    assert response.status_code == 404, f"{role} {method} {rule}: {response.status}"  # it is not signed
                    continue
                assert response.status_code in (400, 401), f"{role} {method} {rule}: {response.status}"
    assert worlds.fingerprint(twins.path) == before


@pytest.mark.parametrize("role", ROLES)
def test_a_look_changes_nothing(twins: Playground, role: str) -> None:
    pages = crawl(twins, role).pages
    before = worlds.fingerprint(twins.path)
    for path in pages.values():
        for method in ("GET", "HEAD", "OPTIONS"):
            twins.clients[role]._client.open(path, method=method)
        assert worlds.fingerprint(twins.path) == before, path
    assert len(pages) > 4


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_look_changes_nothing_on_postgresql(app: Flask, client_of: Callable[[str], Client]) -> None:
    clients = [client_of(name) for name in ("nobody", "Dan", "Cleo", "Ben", "Ada")]
    before = _content(app)
    for client in clients:
        for _, path in addresses(app, "GET", SLUG):
            client._client.get(path)
    assert _content(app) == before


def _content(app: Flask) -> dict[str, list[Any]]:
    with app.app_context():
        tables = db.metadata.tables.values()
        return {table.name: sorted(map(str, db.session.execute(select(table)).all())) for table in tables}


ELSEWHERE: tuple[dict[str, str], ...] = (
    {},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "203.0.113.9"},
    {"Forwarded": "host=evil.example;proto=https"},
    {"X-Original-URL": "//evil.example/", "X-Rewrite-URL": "//evil.example/"},
    {"Referer": "https://evil.example/"},
)


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_every_redirect_and_link_stays_on_our_host(twins: Playground, headers: dict[str, str]) -> None:
    redirects = 0
    for role in ("nobody", "lead") if not headers else ("nobody",):
        for _, path in addresses(twins.app, "GET"):
            for asked in (path, path.rstrip("/") + "?next=https://evil.example/", "//evil.example" + path):
                response = twins.clients[role]._client.get(asked, headers=headers)
                where = response.headers.get("Location", "/")
                assert urlsplit(where).netloc in ("", "localhost"), f"{asked} leads to {where}"
                assert not re.match(r"^(//|/\\|\\)", where), f"{asked} leads to {where}"
                assert not re.search(r'(href|action|src)="(https?:)?//evil', response.get_data(as_text=True)), asked
                redirects += response.status_code in (301, 302, 303, 307, 308)
    assert redirects > 20


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "127.0.0.1.nip.example"]
)
def test_no_address_answers_to_another_host(twins: Playground, host: str) -> None:
    for _, path in addresses(twins.app, "GET"):
        response = twins.clients["lead"]._client.get(path, headers={"Host": host})
        assert response.status_code == 400, f"{path} answered to {host}"
        assert host not in response.text
        assert response.headers.get("Location") is None


def test_a_link_somebody_is_given_leads_to_the_configured_address(environment: dict[str, str]) -> None:
    settings = {**environment, "VANTAGE_BASE_URL": "https://ready.example", "VANTAGE_HOSTS": "other.example"}
    app = create_app(settings, TESTING=True)
    ada = worlds.sign_in(app, "Ada")
    sent = {"member-name": "New", "member-email": "new@example.org", "member-role": "viewer"}
    page = ada.post("/p/vantage-ai/settings/people", sent, base_url="https://other.example")
    links = re.findall(r"https?://[a-z.]+(?=/sign-in/|/join/|/invitation/)", page.response.text)
    assert set(links) <= {"https://ready.example"}
    close(app)


HOSTILE = (
    "\x00",
    str(2**70),
    "-1",
    "NaN",
    "1e999",
    "\ud800",
    "٣",
    "'\"<script>",
    "x" * 6_000,
    "%",
    "..",
    "[]",
    "9" * 400,
)


def test_nothing_an_address_asks_for_breaks_a_page(twins: Playground) -> None:
    """Every name a page asks for, each by itself, with hostile values in turn: a sentence, never a 5xx."""
    seen, turn = crawl(twins, "lead"), cycle(HOSTILE)
    anywhere = _names_in_the_code()
    for rule, path in addresses(twins.app, "GET"):
        asked = seen.asked.get(rule.endpoint, set())
        queries = [f"{name}={quote(next(turn), errors='surrogatepass')}" for name in sorted(asked) for _ in range(4)]
        for value in HOSTILE:
            said = quote(value, errors="surrogatepass")
            queries.append("&".join([said, *(f"{name}={said}" for name in sorted(asked | anywhere))]))
        for query in queries:
            response = twins.clients["lead"]._client.get(f"{path}?{query}")
            assert response.status_code < 500, f"{path}?{query[:200]}"


def _names_in_the_code() -> set[str]:
    """Give every word that some module takes out of an address."""
    root = Path(access.__file__).parents[1]
    text = "".join(path.read_text("utf-8") for folder in ("web", "services") for path in (root / folder).rglob("*.py"))
    found = re.findall(r"""(?:args|arguments|asked)(?:\.get(?:list)?\(|\[)["'](\w+)""", text)
    assert len(set(found)) > 5
    return set(found)


@pytest.mark.parametrize("path", ["/p/%ED%A0%80/", "/p/%FF/items", "/p/" + "x" * 5_000, f"/p/{OURS}/items/" + "9" * 30])
def test_an_address_no_browser_sends_is_no_error_of_ours(twins: Playground, path: str) -> None:
    assert twins.clients["lead"]._client.get(path).status_code in (308, 400, 404)
