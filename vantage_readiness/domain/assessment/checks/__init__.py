"""What the reader notices in a document. Nothing is corrected; every finding names its lines and says it plainly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from ...words import Severity, Tier
from ..model import Assessment, Entry, Finding, State
from ..sections import Placed
from . import approvals, blanks, days, marks, opposites, repeats, scores, sums, tallies, timelines, totals
from .basis import Document, said

_MOST = 50  # findings of one kind; a document that repeats one slip a thousand times is told once more, not a thousand


def findings(read: Assessment, placed: Sequence[Placed]) -> tuple[Finding, ...]:
    """Give everything noticed in a document, in the order of its lines."""
    document = Document(read, placed)
    noticed = [finding for check in _CHECKS for finding in _bounded(check(document))]
    return tuple(sorted(noticed, key=lambda finding: finding.lines or (0,)))


def unplanned(items: Iterable[Entry], planned: Collection[str]) -> list[Finding]:
    """Give a finding for each critical item not done whose title is not among the planned ones."""
    return [
        Finding(
            "critical-unplanned",
            Severity.WARNING,
            f"{said(item.title)} is critical but stands in no phase of the plan.",
            (item.line,),
            item.title,
        )
        for item in items
        if item.tier is Tier.CRITICAL and item.state is not State.DONE and item.title not in planned
    ]


def _bounded(noticed: Iterator[Finding]) -> Iterator[Finding]:
    """Give the first findings of each kind, and one that says how many more there are and weighs as much as they."""
    counted: Counter[str] = Counter()
    graver: dict[str, Severity] = {}
    for finding in noticed:
        counted[finding.code] += 1
        if counted[finding.code] <= _MOST:
            yield finding
        elif graver.get(finding.code) is not Severity.CRITICAL:
            graver[finding.code] = finding.severity
    for code, grave in graver.items():
        yield Finding(code, grave, f"There are {counted[code]:,} like this; the first {_MOST} are told.", ())


_CHECKS: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    scores.stars,
    scores.full_marks,
    scores.above_maximum,
    timelines.timelines,
    repeats.repeats,
    repeats.mentioned,
    marks.marks,
    opposites.praised_and_blamed,
    opposites.done_and_missing,
    totals.totals,
    sums.tables,
    tallies.tallies,
    tallies.called_done,
    approvals.approvals,
    days.days,
    days.missing,
    blanks.blanks,
)
