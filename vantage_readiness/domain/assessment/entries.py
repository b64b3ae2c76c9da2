"""The items of an assessment: entries of lists and lines that are things to do, in every notation people use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..words import Tier
from . import efforts, families, inline, item_tables, states, tiers, vocabulary
from .blocks import Block, BlockKind, Section
from .ledger import Ledger
from .model import Entry, State
from .phrases import Phrases
from .sections import Placed
from .tiers import Scale
from .vocabulary import Topic

_MARKED_TOPICS = (Topic.CHECKLIST, Topic.INVENTORY)
_SPOKEN = (Topic.SUMMARY, Topic.VERDICT, Topic.RECOMMENDATIONS, Topic.RISKS, Topic.METRICS, Topic.TITLE)
_NOT_UNDER = (Topic.RECOMMENDATIONS, Topic.RISKS, Topic.VERDICT, Topic.SUMMARY, Topic.METRICS, Topic.GAPS)
_ANSWERS: Phrases[bool] = Phrases(
    {
        True: (
            "yes|no|n a|na|not applicable|unknown|go|no go|approved|rejected|approve|reject|ja|nein|entfallt|oui|non|si|sim"
            "|nao|да|нет|tak|nie|是|否|通过|不通过|はい|いいえ|該当なし"
        )
    }
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document as a whole notes its items: its scale, and whether its plain lists are its checklist."""

    scale: Scale
    is_plain_checklist: bool

    @classmethod
    def of(cls, sections: Sequence[Section], scale: Scale, titled: Topic | None) -> Manner:
        """Give the manner of a document: one titled a checklist, without a box in it, lists its items plainly."""
        return cls(scale, titled is Topic.CHECKLIST and not any(map(_has_boxes, sections)))


@dataclass(slots=True)
class _Group:
    """What stands above a list: its heading or bold line, with topic and tier."""

    heading: str
    topic: Topic
    tier: Tier | None
    area: str | None
    is_tier: bool = False


