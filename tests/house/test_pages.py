"""What no template and no file of ours for the browser may do, read from their text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vantage_readiness import places

TEMPLATES = sorted(places.templates().rglob("*.*"))
OURS = sorted(
    path
    for path in places.static().rglob("*")
    if path.suffix in {".css", ".js", ".svg"} and "vendor" not in path.relative_to(places.static()).parts
)
UNSAFE = {
    "marks text as safe": re.compile(r"\|\s*safe\b|Markup\("),
    "switches escaping off": re.compile(r"autoescape\s+false"),
    "has a script in the page": re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|<[a-z][^>]*\son[a-z]+\s*=|javascript:", re.IGNORECASE
    ),
    "has a style in the page": re.compile(r"<style|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
}
HOST = r"""["']?\s*(?:https?:)?//"""
FOREIGN = re.compile(rf"""(?:src|action|<link[^>]*href)={HOST}|(?:url\(|@import |from |import\(){HOST}""")


def offences(text: str) -> list[str]:
    return [name for name, pattern in UNSAFE.items() if pattern.search(text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_keeps_the_rules(path: Path):
    assert offences(path.read_text()) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *OURS], ids=lambda path: path.name)
def test_nothing_is_loaded_from_another_host(path: Path):
    assert FOREIGN.findall(path.read_text()) == []


def test_every_template_is_of_a_kind_that_is_escaped():
    assert [path.name for path in TEMPLATES if path.suffix not in {".html", ".svg", ".xml"}] == []


@pytest.mark.parametrize(
    ("text", "offence"),
    [
        ("{{ note|safe }}", "marks text as safe"),
        ("{{ note | safe }}", "marks text as safe"),
        ("{% autoescape false %}", "switches escaping off"),
        ("<script>run()</script>", "has a script in the page"),
        ('<a onclick="run()">', "has a script in the page"),
        ('<p style="color: red">', "has a style in the page"),
    ],
)
def test_the_rules_find(text, offence):
    assert offences(text) == [offence]


def test_the_rules_permit_what_is_needed():
    assert offences('<script type="module" src="{{ url }}"></script><a href="{{ safe_link }}" class="style">') == []
    assert offences('{% set one = 1 %}{{ icon("x", style="small") }}') == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="//cdn.example/x.js">',
        '<link rel="stylesheet" href="https://fonts.example/a.css">',
        "<form action='http://example.org'>",
        "background: url(https://example.org/a.png)",
        '@import "https://example.org/a.css"',
        "import x from 'https://example.org/x.js'",
        'import("//example.org/x.js")',
    ],
)
def test_what_comes_from_another_host_is_found(text):
    assert FOREIGN.search(text)


@pytest.mark.parametrize(
    "text", ['<a href="https://example.org">', '@import "tokens.css";', 'xmlns="http://www.w3.org/2000/svg"']
)
def test_what_loads_nothing_from_elsewhere_is_permitted(text):
    assert not FOREIGN.search(text)
