"""What an assessment says besides its items: areas, strengths, gaps, recommendations, and tiers named in passing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ...words import Tier
from .. import sections
from ..items import listings
from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind
from ..model import Area, Mention, Recommendation, State, Statement
from ..sections import Placed
from ..vocabulary import states, tiers
from ..vocabulary.meanings import Topic
from ..vocabulary.tiers import Scale


@dataclass(slots=True)
class Statements:
    """What was gathered so far, in document order."""

    scale: Scale
    strengths: list[Statement] = field(default_factory=list)
    gaps: list[Statement] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    _areas: dict[str, Area] = field(default_factory=dict)

    @property
    def areas(self) -> list[Area]:
        """List the areas; one that has several sections counts once, where it first stands."""
        return list(self._areas.values())

    def gather(self, placed: Placed, ledger: Ledger) -> None:
        """Take in one section by its topic."""
        take = _TAKERS.get(placed.topic)
        if take:
            take(self, placed, ledger)
        if placed.area and placed.topic is Topic.AREA and placed.area.line == placed.section.line:
            self._areas.setdefault(placed.area.name, placed.area)
            ledger.understood("area", placed.section.line, placed.section.end)
        self._mentions(placed, ledger)

    def _strengths(self, placed: Placed, ledger: Ledger) -> None:
        self.strengths += self._told(placed, ledger, "strength")

    def _gaps(self, placed: Placed, ledger: Ledger) -> None:
        section = placed.section
        if placed.above is Topic.GAPS and sections.POINT.match(section.title):
            area = placed.area.name if placed.area else None
            title = sections.POINT.sub("", section.title, count=1).strip() or section.title
            self.gaps.append(Statement(area, title, "", section.line))
            ledger.understood("gap", section.line, section.end)
        else:
            self.gaps += self._told(placed, ledger, "gap")

    def _told(self, placed: Placed, ledger: Ledger, noun: str) -> Iterator[Statement]:
        area = placed.area.name if placed.area else None
        for block in _plain_items(placed):
            name, text = inline.label(block.words)
            title, text = (name, text) if name else (text, "")
            if title:
                ledger.understood(noun, block.line, block.own_end)
                told = "; ".join(filter(None, [text, *listings.notes(block, ledger)]))
                yield Statement(area, title, told, block.line)
        for block in placed.section.blocks:
            for row in block.rows[1:]:
                title, *cells = [inline.title(cell) for cell in row.cells] or [""]
                if title:
                    ledger.understood(noun, row.line)
                    yield Statement(area, title, "; ".join(filter(None, cells)), row.line)

    def _area(self, placed: Placed, ledger: Ledger) -> None:
        """Take in the entries of an area that say by their mark whether they are strengths or gaps."""
        area = placed.area.name if placed.area else None
        for block in _plain_items(placed):
            found = states.marked(block.words)
            if not found or not found[1]:
                continue
            name, text = inline.label(found[1])
            is_strength = found[0] is State.DONE
            title = name or text
            if title:
                statement = Statement(area, title, text if name else "", block.line)
                (self.strengths if is_strength else self.gaps).append(statement)
                ledger.understood("strength" if is_strength else "gap", block.line, block.own_end)

    def _recommendations(self, placed: Placed, ledger: Ledger) -> None:
        for block in _plain_items(placed):
            text = "; ".join([inline.plain(block.words), *listings.notes(block, ledger)])
            if text:
                self.recommendations.append(Recommendation(placed.title, text, block.line))
                ledger.understood("recommendation", block.line, block.own_end)

    def _mentions(self, placed: Placed, ledger: Ledger) -> None:
        """Take in the lists in code blocks that stand under a comment naming a tier."""
        for block in placed.section.blocks:
            tier: Tier | None = None
            for line, raw in block.own_lines if block.kind is BlockKind.CODE else ():
                number, _, text = raw.strip().partition(". ")
                if raw.startswith("#"):
                    tier = self.scale.tier(tiers.grade(raw))
                    if tier:
                        ledger.understood("tier of a list", line)
                elif tier and number.isdigit() and text:
                    self.mentions.append(Mention(text.strip(), tier, line))
                    ledger.understood("mention", line)


_TAKERS: dict[Topic, Callable[[Statements, Placed, Ledger], None]] = {
    Topic.STRENGTHS: Statements._strengths,
    Topic.GAPS: Statements._gaps,
    Topic.AREA: Statements._area,
    Topic.RECOMMENDATIONS: Statements._recommendations,
}


def _plain_items(placed: Placed) -> Iterator[Block]:
    """Give the list entries of a section that are no tasks; tasks are read as items."""
    return (block for block in placed.section.items if not states.task(block.raw))
