"""Finding what there is to ask: addresses from the url map, the links on pages and the forms on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from tests.twins import OURS, Playground
from vantage_readiness.domain.weeks import newest_over
from vantage_readiness.web.safety import WeekInAddress

_FILLED = {"checkbox": "on", "date": datetime.now(UTC).date().isoformat(), "email": "new@example.org", "number": "1"}
_NOT_SENT = frozenset({"submit", "button", "image", "reset", "file"})


@dataclass
class Form:
    """A form as a browser would send it; `choices` names the fields whose value is chosen or carried, not typed."""

    method: str
    action: str
    fields: dict[str, str]
    choices: set[str]


class _Reader(HTMLParser):
    """Reads the links and forms of a page."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where, self.forms, self.links = where, list[Form](), list[str]()
        self._by_id: dict[str, Form] = {}
        self._open: list[Form] = []
        self._select: tuple[Form, str] | None = None
        self._chosen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"])
        elif tag == "form":
            form = self._of(said["id"]) if said.get("id") else Form("", "", {}, set())
            form.method, form.action = said.get("method", "get").lower(), said.get("action") or self.where
            self.forms.append(form)
            self._open.append(form)
        elif tag == "option" and self._select:
            form, name = self._select
            if "selected" in said or name not in self._chosen:
                form.fields[name] = said.get("value", "")
            if "selected" in said and said.get("value"):
                self._chosen.add(name)
        elif tag in ("input", "select", "textarea", "button") and said.get("name"):
            self._control(tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open:
            self._open.pop()
        elif tag == "select":
            self._select = None

    def _of(self, id_: str) -> Form:
        """Give the form with this id, which may stand before or after its controls."""
        return self._by_id.setdefault(id_, Form("", "", {}, set()))

    def _control(self, tag: str, said: Mapping[str, str]) -> None:
        form = self._of(said["form"]) if "form" in said else (self._open[-1] if self._open else None)
        kind = said.get("type", "text" if tag != "button" else "submit")
        if form is None or (kind in _NOT_SENT and tag != "button"):
            return
        name = said["name"]
        if tag == "select":
            self._select, self._chosen = (form, name), set()
            form.choices.add(name)
            form.fields.setdefault(name, "")
            return
        if tag == "button" or kind in ("hidden", "checkbox", "radio"):
            form.choices.add(name)
        form.fields.setdefault(name, said.get("value") or _typed(kind, said.get("inputmode", "")))


def _typed(kind: str, mode: str) -> str:
    """Give what somebody would type into a field."""
    return "1" if mode in ("decimal", "numeric") else _FILLED.get(kind, "Because")


def read(where: str, html: str) -> tuple[list[Form], list[str]]:
    """Give the forms and the links of a page that stands at `where`."""
    reader = _Reader(where)
    reader.feed(html)
    return reader.forms, reader.links


def addresses(app: Flask, method: str, slug: str = OURS, number: int = 1) -> Iterator[tuple[Rule, str]]:
    """Give every address there is for a method, in a project, with a number wherever one belongs."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule, address(rule, slug, number)


def address(rule: Rule, slug: str = OURS, number: int = 1) -> str:
    """Give an address that leads to a view."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        kind = rule._converters[name]
        values[name] = number if isinstance(kind, IntegerConverter) else "x"
        if isinstance(kind, AnyConverter):
            values[name] = min(kind.items)
        if isinstance(kind, WeekInAddress):
            values[name] = newest_over(datetime.now(UTC).date())
    if "slug" in values:
        values["slug"] = slug
    built = rule.build(values)
    assert built is not None
    return built[1]


def endpoint_of(app: Flask, method: str, path: str) -> str:
    """Give the view behind an address; nothing where there is none."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(urlsplit(path).path, method=method)
    except HTTPException:
        return ""
    return str(endpoint)


@dataclass
class Seen:
    """What one role finds: one of each kind of page and form, and the names of what addresses ask for."""

    pages: dict[tuple[str, frozenset[str]], str]
    forms: dict[tuple[str, frozenset[str]], Form]
    asked: dict[str, set[str]]


def crawl(twins: Playground, role: str) -> Seen:
    """Give what a role finds on a playground as it was made; it is walked once, for every test begins on the same."""
    if role not in twins.seen:
        twins.seen[role] = _crawl(twins, role)
        twins.rewind()
    found: Seen = twins.seen[role]
    return deepcopy(found)


def _crawl(twins: Playground, role: str, *, most: int = 400) -> Seen:
    """Follow every link from every address; of addresses of one kind the first few."""
    seen = Seen({}, {}, {})
    waiting = [path for _, path in addresses(twins.app, "GET")]
    known: dict[tuple[str, frozenset[str]], int] = {}
    while waiting and most:
        path = waiting.pop(0)
        endpoint, asked = endpoint_of(twins.app, "GET", path), frozenset(parse_qs(urlsplit(path).query))
        kind = (endpoint, asked)
        enough = 14 if re.search(r"/\d+", path) else 1
        if not endpoint or known.get(kind, 0) >= enough:
            continue
        known[kind] = known.get(kind, 0) + 1
        most -= 1
        response = twins.clients[role]._client.get(path, headers=twins.headers(role, path))
        seen.pages.setdefault(kind, path)
        seen.asked.setdefault(endpoint, set()).update(asked)
        if response.mimetype == "text/html" and response.status_code == 200:
            forms, links = read(path, response.text)
            waiting += links
            for form in forms:
                _keep(twins.app, seen, form)
    return seen


def _keep(app: Flask, seen: Seen, form: Form) -> None:
    endpoint = endpoint_of(app, form.method.upper(), form.action)
    if form.method == "get":
        seen.asked.setdefault(endpoint, set()).update(form.fields)
    else:
        seen.forms.setdefault((endpoint, frozenset(form.fields)), form)
