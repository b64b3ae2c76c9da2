"""Counts printed in headings and labels: "Security (6/10 complete)", "Critical: 8/8"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...words import Tier
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind, Section
from ..sections import Placed
from ..vocabulary.lexicon import Family

COUNT = re.compile(
    r"(?<![\w.,/≥≤<>~])(?<![≥≤<>]\s)(\d{1,4})\s?(?:/|of|out of|von|sur|de|из|z|/共)\s?(\d{1,4})"
    r"(?![\d/%]|[.,]\d|\s?(?:%|points?\b|pts?\b))"
)
SCALES = frozenset({5, 10, 20, 25, 50, 100, 1000})
_LONGEST = 300
# Only words that name one tier with everybody; "high" and "medium" do not.
_TIERS = {
    Tier.CRITICAL: Family(
        "critical*|blocker*|must|p0|kritisch*|critique*|bloquant*|crític*|критич*|krytyczn*|关键|严重|致命|クリティカル"
    ),
    Tier.IMPORTANT: Family("important*|should|wichtig*|importante*|важн*|ważn*|重要"),
    Tier.NICE: Family("nice*|optional*|could|optionnel*|opcional*|опционально|opcjonaln*|可选|任意"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """A printed count of what is done; it speaks of the lines after `line` up to `end`, or of a whole tier.

    `sure` tells whether the words say that something is complete; a bare "7/10" may be a score.
    """

    printed: str
    done: int
    total: int
    tier: Tier | None
    sure: bool
    line: int
    end: int | None


def gather(placed: Sequence[Placed], complete: Family) -> Iterator[Tally]:
    """Give the counts in headings, each with the last line it speaks of, and those of labels that name a tier."""
    for section, end in zip(placed, ends(placed), strict=True):
        tally = _tally(section.section.raw, complete, section.tier)
        if tally and section.section.level:
            yield Tally(*tally, section.section.line, end)
        for block in section.section.blocks:
            yield from _labels(block, complete)


def own_end(section: Section) -> int:
    """Give the last line of a section without the sections below it."""
    return max([section.end, *(block.end for block in section.blocks[-1:])])


def ends(placed: Sequence[Placed]) -> list[int]:
    """Give the last line of each section with all sections below it."""
    found: list[int] = [0] * len(placed)
    opened: list[int] = []
    last = 0
    for at, each in enumerate(placed):
        while opened and placed[opened[-1]].section.level >= each.section.level:
            found[opened.pop()] = each.section.line - 1
        opened.append(at)
        last = max(last, own_end(each.section))
    for at in opened:
        found[at] = last
    return found


def _tally(raw: str, complete: Family, tier: Tier | None) -> tuple[str, int, int, Tier | None, bool] | None:
    found = COUNT.search(raw) if "/" in raw or any(char.isdigit() for char in raw[:_LONGEST]) else None
    if not found or len(raw) > _LONGEST:
        return None
    done, total = int(found[1]), int(found[2])
    if done > total or not total:
        return None
    sure = complete.stands_in(inline.plain(raw[: found.start()] + " " + raw[found.end() :]))
    return found[0], done, total, tier, sure


def _labels(block: Block, complete: Family) -> Iterator[Tally]:
    """Give the counts of lines and table rows whose label is a tier: "**Critical**: 8/8 complete"."""
    if block.kind is BlockKind.TABLE:
        for row in block.rows[1:]:
            yield from _label(row.cells[0] if row.cells else "", " ".join(row.cells[1:4]), row.line, complete)
    elif block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        for line, raw in block.own_lines if ":" in block.raw else ():
            label, colon, words = raw[:_LONGEST].partition(":")
            if colon:
                yield from _label(label, words, line, complete)


def _label(label: str, words: str, line: int, complete: Family) -> Iterator[Tally]:
    if len(label.split()) > 4 or not COUNT.search(words[:_LONGEST]):
        return
    tier = next((tier for tier, family in _TIERS.items() if family.stands_in(label)), None)
    tally = _tally(words[:_LONGEST], complete, tier) if tier else None
    if tally:
        yield Tally(*tally, line, None)
