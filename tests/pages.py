"""A client that reads pages as a person does and checks the house rules on every answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from vantage_readiness.web.safety import HEADERS

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "image"})


@dataclass
class Element:
    """One element of a page with its attributes and all the text in it."""

    tag: str
    attributes: dict[str, str]
    ancestors: tuple[str, ...]
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


class Page(HTMLParser):
    """A page as read: every element in order."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.response = response
        self.status = response.status_code
        self.elements: list[Element] = []
        self._open: list[Element] = []
        if response.mimetype == "text/html":
            self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(each.tag for each in self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.parts.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            each
            for each in self.elements
            if each.tag == tag and all(each.attributes.get(name) == value for name, value in wanted.items())
        ]

    def by_id(self, id_: str) -> Element:
        return next(each for each in self.elements if each.attributes.get("id") == id_)

    @property
    def h1(self) -> str:
        return self.all("h1")[0].text

    @property
    def text(self) -> str:
        return self.all("body")[0].text if self.all("body") else self.response.text

    def csrf(self) -> str:
        return next(each.attributes["value"] for each in self.all("input", name="csrf_token"))

    def check_house_rules(self) -> None:
        """Fail if the page breaks a rule that every page of ours keeps."""
        for name, value in HEADERS.items():
            assert self.response.headers.get(name) == value, f"{self.response.request.path} lacks {name}"
        if self.response.mimetype != "text/html" or not self.all("html"):
            return
        where = self.response.request.path
        assert len(self.all("h1")) == 1, f"{where} has {len(self.all('h1'))} h1"
        assert self.all("title")[0].text, f"{where} has no title"
        assert self.all("html")[0].attributes.get("lang") == "en"
        doubles = [
            name
            for name, n in Counter(e.attributes["id"] for e in self.elements if "id" in e.attributes).items()
            if n > 1
        ]
        assert not doubles, f"{where} uses these ids twice: {doubles}"
        assert not [e for e in self.all("script") if not e.attributes.get("src")], f"{where} has an inline script"
        assert not self.all("style"), f"{where} has an inline style sheet"
        inline = [e.tag for e in self.elements if any(a == "style" or a.startswith("on") for a in e.attributes)]
        assert not inline, f"{where} has inline styles or handlers on {inline}"
        self._check_labels(where)
        self._check_forms(where)

    def _check_labels(self, where: str) -> None:
        labelled = {label.attributes.get("for") for label in self.all("label")}
        for control in (*self.all("input"), *self.all("select"), *self.all("textarea")):
            if control.attributes.get("type") in UNLABELLED_INPUTS or "label" in control.ancestors:
                continue
            named = control.attributes.keys() & {"aria-label", "aria-labelledby"}
            assert named or control.attributes.get("id") in labelled, f"{where}: no label for {control.attributes}"

    def _check_forms(self, where: str) -> None:
        for form in self.all("form"):
            method = form.attributes.get("method", "get").lower()
            assert method in ("get", "post"), f"{where} has a form with method {method}"
            action = form.attributes.get("action", "")
            assert not action.startswith(("http:", "https:", "//")), f"{where} posts to {action}"


class Client:
    """A browser of one person."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def get(self, path: str, **kwargs: Any) -> Page:
        return self._read(self._client.get(path, **kwargs))

    def post(self, path: str, data: dict[str, Any] | None = None, *, token: str | None = None, **kwargs: Any) -> Page:
        """Post a form as a page of ours would, with its CSRF token."""
        sent = {"csrf_token": token if token is not None else self.csrf(), **(data or {})}
        return self._read(self._client.post(path, data=sent, **kwargs))

    def follow(self, page: Page) -> Page:
        """Go where an answer sends the browser."""
        assert page.status in (302, 303), f"{page.response.request.path} answered {page.status}: {page.text[:400]}"
        return self.get(page.response.location)

    def csrf(self) -> str:
        page = self.get("/account")
        if page.status != 200:
            page = self.get("/sign-in")
        return page.csrf()

    def _read(self, response: TestResponse) -> Page:
        response.request.environ["wsgi.input"].close()  # a large body was spooled to a file
        page = Page(response)
        page.check_house_rules()
        return page
