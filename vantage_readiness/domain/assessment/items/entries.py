"""The items of an assessment: entries of lists and lines that are things to do, in every notation people use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from ...words import Tier
from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind, Section
from ..model import Entry, State
from ..sections import Placed
from ..vocabulary import families, meanings, states, tiers
from ..vocabulary.grades import Grade
from ..vocabulary.meanings import Topic
from ..vocabulary.tiers import Scale
from . import efforts, listings, reports, tables

_MARKED_TOPICS = (Topic.CHECKLIST, Topic.INVENTORY)
_PLANNED = (Topic.PLAN, Topic.PHASE)
_SPOKEN = (Topic.SUMMARY, Topic.VERDICT, Topic.RECOMMENDATIONS, Topic.RISKS, Topic.METRICS, Topic.TITLE)
_NOT_UNDER = (Topic.RECOMMENDATIONS, Topic.RISKS, Topic.VERDICT, Topic.SUMMARY, Topic.METRICS, Topic.GAPS)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document as a whole notes its items: the fewer boxes it has, the more its plain lists mean."""

    scale: Scale
    is_checklist: bool = False
    has_boxes: bool = False
    has_marks: bool = False  # a list of "✅ Login", "❌ Backups"
    has_reports: bool = False  # entries with "Status: …" below them
    has_plan_states: bool = False  # the lists of the plan say what is done and what is not: "✅ Login", "📋 Blog"
    is_last_resort: bool = False  # nothing else in the document is an item

    @classmethod
    def of(cls, sections: Sequence[Section], scale: Scale, titled: Topic | None) -> Manner:
        """Give the manner of a document by its title and its lists."""
        has_reports = any(reports.has_reports(section.items) for section in sections)
        has_boxes, has_marks = (any(map(each, sections)) for each in (listings.has_boxes, listings.has_marks))
        return cls(scale, titled is Topic.CHECKLIST, has_boxes, has_marks, has_reports)

    @property
    def is_plain_checklist(self) -> bool:
        return self.is_checklist and not self.has_boxes and not self.has_reports


class _Group(NamedTuple):
    """What stands above a list: its heading or bold line, with topic and tier.

    `is_plain` tells that entries without any mark are items, `is_tier` that the heading names what must be done,
    `is_finished` that a heading calls what stands below it finished.
    """

    heading: str
    topic: Topic
    tier: Tier | None
    area: str | None
    is_plain: bool = False
    is_tier: bool = False
    is_finished: bool = False


def gather(sections: Sequence[Placed], manner: Manner, ledger: Ledger) -> list[Entry]:
    """List the items of a document. Where nothing is one, numbered lists whose heading names a tier are."""
    manner = replace(manner, has_plan_states=not manner.has_boxes and _has_plan_states(sections))
    for way in (manner, replace(manner, is_last_resort=True)):
        entries = Entries(way)
        for placed in sections:
            entries.gather(placed, ledger)
        if entries.items:
            return entries.graded()
    return []


def _has_plan_states(sections: Sequence[Placed]) -> bool:
    """Answer whether the marks in the lists of the plan differ; one and the same everywhere is decoration."""
    planned = (placed.section for placed in sections if placed.topic in _PLANNED)
    marks = (states.marked(block.raw) for section in planned if listings.has_marks(section) for block in section.items)
    return len({mark[0] for mark in marks if mark}) > 1


