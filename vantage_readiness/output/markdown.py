"""People's Markdown as safe HTML: no raw HTML, no images, no headings to compete with the page's, only plain links."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

LIMIT = 20_000
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow noopener noreferrer"

_TAGS = set("a blockquote br code del em hr li ol p pre s strong table tbody td th thead tr ul".split())
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def render(text: str) -> Markup:
    """Give HTML that is safe in any page. A text above 20,000 characters is shown whole, but as it was typed."""
    if len(text) > LIMIT:
        return Markup("<pre>{}</pre>").format(text)
    reader = _reader()
    tokens = reader.parse(text)
    html = reader.renderer.render(_without_headings(tokens), reader.options, {})
    # house: safe-text — sanitised by nh3 in the same breath
    return Markup(_cleaned(html))  # noqa: S704 - cleaned


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True, "maxNesting": 20})
    return reader.enable(["table", "strikethrough"]).disable(["image", "html_inline", "html_block"])


def _without_headings(tokens: Sequence[Token]) -> Sequence[Token]:
    """Turn headings into paragraphs in bold: the page has its own outline."""
    bold = False
    for token in tokens:
        if token.type == "heading_open":
            token.tag, bold = "p", True
        elif token.type == "heading_close":
            token.tag, bold = "p", False
        elif bold and token.children is not None:
            token.children = [Token("strong_open", "strong", 1), *token.children, Token("strong_close", "strong", -1)]
    return tokens


def _cleaned(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel=REL,
    )
