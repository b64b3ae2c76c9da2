"""What happened in a week: which lines of the diary a report tells, under which word, and which dates slipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from . import telling
from .diary import Kept as Line
from .diary import Kind
from .past import PastItem, day_in
from .telling import Known
from .weekly import Event, Happening, Slip
from .words import Status

_UNTOLD = frozenset(  # what belongs to people and machinery, and what is talk
    {
        Kind.ITEM_COMMENTED,
        Kind.ITEM_CONFIRMED,
        Kind.REPORT_PUBLISHED,
        Kind.REMINDERS_CHANGED,
        Kind.DEPUTY_NAMED,
        Kind.PROJECT_EXPORTED,
    }
)
_NOUNS = frozenset({"item", "exemption", "retier", "evidence", "waiver", "phase", "cost", "assessment", "finding"})
_AGAIN = frozenset({Status.DONE, Status.VERIFIED})


def happening(line: Line) -> Happening | None:
    """Give under which word a report tells a line; None if it does not tell it."""
    if line.kind in _UNTOLD:
        return None
    if teller := _WORDS.get(line.kind):
        return teller(line)
    noun = line.kind.partition(".")[0]
    return Happening.OTHER if noun in _NOUNS or line.kind == Kind.PROJECT_CHANGED else None


def events(
    lines: Iterable[Line], items: Mapping[int, PastItem], known: Known, names: Callable[[str], str]
) -> tuple[Event, ...]:
    """Tell a week's lines, oldest first; `items` are as of its end, `names` gives a name by an actor's code."""
    told = []
    for line in lines:
        word = happening(line)
        if word is not None:
            item = items.get(line.item) if line.item is not None else None
            note = " · ".join(filter(None, (telling.aside(line), line.note)))
            what = telling.tell(line, known)
            tier = item.tier if item else None
            told.append(Event(line.day, word, line.item, line.subject, tier, names(line.by), what, note))
    return tuple(told)


def slips(lines: Iterable[Line], items: Mapping[int, PastItem], names: Callable[[str], str]) -> tuple[Slip, ...]:
    """List whose due date these lines moved to a later day or took away, by number; from the first to the last date."""
    moved: dict[int, tuple[Line, Line]] = {}
    for line in lines:
        if line.kind == Kind.ITEM_DUE and line.item is not None:
            first, _ = moved.get(line.item, (line, line))
            moved[line.item] = (first, line)
    found = []
    for number, (first, last) in sorted(moved.items()):
        before, after, item = day_in(first.before), day_in(last.after), items[number]
        if before is not None and (after is None or after > before):
            found.append(Slip(number, item.title, item.tier, before, after, names(last.by), last.note))
    return tuple(found)


def _moved(line: Line) -> Happening:
    before, after = line.before, line.after
    if after == Status.VERIFIED:
        return Happening.VERIFIED
    if before in _AGAIN:
        return Happening.REOPENED
    return Happening.DONE if after == Status.DONE else Happening.OTHER


def _corrected(line: Line) -> Happening:
    return Happening.REOPENED if line.after is None else Happening.REMOVED


_WORDS: Mapping[str, Callable[[Line], Happening]] = MappingProxyType(
    {
        Kind.ITEM_MOVED: _moved,
        Kind.ITEM_CORRECTED: _corrected,
        Kind.ITEM_ACCEPTED: lambda _: Happening.DONE,
        Kind.ITEM_READMITTED: lambda _: Happening.REOPENED,
        Kind.ITEM_EXEMPTED: lambda _: Happening.REMOVED,
        Kind.ITEM_ADDED: lambda _: Happening.ADDED,
        Kind.ITEM_RETIERED: lambda _: Happening.RETIERED,
        Kind.WAIVER_GRANTED: lambda _: Happening.WAIVED,
    }
)
