"""The plan: its phases with duration and steps, from headings, bold lines, list entries, table rows or single lines.

Many lines begin with "Phase 2" or "Week 3" without being the plan: areas that are numbered, history, notes. So groups
of such lines are looked at: one is the plan when it stands under words for a plan, or most of it prints times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind, Section
from ..model import Phase, Weeks
from ..scores import grammar
from ..sections import Placed
from ..vocabulary.lexicon import words_of
from ..vocabulary.meanings import Topic
from . import heads, phase_steps, times
from .heads import Level, PhaseHead
from .words import HISTORY, HORIZON, LENGTH, PLAN

_PLANS = (Topic.PLAN, Topic.PHASE)
_NO_PLANS = (Topic.STRENGTHS, Topic.GAPS, Topic.COSTS, Topic.METRICS, Topic.APPENDIX, Topic.SIGNOFF, Topic.INVENTORY)
_OPEN_PLANS = (Topic.PLAN, Topic.RECOMMENDATIONS)
_LOOK_AHEAD = 4  # a duration on a line of its own stands among the first lines of its phase
_FOLLOWING = 30  # blocks that may belong to a bold line
_SHORT = 160
_NOTATIONS = ("heading", "bold line", "row", "entry", "line")
_ENTRY = _NOTATIONS.index("entry")


class Mark(NamedTuple):
    """One line that may open a phase: where it stands, and what follows it."""

    head: PhaseHead
    text: str
    line: int
    end: int
    section: Section
    block: Block | None = None
    following: tuple[Block, ...] = ()


@dataclass(slots=True)
class _Group:
    """Lines of one kind that stand side by side."""

    notation: int
    level: Level
    is_plan: bool
    is_history: bool
    marks: list[Mark] = field(default_factory=list)

    @property
    def has_times(self) -> bool:
        return 2 * sum(mark.head.has_time for mark in self.marks) >= len(self.marks)

    @property
    def rank(self) -> tuple[bool, int, int]:
        return self.level is Level.STEP, self.notation if self.notation > 1 else 0, self.level

    def is_a_plan(self) -> bool:
        """Answer whether these lines are phases of the plan."""
        if self.is_history or self._is_scored():
            return False
        if self.level is Level.STEP and not self.has_times:
            return False
        few = len(self.marks) < 2 or self.notation > 1
        return self.is_plan or (self.has_times and not (few and self.level is not Level.PHASE)) or self._runs()

    def _is_scored(self) -> bool:
        return 2 * sum(grammar.score(mark.text) is not None for mark in self.marks) >= len(self.marks)

    def _runs(self) -> bool:
        """Answer whether headings count up from the first, as phases of a plan do wherever they stand; so do numbered
        entries: "1. **Phase 1**: …". Where all hold commands, they tell how something is done."""
        ordinals = [mark.head.ordinal for mark in self.marks]
        if self.level is not Level.PHASE or len(ordinals) < 2 or ordinals != _counted(ordinals):
            return False
        if self.notation == _ENTRY:
            return all(mark.block and mark.block.ordinal == mark.head.ordinal for mark in self.marks)
        return self.notation == 0 and not all(map(_is_how_to, self.marks))


def gather(sections: Sequence[Placed], ledger: Ledger) -> tuple[Phase, ...]:
    """Give the phases of a document's plan, in document order."""
    groups = list(_groups(sections))
    plans = sorted((group for group in groups if group.is_a_plan()), key=lambda group: group.rank)
    chosen = _joined(plans) if plans else _unnumbered(sections)
    below = _sections_below(sections) if chosen else {}
    return tuple(_phase(mark, below, ledger) for mark in sorted(chosen, key=lambda mark: mark.line))


def _joined(plans: Sequence[_Group]) -> list[Mark]:
    """Give the first group and those like it that go on counting; one that counts again repeats it."""
    first, chosen = plans[0], list(plans[0].marks)
    taken = {mark.head.ordinal for mark in chosen}
    for group in plans[1:]:
        ordinals = {mark.head.ordinal for mark in group.marks}
        is_alike = (group.level, group.notation) == (first.level, first.notation)
        if is_alike and taken.isdisjoint(ordinals):
            chosen += group.marks
            taken |= ordinals
    return _without_repeats(chosen)


def _without_repeats(marks: Sequence[Mark]) -> list[Mark]:
    """Give each first line once, where a plan is printed twice."""
    return list({(mark.head.ordinal, mark.text.casefold()): mark for mark in reversed(marks)}.values())


def _groups(sections: Sequence[Placed]) -> Iterator[_Group]:
    found: dict[tuple[int, int, Level], _Group] = {}
    marks = ((placed, *mark) for placed in sections for mark in _marks(placed))
    for placed, notation, parent, mark in marks:
        key = parent, notation, mark.head.level
        if key not in found:
            is_plan, is_history = _standing(placed, notation)
            found[key] = _Group(notation, mark.head.level, is_plan, is_history)
        found[key].marks.append(mark)
    return iter(found.values())


def _standing(placed: Placed, notation: int) -> tuple[bool, bool]:
    """Answer whether a place belongs to a plan, and whether it tells what was; by the headings above it."""
    above = placed.above if notation == 0 else placed.topic
    is_plan, is_history = above in _PLANS, above in _NO_PLANS
    chain = placed.section.parent if notation == 0 else placed.section
    while chain is not None and not is_plan:
        words = words_of(chain.title)
        is_plan = PLAN.search(words)
        is_history = is_history or HISTORY.search(words)
        chain = chain.parent
    return is_plan, is_history and above not in _PLANS


