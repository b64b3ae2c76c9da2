"""Tables that leave the house: CSV that no spreadsheet runs, and the numbers behind a burn-down."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from itertools import chain, groupby
from typing import TypeAlias

from vantage_readiness.domain import phrases
from vantage_readiness.domain.burndown import BurnDown

Cell: TypeAlias = str | int | float | Decimal | date | datetime | None
CELL = (str, int, float, Decimal, date)

BURN_DOWN_HEADER = ("Day", "Scope", "Claimed", "Verified", "Remaining", "Unproven", "Note")

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def csv_of(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Give a table as RFC 4180 CSV with CRLF line ends, encodable as UTF-8; days and times as ISO 8601, None as "".

    Texts that a spreadsheet would run get a leading apostrophe; `restore` takes it away. Numbers stay numbers.
    """
    return "".join(csv_lines(header, rows))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Give the same CSV line by line, so that a long table never stands in memory whole."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    for row in chain([header], rows):
        writer.writerow([_written(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def protect(text: str) -> str:
    """Give a text with a leading apostrophe if it would start a formula, or only an apostrophe keeps it from that."""
    return f"'{text}" if _FORMULA.match(text) else text


def restore(cell: str) -> str:
    """Give the text that `protect` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def burn_down_table(burndown: BurnDown) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Give header and one row a day, oldest first, for a file."""
    return BURN_DOWN_HEADER, [(on, *numbers, "; ".join(notes)) for on, numbers, notes in _days(burndown)]


def weekly_table(burndown: BurnDown) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Give header and one row for each ISO week, newest first, as a page prints them.

    A row has the numbers of the week's last day, or of today, and the notes of all its days.
    """
    rows = []
    for _, week in groupby(_days(burndown), key=lambda day: day[0].isocalendar()[:2]):
        days = list(week)
        on, numbers, _ = days[-1]
        notes = [note for _, _, said in days for note in said]
        rows.append((phrases.day(on), *map(phrases.number, numbers), "; ".join(notes)))
    return BURN_DOWN_HEADER, rows[::-1]


def _days(burndown: BurnDown) -> Iterator[tuple[date, list[int], list[str]]]:
    notes = {step.day: _note(step.by, step.names) for step in burndown.steps}
    columns = (burndown.scope, burndown.claimed, burndown.verified, burndown.remaining, burndown.unproven)
    for on, *numbers in zip(burndown.days, *columns, strict=True):
        said = [notes[on]] if on in notes else []
        yield on, numbers, [*said, "incomplete"] if on >= burndown.incomplete_from else said


def _note(by: int, names: Sequence[str]) -> str:
    return f"scope {by:+,}: {', '.join(names)}" if names else f"scope {by:+,}"


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Enum):
        cell = str(cell.value)
    if isinstance(cell, str):
        return protect(cell.encode("utf-8", "replace").decode("utf-8"))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
