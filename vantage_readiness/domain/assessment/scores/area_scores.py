"""The scores of areas: on headings, in lists, in tables with their weights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import BlockKind
from ..model import AreaScore
from ..sections import Placed
from ..vocabulary.lexicon import words_of
from ..vocabulary.meanings import Topic
from . import grammar
from .grammar import Printed
from .lines import may_hold_score
from .score_tables import ScoreRow, ScoreTable
from .words import COUNT, GENERIC, MEASURE, OTHER, OVERALL, PROJECTED, READY

_LONG_NAME = 8
_OPENS = "(（:：–—-=|"
_CUT = re.compile(r"\s[-–—|]\s|[:：]\s?")
_GRADE = re.compile(r"[A-F][+−-]?")
_ARROW = re.compile("[→➜➡⇒]|->|=>")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,2}[.):]?|[a-z][.)]|[ivx]{1,4}[.)])\s", re.IGNORECASE)
_ASIDE = (Topic.PHASE, Topic.PLAN, Topic.COSTS, Topic.CHECKLIST)
_INSIDE = (Topic.STRENGTHS, Topic.GAPS, Topic.METRICS, Topic.FIXES, Topic.RECOMMENDATIONS)
_OTHERS = OTHER | PROJECTED | MEASURE
_AFTER = [[word] for word in "after nach après después tras após depois после po".split()]  # "After sprint 4: 85/100"
_NO_AREAS = frozenset(
    "score grade rating total quality status after now result average mean durchschnitt moyenne promedio média среднее"
    " średnia 平均".split()
)


def of(placed: Placed, tables: Iterable[ScoreTable], ledger: Ledger) -> Iterator[AreaScore]:
    """Give the scores printed for areas in one section."""
    if placed.topic in _ASIDE:
        return
    yield from _heading(placed, ledger)
    for table in tables if placed.area is None else ():  # inside an area they are its details
        for row in table.rows:
            ledger.understood("area score", row.line)
            yield _score(row.name, row.found, row.weight, row.line)
    found = list(_listed(placed))
    if len(found) >= 2:  # a single one is a remark
        for row in found:
            ledger.understood("area score", row.line)
            yield _score(row.name, row.found, None, row.line)


def _heading(placed: Placed, ledger: Ledger) -> Iterator[AreaScore]:
    """Give the score on an area's own heading, or on the heading of its strengths."""
    section = placed.section
    found = _named(section.raw) if section.level > 1 else None
    if found is None:
        return
    name, printed = found
    is_inside = placed.area is not None and placed.topic in _INSIDE
    yield _score(placed.area.name if placed.area and is_inside else name, printed, None, section.line)
    ledger.understood("area score", section.line, section.end)


def _listed(placed: Placed) -> Iterator[ScoreRow]:
    for block in placed.section.blocks:
        is_bold = block.kind is BlockKind.PARAGRAPH and inline.is_bold(block.words)
        if (block.kind is BlockKind.ITEM or is_bold) and (found := _named(block.words)):
            yield ScoreRow(*found, None, block.line)


def _named(raw: str) -> tuple[str, Printed] | None:
    """Give name and score of "Security: 8/10" or "3. Security (8/10)"; none where it is no area's."""
    if not may_hold_score(raw):
        return None
    text = inline.plain(raw)
    printed = grammar.score(text)
    if printed is None:
        return None
    before, after = text[: printed.start].rstrip(" *_~≈"), text[printed.end :]
    name = _NUMBERING.sub("", inline.title(_without_grade(before)))
    return (name, printed) if _is_area(name, before, after, printed) else None


def _without_grade(before: str) -> str:
    """Give a name without what only announces the score: "Security – current score:", "Security: A"."""
    before = before.rstrip(_OPENS + " ")
    cuts = [0, *(cut.end() for cut in _CUT.finditer(before))]
    while len(cuts) > 1 and _announces(before[cuts[-1] :]):
        before = before[: cuts.pop()].rstrip(_OPENS + " ")
    return before


def _announces(words: str) -> bool:
    return _GRADE.fullmatch(words.strip()) is not None or (len(words.split()) <= 3 and GENERIC.stands_in(words))


def _is_area(name: str, before: str, after: str, printed: Printed) -> bool:
    words, behind = words_of(name), words_of(" ".join(_ARROW.split(after)[0].split()[:3]))
    is_joined = before[-1:] in tuple(_OPENS) or inline.is_emoji(before[-1:] or " ") or printed.printed[0] in "ABCDEF"
    if not (is_joined and 0 < len(words.split()) <= _LONG_NAME) or OVERALL.search(words) or words.strip() in _NO_AREAS:
        return False
    if words.split()[:1] in _AFTER or _OTHERS.search(words) or _OTHERS.search(behind):
        return False
    if COUNT.search(behind) or (printed.is_share and COUNT.search(words)):
        return False
    return not printed.is_share or READY.search(behind) or _stands_alone(after)


def _stands_alone(after: str) -> bool:
    return not after.strip(" )）*_") or GENERIC.stands_in(after[:20])


def _score(name: str, found: Printed, weight: float | None, line: int) -> AreaScore:
    return AreaScore(name, found.value, found.out_of, weight, line)
