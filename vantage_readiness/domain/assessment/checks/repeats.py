"""Things printed more than once: with different marks, tiers or efforts, or twice in one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...words import Severity
from ..model import Entry, Finding, State
from ..vocabulary.meanings import key
from .basis import Document, lines, said, severity

_OFTEN = 3  # a short name printed this often under different headings is a column of a grid, not one thing


def repeats(document: Document) -> Iterator[Finding]:
    """Compare all printed entries of each item."""
    for entries in _repeated(document.read.items):
        for check in (_tiers, _states, _efforts, _twice):
            yield from check(entries)


def mentioned(document: Document) -> Iterator[Finding]:
    """Compare each tier named outside the checklist with the item's own."""
    mentions = document.read.mentions
    items = {key(item.title): item for item in reversed(document.read.items)} if mentions else {}
    for mention in mentions:
        item = items.get(key(mention.text))
        if item and item.tier and item.tier is not mention.tier:
            message = (
                f"{said(item.title)} is {mention.tier.label.lower()} in one place "
                f"and {item.tier.label.lower()} in the checklist."
            )
            numbers = lines(mention.line, item.line)
            yield Finding("tier-conflict", severity(mention.tier, item.tier), message, numbers, item.title)


def _repeated(items: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Give the entries of each item that is printed more than once, in document order."""
    groups: dict[int, list[Entry]] = {item.same_as: [] for item in items if item.same_as is not None}
    if groups:
        for item in items:
            first = item.line if item.same_as is None else item.same_as
            if first in groups:
                groups[first].append(item)
    return (entries for entries in groups.values() if len(entries) > 1)


def _tiers(entries: list[Entry]) -> Iterator[Finding]:
    tiers = list(dict.fromkeys(entry.tier for entry in entries if entry.tier))
    if len(tiers) > 1:
        one, other = (tier.label.lower() for tier in tiers[:2])
        message = f"{said(entries[0].title)} is {one} in one place and {other} in another."
        numbers = lines(*(entry.line for entry in entries if entry.tier))
        yield Finding("tier-conflict", severity(*tiers), message, numbers, entries[0].title)


def _states(entries: list[Entry]) -> Iterator[Finding]:
    ticked = [entry for entry in entries if entry.state is State.DONE]
    if not ticked or len(ticked) == len(entries) or not _is_one_thing(entries):
        return
    first = entries[0]
    message = f"{said(first.title)} is ticked in one place and open in another."
    tiers = (entry.tier for entry in entries)
    yield Finding("done-but-open", severity(*tiers), message, lines(*(entry.line for entry in entries)), first.title)


def _is_one_thing(entries: list[Entry]) -> bool:
    """Answer whether equal words mean the same: "Unit tests" under each of five components are five things."""
    if len({entry.area for entry in entries if entry.area}) > 1:
        return False
    is_short = len(entries[0].title.split()) < 3
    return not is_short or len(entries) < _OFTEN


def _efforts(entries: list[Entry]) -> Iterator[Finding]:
    printed = list(dict.fromkeys(entry.effort for entry in entries if entry.effort))
    if len(printed) > 1:
        message = f"{said(entries[0].title)} takes {said(printed[0])} in one place and {said(printed[1])} in another."
        numbers = lines(*(entry.line for entry in entries if entry.effort))
        yield Finding("efforts-differ", Severity.INFO, message, numbers, entries[0].title)


def _twice(entries: list[Entry]) -> Iterator[Finding]:
    lists: dict[tuple[str, str | None], list[Entry]] = {}
    for entry in entries:
        lists.setdefault((entry.section, entry.area), []).append(entry)
    for same in lists.values():
        if len(same) > 1 and len({entry.detail for entry in same}) == 1 and not _is_label(same[0].title):
            where = f" under {said(same[0].section)}" if same[0].section else ""
            message = f"{said(same[0].title)} stands {_times(len(same))}{where}. It counts once."
            yield Finding(
                "duplicate-item", Severity.INFO, message, lines(*(entry.line for entry in same)), same[0].title
            )


def _is_label(title: str) -> bool:
    """Answer whether an entry only leads to what stands below it: "Run:"."""
    return title.endswith(":") or len(title.split()) < 2


def _times(n: int) -> str:
    return "twice" if n == 2 else f"{n} times"
