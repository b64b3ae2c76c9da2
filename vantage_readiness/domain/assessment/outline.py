"""The document as sections and blocks, each with its lines. The parser tells fences, comments and tables apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from . import inline


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    ITEM = "list item"
    CODE = "code"
    TABLE = "table"
    QUOTE = "quotation"
    RULE = "rule"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its words as written, its lines from `line` to `end`, and what stands inside it."""

    kind: BlockKind
    line: int
    end: int
    raw: str = ""
    children: tuple[Block, ...] = ()

    @property
    def words(self) -> str:
        """Give the block's text on one line, still with its marks."""
        return " ".join(self.raw.split("\n"))

    @property
    def own_end(self) -> int:
        """Give the last line of the block's own words."""
        return self.line + self.raw.count("\n")

    @property
    def own_lines(self) -> list[tuple[int, str]]:
        """List the block's own lines with their numbers."""
        return list(enumerate(self.raw.split("\n"), self.line))

    @property
    def items(self) -> list[Block]:
        """List the list items directly inside."""
        return [child for child in self.children if child.kind is BlockKind.ITEM]

    def walk(self) -> Iterator[Block]:
        """Give the block and everything inside it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True, eq=False)
class Section:
    """A heading and the blocks up to the next one. The first section, of level 0, has no heading."""

    raw: str
    level: int
    line: int
    end: int
    parent: Section | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def title(self) -> str:
        return inline.title(self.raw)

    @property
    def items(self) -> list[Block]:
        """List the list items directly in the section."""
        return [block for block in self.blocks if block.kind is BlockKind.ITEM]

    def walk(self) -> Iterator[Block]:
        """Give every block of the section, in document order."""
        for block in self.blocks:
            yield from block.walk()


def outline(text: str) -> list[Section]:
    """Give the sections of a Markdown text in document order."""
    tokens = _Tokens(_PARSER.parse(text))
    sections = [Section("", 0, 1, 0, None)]
    while token := tokens.take():
        if token.type == "heading_open":
            sections.append(_section(token, tokens, sections[-1]))
        else:
            sections[-1].blocks += _blocks(token, tokens)
    return sections


# Inline rules stay off: `inline` reads single lines in bounded time. References are read as the lines they are.
_PARSER = MarkdownIt("commonmark").enable("table").disable(["inline", "reference"])
_LEAVES = {
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "html_block": BlockKind.HTML,
    "hr": BlockKind.RULE,
}
_CONTAINERS = {"blockquote_open": BlockKind.QUOTE, "table_open": BlockKind.TABLE}


class _Tokens:
    def __init__(self, tokens: list[Token]) -> None:
        self._rest = iter(tokens)

    def take(self) -> Token | None:
        return next(self._rest, None)

    def until(self, closing: str, level: int) -> Iterator[Token]:
        """Give tokens up to the one that closes a container opened at this level."""
        for token in self._rest:
            if token.type == closing and token.level == level:
                return
            yield token


def _section(opening: Token, tokens: _Tokens, previous: Section) -> Section:
    level = int(opening.tag[1:])
    parent: Section | None = previous
    while parent and parent.level >= level:
        parent = parent.parent
    line, end = _span(opening)
    raw = " ".join(token.content for token in tokens.until("heading_close", opening.level))
    return Section(raw.replace("\n", " "), level, line, end, parent)


def _blocks(opening: Token, tokens: _Tokens) -> list[Block]:
    line, end = _span(opening)
    if kind := _LEAVES.get(opening.type):
        fence_line = "\n" if opening.type == "fence" else ""
        return [Block(kind, line, end, fence_line + opening.content)]
    closing = opening.type.removesuffix("_open") + "_close"
    if opening.type in ("paragraph_open", "heading_open"):
        raw = "\n".join(token.content for token in tokens.until(closing, opening.level))
        return [Block(BlockKind.PARAGRAPH, line, end, raw)]
    if kind := _CONTAINERS.get(opening.type):
        for _ in tokens.until(closing, opening.level):
            pass
        return [Block(kind, line, end)]
    inside = [block for token in tokens.until(closing, opening.level) for block in _blocks(token, tokens)]
    return [_item(line, end, inside)] if opening.type == "list_item_open" else inside


def _item(line: int, end: int, inside: list[Block]) -> Block:
    if inside and inside[0].kind is BlockKind.PARAGRAPH and inside[0].line == line:
        first, *rest = inside
        return Block(BlockKind.ITEM, line, end, first.raw, tuple(rest))
    return Block(BlockKind.ITEM, line, end, "", tuple(inside))


def _span(token: Token) -> tuple[int, int]:
    """Give the first and last line of a block token, counted from 1."""
    start, end = token.map or (0, 1)
    return start + 1, end
