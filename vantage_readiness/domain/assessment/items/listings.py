"""What lists look like: whether they have boxes, ask for a choice, and what stands below their entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind, Section
from ..vocabulary import states
from ..vocabulary.phrases import Phrases

_ANSWERS: Phrases[bool] = Phrases(
    {
        True: (
            "yes|no|n a|na|not applicable|unknown|go|no go|approved|rejected|approve|reject|ja|nein|entfallt"
            "|oui|non|si|sim"
            "|nao|да|нет|tak|nie|是|否|通过|不通过|はい|いいえ|該当なし"
        )
    }
)


def has_boxes(section: Section) -> bool:
    """Answer whether a box to be ticked stands in a section, in its lists, lines or tables."""
    return any(_has_box(block) for block in section.blocks)


def has_marks(section: Section) -> bool:
    """Answer whether all entries right below a heading begin with a mark, and at least two do."""
    items = section.items
    return len(items) > 1 and all(states.marked(block.raw) for block in items)


def _has_box(block: Block) -> bool:
    if block.kind is BlockKind.TABLE:
        return any(states.has_box(cell) for row in block.rows[1:] for cell in row.cells)
    if block.kind is BlockKind.QUOTE:
        return False
    return states.task(block.raw) is not None or any(_has_box(child) for child in block.children)


def is_choice(run: Sequence[Block]) -> bool:
    """Answer whether entries are the possible answers to one question: "[ ] Yes", "[ ] No"."""
    if not 1 < len(run) < 6:
        return False
    tasks = [states.task(block.raw) for block in run]
    return all(task and _ANSWERS.fill(inline.tail(inline.title(task[1]))[0]) for task in tasks)


def parted(block: Block) -> tuple[str, list[tuple[int, str]]]:
    """Split an entry into its own words and its lines from the first one on that begins with a box of its own."""
    if "\n" not in block.raw:
        return block.words, []
    lines = block.own_lines
    at = next((at for at, (_, raw) in enumerate(lines) if at and states.task(raw)), len(lines))
    return " ".join(raw for _, raw in lines[:at]), lines[at:]


def notes(block: Block, ledger: Ledger) -> list[str]:
    """Give the words standing below a list entry as its notes, without tasks and what belongs to those."""
    return [note for note in _below(block, ledger) if note]


def above(section: Section) -> list[Section]:
    """List a section and those above it, from the inside out, without the document as a whole."""
    found: list[Section] = []
    outer: Section | None = section
    while outer and outer.level:
        found.append(outer)
        outer = outer.parent
    return found


def _below(block: Block, ledger: Ledger) -> Iterator[str]:
    for child in block.children:
        if child.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or states.task(child.raw):
            continue
        ledger.understood("detail", child.line, child.own_end)
        yield inline.plain(child.words)
        yield from _below(child, ledger)