def _marks(placed: Placed) -> Iterator[tuple[int, int, Mark]]:
    """Give the lines of a section that may open a phase: notation, what they stand side by side under, and the line."""
    section = placed.section
    if section.level and (head := heads.head(section.title)):
        following = tuple(section.blocks)
        parent = section.parent.line if section.parent else 0
        yield 0, parent, Mark(head, section.title, section.line, section.end, section, None, following)
    for at, block in enumerate(section.blocks):
        for notation, text, line in _lines(block):
            if (head := heads.head(text)) and (notation < _ENTRY or head.has_time or head.is_joined):
                is_line = block.kind is BlockKind.PARAGRAPH
                following = tuple(_until_bold(section.blocks[at + 1 : at + _FOLLOWING])) if is_line else ()
                own = block if block.kind is BlockKind.ITEM else None
                yield notation, section.line, Mark(head, text, line, line, section, own, following)


def _lines(block: Block) -> Iterator[tuple[int, str, int]]:
    if block.kind is BlockKind.PARAGRAPH:
        lines = block.own_lines
        if len(lines) == 1 and inline.is_bold(block.raw):
            yield 1, inline.title(block.raw), block.line
            return
        for line, raw in lines:
            if heads.may_open(raw):
                yield (1 if inline.is_bold(raw) else 4), inline.title(raw[:_SHORT]), line
    elif block.kind is BlockKind.ITEM and heads.may_open(block.raw):
        yield 3, inline.title(block.raw.split("\n")[0][:_SHORT]), block.line
    elif block.kind is BlockKind.TABLE:
        title = inline.title(block.header[0])
        for row in block.rows[1:]:
            if heads.may_open(row.cell(0)):
                yield 2, _row_text(title, row.cells), row.line


def _row_text(title: str, cells: Sequence[str]) -> str:
    """Give a row as a heading would say it: below "Week", "1-2" is "Week 1-2"."""
    name = inline.title(cells[0])
    named = f"{title} {name}" if name[:1].isdigit() else name
    return " ".join(filter(None, [named, _time_cell(cells)]))


def _time_cell(cells: Sequence[str]) -> str:
    """Give the cell of a row that prints nothing but a time, in parentheses as a heading has it."""
    times_only = (title for cell in cells[1:] if times.is_only_time(title := inline.title(cell)))
    return next((f"({title})" for title in times_only), "")


def _until_bold(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH and inline.is_bold(block.raw) and "\n" not in block.raw:
            return
        yield block


def _unnumbered(sections: Sequence[Placed]) -> list[Mark]:
    """Give headings of a plan without numbers, each with a duration in parentheses: "Launch preparation (3–5 days)"."""
    found: dict[int, list[Mark]] = {}
    for placed in sections:
        section = placed.section
        if placed.above not in _OPEN_PLANS or section.parent is None:
            continue
        name, remark = inline.tail(section.title)
        span = times.span(remark) if remark and times.is_only_time(remark) else None
        is_horizon = HORIZON.stands_in(name) and not times.place(remark)
        if span and not is_horizon:
            marks = found.setdefault(section.parent.line, [])
            head = PhaseHead(Level.PHASE, len(marks) + 1, name, span.weeks, done=False, has_time=True)
            marks.append(Mark(head, section.title, section.line, section.end, section, None, tuple(section.blocks)))
    return next((marks for marks in found.values() if len(marks) > 1), [])


def _sections_below(sections: Sequence[Placed]) -> dict[int, list[Section]]:
    """Give the sections inside each section, by its line."""
    below: dict[int, list[Section]] = {}
    for placed in sections:
        above = placed.section.parent
        while above is not None and above.level:
            below.setdefault(above.line, []).append(placed.section)
            above = above.parent
    return below


def _phase(mark: Mark, below: dict[int, list[Section]], ledger: Ledger) -> Phase:
    ledger.understood("phase", mark.line, mark.end)
    inside = below.get(mark.section.line, []) if mark.block is None and mark.line == mark.section.line else []
    steps = tuple(phase_steps.of(mark.block, mark.following, inside, ledger))
    weeks = mark.head.weeks or _labelled(mark.following, ledger)
    low, high = (weeks.low, weeks.high) if weeks else (None, None)
    return Phase(mark.head.name or mark.text, mark.head.ordinal, low, high, mark.head.done, mark.line, steps)


def _labelled(blocks: Sequence[Block], ledger: Ledger) -> Weeks | None:
    """Give the length a line of its own prints: "**Duration:** 2 weeks"."""
    for block in blocks[:_LOOK_AHEAD]:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            continue
        for line, raw in block.own_lines:
            name, words = inline.label(raw[:_SHORT])
            if len(name.split()) <= 3 and LENGTH.stands_in(name) and (span := times.span(words)) and span.weeks:
                ledger.understood("duration", line)
                return span.weeks
    return None


def _counted(ordinals: Sequence[int]) -> list[int]:
    return list(range(ordinals[0], ordinals[0] + len(ordinals))) if ordinals[0] in (0, 1) else []


def _is_how_to(mark: Mark) -> bool:
    """Answer whether commands stand below a heading, and no list of what is to be done."""
    kinds = {block.kind for block in mark.following}
    return BlockKind.CODE in kinds and BlockKind.ITEM not in kinds
