"""Markdown's blocks: what begins, goes on and ends where, and the same as a parser that many people use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from vantage_readiness.domain.assessment.markdown.blocks import BlockKind, Section
from vantage_readiness.domain.assessment.markdown.parser import parse

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = [ROOT / "seed" / "assessment.md", ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OTHERS = sorted(Path(os.environ.get("VANTAGE_ASSESSMENTS", "no such folder")).glob("*.md"))


def shape(text: str) -> list[tuple[str, int, int, str]]:
    """Every heading, list item, table, fence and quotation with its lines."""
    return _single_spaced(_shape(parse(text)))


def _shape(sections: list[Section]) -> Iterator[tuple[str, int, int, str]]:
    for section in sections:
        if section.level:
            yield f"h{section.level}", section.line, section.end, section.raw
        for block in section.walk():
            if block.kind is BlockKind.ITEM:
                yield "item", block.line, 0, block.raw
            elif block.kind is BlockKind.TABLE:
                yield (
                    "table",
                    block.line,
                    block.end,
                    "|".join(row.cell(column) for row in block.rows for column in range(len(block.header))),
                )
            elif block.kind is not BlockKind.PARAGRAPH:
                yield block.kind.value, block.line, 0, ""


def witness(text: str) -> list[tuple[str, int, int, str]]:
    parser = MarkdownIt("commonmark").enable("table").disable(["inline", "reference"])
    return _single_spaced(_witness(parser.parse(text)))


def _single_spaced(found: Iterator[tuple[str, int, int, str]]) -> list[tuple[str, int, int, str]]:
    return sorted((kind, line, end, " ".join(words.split())) for kind, line, end, words in found)


_KINDS = {"fence": "code", "code_block": "code", "html_block": "html", "hr": "rule", "blockquote_open": "quotation"}


def _witness(tokens: list[Token]) -> Iterator[tuple[str, int, int, str]]:
    for at, token in enumerate(tokens):
        line, end = (token.map[0] + 1, token.map[1]) if token.map else (0, 0)
        if token.type == "heading_open" and token.level == 0:
            yield f"h{token.tag[1:]}", line, end, tokens[at + 1].content.replace("\n", " ")
        elif token.type == "list_item_open":
            first = tokens[at + 1]
            beside = first.type in ("paragraph_open", "heading_open") and first.map and first.map[0] + 1 == line
            yield "item", line, 0, tokens[at + 2].content if beside else ""
        elif token.type == "table_open":
            yield "table", line, end, "|".join(_cells(tokens[at:], token.level))
        elif token.type in _KINDS:
            yield _KINDS[token.type], line, 0, ""


def _cells(tokens: list[Token], level: int) -> Iterator[str]:
    for token in tokens:
        if token.type == "table_close" and token.level == level:
            return
        if token.type == "inline":
            yield token.content


@pytest.mark.parametrize("path", [*SAMPLES, *OTHERS], ids=lambda path: path.name)
def test_documents_have_the_shape_the_witness_sees(path):
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    if "•" not in text:
        assert shape(text) == witness(text)


_LINES = st.sampled_from(
    [
        "", "", "words", "more words", "# One", "## Two ##", "### **Three** (x)", "Under", "===", "---", "***",
        "- [ ] open", "- [x] done", "* star", "+ plus", "1. first", "2. second", "10) tenth", "  - [ ] nested",
        "    - [ ] deeper", "      words of it", "   - odd", "    code", "```", "```python", "~~~", "> said",
        "> - [ ] quoted", ">", "| a | b |", "|---|:-:|", "| [ ] | `x` |", "a | b", "--|--", "1 | 2",
        "<div>", "</div>", "<!-- hidden", "-->", "<br>", "-", "- ", "-   - two", "  lazy", "\ttab", "-\ttabbed",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_LINES, max_size=14))
def test_ordinary_documents_have_the_shape_the_witness_sees(lines):
    text = "\n".join(lines)
    if "---" not in text[:4]:  # the witness does not know front matter
        assert shape(text) == witness(text), text


def kinds(text: str) -> list[tuple[str, int, int]]:
    return [(block.kind.value, block.line, block.end) for section in parse(text) for block in section.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: One\ntags:\n  - two\n---\nwords", [("code", 1, 5), ("paragraph", 6, 6)]),
        ("---\n\nwords", [("rule", 1, 1), ("paragraph", 3, 3)]),
        ("---\nname: one\nmore words\n---", [("rule", 1, 1)]),
        ("---\nname: one", [("rule", 1, 1), ("paragraph", 2, 2)]),
        ("---", [("rule", 1, 1)]),
        ("<script>\n\n- [ ] a\n</script>\nwords", [("html", 1, 4), ("paragraph", 5, 5)]),
        ("<!DOCTYPE html>\nwords", [("html", 1, 1), ("paragraph", 2, 2)]),
        ("<?php\n\n?>\nwords", [("html", 1, 3), ("paragraph", 4, 4)]),
        ("words\n<b>\nmore", [("paragraph", 1, 3)]),
        ("1、one\n2、two", [("list item", 1, 1), ("list item", 2, 2)]),
        ("•one\n•two\nwords", [("list item", 1, 1), ("list item", 2, 2), ("paragraph", 3, 3)]),
    ],
)
def test_blocks_of_their_own_kind(text, expected):
    assert kinds(text) == expected


def test_headings_may_miss_their_space_and_levels():
    titles = [(section.level, section.title) for section in parse("# A\n### B\n##C\n#no\n")]
    assert titles == [(0, ""), (1, "A"), (3, "B"), (2, "C")]


def test_a_row_may_be_shorter_than_the_header():
    (table,) = parse("| a | b |\n|---|---|\n| \\| |\n")[0].blocks
    assert (table.header, table.rows[1].cells, table.rows[1].cell(1), table.rows[1].line) == (("a", "b"), ("|",), "", 3)


def test_nesting_ends_where_nobody_follows():
    (quote,) = parse("> " * 5000 + "words")[0].blocks
    depth = sum(1 for block in quote.walk() if block.kind is BlockKind.QUOTE)
    assert depth < 30
