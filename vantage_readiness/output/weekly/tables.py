"""The tables of a weekly report: items, changes, summary. One set of rows for CSV and for the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vantage_readiness.domain.weekly import Happening, Weekly
from vantage_readiness.output import tables
from vantage_readiness.output.tables import Cell

from . import told
from .told import Edition

SLIPPED = "slipped"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its header, its rows, each as wide as the header."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def items(weekly: Weekly) -> Table:
    """Give one row for each item as it stood at the end of the week."""
    header = ("Number", "Title", "Tier", "Area", "Phase", "Status", "Counts as", "Owner", "Due", "Claimed on",
              "Evidence of", "Waived until")  # fmt: skip
    rows = (
        (row.number, row.title, row.tier.label, row.area, row.phase, row.status.label, _words(row.standing), row.owner,
         row.due, row.claimed_on, row.evidence_on, row.waived_until)
        for row in weekly.rows
    )  # fmt: skip
    return Table("Items", header, tuple(rows))


def changes(weekly: Weekly) -> Table:
    """Give one row for each line of the week's diary, oldest first, then one for each due date that slipped.

    A slip is what became of the date in the whole week and so has no day.
    """
    header = ("Day", "Kind", "Item", "Title", "Tier", "Who", "What", "Note", "Due before", "Due after")
    told = (
        (each.day, each.happening.label, each.item, each.title, each.tier.label if each.tier else None, each.who,
         each.what, each.note, None, None)
        for each in weekly.events
    )  # fmt: skip
    slipped = (
        (None, SLIPPED.capitalize(), each.number, each.title, each.tier.label, each.who, "moved the due date",
         each.note, each.before, each.after)
        for each in weekly.slipped
    )  # fmt: skip
    return Table("Changes", header, (*told, *slipped))


def summary(weekly: Weekly, edition: Edition) -> Table:
    """Give everything that is neither item nor change, a row for each value: now, a week before, and what it means."""
    header = ("Part", "What", "Value", "A week before", "Note")
    parts = (_report, _gate, _numbers, _counts, _tiers, _forecasts, _phases, _money, _scores, _decisions)
    rows = [row for part in parts for row in part(weekly, edition)]
    return Table("Summary", header, tuple(rows))


def csv(table: Table) -> bytes:
    """Give a table as CSV that no spreadsheet runs; `output.tables.restore` gives the texts back."""
    return tables.csv_of(table.header, table.rows).encode()


_Row = tuple[Cell, Cell, Cell, Cell, Cell]


def _report(weekly: Weekly, edition: Edition) -> Iterator[_Row]:
    week = weekly.week
    yield "Report", "Project", weekly.project, None, ""
    yield "Report", "Week", week.name, week.before.name, ""
    yield "Report", "First day", week.first, None, ""
    yield "Report", "Last day", week.last, None, told.as_of(weekly)
    yield "Report", "Edition", edition.number, None, edition.sentence
    for change in edition.changes:
        yield "Report", "Corrected", change, None, ""
    yield "Report", "Lines of the diary", weekly.mark.count, None, f"seal {weekly.mark.head}"


def _gate(weekly: Weekly, _edition: Edition) -> Iterator[_Row]:
    before = weekly.gate_before
    yield "Gate", "Verdict", weekly.gate.verdict.label, before.verdict.label if before else None, weekly.gate.sentence
    for reason in weekly.gate.reasons:
        yield "Gate", "Reason", reason, None, ""


def _numbers(weekly: Weekly, _edition: Edition) -> Iterator[_Row]:
    now, then = weekly.numbers, weekly.numbers_before
    for figure in told.figures(weekly):
        name = figure.name.lower()
        unit = "of 10" if name == "stated" else "%"
        yield "Numbers", figure.name, getattr(now, name), getattr(then, name, None), f"{unit}, {figure.meaning}"
    yield "Numbers", "Estimate", now.estimate, then.estimate if then else None, "of 10, our estimate of the score"


def _counts(weekly: Weekly, _edition: Edition) -> Iterator[_Row]:
    yield "Counts", "Items", len(weekly.rows), None, "in items.csv"
    for happening in Happening:
        yield "Counts", told.heading_of(happening), len(weekly.of(happening)), None, "in this week"
    yield "Counts", "Slipped", len(weekly.slipped), None, "due dates that moved to a later day in this week"
    for section in told.attention(weekly):
        yield "Counts", section.title, len(section.lines), None, ""


def _tiers(weekly: Weekly, _edition: Edition) -> Iterator[_Row]:
    for label, (total, *by_status) in told.by_tier(weekly):
        yield "Tiers", label, total, None, told.statuses(by_status)


def _forecasts(weekly: Weekly, _edition: Edition) -> Iterator[_Row]:
    for each in weekly.forecasts:
        rough = "rough; " if each.rough else ""
        yield "Forecast", f"{each.goal}, earliest", each.earliest, None, f"{rough}{each.sentence}"
        yield "Forecast", f"{each.goal}, latest", each.latest, None, ""
    for earlier in weekly.fared:
        name = f"{earlier.goal}, as foretold in {earlier.week.name}"
        yield "Forecast", f"{name}, earliest", earlier.earliest, None, f"{earlier.outcome}: {earlier.sentence}"
        yield "Forecast", f"{name}, latest", earlier.latest, None, ""


def _phases(weekly: Weekly, _edition: Edition) -> Iterator[_Row]:
    for phase in weekly.phases:
        name = f"{phase.number}. {phase.name}"
        yield "Phases", f"{name}, items", phase.total, None, told.phase_state(phase)
        yield "Phases", f"{name}, claimed", phase.claimed, None, ""
        yield "Phases", f"{name}, verified", phase.verified, None, ""
        yield "Phases", f"{name}, earliest end", phase.earliest_end, None, ""
        yield "Phases", f"{name}, latest end", phase.latest_end, None, ""
        yield "Phases", f"{name}, completed", phase.completed_on, None, ""


def _money(weekly: Weekly, _edition: Edition) -> Iterator[_Row]:
    for each in weekly.money:
        name = told.money_name(each)
        amounts = (
            ("range, low", each.low, None),
            ("range, high", each.high, None),
            ("left, low", each.remaining_low, each.left_low_before),
            ("left, high", each.remaining_high, each.left_high_before),
            ("committed", each.committed, None),
            ("spent", each.actual, None),
            ("spent this week", each.spent_this_week, None),
        )
        yield from (("Money", f"{name}, {what}", amount, before, "") for what, amount, before in amounts)
        yield from (("Money", f"{name}, over its range", line, None, "") for line in each.over)


def _scores(weekly: Weekly, _edition: Edition) -> Iterable[_Row]:
    for each in weekly.scores:
        told_on = f"imported on {each.imported_on.isoformat()}" + (
            f", of {each.as_of.isoformat()}" if each.as_of else ""
        )
        yield "Scores", f"Assessment {each.assessment}, {each.title}", each.stated, None, told_on


def _decisions(weekly: Weekly, _edition: Edition) -> Iterator[_Row]:
    for each in weekly.decisions:
        yield "Decisions", each.sentence, each.item, None, f"since {each.since.isoformat()}" if each.since else ""


def _words(standing: str) -> str:
    return standing.replace("_", " ").capitalize()
