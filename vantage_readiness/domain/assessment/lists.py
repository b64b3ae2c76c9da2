"""The lists of an assessment: checklist entries, strengths and gaps, phases, costs, recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ..words import Period, Tier
from . import grammar, inline, sections, vocabulary
from .ledger import Ledger
from .model import (
    Area,
    CostLine,
    Entry,
    Mention,
    Phase,
    Recommendation,
    State,
    Statement,
    Step,
    Total,
)
from .outline import Block, BlockKind, Section
from .sections import Placed
from .vocabulary import Topic


@dataclass(slots=True)
class Lists:
    """What was gathered so far, in document order."""

    items: list[Entry] = field(default_factory=list)
    strengths: list[Statement] = field(default_factory=list)
    gaps: list[Statement] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    costs: list[CostLine] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    _areas: dict[str, Area] = field(default_factory=dict)
    _first: dict[str, int] = field(default_factory=dict)

    @property
    def areas(self) -> list[Area]:
        """List the areas; one that has several sections counts once, where it first stands."""
        return list(self._areas.values())

    def gather(self, placed: Placed, ledger: Ledger) -> None:
        """Take in one section: by its topic, then the tasks that may stand in any."""
        if placed.topic in (Topic.STRENGTHS, Topic.GAPS):
            self._statements(placed, ledger)
        elif placed.topic is Topic.PHASE:
            self._phase(placed.section, ledger)
        elif placed.topic is Topic.COSTS:
            self._costs(placed.section, ledger)
        elif placed.topic is Topic.RECOMMENDATIONS:
            self._recommendations(placed.section, ledger)
        self._area(placed, ledger)
        self._mentions(placed.section, ledger)
        self._tasks(placed, ledger)

    def _area(self, placed: Placed, ledger: Ledger) -> None:
        """Take in an area's heading."""
        area, section = placed.area, placed.section
        if area is None or placed.topic not in (Topic.AREA, Topic.STRENGTHS):
            return
        if area.line == section.line:
            self._areas.setdefault(area.name, area)
            ledger.understood("area", section.line, section.end)

    def _statements(self, placed: Placed, ledger: Ledger) -> None:
        is_gap = placed.topic is Topic.GAPS
        for block in _plain_items(placed.section):
            name, text = inline.label(block.words)
            title, text = (name, text) if name else (text, "")
            if not title:
                continue
            area = placed.area.name if placed.area else None
            statement = Statement(area, title, "; ".join(filter(None, [text, *_notes(block, ledger)])), block.line)
            (self.gaps if is_gap else self.strengths).append(statement)
            ledger.understood("gap" if is_gap else "strength", block.line, block.own_end)

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

    def _recommendations(self, section: Section, ledger: Ledger) -> None:
        for block in _plain_items(section):
            text = "; ".join([inline.plain(block.words), *_notes(block, ledger)])
            self.recommendations.append(Recommendation(section.title, text, block.line))
            ledger.understood("recommendation", block.line, block.own_end)

    def _mentions(self, section: Section, ledger: Ledger) -> None:
        """Take in the lists in code blocks that stand under a comment naming a tier."""
        for block in section.blocks:
            tier: Tier | None = None
            for line, raw in block.own_lines if block.kind is BlockKind.CODE else ():
                number, _, text = raw.strip().partition(". ")
                if raw.startswith("#"):
                    tier = vocabulary.earliest(raw, vocabulary.TIERS)
                    if tier:
                        ledger.understood("tier of a list", line)
                elif tier and number.isdigit() and text:
                    self.mentions.append(Mention(text.strip(), tier, line))
                    ledger.understood("mention", line)

    def _tasks(self, placed: Placed, ledger: Ledger) -> None:
        heading = placed.title
        tier = placed.tier
        for block in placed.section.blocks:
            if block.kind is BlockKind.PARAGRAPH and inline.is_bold(block.words):
                heading, tier = inline.title(block.words), sections.tier_in(block.words) or tier
            for inside in block.walk() if block.kind is BlockKind.ITEM else ():
                task = grammar.task(inside.words)
                if task and task[1]:
                    self.items.append(self._entry(task, inside, placed, heading, tier, ledger))

    def _entry(
        self, task: tuple[State, str], block: Block, placed: Placed, heading: str, tier: Tier | None, ledger: Ledger
    ) -> Entry:
        state, words = task
        title, remark = inline.tail(inline.plain(words))
        effort = remark if grammar.is_effort(remark) else None
        notes = [*([remark] if remark and not effort else []), *_notes(block, ledger)]
        area = placed.area.name if placed.area else None
        first = self._first.setdefault(vocabulary.key(title), block.line)
        ledger.understood("item", block.line, block.own_end)
        return Entry(
            title, "; ".join(notes), tier, state, area, effort, block.line,
            None if first == block.line else first, heading,
        )  # fmt: skip


def _plain_items(section: Section) -> Iterator[Block]:
    """Give the list entries of a section that are no tasks; tasks are read as items."""
    return (block for block in section.items if not grammar.task(block.words))


def _notes(block: Block, ledger: Ledger) -> list[str]:
    """Give the words standing below a list entry as its notes, without tasks and what belongs to those."""
    notes = []
    for child in block.children:
        if child.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or grammar.task(child.words):
            continue
        notes += [inline.plain(child.words), *_notes(child, ledger)]
        ledger.understood("detail", child.line, child.own_end)
    return [note for note in notes if note]


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
