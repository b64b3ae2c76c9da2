"""What it costs: lines with their range, by group, and the totals a document prints beside the sum of its lines.

A cost stands in a section about costs. Only a document without such a section is asked for amounts that call
themselves a cost or a budget. Groups are never added up: they may be alternatives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ...words import Period
from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind
from ..model import CostLine, Total
from ..sections import Placed
from ..vocabulary.lexicon import words_of
from ..vocabulary.meanings import Topic
from . import cost_lines
from .cost_lines import Printed
from .money import in_context, period
from .words import COST, NO_COST

_FEW_WORDS = 4
_Sum = tuple[Decimal | None, Decimal | None, str]

_ASIDE = (Topic.STRENGTHS, Topic.GAPS, Topic.METRICS)
_ELSEWHERE = (*_ASIDE, Topic.PHASE, Topic.TITLE, Topic.CHECKLIST)  # there a heading with "cost" names something to do


@dataclass(frozen=True, slots=True)
class Costs:
    """The cost lines of a document, and its totals, in document order."""

    lines: tuple[CostLine, ...]
    totals: tuple[Total, ...]


@dataclass(slots=True)
class _Group:
    """The lines under one heading or bold line, and how often they fall due where they do not say it themselves."""

    name: str
    usual: Period
    lines: list[CostLine] = field(default_factory=list)
    totals: list[tuple[Printed, tuple[CostLine, ...]]] = field(default_factory=list)


def gather(sections: Sequence[Placed], ledger: Ledger) -> Costs:
    """Take in the costs of a document."""
    groups = [group for placed in sections if _is_about_costs(placed) for group in _groups(placed)]
    if not any(group.lines or group.totals for group in groups):
        groups = [group for placed in sections if (group := _spoken(placed))]
    if not groups:
        groups = [group for placed in sections if _is_titled_costs(placed) for group in _groups(placed)]
    kept = _without_breakdowns([group for group in groups if group.lines or group.totals])
    for group in kept:
        for line in group.lines:
            ledger.understood("cost line", line.line)
        for printed, _ in group.totals:
            ledger.understood("total", printed.line)
    return Costs(
        tuple(line for group in kept for line in group.lines),
        tuple(_total(group, printed, lines or tuple(group.lines)) for group in kept for printed, lines in group.totals),
    )


def _is_about_costs(placed: Placed) -> bool:
    """Answer whether a section is about costs, by its own heading or that of one it stands in, not about prices."""
    is_named = placed.topic is Topic.COSTS or (placed.topic not in _ELSEWHERE and COST.stands_in(placed.title))
    return is_named and not NO_COST.stands_in(placed.title)


def _is_titled_costs(placed: Placed) -> bool:
    """Answer whether a whole document is called "Costs"; one about a "cost tracker" prints others' amounts."""
    return placed.topic is Topic.TITLE and len(placed.title.split()) < _FEW_WORDS and COST.stands_in(placed.title)


def _groups(placed: Placed) -> Iterator[_Group]:
    """Give the groups of a cost section: one for its heading, one for each bold line in it."""
    section = placed.section
    above = section.parent.title if section.parent else ""
    usual = period(section.title) or period(above) or Period.ONCE
    group = _Group(inline.tail(section.title)[0] or section.title, usual)
    for block in section.blocks:
        found = list(cost_lines.of(block))
        if not found and (name := _group_name(block)):
            yield group
            group = _Group(inline.tail(name)[0] or name, period(name) or usual)
        for printed in found:
            _take(printed, group)
    yield group


def _group_name(block: Block) -> str:
    is_short = block.kind is BlockKind.PARAGRAPH and len(block.raw) <= 120 and "\n" not in block.raw
    return inline.title(block.raw) if is_short and (inline.is_bold(block.raw) or block.raw.endswith(":")) else ""


def _take(printed: Printed, group: _Group) -> None:
    if printed.is_total:
        since = group.totals[-1][0].line if group.totals else 0
        fresh = tuple(line for line in group.lines if line.line > since)
        group.totals.append((printed, fresh or tuple(group.lines)))
    else:
        group.lines.append(_line(printed, group))


def _line(printed: Printed, group: _Group) -> CostLine:
    found = printed.money and in_context(printed.money, printed.words, printed.name)
    note = inline.tail(printed.words)[1]
    if found is None:
        return CostLine(group.name, printed.name, None, None, "", group.usual, "", True, printed.line)
    currency = found.currency or next((line.currency for line in group.lines if line.currency), "")
    before = group.lines[-1].period if group.lines and not (found.currency and found.high) else group.usual
    often = found.period or period(printed.name) or before  # what is free is so as often as its neighbour falls due
    return CostLine(group.name, printed.name, found.low, found.high, currency, often, note, False, printed.line)


def _total(group: _Group, printed: Printed, lines: tuple[CostLine, ...]) -> Total:
    """Give a printed total beside the sum of the lines in its currency."""
    stated = printed.money and in_context(printed.money, printed.words, printed.name)
    low = high = Decimal(0)
    currency = stated.currency if stated else ""
    often = (stated.period if stated else None) or period(printed.name)
    for line in [line for line in lines if line.period is often] or lines:
        if line.low is not None and line.high is not None and line.currency in (currency, ""):
            low, high = low + line.low, high + line.high
    often = often or group.usual
    return Total(
        group.name, low, high, stated.low if stated else low, stated.high if stated else high, currency, often,
        printed.line,
    )  # fmt: skip


def _spoken(placed: Placed) -> _Group | None:
    """Give the amounts outside any cost section that call themselves a cost."""
    if placed.topic in _ASIDE:
        return None
    found = [printed for block in placed.section.walk() for printed in _spoken_in(block)]
    if not found or NO_COST.stands_in(placed.title):
        return None
    group = _Group(placed.title or "Costs", period(placed.title) or Period.ONCE)
    for printed in found:
        _take(printed, group)
    return group if group.lines else None


def _spoken_in(block: Block) -> Iterator[Printed]:
    if block.kind is BlockKind.TABLE:
        yield from cost_lines.of(block) if cost_lines.cost_column(block) else ()
    elif block.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH) and (found := cost_lines.labelled_as_cost(block)):
        yield found


def _without_breakdowns(groups: Sequence[_Group]) -> list[_Group]:
    """Leave out a group whose sum another group prints as one line of its own name: it only explains that line."""
    owners: dict[tuple[_Sum, str], set[int]] = {}  # of a line by its sum and one of its words; two are enough to know
    for group in groups:
        for line in group.lines if len(group.lines) > 1 else ():
            for word in words_of(line.name).split():
                known = owners.setdefault(((line.low, line.high, line.currency), word), set())
                if len(known) < 2:
                    known.add(id(group))
    return [group for group in groups if not _explains(group, owners)]


def _explains(group: _Group, owners: dict[tuple[_Sum, str], set[int]]) -> bool:
    names = {word for line in group.lines for word in words_of(line.name).split() if len(word) > 3}
    names |= set(words_of(group.name).split())
    sums = {(stated.money.low, stated.money.high, stated.money.currency) for stated, _ in group.totals if stated.money}
    return len(group.lines) > 1 and any(
        owners.get((found, word), set()) - {id(group)} for found in sums for word in names
    )
