"""Tables computed again: weights, sums, means and weighted means beside what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...words import Severity
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind, Section
from ..model import Finding, Score
from ..sections import Placed
from .amounts import Amount, scores
from .basis import Document, lines, said
from .tables import Column, Table, table
from .wording import TOTAL, WEIGHT

_FEW = 2  # scores that make no mean worth a word
_NEAR = 3  # blocks below a table in which its result may stand


_SUM, _MEAN, _WEIGHTED = "sum", "mean", "weighted mean"
_WHOLE = Decimal("0.99")  # between a mean and a whole number printed for it, rounded either way


@dataclass(frozen=True, slots=True)
class Result:
    """What a column comes to, and how it was computed."""

    low: Decimal
    high: Decimal
    how: str

    def is_near(self, printed: Amount, rounding: Decimal = Decimal(0)) -> bool:
        """Answer whether it is what is printed, give or take one of the last printed digit and what was rounded."""
        within = max(printed.step, rounding)
        if self.how != _SUM and not within:
            within = _WHOLE
        return abs(self.low - printed.low) <= within and abs(self.high - printed.high) <= within


def tables(document: Document) -> Iterator[Finding]:
    """Check every table that holds numbers."""
    known = {total.line for total in document.read.totals}
    places = list(_places(document.placed))
    weighted = sum(any(map(WEIGHT.stands_in, place.block.header)) for place in places)
    for place in places:
        found = table(place.block)
        if found is None:
            continue
        yield from _weights(found)
        if found.total_line and found.total_line not in known:
            yield from _closing_row(found)
        elif not found.total_line:
            overall = document.read.score if weighted == 1 else None
            results = _results_printed(place, overall) if found.weights else _own_heading(place, found)
            yield from _result_nearby(found, next(results, None))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a table stands: its section, whether no other stands above it there, and what may hold its result."""

    block: Block
    section: Section
    is_first: bool
    below: Sequence[Block]
    heading_below: Section | None


def _places(placed: Sequence[Placed]) -> Iterator[_Place]:
    for at, each in enumerate(placed):
        blocks = each.section.blocks
        tables = [place for place, block in enumerate(blocks) if block.kind is BlockKind.TABLE]
        following = placed[at + 1].section if at + 1 < len(placed) else None
        for place in tables:
            below = blocks[place + 1 : place + 1 + _NEAR]
            yield _Place(
                blocks[place], each.section, place == tables[0], below, following if len(below) < _NEAR else None
            )


def _weights(found: Table) -> Iterator[Finding]:
    weights = found.weights
    if weights is None or len(weights.numbers) < 3:
        return
    whole = Decimal(100) if weights.numbers[0].percent else Decimal(1)
    total = sum((each.low for each in weights.numbers), Decimal(0))
    slack = sum((each.step for each in weights.numbers), Decimal(0)) / 2
    if abs(total - whole) > slack:
        percent = total * 100 / whole
        message = f"The weights of this table add up to {number(percent)} %, not to 100 %."
        yield Finding("weights-sum", Severity.WARNING, message, lines(found.line, *found.lines))


def _closing_row(found: Table) -> Iterator[Finding]:
    for column in found.columns:
        if column.total is None or column is found.weights:
            continue
        results = results_of(column, found)
        step = max(each.step for each in column.numbers)
        if results and not any(result.is_near(column.total, _rounding(result, column, step)) for result in results):
            yield _mismatch(found, column.name, results[0], column.total, found.total_line or found.line)


def _rounding(result: Result, column: Column, step: Decimal) -> Decimal:
    """Give what rounded parts may add to a sum; whole numbers add nothing."""
    return step * len(column.numbers) / 2 if result.how == _SUM else Decimal(0)


def results_of(column: Column, found: Table) -> list[Result]:
    """List what a closing row may print under a column, the likeliest first; none where nothing can be said."""
    if not found.is_mean and (column.is_rate or (not column.is_score and any(each.percent for each in column.numbers))):
        return []
    total, whole = column.total, column.out_of
    if total and total.out_of and whole and total.out_of not in (whole, whole * len(column.numbers)):
        return []
    ways = [_sum(column), _mean(column), *([_weighted(column, found.weights)] if found.weights else [])]
    results = [result for result in ways if result]
    if found.weights and not column.is_weighted and column.is_score:
        return results[::-1]
    if (column.is_score and not column.is_weighted and not _is_points(column)) or found.is_mean:
        return [*results[1:], results[0]]
    return results


def _is_points(column: Column) -> bool:
    """Answer whether the total is out of the sum of all scales: 38/50 under five scores out of ten."""
    whole = column.out_of
    return bool(column.total and whole and column.total.out_of == whole * len(column.numbers))


