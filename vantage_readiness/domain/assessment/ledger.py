"""The fate of every line. Blocks get one by their shape; facts overwrite it."""

from __future__ import annotations

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
_OUTSIDE = (FateKind.NOT_UNDERSTOOD, "outside every block")
_HEADING = (FateKind.STRUCTURE, "heading")
_TOLD = frozenset({Topic.SUMMARY, Topic.VERDICT, Topic.METRICS, Topic.FIXES, Topic.AREA})


class Ledger:
    """One fate for each line that is not blank."""

    def __init__(self, text: str) -> None:
        lines = ["", *text.split("\n")]  # they count from 1
        self._fates = [_OUTSIDE if line and not line.isspace() else None for line in lines]
        self._tables: list[Block] = []

    def lay_out(self, section: Section, topic: Topic) -> None:
        """Give the lines of a section the fate their shape implies."""
        self._mark(section.line, section.end, _HEADING)
        for block in section.blocks:
            self._lay_out(block, topic)

    def _lay_out(self, block: Block, topic: Topic) -> None:
        if block.kind is BlockKind.TABLE:
            self._tables.append(block)
        self._mark(block.line, block.end, _BY_SHAPE.get(block.kind) or _LISTED[topic])
        if block.children and block.kind is not BlockKind.QUOTE:
            for child in block.children:
                self._lay_out(child, topic)

    def understood(self, what: str, line: int, end: int | None = None) -> None:
        """Record that a line, or the lines up to `end`, were understood as something."""
        self._mark(line, end or line, (FateKind.UNDERSTOOD, what))

    def close(self) -> tuple[Fate, ...]:
        """Give all fates in the order of their lines. The head of a table is understood with its first row."""
        for table in self._tables:
            if any(self._is_understood(row.line) for row in table.rows[1:]):
                self._head(table)
        return tuple([Fate(line, *fate) for line, fate in enumerate(self._fates) if fate])

    def _head(self, table: Block) -> None:
        for line in (table.line, table.line + 1):
            if not self._is_understood(line):
                self._fates[line] = (FateKind.STRUCTURE, "head of a table")

    def _is_understood(self, line: int) -> bool:
        fate = self._fates[line]
        return fate is not None and fate[0] is FateKind.UNDERSTOOD

    def _mark(self, line: int, end: int, fate: tuple[FateKind, str]) -> None:
        fates = self._fates
        if line == end:  # most blocks have one line
            if line < len(fates) and fates[line]:
                fates[line] = fate
            return
        for each in range(line, min(end + 1, len(fates))):
            if fates[each]:
                fates[each] = fate


def _list_fate(topic: Topic) -> tuple[FateKind, str]:
    if topic in _TOLD:
        return FateKind.CONTEXT, f"list in {topic.value}"
    where = "a section of unknown kind" if topic is Topic.UNKNOWN else topic.value
    return FateKind.NOT_UNDERSTOOD, f"a list entry in {where}"


_LISTED = {topic: _list_fate(topic) for topic in Topic}
