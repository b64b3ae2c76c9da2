"""The lists of an assessment: checklist entries, strengths and gaps, phases, costs, recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ..words import Period
from . import grammar, inline, vocabulary
from .ledger import Ledger
from .model import (
    CostLine,
    Phase,
    Step,
    Total,
)
from .outline import Block, Section
from .sections import Placed
from .vocabulary import Topic


@dataclass(slots=True)
class Lists:
    """What was gathered so far, in document order."""

    phases: list[Phase] = field(default_factory=list)
    costs: list[CostLine] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)

    def gather(self, placed: Placed, ledger: Ledger) -> None:
        """Take in one section: by its topic, then the tasks that may stand in any."""
        if placed.topic is Topic.PHASE:
            self._phase(placed.section, ledger)
        elif placed.topic is Topic.COSTS:
            self._costs(placed.section, ledger)

    def _phase(self, section: Section, ledger: Ledger) -> None:
        head = grammar.phase(section.title)
        if head is None:  # a heading inside the phase before it groups more of its steps
            phase, group = self.phases.pop(), section.title
        else:
            phase, group = _phase(head, section.line), ""
            ledger.understood("phase", section.line, section.end)
        steps = [step for block in section.items for step in _steps(block, group, ledger)]
        self.phases.append(replace(phase, steps=(*phase.steps, *steps)))

    def _costs(self, section: Section, ledger: Ledger) -> None:
        group, _ = inline.tail(section.title)
        usual = vocabulary.meaning(section.title, vocabulary.PERIODS) or Period.ONCE
        lines: list[CostLine] = []
        for block in _plain_items(section):
            name, words = inline.label(block.words)
            line = _cost(group, name, words, usual, block.line)
            if line is None:
                continue
            is_total = vocabulary.has(name, vocabulary.TOTAL) and not line.done
            if is_total:
                self.totals.append(_total(line, lines))
            else:
                lines.append(line)
            ledger.understood("total" if is_total else "cost line", block.line, block.own_end)
        self.costs += lines

def _plain_items(section: Section) -> Iterator[Block]:
    """Give the list entries of a section that are no tasks; tasks are read as items."""
    return (block for block in section.items if not grammar.task(block.words))


def _phase(head: grammar.PhaseHead, line: int) -> Phase:
    low, high = (head.weeks.low, head.weeks.high) if head.weeks else (None, None)
    return Phase(head.name, head.ordinal, low, high, head.done, line, ())


def _steps(block: Block, group: str, ledger: Ledger) -> Iterator[Step]:
    """Give the entries without entries below them; the others are groups."""
    task = grammar.task(block.words)
    title, detail = inline.tail(inline.title(task[1] if task else block.words))
    ledger.understood("group of steps" if block.items else "step", block.line, block.own_end)
    for child in block.items:
        yield from _steps(child, title, ledger)
    if not block.items:
        yield Step(title, detail, group, block.line)


def _cost(group: str, name: str, words: str, usual: Period, line: int) -> CostLine | None:
    """Give the cost line an entry prints: a name with an amount, or a name marked as finished; else none."""
    money = grammar.money(words)
    if name and money:
        period, note = money.period or usual, inline.tail(words)[1]
        return CostLine(group, name, money.low, money.high, money.currency, period, note, False, line)
    if name and grammar.is_done(words):
        return CostLine(group, name, None, None, "", usual, "", True, line)
    return None


def _total(stated: CostLine, lines: list[CostLine]) -> Total:
    low = sum((line.low for line in lines if line.low is not None), Decimal(0))
    high = sum((line.high for line in lines if line.high is not None), Decimal(0))
    return Total(
        stated.group, low, high, stated.low or Decimal(0), stated.high or Decimal(0), stated.currency, stated.period,
        stated.line,
    )  # fmt: skip
