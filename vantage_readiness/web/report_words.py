"""What a weekly report says on a page: the words of its files, and what stands in its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ..domain.phrases import day, number
from ..domain.week_comparison import Comparison
from ..domain.weekly import Weekly
from ..domain.words import Status, Verdict
from ..output.weekly import told as words
from ..output.weekly.told import Figure, Line, Section

Table: TypeAlias = tuple[Sequence[str], Sequence[Sequence[str]]]  # header, rows

PHASES = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A report in words; tables are header and rows of text, sections lists under headings."""

    span: str
    as_of: str
    verdict: Verdict
    verdict_said: str
    sentence: str
    reasons: Sequence[str]
    gate_change: str
    figures: Sequence[Figure]
    estimate: str
    happened: str
    changes: Sequence[Section]
    attention: Sequence[Section]
    quiet: str  # what needs nobody
    burn_down: str
    plan_sentence: str
    phases: Table
    money: Table
    over: str
    forecasts: Sequence[Line]
    fared: Sequence[Line]
    tiers: Table
    scores: Table


def tell(weekly: Weekly, *, today: date | None = None) -> Told:
    """Give a report in words; `today` for a week that still runs."""
    attention = words.attention(weekly)
    return Told(
        span=words.span(weekly),
        as_of=f"Everything as it stands today, {day(today)}" if today else words.as_of(weekly),
        verdict=weekly.gate.verdict,
        verdict_said=words.VERDICTS[weekly.gate.verdict],
        sentence=words.cut(weekly.gate.sentence),
        reasons=words.reasons(weekly),
        gate_change=words.gate_change(weekly),
        figures=words.figures(weekly),
        estimate=words.estimate(weekly),
        happened=words.happened(weekly),
        changes=words.changes(weekly),
        attention=[section for section in attention if section.lines],
        quiet=" ".join(section.empty for section in attention if not section.lines),
        burn_down=weekly.burn_down.summary,
        plan_sentence=weekly.plan_sentence,
        phases=_phases(weekly),
        money=_money(weekly),
        over=words.few([words.cut(line) for each in weekly.money for line in each.over]),
        forecasts=words.forecasts(weekly),
        fared=words.fared(weekly),
        tiers=_tiers(weekly),
        scores=_scores(weekly),
    )


def beside(two: Comparison) -> list[tuple[str, str, str]]:
    """List gate and numbers of two weeks: name, earlier, later."""
    earlier, later = two.earlier, two.later
    numbers = [
        (one.name, one.value, other.value)
        for one, other in zip(words.figures(earlier), words.figures(later), strict=True)
    ]
    estimates = words.score(earlier.numbers.estimate), words.score(later.numbers.estimate)
    gates = words.cut(earlier.gate.sentence), words.cut(later.gate.sentence)
    verdicts = words.VERDICTS[earlier.gate.verdict], words.VERDICTS[later.gate.verdict]
    return [("Gate", *verdicts), ("Why", *gates), *numbers, ("Estimated score", *estimates)]


def _phases(weekly: Weekly) -> Table:
    rows = [
        (
            f"{each.number}. {words.cut(each.name)}",
            words.planned(each),
            words.phase_state(each),
            f"{number(each.verified)}/{number(each.total)}",
        )
        for each in weekly.phases[:PHASES]
    ]
    left = len(weekly.phases) - PHASES
    more = [(f"and {number(left)} more, in summary.csv", "", "", "")] if left > 0 else []
    return ("Phase", "Planned end", "State", "Verified"), [*rows, *more]


def _money(weekly: Weekly) -> Table:
    rows = [
        (
            words.money_name(each),
            ", ".join(
                filter(None, (words.money_range(each.remaining_low, each.remaining_high, each), words.drift(each)))
            ),
            words.money_range(each.low, each.high, each),
            words.sum_of(each.committed, each),
            words.sum_of(each.actual, each),
            words.sum_of(each.spent_this_week, each),
        )
        for each in weekly.money
    ]
    return ("Cost lines", "Left", "Range", "Committed", "Spent", "This week"), rows


def _tiers(weekly: Weekly) -> Table:
    header = ("Tier", "All", *(status.label for status in Status))
    return header, [(label, *map(number, counts)) for label, counts in words.by_tier(weekly)]


def _scores(weekly: Weekly) -> Table:
    rows = [
        (
            f"{each.assessment}. {words.cut(each.title)}",
            words.dated(each.as_of or each.imported_on),
            words.score(each.stated),
        )
        for each in reversed(weekly.scores)
    ]
    return ("Assessment", "Of", "States"), rows