@dataclass(slots=True)
class Entries:
    """What was gathered so far, in document order; repeats point to the line they repeat."""

    manner: Manner
    items: list[Entry] = field(default_factory=list)
    _first: dict[str, int] = field(default_factory=dict)
    _boxed: set[Section] = field(default_factory=set)
    _graded: list[tuple[int, Grade]] = field(default_factory=list)

    def gather(self, placed: Placed, ledger: Ledger) -> None:
        """Take in the items of one section."""
        if not placed.section.blocks:
            return
        group = top = self._group(placed)
        for is_list, run in groupby(placed.section.blocks, lambda block: block.kind is BlockKind.ITEM):
            blocks = list(run)
            if is_list:
                self._list(blocks, group, ledger)
                continue
            for block in blocks:
                group = self._below(block, group, top)
                self._other(block, group, ledger)

    def graded(self) -> list[Entry]:
        """Give the items, those that name a grade themselves on the scale that all of these make together."""
        scale = self.manner.scale.extended(grade for _, grade in self._graded)
        for at, grade in self._graded if scale != self.manner.scale else ():
            self.items[at] = self.items[at]._replace(tier=scale.tier(grade))
        return self.items

    def _group(self, placed: Placed) -> _Group:
        section, topic = placed.section, placed.topic
        if topic in (Topic.UNKNOWN, Topic.AREA) and self.manner.is_plain_checklist and section.level:
            topic = Topic.CHECKLIST
        area = placed.area.name if placed.area else None
        if area is None and topic is Topic.CHECKLIST and families.SECTIONS.all(placed.title)[-1:] == [Topic.AREA]:
            area = placed.title
        is_plain, is_tier = self._is_plain(section, topic), self._is_tier(placed)
        return _Group(placed.title, topic, placed.tier, area, is_plain, is_tier, self._is_finished(placed))

    def _is_plain(self, section: Section, topic: Topic) -> bool:
        """Answer whether plain entries are items: in a checklist without boxes, as long as the document has none, or
        the heading calls it a checklist itself and there are boxes elsewhere in the one around it."""
        if topic is not Topic.CHECKLIST or self.manner.has_reports:
            return False
        if listings.has_boxes(section):
            self._boxed.update(listings.above(section))
            return False
        if not self.manner.has_boxes:
            return True
        is_named = Topic.CHECKLIST in families.SECTIONS.all(section.title)
        return is_named and any(outer in self._boxed for outer in listings.above(section)[:-1])

    def _is_finished(self, placed: Placed) -> bool:
        """Answer whether a heading above calls what stands below it finished, outside the areas, in a document without
        boxes: its ticks are all it has."""
        if self.manner.has_boxes or placed.area is not None:
            return False
        headings = (inline.tail(inline.title(outer.raw))[0] for outer in listings.above(placed.section))
        return any(map(families.FINISHED.fill, headings))

    def _is_tier(self, placed: Placed) -> bool:
        if self.manner.has_boxes or not placed.section.level:
            return False
        if self.manner.is_last_resort:
            return tiers.grade(placed.section.raw) is not None
        return placed.above not in _NOT_UNDER and tiers.is_heading_of_tier(placed.section.raw)

    def _below(self, block: Block, group: _Group, top: _Group) -> _Group:
        """Give the group that begins with a bold line; other blocks leave it as it is."""
        if block.kind is not BlockKind.PARAGRAPH or not inline.is_bold(block.raw):
            return group
        heading = inline.title(block.words)
        tier = self.manner.scale.tier(tiers.grade(block.raw)) or top.tier
        own = families.SECTIONS.first(heading)
        if own in families.ASIDE and top.topic is Topic.CHECKLIST:
            return top._replace(heading=heading, topic=own, tier=tier, is_plain=False)
        return top._replace(heading=heading, topic=own if own is Topic.CHECKLIST else top.topic, tier=tier)

    def _other(self, block: Block, group: _Group, ledger: Ledger) -> None:
        if block.kind is BlockKind.TABLE:
            for found in tables.rows(block, group.topic, self.manner.scale):
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

    def _list(self, run: list[Block], group: _Group, ledger: Ledger) -> None:
        if listings.is_choice(run):
            return
        if reports.has_reports(run):
            self._reported(run, group, ledger)
            return
        reading = self._reading(run, group)
        for block in run:
            self._block(block, group, ledger, reading)

    def _reading(self, run: list[Block], group: _Group) -> Callable[[str], tuple[State, str] | None]:
        """Give how the entries of a list are read that have no box."""
        marks = [states.marked(block.raw) for block in run]
        if group.is_tier and run[0].ordinal is not None:
            # One and the same mark before everything that is to be done says nothing about its state.
            return _plain_open if len({mark and mark[0] for mark in marks}) == 1 else _plain
        if group.is_plain and not self._is_how_to(run, group):
            return _plain
        is_planned = self.manner.has_plan_states and group.topic in _PLANNED
        is_told = group.topic in _MARKED_TOPICS or group.is_finished or is_planned or self._tells_all(group)
        is_all_marked = all(marks) and is_told
        is_mixed = any(marks) and any(states.task(block.raw) for block in run)
        return states.marked if is_all_marked or is_mixed else _not_read

    def _is_how_to(self, run: list[Block], group: _Group) -> bool:
        """Answer whether a numbered list tells how something is done, beside others with boxes or marks."""
        has_marks = self.manner.has_marks and group.tier is None
        return run[0].ordinal is not None and (self.manner.has_boxes or has_marks)

    def _tells_all(self, group: _Group) -> bool:
        return self.manner.is_plain_checklist and group.topic in (Topic.UNKNOWN, Topic.AREA)

    def _reported(self, run: list[Block], group: _Group, ledger: Ledger) -> None:
        """Take in entries whose state stands below them: "Status: passed"."""
        for report in reports.of(run):
            for line, end in report.lines:
                ledger.understood("detail", line, end)
            ledger.understood("item", report.line, report.end)
            self._entry((report.state, report.words), report.notes, report.line, group)

    def _block(
        self, block: Block, group: _Group, ledger: Ledger, reading: Callable[[str], tuple[State, str] | None]
    ) -> None:
        """Take in a list entry and what stands below it: its notes, and entries of their own."""
        words, boxed = listings.parted(block)
        is_group = reading is not _not_read and block.items and inline.plain(words).endswith((":", "："))
        task = states.task(words) or (None if is_group else reading(words))
        if task and task[1]:
            ledger.understood("item", block.line, block.own_end)
            self._entry(task, listings.notes(block, ledger), block.line, group)
        elif is_group:
            ledger.understood("group of items", block.line, block.own_end)
            group = group._replace(heading=inline.title(words))
        self._boxed_below(boxed, group, ledger)
        for child in block.items:
            self._block(child, group, ledger, reading if is_group else _not_read)

    def _boxed_below(self, boxed: Sequence[tuple[int, str]], group: _Group, ledger: Ledger) -> None:
        """Take in the lines of an entry that begin with a box of their own, as people write without blank lines."""
        for line, raw in boxed:
            if (task := states.task(raw)) and task[1]:
                ledger.understood("item", line)
                self._entry(task, [], line, group)

    def _entry(self, task: tuple[State, str], notes: list[str], line: int, group: _Group) -> None:
        state, words = task
        title, remark = inline.tail(inline.plain(words))
        effort = remark if remark and efforts.is_effort(remark) else None
        own = self._own_grade(words, remark, notes)
        notes = [*([remark] if remark and not effort else []), *notes]
        effort = effort or efforts.among(notes)
        if own:
            self._graded.append((len(self.items), own))
        self._add(
            title, notes, self.manner.scale.tier(own) or group.tier, state, group.area, effort, line, group.heading
        )

    def _own_grade(self, words: str, remark: str, notes: Sequence[str]) -> Grade | None:
        """Give the grade an entry names itself: "[P0] Rotate keys", "Rotate keys (critical)", below "Priority: P1"."""
        own = (remark and tiers.own_grade(remark)) or tiers.own_mark(words)
        return own or next((grade for note in notes if (grade := tiers.priority(note))), None)

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
        first = self._first.setdefault(meanings.key(title) or title, line)
        same_as = None if first == line else first
        self.items.append(Entry(title, "; ".join(notes), tier, state, area, effort, line, same_as, heading))


def _plain(words: str) -> tuple[State, str] | None:
    return states.marked(words) or (State.OPEN, words)


def _plain_open(words: str) -> tuple[State, str] | None:
    return State.OPEN, (states.marked(words) or (State.OPEN, words))[1]


def _not_read(words: str) -> tuple[State, str] | None:  # noqa: ARG001
    return None
