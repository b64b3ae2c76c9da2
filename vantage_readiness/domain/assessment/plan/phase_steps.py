"""The steps of a phase: the entries of the lists below its first line, up to the next phase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind, Section
from ..model import Step
from ..vocabulary import states


def of(entry: Block | None, following: Sequence[Block], inside: Iterable[Section], ledger: Ledger) -> Iterator[Step]:
    """Give the steps of a phase that is an entry of a list, or else of what follows it, and of the sections in it."""
    if entry is not None:
        for block in entry.items:
            yield from _steps(block, "", ledger)
        return
    yield from _listed(following, "", ledger)
    for section in inside:
        yield from _listed(section.blocks, section.title, ledger)


def _listed(blocks: Iterable[Block], group: str, ledger: Ledger) -> Iterator[Step]:
    for block in blocks:
        if block.kind is BlockKind.ITEM:
            yield from _steps(block, group, ledger)


def _steps(block: Block, group: str, ledger: Ledger) -> Iterator[Step]:
    """Give the entries without entries below them; the others are groups."""
    task = states.task(block.words)
    title, detail = inline.tail(inline.title(task[1] if task else block.words))
    ledger.understood("group of steps" if block.items else "step", block.line, block.own_end)
    for child in block.items:
        yield from _steps(child, title, ledger)
    if not block.items and title:
        yield Step(title, detail, group, block.line)
