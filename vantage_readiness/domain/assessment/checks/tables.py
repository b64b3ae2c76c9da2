"""A table of numbers as its columns: names, amounts, and the row that closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..markdown import inline
from ..markdown.blocks import Block, Row
from ..memory import remember
from .amounts import Amount, amount
from .wording import MEAN, PART_OF, RATES, SCORE, TOTAL, WEIGHT, WEIGHTED

_WIDEST = 20  # columns
_BLANK = frozenset({"", "-", "–", "—", "n/a", "free"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of numbers: its heading, an amount for each row (none where blank), and the closing row's amount."""

    name: str
    amounts: tuple[Amount | None, ...]
    total: Amount | None

    @property
    def numbers(self) -> list[Amount]:
        return [each for each in self.amounts if each]

    @property
    def out_of(self) -> int | None:
        """Give the scale all its numbers share, if they do."""
        scales = {each.out_of for each in self.numbers}
        return scales.pop() if len(scales) == 1 else None

    @property
    def is_score(self) -> bool:
        """Answer whether it holds scores: points out of a number, or anything under such a heading."""
        return _names_score(self.name) or any(each.out_of and not each.percent for each in self.numbers)

    @property
    def is_weighted(self) -> bool:
        return WEIGHTED.stands_in(self.name)

    @property
    def is_rate(self) -> bool:
        return _names_rate(self.name)


@remember  # the headings of one document repeat
def _names_score(name: str) -> bool:
    return SCORE.stands_in(name)


@remember
def _names_rate(name: str) -> bool:
    return RATES.stands_in(name) or MEAN.stands_in(name)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with at least two rows of numbers."""

    line: int
    lines: tuple[int, ...]
    columns: tuple[Column, ...]
    weights: Column | None
    total_line: int | None
    is_mean: bool  # the closing row says that it holds means


def table(block: Block) -> Table | None:
    """Give a table's columns of numbers; none if it has none, or if some rows are parts of others."""
    rows = [row for row in block.rows[1:] if any(cell.strip() for cell in row.cells)]
    closing = next((at for at, row in enumerate(rows) if at > 1 and _closes(_label(row))), None)
    body = rows if closing is None else rows[:closing]
    if len(body) < 2 or any(_is_part(_label(row)) for row in body):
        return None
    total = None if closing is None else rows[closing]
    found = [_column(at, block.header, body, total) for at in range(min(len(block.header), _WIDEST))]
    columns = tuple(column for column in found if column)
    weights = next((column for column in columns if _is_weight(column)), None)
    last = total.line if total else None
    is_mean = total is not None and MEAN.stands_in(_label(total))
    return Table(block.line, tuple(row.line for row in body), columns, weights, last, is_mean) if columns else None


@remember
def _is_part(label: str) -> bool:
    return PART_OF.stands_in(label)


@remember
def _closes(label: str) -> bool:
    return len(label.split()) <= 4 and (TOTAL.stands_in(label) or MEAN.stands_in(label))


def _label(row: Row) -> str:
    """Give the first cell that holds words."""
    words = (inline.title(cell[:200]) for cell in row.cells)
    return next((each for each in words if each and not amount(each)), "")


def _column(at: int, header: Sequence[str], body: Sequence[Row], total: Row | None) -> Column | None:
    """Give a column if every cell holds a number or nothing, and two at least a number."""
    amounts = []
    for row in body:
        cell = row.cell(at)
        found = amount(cell)
        if found is None and inline.plain(cell).casefold() not in _BLANK:
            return None
        amounts.append(found)
    if sum(each is not None for each in amounts) < 2:
        return None
    return Column(inline.title(header[at]), tuple(amounts), amount(total.cell(at)) if total else None)


def _is_weight(column: Column) -> bool:
    if not WEIGHT.stands_in(column.name) or column.is_weighted or None in column.amounts:
        return False
    return all(each.percent for each in column.numbers) or sum(each.low for each in column.numbers) <= Decimal("1.5")
