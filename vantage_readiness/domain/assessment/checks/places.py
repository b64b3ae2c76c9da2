"""Which lines of a document say something."""

from __future__ import annotations

from collections.abc import Sequence

from ..markdown.blocks import BlockKind
from ..sections import Placed


def hidden(placed: Sequence[Placed]) -> set[int]:
    """Give the lines of code and HTML, in which nothing is said."""
    return {
        line
        for each in placed
        for block in each.section.walk()
        if block.kind in (BlockKind.CODE, BlockKind.HTML)
        for line in range(block.line, block.end + 1)
    }
