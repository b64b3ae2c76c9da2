"""Score tables: which column holds the scores, which the weights, and which row is the total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..markdown import inline
from ..markdown.blocks import Block, Row
from ..vocabulary.lexicon import words_of
from . import grammar
from .grammar import Printed
from .words import (
    COMPLETION,
    CURRENT,
    MAX_COLUMN,
    MEASURE,
    OTHER,
    OVERALL,
    PROJECTED,
    SCORE_COLUMN,
    TOTAL_ROW,
    WEIGHT_COLUMN,
    WEIGHTED_COLUMN,
)

_SCALE = re.compile(r"(?:/|out of|von|sur|[-–])\s?(5|10|20|25|50|100|1000)(?!\d)|[(（]\s?([%％])")
_NUMBER = re.compile(r"\W{0,4}(\d{1,4}(?:[.,]\d{1,3})?)\s?([%％])?")
_ROUNDING = 0.011


class ScoreRow(NamedTuple):
    """One area of a score table."""

    name: str
    found: Printed
    weight: float | None
    line: int


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The areas of a score table, and its total row if it has one.

    With `is_completion` the scores say how much is complete.
    """

    rows: tuple[ScoreRow, ...]
    total: ScoreRow | None
    is_completion: bool = False


def read(table: Block) -> ScoreTable | None:
    """Give the scores of a table with a column of them; none for any other table."""
    header, *body = table.rows or [Row(0, ())]
    columns = _columns(header.cells)
    if columns is None or len(body) < 2:
        return None
    scale = _scale(header.cells[columns.score], [row.cell(columns.score) for row in body])
    rows = [each for row in body if (each := _row(row, columns, columns.score, scale))]
    totals = [row for row in rows if is_total(row.name)]
    areas = tuple(row for row in rows if not is_total(row.name))
    if len(areas) < 2 or _is_earned(areas):
        return None
    total = totals[-1] if totals else _weighted(body, columns, scale)
    if total and _is_sum(total, areas):
        total = None
    return ScoreTable(_percent(areas), total, COMPLETION.stands_in(inline.plain(header.cells[columns.score])))


def is_total(name: str) -> bool:
    """Answer whether a row is the one that adds the others up."""
    words = words_of(name)
    return words.count(" ") <= 6 and TOTAL_ROW.search(words)


def has_scores(table: Block) -> bool:
    """Answer whether a table has a column that says "score"."""
    return _columns(table.header) is not None


@dataclass(frozen=True, slots=True)
class _Columns:
    name: int
    score: int
    weight: int | None
    weighted: int | None
    most: int | None


def _columns(header: Sequence[str]) -> _Columns | None:
    """Find the columns by their titles; with several scores the current one."""
    titles = [words_of(inline.plain(cell)) for cell in header]
    weighted = next((at for at, title in enumerate(titles) if WEIGHTED_COLUMN.search(title) and at), None)
    weight = next(
        (at for at, title in enumerate(titles) if at != weighted and WEIGHT_COLUMN.search(title) and at), None
    )
    most = next((at for at, title in enumerate(titles) if at and MAX_COLUMN.search(title)), None)
    taken = (weight, weighted, most)
    scores = [at for at, title in enumerate(titles) if at and at not in taken and _is_score(title)]
    scores = scores or [at for at, cell in enumerate(header) if at and "%" in cell and COMPLETION.search(titles[at])]
    current = [at for at in scores if CURRENT.search(titles[at])]
    if not scores:
        return None
    names = [at for at, title in enumerate(titles[:2]) if title.strip() not in ("", "no", "nr", "n", "id")]
    return _Columns(names[0] if names and names[0] < scores[0] else 0, (current or scores)[0], *taken)


def _is_score(title: str) -> bool:
    return SCORE_COLUMN.search(title) and not (OTHER.search(title) or MEASURE.search(title) or PROJECTED.search(title))


def _row(row: Row, columns: _Columns, column: int, scale: float | None) -> ScoreRow | None:
    name = inline.title(row.cell(columns.name)) or inline.title(row.cell(columns.name + 1))
    most = _number(row.cell(columns.most)) if columns.most is not None and column == columns.score else None
    found = _cell(row.cell(column), most or scale)
    weight = _number(row.cell(columns.weight)) if columns.weight is not None else None
    return ScoreRow(name, found, weight, row.line) if name and found and len(name) <= 120 else None


def _cell(raw: str, scale: float | None) -> Printed | None:
    """Give the score of a cell; a bare number is read on the scale of its column."""
    text = inline.plain(raw)
    found = grammar.score(text)
    if found or scale is None:
        return found if found is None or len(text[: found.start].split()) <= 3 else None
    number = grammar.bare(text)
    return Printed(*number, scale) if number and number[1] <= scale else None


def _scale(title: str, cells: Sequence[str]) -> float | None:
    """Give the scale of a column's bare numbers: by its title, by what other cells print, by how high they go."""
    named = _SCALE.search(inline.plain(title))
    if named:
        return float(named[1] or 100)
    texts = [inline.plain(cell) for cell in cells]
    printed = [found.out_of for text in texts if (found := grammar.score(text))]
    values = [number[1] for text in texts if (number := grammar.bare(text))]
    return printed[0] if printed else grammar.scale_of(max(values, default=0))


def _weighted(body: Sequence[Row], columns: _Columns, scale: float | None) -> ScoreRow | None:
    """Give the total that stands in the column of weighted scores alone, or under a name of its own."""
    last = body[-1]
    if not any(is_total(inline.title(cell)) or OVERALL.stands_in(inline.title(cell)) for cell in last.cells[:2]):
        return None
    column = columns.weighted if columns.weighted is not None else len(last.cells) - 1
    return _row(last, columns, column, scale) if column not in (columns.weight, columns.name) else None


def _is_earned(rows: Sequence[ScoreRow]) -> bool:
    """Answer whether the scores are shares of the weight that were earned, so that each is a part of one score."""
    return all(row.weight is not None and row.found.is_share and row.found.value <= row.weight for row in rows)


def _is_sum(total: ScoreRow, areas: Sequence[ScoreRow]) -> bool:
    """Answer whether a total only adds up scores on the scale of one of them, so that it is on no scale itself."""
    is_on_their_scale = all(area.found.out_of == total.found.out_of for area in areas)
    return is_on_their_scale and abs(sum(area.found.value for area in areas) - total.found.value) < _ROUNDING


def _percent(rows: tuple[ScoreRow, ...]) -> tuple[ScoreRow, ...]:
    """Give the rows with weights that add up to one as percentages."""
    weights = [row.weight for row in rows if row.weight is not None]
    if not weights or max(weights) > 1:
        return rows
    return tuple(
        ScoreRow(row.name, row.found, None if row.weight is None else round(row.weight * 100, 4), row.line)
        for row in rows
    )


def _number(cell: str) -> float | None:
    found = _NUMBER.match(inline.plain(cell))
    return float(found[1].replace(",", ".")) if found else None
