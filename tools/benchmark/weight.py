"""What a browser without a cache loads before the first screen stands, in kB of 1,000 bytes."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser

from tools.benchmark.client import Line, ask, lines, request

_IMPORT = re.compile(rb"""(?:^|[;}\n])\s*(?:import|export)\b[^;()]*?["'](\.{1,2}/[^"']+)["']""")


class _Files(HTMLParser):
    """Collects the files a page asks for at once: style sheets, scripts, icons. The chart library is fetched later."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get({"link": "href", "script": "src", "img": "src", "use": "href"}.get(tag, "")) or ""
        if address.startswith("/static/"):
            self.found[address.partition("#")[0]] = None


def of_first_load(port: int, page: str, cookie: str) -> dict[str, float]:
    """Weigh a page and its files as sent; a page sent plain is also weighed as gzip level 6 would make it.

    Gives `compressed` (the sum that counts), `page`, `page_as_served`, `page_plain`, `files`, `requests`.
    """
    with lines(port, 1) as (line,):
        served = ask(line, request("GET", page, {"Cookie": cookie, "Accept-Encoding": "gzip, br"}), 200)
        plain = gzip.decompress(served.body) if served.header("Content-Encoding") == "gzip" else served.body
        files = _weigh(line, plain)
    html = len(served.body) if served.header("Content-Encoding") else len(gzip.compress(plain, 6))
    return {
        "compressed": _kb(html + sum(files.values())),
        "page": _kb(html),
        "page_as_served": _kb(len(served.body)),
        "page_plain": _kb(len(plain)),
        "files": _kb(sum(files.values())),
        "requests": 1 + len(files),
    }


def _weigh(line: Line, page: bytes) -> dict[str, int]:
    """Give the bytes on the wire of every file the page needs, the modules its scripts import included."""
    reader = _Files()
    reader.feed(page.decode())
    weights: dict[str, int] = {}
    waiting = list(reader.found)
    while waiting:
        address = waiting.pop()
        if address in weights:
            continue
        weights[address] = len(ask(line, request("GET", address, {"Accept-Encoding": "gzip, br"}), 200).body)
        if address.endswith(".js"):
            source = ask(line, request("GET", address, {"Accept-Encoding": "identity"}), 200).body
            waiting += [_beside(address, found.decode()) for found in _IMPORT.findall(source)]
    return weights


def _beside(address: str, relative: str) -> str:
    parts = address.split("/")[:-1]
    for step in relative.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def _kb(size: int) -> float:
    return round(size / 1000, 1)
