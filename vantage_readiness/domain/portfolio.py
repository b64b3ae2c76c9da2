"""Several projects side by side: what each has to say in one line. Their numbers are never blended into one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from . import items as decisions
from .phrases import count, join, number
from .shapes import Item
from .words import Verdict


class NextDate(NamedTuple):
    """The next day on which something is due in a project: what, and which item it is about, if it is about one."""

    day: date
    what: str
    item: int | None = None


def next_date(items: Iterable[Item], target: date | None, today: date) -> NextDate | None:
    """Give the next day from today on: when an item is due, a waiver ends, or the target date; None if none is set."""
    ahead = [each for each in _dates(items, target) if each.day >= today]
    return min(ahead, key=lambda each: each.day, default=None)


def overdue(items: Iterable[Item], today: date) -> int:
    """Count the items that should have been finished before today."""
    return sum(decisions.is_overdue(item, today) for item in items)


def summary(verdicts: Iterable[Verdict]) -> str:
    """Say how many gates are not met, met on conditions, and met: "3 projects: 2 not ready and 1 ready"."""
    counts = Counter(verdicts)
    said = [f"{number(counts[verdict])} {_READY[verdict]}" for verdict in reversed(Verdict) if counts[verdict]]
    return f"{count(counts.total(), 'project')}: {join(said)}." if said else ""


_READY = {Verdict.NOT_MET: "not ready", Verdict.CONDITIONAL: "ready on conditions", Verdict.MET: "ready"}


def _dates(items: Iterable[Item], target: date | None) -> Iterator[NextDate]:
    for item in items:
        if not decisions.is_unfinished(item):
            continue
        if item.due:
            yield NextDate(item.due, f"“{item.title}” is due", item.number)
        if item.waived_until:
            yield NextDate(item.waived_until, f"the waiver of “{item.title}” ends", item.number)
    if target:
        yield NextDate(target, "target date")
