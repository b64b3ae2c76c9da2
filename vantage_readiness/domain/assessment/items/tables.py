"""Tables whose rows are items: by a column of boxes, a column of states, or a column of checks in a checklist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...words import Tier
from ..markdown import inline
from ..markdown.blocks import Block, Row
from ..model import State
from ..vocabulary import states, tiers
from ..vocabulary.meanings import Topic
from ..vocabulary.tiers import Scale
from . import efforts
from .columns import COLUMNS, Column

_NEVER = (Topic.RISKS, Topic.SIGNOFF, Topic.COSTS, Topic.APPENDIX, Topic.SUMMARY)
_LONG_MARK = 5  # characters
_STATES_TOLD = 0.6  # of the cells that say something: below it, the column holds other words


@dataclass(frozen=True, slots=True)
class Found:
    """One row that is an item."""

    title: str
    notes: list[str]
    tier: Tier | None
    state: State
    area: str | None
    effort: str | None
    line: int


def rows(table: Block, topic: Topic, scale: Scale) -> list[Found]:
    """List the items of a table; none if its rows are something else."""
    body = [row for row in table.rows[1:] if any(row.cells)]
    kinds = [_kind(cell) for cell in table.header]
    if not body or not kinds:
        return []
    if kinds[0] is None and Column.STATE not in kinds and _is_marks(table.header[0], body):
        kinds[0] = Column.STATE
    boxes = _box_columns(body, len(kinds))
    if boxes:
        return list(_items(body, kinds, boxes[0], scale, needs_state=True))
    state = _state_column(body, kinds, topic)
    if state is not None:
        return list(_items(body, kinds, state, scale))
    if topic is Topic.CHECKLIST and _is_list_of_checks(kinds):
        return list(_items(body, kinds, None, scale))
    return []


def _kind(header: str) -> Column | None:
    words = inline.plain(header)
    if not words.strip(" #№"):
        return Column.NUMBER if words.strip() else None
    if states.in_cell(header) and not any(char.isalpha() for char in words):
        return Column.STATE
    return COLUMNS.first(words) if len(words) < 40 else None


def _is_marks(header: str, body: list[Row]) -> bool:
    """Answer whether the first column has no name and holds nothing but marks: "✅", "❌"."""
    cells = [row.cell(0) for row in body]
    return not header.strip() and all(len(cell) < _LONG_MARK and states.in_cell(cell) for cell in cells)


def _box_columns(body: list[Row], width: int) -> list[int]:
    """List the columns in which most rows have a box."""
    return [column for column in range(width) if sum(states.has_box(row.cell(column)) for row in body) * 2 >= len(body)]


def _state_column(body: list[Row], kinds: list[Column | None], topic: Topic) -> int | None:
    """Give the column that tells the state of each row, if the rows are items at all."""
    if topic in _NEVER or any(kind in _FOREIGN for kind in kinds) or Column.STATE not in kinds:
        return None
    if (Column.SCORE in kinds or topic is Topic.METRICS) and Column.ITEM not in kinds:
        return None
    column = kinds.index(Column.STATE)
    if column == 0 and len(kinds) > 1 and Column.ITEM not in kinds and Column.NAME not in kinds:
        return None
    told = [cell for row in body if (cell := row.cell(column))]
    if not told:
        return column if topic is Topic.CHECKLIST else None
    known = sum(states.in_cell(cell) is not None for cell in told)
    return column if known >= _STATES_TOLD * len(told) else None


_TOLD = (Column.TIER, Column.EFFORT, Column.AREA)
_FOREIGN = (Column.MEASURE, Column.RISK, Column.SIGNATURE, Column.MONEY, Column.COUNT)


def _is_list_of_checks(kinds: list[Column | None]) -> bool:
    is_named = Column.ITEM in kinds or (Column.NAME in kinds and Column.TIER in kinds)
    return is_named and not any(kind in _FOREIGN for kind in kinds)


def _items(
    body: list[Row], kinds: list[Column | None], state: int | None, scale: Scale, *, needs_state: bool = False
) -> Iterator[Found]:
    name = _name_column(body, kinds, state)
    numbers = {at for at, kind in enumerate(kinds) if kind is Column.NUMBER}
    told: dict[Column, int] = {kind: kinds.index(kind) for kind in _TOLD if kind in kinds}
    if Column.TIER in told:
        scale = scale.extended(tiers.in_column(row.cell(told[Column.TIER])) for row in body)
    for row in body:
        cell = row.cell(state) if state is not None else ""
        found = states.in_cell(cell) if cell else None
        title = inline.title(row.cell(name) if name != state else _unboxed(cell))
        if not title or (needs_state and found is None):
            continue
        area, effort = _cell(row, told, Column.AREA, name), _cell(row, told, Column.EFFORT, name)
        tier = scale.tier(tiers.in_column(row.cell(told[Column.TIER]))) if Column.TIER in told else None
        used = {name, state, *told.values(), *numbers}
        notes = [inline.plain(row.cell(at)) for at in range(len(row.cells)) if at not in used and _says(row.cell(at))]
        yield Found(title, notes, tier, found or State.OPEN, area or None, _effort(effort), row.line)


def _unboxed(cell: str) -> str:
    task = states.task(cell.strip())
    return task[1] if task else cell


def _cell(row: Row, told: dict[Column, int], kind: Column, name: int) -> str:
    return inline.title(row.cell(told[kind])) if kind in told and told[kind] != name else ""


def _effort(text: str) -> str | None:
    return text if efforts.is_effort(text) else None


def _name_column(body: list[Row], kinds: list[Column | None], state: int | None) -> int:
    """Give the column with the item's name: the boxes' own where words stand in it, the one named so, the first."""
    if state is not None and any(len(_unboxed(row.cell(state))) > 1 for row in body if states.has_box(row.cell(state))):
        return state
    for wanted in (Column.ITEM, Column.NAME):
        if wanted in kinds and kinds.index(wanted) != state:
            return kinds.index(wanted)
    others = [at for at, kind in enumerate(kinds) if at != state and kind not in (Column.NUMBER, Column.TIER)]
    wordy = [at for at in others if any(char.isalpha() for row in body[:20] for char in row.cell(at)[:200])]
    return next(iter(wordy or others), state or 0)


def _says(cell: str) -> bool:
    return any(char.isalnum() for char in cell[:500])
