"""Printed counts beside counted boxes, and headings that call everything under them done."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...words import Severity, Tier
from ..facts import counts
from ..facts.counts import Tally, own_end
from ..markdown import inline
from ..markdown.blocks import BlockKind, Section
from ..model import Entry, Finding, State
from ..sections import Placed
from .basis import Document, lines, said, severity
from .wording import ALL, DONE, FINISHED, NOT_YET, STATUS

_LONGEST = 300


def tallies(document: Document) -> Iterator[Finding]:
    """Compare each printed count with the boxes it speaks of."""
    if not document.read.items or not counts.COUNT.search(document.read.text):
        return
    boxes = _Boxes(document)
    for tally in counts.gather(document.placed, DONE):
        spoken_of = boxes.of(tally)
        if spoken_of and _is_count_of(tally, spoken_of) and not boxes.agree(tally, spoken_of):
            yield _mismatch(tally, spoken_of)


class _Boxes:
    """The items by line and by tier."""

    def __init__(self, document: Document) -> None:
        self._items = document.read.items
        self._starts = [item.line for item in self._items]
        self._outermost = {block.line for each in document.placed for block in each.section.blocks}
        self._by_tier: dict[Tier | None, list[Entry]] = {}
        for item in document.items:
            self._by_tier.setdefault(item.tier, []).append(item)

    def of(self, tally: Tally) -> Sequence[Entry]:
        """Give the items a count speaks of: those below it, or all of its tier."""
        if tally.end is None:
            return self._by_tier.get(tally.tier, ())
        return self._items[bisect_right(self._starts, tally.line) : bisect_right(self._starts, tally.end)]

    def agree(self, tally: Tally, items: Sequence[Entry]) -> bool:
        """Answer whether a count holds for all items, or for those that stand below no other."""
        return _matches(tally, items) or _matches(tally, [item for item in items if item.line in self._outermost])


def _is_count_of(tally: Tally, items: Sequence[Entry]) -> bool:
    """Answer whether "7/10" counts these items and is no score: its words say so, or there are ten of them."""
    return tally.sure or tally.total == len(items) or (tally.tier is not None and tally.total not in counts.SCALES)


def _matches(tally: Tally, items: Sequence[Entry]) -> bool:
    """Answer whether a count is right; what is half done may count either way."""
    done = sum(item.state is State.DONE for item in items)
    partial = sum(item.state is State.PARTIAL for item in items)
    return tally.total == len(items) and done <= tally.done <= done + partial


def _mismatch(tally: Tally, items: Sequence[Entry]) -> Finding:
    done = sum(item.state is State.DONE for item in items)
    where = "of this tier" if tally.end is None else "below"
    message = f"{said(tally.printed)} is printed, but {done} of the {len(items)} boxes {where} are ticked."
    if len(items) == 1:
        message = f"{said(tally.printed)} is printed, but the only box {where} is {'ticked' if done else 'open'}."
    tiers = {item.tier for item in items}
    grave = severity(*tiers) if len(tiers) == 1 or tally.tier is Tier.CRITICAL else Severity.WARNING
    return Finding("count-mismatch", grave, message, lines(tally.line, *(item.line for item in items)))


def called_done(document: Document) -> Iterator[Finding]:
    """Name each heading or status line that calls everything under it done while some of it is open."""
    items = document.read.items
    starts = [item.line for item in items]
    for section, whole, claim in _claimed(document.placed) if items else ():
        end = whole if claim.of_all else own_end(section)
        below = items[bisect_right(starts, section.line) : bisect_right(starts, end)]
        unfinished = [item for item in below if item.state is not State.DONE]
        if unfinished:
            yield _contradicted(claim, unfinished)


def _claimed(placed: Sequence[Placed]) -> list[tuple[Section, int, _Claim]]:
    """List what calls a section done, with the section and the last line of all below it."""
    claimed = [(at, each.section, claim) for at, each in enumerate(placed) for claim in _claims(each.section)]
    ends = counts.ends(placed) if claimed else []
    return [(section, ends[at], claim) for at, section, claim in claimed]


@dataclass(frozen=True, slots=True)
class _Claim:
    """Words that call a section done; `of_all` where they speak of the sections below it too."""

    words: str
    of_all: bool
    line: int


def _claims(section: Section) -> Iterator[_Claim]:
    if section.level < 2:
        return  # the title speaks of more than its lists
    if _calls_done(section.title):
        of_all = ALL.stands_in(section.title) or _is_done(_closing(section.title))
        yield _Claim(section.title, of_all, section.line)
    for block in section.blocks:
        if block.kind is BlockKind.PARAGRAPH and len(block.raw) < 2_000:
            for line, raw in block.own_lines:
                words = inline.title(raw)
                label, colon, answer = words.partition(":")
                if colon and len(label.split()) <= 3 and STATUS.stands_in(label) and _calls_done(answer.strip()):
                    yield _Claim(words, False, line)


def _contradicted(claim: _Claim, unfinished: Sequence[Entry]) -> Finding:
    n = len(unfinished)
    rest = f"{said(unfinished[0].title)} is open" if n == 1 else f"{n} items there are open"
    message = f"The document says {said(claim.words)}, but {rest}."
    numbers = lines(claim.line, *(item.line for item in unfinished))
    about = unfinished[0].title if n == 1 else None
    return Finding("called-done", severity(*(item.tier for item in unfinished)), message, numbers, about)


def _calls_done(words: str) -> bool:
    """Answer whether words say "all … resolved", or are or end in "– completed" or "(completed)"."""
    if len(words) > _LONGEST or not FINISHED.stands_in(words) or NOT_YET.stands_in(words):
        return False
    head, _ = inline.tail(words)
    if "%" in head:
        return False
    of_all = ALL.stands_in(words) and len(words.split()) < 12
    return of_all or any(map(_is_done, (head, _closing(words), *_SEPARATED.split(head)[-1:], *_shouted(head))))


def _closing(words: str) -> str:
    """Give the first word in closing parentheses: "(implemented in phase 2)"."""
    first, _, rest = inline.tail(words)[1].partition(" ")
    return "" if rest.partition(" ")[0] in _BY else first


_BY = ("by", "bis", "avant", "para", "до", "do")  # "(complete by Friday)" asks for it
_SEPARATED = re.compile(r"\s[-–—]\s|:\s|✅|✔")


def _shouted(words: str) -> list[str]:
    """Give the last word if it is written in capitals among others that are not: "Hardening COMPLETED"."""
    last = words.rpartition(" ")[2]
    return [last] if last.isupper() and not words.isupper() else []


def _is_done(words: str) -> bool:
    return len(words.split()) == 1 and FINISHED.stands_in(words)
