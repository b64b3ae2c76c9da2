"""The forms that our pages really show: found by walking the pages as each person, and read as a browser reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit


@dataclass
class Control:
    """One field of a form: its name, its type, and what it may send without being touched."""

    name: str
    kind: str
    values: list[str]


@dataclass
class Form:
    """A form that posts: where to, and with which fields."""

    action: str
    controls: dict[str, Control] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[str, ...]:
        return tuple(sorted(self.controls))

    def add(self, name: str, kind: str, value: str) -> None:
        if name and name != "csrf_token":
            self.controls.setdefault(name, Control(name, kind, [])).values.append(value)


class Sheet(HTMLParser):
    """A page's forms that post, and its links."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.token = ""
        self._path, self._by_id = path, dict[str, Form]()
        self._form: Form | None = None
        self._select: tuple[Form, str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"])
        elif tag == "form":
            self._begin(said)
        elif tag in ("input", "select", "textarea", "button", "option"):
            self._control(tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def _begin(self, said: dict[str, str]) -> None:
        self._form = Form(said.get("action") or self._path)
        if said.get("method", "get").lower() == "post":
            self.forms.append(self._form)
        if "id" in said:
            self._by_id[said["id"]] = self._form

    def _control(self, tag: str, said: dict[str, str]) -> None:
        if said.get("name") == "csrf_token":
            self.token = said["value"]
        form = self._by_id.get(said.get("form", "")) or self._form
        if tag == "option" and self._select:
            owner, name = self._select
            owner.add(name, "select", said.get("value", ""))
        elif form and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            form.add(said["name"], kind, said.get("value", ""))
            if tag == "select":
                form.controls[said["name"]].values.pop()
                self._select = (form, said["name"])


def walk(
    get: Callable[[str], tuple[str, str]], view_of: Callable[[str], str], start: list[str], pages: int
) -> Iterator[Form]:
    """Give every form on the pages that can be reached from some addresses, so many pages of each view.

    `get` gives a page's text and the address it came from; `view_of` names the view behind an address.
    """
    waiting, seen = list(start), dict[str, set[str]]()
    while waiting:
        path = waiting.pop(0).partition("#")[0]
        known = seen.setdefault(view_of(urlsplit(path).path), set())
        if path in known or len(known) >= pages:
            continue
        known.add(path)
        text, landed = get(path)
        sheet = Sheet(landed, text)
        yield from sheet.forms
        waiting += sheet.links