def _sum(column: Column) -> Result:
    low = sum((each.low for each in column.numbers), Decimal(0))
    return Result(low, sum((each.high for each in column.numbers), Decimal(0)), _SUM)


def _mean(column: Column) -> Result:
    total, n = _sum(column), len(column.numbers)
    return Result(total.low / n, total.high / n, _MEAN)


def _weighted(column: Column, weights: Column) -> Result | None:
    pairs = [
        (each, weight.low) for each, weight in zip(column.amounts, weights.amounts, strict=True) if each and weight
    ]
    whole = sum((weight for _, weight in pairs), Decimal(0))
    if not whole:
        return None
    low, high = (sum((value * weight for value, weight in ends), Decimal(0)) / whole for ends in _ends(pairs))
    return Result(low, high, _WEIGHTED)


def _ends(pairs: Sequence[tuple[Amount, Decimal]]) -> Iterator[list[tuple[Decimal, Decimal]]]:
    yield [(each.low, weight) for each, weight in pairs]
    yield [(each.high, weight) for each, weight in pairs]


def _mismatch(found: Table, name: str, result: Result, printed: Amount, line: int) -> Finding:
    value = number(result.low) if result.low == result.high else f"{number(result.low)}–{number(result.high)}"
    stated = number(printed.low) if printed.low == printed.high else f"{number(printed.low)}–{number(printed.high)}"
    computed = f"The rows add up to {value}" if result.how == _SUM else f"The {result.how} of the rows is {value}"
    column = f" under {said(name)}" if name else ""
    code = "sum-mismatch" if result.how == _SUM else "mean-mismatch"
    message = f"{computed}{printed.suffix}{column}, the document says {stated}{printed.suffix}."
    return Finding(code, Severity.WARNING, message, lines(found.line, line))


def number(value: Decimal) -> str:
    """Give a number with at most three digits after the point, none of them needless."""
    text = f"{value:,.3f}"
    return text.rstrip("0").rstrip(".")


def _result_nearby(found: Table, printed: tuple[Amount, int] | None) -> Iterator[Finding]:
    """Compare a weighted table without a closing row with the result printed nearest to it."""
    if printed is None:
        return
    stated, line = printed
    columns = [column for column in found.columns if column is not found.weights and _may_mean(column, stated)]
    results = [(column, result) for column in columns for result in results_of(column, found)]
    if results and not any(result.is_near(stated) for _, result in results):
        firsts = [(column, results_of(column, found)[0]) for column in columns if results_of(column, found)]
        column, nearest = min(firsts, key=lambda pair: (not pair[0].is_weighted, abs(pair[1].low - stated.low)))
        yield _mismatch(found, column.name, nearest, stated, line)


def _may_mean(column: Column, stated: Amount) -> bool:
    """Answer whether a result on this scale can be that of a column."""
    if column.out_of is None:
        return column.is_score and not any(each.low > (stated.out_of or 0) for each in column.numbers)
    return column.out_of == stated.out_of


def _results_printed(place: _Place, overall: Score | None) -> Iterator[tuple[Amount, int]]:
    """Give the results a table may belong to, the nearest first: below it, in the headings above, of the whole."""
    for text, line in _below(place):
        yield from ((each, line) for each in scores(text)[:1])
    section: Section | None = place.section if place.is_first else None
    while section and section.level > 1:
        yield from ((each, section.line) for each in scores(section.title)[:1] if not each.percent)
        section = section.parent
    if overall:
        yield from ((each, overall.line) for each in scores(overall.printed) if each.out_of == overall.out_of)


def _own_heading(place: _Place, found: Table) -> Iterator[tuple[Amount, int]]:
    """Give the score printed on the heading of a table without weights, if the table lists nothing but such scores."""
    scored = [column for column in found.columns if column.out_of and not column.numbers[0].percent]
    if len(scored) == 1 and None not in scored[0].amounts and len(scored[0].amounts) > _FEW and place.is_first:
        printed = scores(place.section.title)
        if len(printed) == 1 and printed[0].out_of == scored[0].out_of:
            yield printed[0], place.section.line


def _below(place: _Place) -> Iterator[tuple[str, int]]:
    """Give the lines below a table that name a total: in its section, else the next heading."""
    for block in place.below:
        if block.kind is BlockKind.TABLE:
            return
        yield from _totals_in(block)
    if place.heading_below and TOTAL.stands_in(place.heading_below.title):
        yield place.heading_below.title, place.heading_below.line


def _totals_in(block: Block) -> Iterator[tuple[str, int]]:
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and len(block.raw) < 2_000:
        for line, raw in block.own_lines:
            words = inline.plain(raw)
            if TOTAL.stands_in(words.partition(":")[0]):
                yield words, line
