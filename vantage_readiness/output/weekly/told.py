"""The words of a weekly report, once for all its formats: figures and sentences; with them its lists and phrases.

Whoever prints a report asks here; `lists` and `phrasing` stand behind it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from vantage_readiness.domain.phrases import count, day, join, number
from vantage_readiness.domain.weekly import Happening, Weekly
from vantage_readiness.domain.words import Status, Tier, Verdict

from .lists import NO_FORECAST, Line, Section, attention, changes, fared, forecasts, heading_of
from .phrasing import (
    LONGEST,
    SHORT,
    UNKNOWN,
    between,
    brief,
    cut,
    dated,
    drift,
    few,
    money_name,
    money_range,
    percent,
    phase_state,
    plainly,
    planned,
    score,
    statuses,
    sum_of,
)

__all__ = [
    "LONGEST",
    "NO_FORECAST",
    "SHORT",
    "UNKNOWN",
    "VERDICTS",
    "Edition",
    "Figure",
    "Line",
    "Section",
    "as_of",
    "attention",
    "between",
    "brief",
    "by_tier",
    "changes",
    "cut",
    "dated",
    "drift",
    "estimate",
    "fared",
    "few",
    "figures",
    "forecasts",
    "gate_change",
    "happened",
    "heading",
    "heading_of",
    "mark",
    "money_name",
    "money_range",
    "percent",
    "phase_state",
    "plainly",
    "planned",
    "reasons",
    "score",
    "span",
    "statuses",
    "sum_of",
]

VERDICTS = {Verdict.MET: "Gate met", Verdict.CONDITIONAL: "Gate met on conditions", Verdict.NOT_MET: "Gate not met"}


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of a week's report this is, what it corrects, and whether it is a draft that nobody published."""

    number: int = 1
    changes: tuple[str, ...] = ()
    draft: bool = False

    @property
    def sentence(self) -> str:
        """Say what a reader must know of the edition; nothing of the first."""
        if self.draft:
            return "Draft, not published."
        return f"Edition {self.number}, corrected." if self.number > 1 else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the numbers as people read it: its value, how it changed in the week, and what it means."""

    name: str
    value: str
    change: str
    meaning: str


def heading(weekly: Weekly) -> str:
    """Name the report: "VANTAGE AI, week 47 of 2026"."""
    return f"{cut(weekly.project)}, week {weekly.week.number} of {weekly.week.year}"


def span(weekly: Weekly) -> str:
    """Give the days of the week: "16 – 22 November 2026"."""
    first, last = weekly.week.first, weekly.week.last
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    return f"{first.day if first.month == last.month else day(first).rpartition(' ')[0]} – {day(last)}"


def as_of(weekly: Weekly) -> str:
    """Say at what moment everything stood as it is told."""
    until = weekly.burn_down.incomplete_from
    if until <= weekly.as_of:
        return f"The week is not over: everything as it stands on {day(until)}, {weekly.time_zone} time"
    return f"Everything as it stood when {day(weekly.as_of)} ended, {weekly.time_zone} time"


def gate_change(weekly: Weekly) -> str:
    """Say what became of the gate in the week."""
    before = weekly.gate_before
    if before is None:
        return "This is the first week."
    if before.verdict is not weekly.gate.verdict:
        return f"A week before: {VERDICTS[before.verdict].lower()}."
    if before.sentence == weekly.gate.sentence:
        return "Unchanged since the week before."
    return f"A week before: “{cut(before.sentence)}”"


def reasons(weekly: Weekly) -> list[str]:
    """Give the reasons of the gate in order."""
    return [cut(reason) for reason in weekly.gate.reasons]


def figures(weekly: Weekly) -> tuple[Figure, ...]:
    """Give the four numbers in order, each with its change: stated, claimed, verified, coverage."""
    numbers = weekly.numbers
    return (
        Figure("Stated", score(numbers.stated), _change(weekly, "stated"), "printed in the newest assessment"),
        Figure("Claimed", percent(numbers.claimed), _change(weekly, "claimed"), "said to be done"),
        Figure("Verified", percent(numbers.verified), _change(weekly, "verified"), "proven by a second person"),
        Figure("Coverage", percent(numbers.coverage), _change(weekly, "coverage"), "confirmed lately"),
    )


def estimate(weekly: Weekly) -> str:
    """Say what the score would be by our estimate; nothing where none can be made."""
    if weekly.numbers.estimate is None:
        return ""
    change = weekly.change("estimate")
    moved = "" if change is None else f" ({_moved(change)})"
    return f"Estimated score: {score(weekly.numbers.estimate)}{moved}. An estimate, not a finding of the assessor."


def happened(weekly: Weekly) -> str:
    """Say in one sentence how much of what happened in the week."""
    counts = Counter(event.happening for event in weekly.events)
    words = [
        (counts[Happening.VERIFIED], "verified"),
        (counts[Happening.DONE], "claimed as done"),
        (counts[Happening.REOPENED], "re-opened"),
        (counts[Happening.ADDED], "added"),
        (counts[Happening.RETIERED], "re-tiered"),
        (counts[Happening.WAIVED], "waived"),
        (counts[Happening.REMOVED], "taken out of scope"),
        (len(weekly.slipped), "slipped"),
    ]
    said = [f"{number(n)} {word}" for n, word in words if n]
    other = count(counts[Happening.OTHER], "other change")
    if not said:
        return f"No item moved; {other}." if counts[Happening.OTHER] else "Nothing changed this week."
    return f"{join(said)}; {other}." if counts[Happening.OTHER] else f"{join(said)}."


def by_tier(weekly: Weekly) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Count the items of each tier: all, then by status in the order of `Status`; tiers without items are left out."""
    counts = Counter((row.tier, row.status) for row in weekly.rows)
    table = [(tier.label, tuple(counts[tier, status] for status in Status)) for tier in Tier]
    return tuple((label, (sum(row), *row)) for label, row in table if any(row))


def mark(weekly: Weekly) -> str:
    """Say from how much of the diary the report is made, so that it can be held against the diary."""
    return f"Made from {count(weekly.mark.count, 'line')} of the diary; seal {cut(weekly.mark.head)}"


def _change(weekly: Weekly, name: str) -> str:
    if weekly.numbers_before is None:
        return "first week"
    change = weekly.change(name)
    return "not comparable" if change is None else _moved(change)


def _moved(change: int | Decimal) -> str:
    if not change:
        return "no change"
    sign = "+" if change > 0 else "−"
    return f"{sign}{plainly(abs(change)) if isinstance(change, Decimal) else count(abs(change), 'point')}"
