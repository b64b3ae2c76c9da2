"""Entries whose state stands below them under a label of its own: "1. Backup restored", then "- Status: passed"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..markdown import inline
from ..markdown.blocks import Block, BlockKind
from ..model import State
from ..vocabulary import states
from ..vocabulary.phrases import Phrases

_LABELS: Phrases[bool] = Phrases(
    {
        True: (
            "status|state|result|statut|etat|resultat|ergebnis|stand|estado|resultado|статус|состояние|stan"
            "|状态|状態|ステータス"
        )
    }
)


@dataclass(slots=True)
class Report:
    """One entry with its state and the words below it; `lines` are the first and last lines of those words."""

    words: str
    line: int
    end: int
    state: State | None = None
    notes: list[str] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)

    def note(self, block: Block) -> None:
        """Take in something that stands below the entry."""
        self.lines.append((block.line, block.own_end))
        state = _state(block)
        if state is None:
            self.notes.append(inline.plain(block.words))
        elif self.state is None:
            self.state = state


@dataclass(frozen=True, slots=True)
class Reported:
    """One entry that is an item."""

    words: str
    line: int
    end: int
    state: State
    notes: list[str]
    lines: list[tuple[int, int]]


def has_reports(run: Sequence[Block]) -> bool:
    """Answer whether at least two numbered entries of a list say their state below them."""
    if len(run) < 2 or not any(block.ordinal is not None for block in run):
        return False
    return sum(1 for report in _reports(run) if report.state) > 1


def of(run: Sequence[Block]) -> Iterator[Reported]:
    """Give the entries of a list that say their state below them; one that says none is open."""
    for found in _reports(run):
        yield Reported(found.words, found.line, found.end, found.state or State.OPEN, found.notes, found.lines)


def _reports(run: Sequence[Block]) -> Iterator[Report]:
    report: Report | None = None
    for block in run:
        if block.ordinal is None and report:
            report.note(block)
            continue
        if report:
            yield report
        report = Report(block.words, block.line, block.own_end)
        for child in block.children:
            if child.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH):
                report.note(child)
    if report:
        yield report


def _state(block: Block) -> State | None:
    label, colon, rest = inline.plain(block.words[:120]).partition(":")
    return states.in_cell(rest) if colon and len(label) < 20 and _LABELS.fill(label) else None