@dataclass(slots=True)
class Entries:
    """What was gathered so far, in document order; repeats point to the line they repeat."""

    manner: Manner
    items: list[Entry] = field(default_factory=list)
    _first: dict[str, int] = field(default_factory=dict)

    def gather(self, placed: Placed, ledger: Ledger) -> None:
        """Take in the items of one section."""
        group = top = self._group(placed)
        is_plain = not _has_boxes(placed.section)
        for is_list, run in groupby(placed.section.blocks, lambda block: block.kind is BlockKind.ITEM):
            blocks = list(run)
            if is_list:
                self._list(blocks, group, ledger, is_plain=is_plain)
                continue
            for block in blocks:
                group = self._below(block, group, top)
                self._other(block, group, ledger)

    def _group(self, placed: Placed) -> _Group:
        topic = placed.topic
        if topic in (Topic.UNKNOWN, Topic.AREA) and self.manner.is_plain_checklist and placed.section.level:
            topic = Topic.CHECKLIST
        area = placed.area.name if placed.area else None
        if area is None and topic is Topic.CHECKLIST and families.SECTIONS.all(placed.title)[-1:] == [Topic.AREA]:
            area = placed.title
        is_tier = placed.above not in _NOT_UNDER and tiers.is_heading_of_tier(placed.section.raw)
        return _Group(placed.title, topic, placed.tier, area, is_tier)

    def _below(self, block: Block, group: _Group, top: _Group) -> _Group:
        """Give the group that begins with a bold line; other blocks leave it as it is."""
        if block.kind is not BlockKind.PARAGRAPH or not inline.is_bold(block.raw):
            return group
        heading = inline.title(block.words)
        tier = self.manner.scale.tier(tiers.grade(block.raw)) or top.tier
        own = families.SECTIONS.first(heading)
        is_own = own is Topic.CHECKLIST or (own in families.ASIDE and top.topic is Topic.CHECKLIST)
        return _Group(heading, own if own and is_own else top.topic, tier, top.area, top.is_tier)

    def _other(self, block: Block, group: _Group, ledger: Ledger) -> None:
        if block.kind is BlockKind.TABLE:
            for found in item_tables.rows(block, group.topic, self.manner.scale):
                area = found.area or group.area
                tier = found.tier or group.tier
                self._add(found.title, found.notes, tier, found.state, area, found.effort, found.line, group.heading)
                ledger.understood("item", found.line)
        elif block.kind is BlockKind.PARAGRAPH:
            self._lines(block, group, ledger)

    def _lines(self, block: Block, group: _Group, ledger: Ledger) -> None:
        """Take in the lines of a paragraph that begin with a box or a tick each, as people write lists by hand."""
        lines = block.own_lines
        ticked = group.topic not in _SPOKEN and all(states.tick(raw) for _, raw in lines)
        for line, raw in lines:
            found = states.task(raw) or (states.tick(raw) if ticked else None)
            if found is None and group.topic in _MARKED_TOPICS:
                found = states.marked(raw)
            if found and found[1]:
                self._entry(found, [], line, group)
                ledger.understood("item", line)

    def _list(self, run: list[Block], group: _Group, ledger: Ledger, *, is_plain: bool) -> None:
        if _is_choice(run):
            return
        reads_plain = is_plain and (group.topic is Topic.CHECKLIST or (group.is_tier and run[0].ordinal is not None))
        reads_marks = group.topic in _MARKED_TOPICS and all(states.marked(block.raw) for block in run)
        for block in run:
            self._block(block, group, ledger, reads=reads_plain or reads_marks)

    def _block(self, block: Block, group: _Group, ledger: Ledger, *, reads: bool) -> None:
        """Take in a list entry and what stands below it: its notes, and entries of their own."""
        is_group = reads and block.items and inline.plain(block.words).endswith((":", "："))
        task = states.task(block.raw)
        if task is None and reads and not is_group:
            task = states.marked(block.words) or (State.OPEN, block.words)
        if task and task[1]:
            state, words = task[0], task[1].replace("\n", " ")
            ledger.understood("item", block.line, block.own_end)
            self._entry((state, words), _notes(block, ledger), block.line, group)
        elif is_group:
            ledger.understood("group of items", block.line, block.own_end)
            group = _Group(inline.title(block.words), group.topic, group.tier, group.area)
        for child in block.children:
            if child.kind is BlockKind.ITEM:
                self._block(child, group, ledger, reads=bool(is_group))

    def _entry(self, task: tuple[State, str], notes: list[str], line: int, group: _Group) -> None:
        state, words = task
        title, remark = inline.tail(inline.plain(words))
        effort = remark if remark and efforts.is_effort(remark) else None
        own = self._own_tier(words, remark)
        notes = [*([remark] if remark and not effort else []), *notes]
        effort = effort or efforts.among(notes)
        self._add(title, notes, own or group.tier, state, group.area, effort, line, group.heading)

    def _own_tier(self, words: str, remark: str) -> Tier | None:
        """Give the tier an entry names itself: "[P0] Rotate keys", "🔴 Rotate keys", "Rotate keys (critical)"."""
        if remark and (grade := tiers.own_grade(remark)):
            return self.manner.scale.tier(grade)
        head = words[:1] if ord(words[0]) > 0x2FFF else words[1 : words.find("]")] if words[0] == "[" else ""
        return self.manner.scale.tier(tiers.own_grade(head)) if head else None

    def _add(
        self,
        title: str,
        notes: Sequence[str],
        tier: Tier | None,
        state: State,
        area: str | None,
        effort: str | None,
        line: int,
        heading: str,
    ) -> None:
        first = self._first.setdefault(vocabulary.key(title) or title, line)
        same_as = None if first == line else first
        self.items.append(Entry(title, "; ".join(notes), tier, state, area, effort, line, same_as, heading))


def _has_boxes(section: Section) -> bool:
    return any(_has_box(block) for block in section.blocks)


def _has_box(block: Block) -> bool:
    if block.kind is BlockKind.TABLE:
        return any(states.has_box(cell) for row in block.rows[1:] for cell in row.cells)
    if block.kind is BlockKind.QUOTE:
        return False
    return states.task(block.raw) is not None or any(_has_box(child) for child in block.children)


def _is_choice(run: list[Block]) -> bool:
    """Answer whether entries are the possible answers to one question: "[ ] Yes", "[ ] No"."""
    if not 1 < len(run) < 6:
        return False
    tasks = [states.task(block.raw) for block in run]
    return all(task and _ANSWERS.fill(inline.tail(inline.title(task[1]))[0]) for task in tasks)


def _notes(block: Block, ledger: Ledger) -> list[str]:
    """Give the words standing below a list entry as its notes, without tasks and what belongs to those."""
    return [note for note in _below(block, ledger) if note]


def _below(block: Block, ledger: Ledger) -> Iterator[str]:
    for child in block.children:
        if child.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or states.task(child.raw):
            continue
        ledger.understood("detail", child.line, child.own_end)
        yield inline.plain(child.words)
        yield from _below(child, ledger)
