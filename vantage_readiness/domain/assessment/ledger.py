"""The fate of every line. Blocks get one by their shape; facts overwrite it."""

from __future__ import annotations

from collections.abc import Iterable

from .markdown.blocks import Block, BlockKind, Section
from .model import Fate, FateKind
from .vocabulary.meanings import Topic

_BY_SHAPE = {
    BlockKind.PARAGRAPH: (FateKind.CONTEXT, "prose"),
    BlockKind.QUOTE: (FateKind.CONTEXT, "quotation"),
    BlockKind.CODE: (FateKind.CONTEXT, "code"),
    BlockKind.RULE: (FateKind.STRUCTURE, "rule"),
    BlockKind.HTML: (FateKind.STRUCTURE, "html"),
    BlockKind.TABLE: (FateKind.NOT_UNDERSTOOD, "a table"),
}
_TOLD = frozenset({Topic.SUMMARY, Topic.VERDICT, Topic.METRICS, Topic.FIXES, Topic.AREA})


class Ledger:
    """One fate for each line that is not blank."""

    def __init__(self, text: str) -> None:
        self._fates = {
            number: (FateKind.NOT_UNDERSTOOD, "outside every block")
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        }
        self._tables: list[Block] = []

    def lay_out(self, section: Section, topic: Topic) -> None:
        """Give the lines of a section the fate their shape implies."""
        self._mark(range(section.line, section.end + 1), FateKind.STRUCTURE, "heading")
        for block in section.blocks:
            self._lay_out(block, topic)

    def _lay_out(self, block: Block, topic: Topic) -> None:
        kind, what = _BY_SHAPE.get(block.kind) or _list_fate(topic)
        if block.kind is BlockKind.TABLE:
            self._tables.append(block)
        self._mark(range(block.line, block.end + 1), kind, what)
        if block.kind is not BlockKind.QUOTE:
            for child in block.children:
                self._lay_out(child, topic)

    def understood(self, what: str, line: int, end: int | None = None) -> None:
        """Record that a line, or the lines up to `end`, were understood as something."""
        self._mark(range(line, (end or line) + 1), FateKind.UNDERSTOOD, what)

    def close(self) -> tuple[Fate, ...]:
        """Give all fates in the order of their lines. The head of a table is understood with its first row."""
        for table in self._tables:
            if any(self._fates[row.line][0] is FateKind.UNDERSTOOD for row in table.rows[1:]):
                self._head(table)
        return tuple(Fate(line, kind, what) for line, (kind, what) in self._fates.items())

    def _head(self, table: Block) -> None:
        for line in (table.line, table.line + 1):
            if self._fates[line][0] is not FateKind.UNDERSTOOD:
                self._fates[line] = (FateKind.STRUCTURE, "head of a table")

    def _mark(self, lines: Iterable[int], kind: FateKind, what: str) -> None:
        for line in lines:
            if line in self._fates:
                self._fates[line] = (kind, what)


def _list_fate(topic: Topic) -> tuple[FateKind, str]:
    if topic in _TOLD:
        return FateKind.CONTEXT, f"list in {topic.value}"
    where = "a section of unknown kind" if topic is Topic.UNKNOWN else topic.value
    return FateKind.NOT_UNDERSTOOD, f"a list entry in {where}"
