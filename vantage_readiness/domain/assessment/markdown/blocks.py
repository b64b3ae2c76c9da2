"""What a document is made of: sections with blocks, each with its lines (counted from 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

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


class Row(NamedTuple):
    """One row of a table, its cells as written. A row may have fewer or more cells than the header."""

    line: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """Give the cell of a column; empty where the row is too short."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass(slots=True, eq=False)
class Block:
    """One block: its words as written, its lines from `line` to `end`, and what stands inside it.

    A code block keeps its lines, an empty one standing for the opening fence. A table has `rows`, the header first; the
    line of dashes is none of them. A quotation has its blocks as children.
    """

    kind: BlockKind
    line: int
    end: int
    raw: str = ""
    children: tuple[Block, ...] = ()
    rows: tuple[Row, ...] = ()
    ordinal: int | None = None  # the number of an entry of a numbered list

    @property
    def words(self) -> str:
        """Give the block's text on one line, still with its marks."""
        return self.raw.replace("\n", " ")

    @property
    def own_end(self) -> int:
        """Give the last line of the block's own words."""
        return self.line + self.raw.count("\n")

    @property
    def own_lines(self) -> list[tuple[int, str]]:
        """List the block's own lines with their numbers."""
        return list(enumerate(self.raw.split("\n"), self.line))

    @property
    def header(self) -> tuple[str, ...]:
        """Give the cells of a table's first row; none for other blocks."""
        return self.rows[0].cells if self.rows else ()

    @property
    def items(self) -> list[Block]:
        """List the list items directly inside."""
        return [child for child in self.children if child.kind is BlockKind.ITEM]

    def walk(self) -> Iterator[Block]:
        """Give the block and everything inside it, in document order."""
        yield self
        if self.children:
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
    title: str = field(init=False)

    def __post_init__(self) -> None:
        self.title = inline.title(self.raw)

    @property
    def items(self) -> list[Block]:
        """List the list items directly in the section."""
        return [block for block in self.blocks if block.kind is BlockKind.ITEM]

    def walk(self) -> Iterator[Block]:
        """Give every block of the section, in document order."""
        for block in self.blocks:
            if block.children:
                yield from block.walk()
            else:
                yield block
