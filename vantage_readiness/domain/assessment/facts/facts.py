"""The single facts of an assessment: title, risk, time, verdict, dates and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind
from ..model import Dated, Review, Risk, Timeline, Verdict
from ..plan import times
from ..sections import Placed
from ..vocabulary import families
from ..vocabulary.meanings import Fact, Topic
from . import dates

_TOLD = (Topic.TITLE, Topic.UNKNOWN, Topic.SUMMARY, Topic.VERDICT)
_OWN_MATTERS = (Topic.PHASE, Topic.COSTS)
_SIGNATURE = (Fact.DATE, Fact.ASSESSOR, Fact.REVIEW)
_ANY = tuple(Fact)
_LABEL_WORDS = 6
_REMARK = re.compile(r"\s[-–—]\s|[(;,]")


@dataclass(slots=True)
class Facts:
    """What was found so far. The first line that says a thing wins; a later one stays prose."""

    title: str = ""
    risk: Risk | None = None
    verdict: Verdict | None = None
    dated: Dated | None = None
    assessor: str | None = None
    next_review: Review | None = None

    def gather(self, placed: Placed, ledger: Ledger) -> None:
        """Take in the title and the labelled lines of one section."""
        self.title = self.title or placed.title
        if placed.topic is Topic.TITLE:
            ledger.understood("title", placed.section.line, placed.section.end)
        for block in placed.section.walk():
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and (":" in block.raw or "：" in block.raw):
                self._block(block, _telling(block, placed), ledger)

    def _block(self, block: Block, telling: Collection[Fact], ledger: Ledger) -> None:
        for line, printed in block.own_lines if telling else ():
            raw = printed.replace("：", ":")
            if ":" in raw and (fact := self._line(raw, line, telling)):
                ledger.understood(fact.value, line)

    def _line(self, raw: str, line: int, telling: Collection[Fact]) -> Fact | None:
        """Take in one labelled line; give what it was understood as."""
        name, _, words = inline.plain(raw).partition(":")
        fact = families.FACTS.first(name) if len(name.split()) <= _LABEL_WORDS else None
        return fact if fact in _PARSERS and fact in telling and self._take(fact, name, words.strip(), line) else None

    def _take(self, fact: Fact, name: str, words: str, line: int) -> bool:
        noun, parse = _PARSERS[fact]
        found = parse(name, words, line) if words and getattr(self, noun) is None else None
        if found is not None:
            setattr(self, noun, found)
        return found is not None


def _telling(block: Block, placed: Placed) -> Collection[Fact]:
    """Give the facts a block may tell. A list speaks of the whole only in the summary and the like; an area, phase or
    cost section has risks and times of its own, so there only the signature below the document is taken."""
    if block.kind is BlockKind.ITEM and placed.topic not in _TOLD:
        return ()
    return _SIGNATURE if placed.area or placed.topic in _OWN_MATTERS else _ANY


def _timeline(words: str, line: int) -> Timeline | None:
    weeks = times.duration(words)
    return Timeline(weeks.low, weeks.high, line) if weeks else None


def _risk(_: str, words: str, line: int) -> Risk | None:
    level = inline.title(_REMARK.split(words, maxsplit=1)[0]).rstrip(".").casefold()
    return Risk(level, line) if 0 < len(level.split()) <= 3 else None


_PARSERS: dict[Fact, tuple[str, Callable[[str, str, int], object | None]]] = {
    Fact.RISK: ("risk", _risk),
    Fact.VERDICT: ("verdict", lambda _, words, line: Verdict(words, _timeline(words, line), line)),
    Fact.DATE: ("dated", lambda _, words, line: Dated(dates.day(words), line)),
    Fact.ASSESSOR: ("assessor", lambda _, words, __: words),
    Fact.REVIEW: ("next_review", lambda _, words, line: Review(words, line)),
}
