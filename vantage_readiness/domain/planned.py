"""Steps of the plan that are entries of the checklist: one thing to do, printed as both, is one item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from . import likeness
from .assessment import Assessment


class Planned(NamedTuple):
    """A step of the plan, by reference and the ordinal of its phase."""

    reference: str
    phase: int


def steps_of_entries(read: Assessment) -> Mapping[int, Sequence[Planned]]:
    """Give the steps that an entry is, by the entry's line: they stand on its line, or have its words.

    A repeated entry counts as the one it repeats.
    """
    by_line = {entry.line: entry.same_as or entry.line for entry in read.items}
    by_words = {likeness.key(entry.title): by_line[entry.line] for entry in reversed(read.items)}
    found: defaultdict[int, list[Planned]] = defaultdict(list)
    for phase in read.phases:
        for step in phase.steps:
            line = by_line.get(step.line) or by_words.get(likeness.key(step.title))
            if line is not None:
                found[line].append(Planned(phase.reference(step), phase.ordinal))
    return found
