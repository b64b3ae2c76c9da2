"""How long until production, as the document says it: on a labelled line, or below a heading that asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind, Section
from ..model import Timeline
from ..sections import Placed
from ..vocabulary.meanings import Topic
from . import times
from .words import HEADLINE, RECOMMENDED, TOTAL_TIME

_OWN_MATTERS = (Topic.PHASE, Topic.COSTS, Topic.CHECKLIST, Topic.GAPS)
_TOLD = (Topic.TITLE, Topic.UNKNOWN, Topic.SUMMARY, Topic.VERDICT, Topic.PLAN)
_LABEL_WORDS = 8
_LONGEST = 400
_LOOK_AHEAD = 4
_LABELLED = re.compile(r"[:：]")


def gather(sections: Sequence[Placed], ledger: Ledger) -> Timeline | None:
    """Give the first time a line names as the one to production; else the first total time of the plan."""
    found = [timeline for placed in sections for timeline in _told(placed)]
    if not found:
        return None
    timeline = next((each for is_headline, each in found if is_headline), found[0][1])
    ledger.understood("time to production", timeline.line)
    return timeline


def _told(placed: Placed) -> Iterator[tuple[bool, Timeline]]:
    section = placed.section
    if placed.topic in _OWN_MATTERS or placed.area is not None:
        return
    if section.level:
        yield from _headed(placed)
    yield from _listed(section.blocks)
    for found in _lines(placed):
        if found[0] or not placed.tier:  # below a heading that names a tier, a time is how long its own matters take
            yield found


def _headed(placed: Placed) -> Iterator[tuple[bool, Timeline]]:
    """Give the time in a heading, or what stands below a heading that asks for one."""
    section = placed.section
    if HEADLINE.stands_in(section.title):
        yield from _below(placed)
    if _LABELLED.search(section.title):
        yield from _labelled(section.title, section.line, placed.topic)
    yield from _recommended(section)


def _lines(placed: Placed) -> Iterator[tuple[bool, Timeline]]:
    for block in placed.section.walk():
        is_told = block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.ITEM and placed.topic in _TOLD)
        for line, raw in block.own_lines if is_told and _LABELLED.search(block.raw) else ():
            yield from _labelled(raw[:_LONGEST], line, placed.topic)


def _below(placed: Placed) -> Iterator[tuple[bool, Timeline]]:
    """Give the first time in a heading or in the lines right below it."""
    section = placed.section
    lines = [(section.line, section.title)]
    for block in section.blocks[:_LOOK_AHEAD]:
        lines += block.own_lines if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) else []
    for line, raw in lines:
        if weeks := times.duration(inline.plain(raw[:_LONGEST])):
            yield True, Timeline(weeks.low, weeks.high, line)
            return


def _recommended(section: Section) -> Iterator[tuple[bool, Timeline]]:
    """Give the time of "Recommended (2 weeks)" below the heading "Timeline to production"."""
    above = section.parent
    is_meant = above and RECOMMENDED.stands_in(section.title) and HEADLINE.stands_in(above.title)
    if is_meant and (weeks := times.duration(section.title)):
        yield True, Timeline(weeks.low, weeks.high, section.line)


def _listed(blocks: Sequence[Block]) -> Iterator[tuple[bool, Timeline]]:
    """Give the recommended one of the times listed below a line that announces them: "Timeline to production:"."""
    for at, block in enumerate(blocks):
        last = block.raw.rpartition("\n")[2][:_LONGEST] if block.kind is BlockKind.PARAGRAPH else ""
        if not last.rstrip("*_ ").endswith((":", "：")) or not HEADLINE.stands_in(last):
            continue
        for entry in takewhile(lambda block: block.kind is BlockKind.ITEM, blocks[at + 1 : at + 1 + _LOOK_AHEAD]):
            name, words = inline.label(entry.words[:_LONGEST])
            if RECOMMENDED.stands_in(name) and (weeks := times.duration(words)):
                yield True, Timeline(weeks.low, weeks.high, entry.line)


def _labelled(raw: str, line: int, topic: Topic) -> Iterator[tuple[bool, Timeline]]:
    name, colon, words = inline.plain(raw).replace("：", ":").partition(":")
    if not colon or len(name.split()) > _LABEL_WORDS:
        return
    is_headline = HEADLINE.stands_in(name)
    if (is_headline or (topic in _TOLD and TOTAL_TIME.stands_in(name))) and (weeks := times.duration(words)):
        yield is_headline, Timeline(weeks.low, weeks.high, line)
