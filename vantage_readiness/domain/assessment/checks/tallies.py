"""Printed counts beside counted boxes, and headings that call everything under them done."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ...words import Severity, Tier
from .. import counts, inline
from ..counts import Tally
from ..model import Entry, Finding, State
from ..sections import Placed
from .basis import Document, lines, said, severity
from .wording import ALL, DONE, NOT_YET

_LONGEST = 300


def tallies(document: Document) -> Iterator[Finding]:
    """Compare each printed count with the boxes it speaks of."""
    items = document.read.items
    starts = [item.line for item in items]
    for tally in counts.gather(document.placed, DONE) if items else ():
        if tally.end is None:
            spoken_of = [item for item in document.items if item.tier is tally.tier]
        else:
            spoken_of = list(items[bisect_right(starts, tally.line) : bisect_right(starts, tally.end)])
        if spoken_of and _is_count_of(tally, spoken_of) and not _is_right(tally, spoken_of, document.placed):
            yield _mismatch(tally, spoken_of)


def _is_count_of(tally: Tally, items: Sequence[Entry]) -> bool:
    """Answer whether "7/10" counts these items and is no score: its words say so, or there are ten of them."""
    return tally.sure or tally.total == len(items) or tally.tier is not None


def _is_right(tally: Tally, items: Sequence[Entry], placed: Sequence[Placed]) -> bool:
    """Answer whether a count holds for all entries, or for those not below another; half-done ones may count either way."""
    return any(_matches(tally, some) for some in (items, _outermost(items, placed)) if some)


def _matches(tally: Tally, items: Sequence[Entry]) -> bool:
    done = sum(item.state is State.DONE for item in items)
    partial = sum(item.state is State.PARTIAL for item in items)
    return tally.total == len(items) and done <= tally.done <= done + partial


def _outermost(items: Sequence[Entry], placed: Sequence[Placed]) -> list[Entry]:
    first, last = items[0].line, items[-1].line
    outer = {
        block.line for each in placed if each.section.line <= last for block in each.section.blocks if block.line >= first
    }
    return [item for item in items if item.line in outer]


def _mismatch(tally: Tally, items: Sequence[Entry]) -> Finding:
    done = sum(item.state is State.DONE for item in items)
    where = "of this tier" if tally.end is None else "below"
    message = f"{said(tally.printed)} is printed, but {done} of the {len(items)} boxes {where} are ticked."
    if len(items) == 1:
        message = f"{said(tally.printed)} is printed, but there is one box {where}, {'ticked' if done else 'not ticked'}."
    tiers = {item.tier for item in items}
    grave = severity(*tiers) if len(tiers) == 1 or tally.tier is Tier.CRITICAL else Severity.WARNING
    return Finding("count-mismatch", grave, message, lines(tally.line, *(item.line for item in items)))


def called_done(document: Document) -> Iterator[Finding]:
    """Name each heading that calls everything under it done while some of it is open."""
    by_section: dict[str, list[Entry]] = {}
    for item in document.read.items:
        by_section.setdefault(item.section, []).append(item)
    for each in document.placed:
        items = by_section.get(each.title, ()) if each.section.level else ()
        unfinished = [item for item in items if item.state is not State.DONE and item.line > each.section.line]
        if unfinished and _calls_done(each.section.raw[:_LONGEST]):
            some = f"{said(unfinished[0].title)} is" if len(unfinished) == 1 else f"{len(unfinished)} things are"
            message = f"The heading {said(each.title)} says that all is done, but {some} open below it."
            numbers = lines(each.section.line, *(item.line for item in unfinished))
            yield Finding("heading-says-done", severity(*(item.tier for item in unfinished)), message, numbers)


def _calls_done(raw: str) -> bool:
    """Answer whether a heading says "all … resolved", or ends in "– COMPLETED" or "(completed)"."""
    words = inline.title(raw)
    if NOT_YET.stands_in(words) or "%" in words or not DONE.stands_in(words):
        return False
    head, remark = inline.tail(words)
    return (ALL.stands_in(words) and len(words.split()) < 12) or any(map(_is_done, (words, remark, head.rpartition(" ")[2])))


def _is_done(words: str) -> bool:
    return 0 < len(words.split()) < 2 and DONE.stands_in(words) and (words.isupper() or len(words) > 4)
