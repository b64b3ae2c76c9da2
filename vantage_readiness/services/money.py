"""Money: what the lines cost, what was committed and spent, and when a line is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ..domain import costs as decisions
from ..domain.costs import CostSum, LineState
from ..domain.diary import Change, Kind, Value, person
from ..domain.items import required
from ..domain.refusals import NotFound, Refused
from ..domain.words import EntryKind, Period
from ..storage import costs, plan, projects
from ..storage.costs import CostEntry, CostLine, CostTotal
from ..storage.database import db
from ..storage.people import User
from ..storage.projects import Project
from . import diary

ENTRIES = 50
HEADER = (
    "Group",
    "Line",
    "Period",
    "Currency",
    "Low",
    "High",
    "Committed",
    "Actual",
    "Remaining low",
    "Remaining high",
    "State",
    "Phase",
    "Note",
    "Document line",
)
NOTE_LENGTH = 1000


class MoneyLine(NamedTuple):
    """A cost line with what was promised and spent, as the sums ask for it."""

    id: int
    name: str
    group: str
    note: str
    period: Period
    low: Decimal | None
    high: Decimal | None
    currency: str
    closed: bool
    committed: Decimal
    actual: Decimal
    line: int | None
    phase_id: int | None


class LineLook(NamedTuple):
    """A cost line with its money, what is left of it, and the name of its phase."""

    line: MoneyLine
    state: LineState
    phase: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one period and currency with their sum, and the totals the document prints for them."""

    sum: CostSum
    lines: Sequence[LineLook]
    totals: Sequence[CostTotal]


class EntryLook(NamedTuple):
    """Money recorded against a line, and by whom."""

    entry: CostEntry
    line: CostLine
    by: str


def sums(project: Project) -> Sequence[CostSum]:
    """Add up a project's costs by period and currency."""
    return decisions.add_up([_line(*row) for row in costs.lines(project.id)], costs.totals(project.id))


def tables(project: Project) -> list[Table]:
    """Give a project's cost lines by period and currency, one-time money first."""
    lines = [_line(*row) for row in costs.lines(project.id)]
    totals = costs.totals(project.id)
    phases = {phase.id: phase.name for phase in plan.phases(project.id)}
    by_key: defaultdict[tuple[Period, str], list[LineLook]] = defaultdict(list)
    for line in lines:
        look = LineLook(line, decisions.state_of(line), phases.get(line.phase_id or 0))
        by_key[line.period, line.currency].append(look)
    return [
        Table(
            sum=each,
            lines=by_key[each.period, each.currency],
            totals=[total for total in totals if (total.period, total.currency) == (each.period, each.currency)],
        )
        for each in decisions.add_up(lines, totals)
    ]


def entries(project: Project) -> tuple[list[EntryLook], int]:
    """List the money recorded last, newest first, and how many entries there are in all."""
    known = diary.names(project.id)
    newest = costs.entries(project.id, limit=ENTRIES)
    return [EntryLook(entry, line, _who(entry, known)) for entry, line in newest], costs.count_entries(project.id)


def entries_after(project: Project, after: Sequence[Any] | None, *, limit: int) -> list[EntryLook]:
    """List money recorded, newest day first, from after an entry given by its day (as text) and id."""
    place = (date.fromisoformat(after[0]), int(after[1])) if after else None
    known = diary.names(project.id)
    found = costs.entries(project.id, limit=limit, after=place)
    return [EntryLook(entry, line, _who(entry, known)) for entry, line in found]


def look_at(project: Project, entry: CostEntry) -> EntryLook:
    """Give an entry with its line and whoever recorded it."""
    return EntryLook(entry, _get(project, entry.cost_line_id), _who(entry, diary.names(project.id)))


def rows(project: Project) -> list[Sequence[str | int | Decimal | None]]:
    """Give one row a line under `HEADER`, for a file."""
    return [_row(look) for table in tables(project) for look in table.lines]


def record_entry(
    project: Project, line_id: int, kind: EntryKind, amount: Decimal, *, day: date, note: str, by: User, at: datetime
) -> CostEntry:
    """Record money committed or spent on a line; the day is today or an earlier one."""
    project = projects.lock(project.id)
    line = _get(project, line_id)
    if line.closed_at is not None:
        raise Refused(f"“{line.name}” is closed. Ask a lead to re-open it first.")
    if day > diary.local_day(project, at):
        raise Refused("Money is recorded when it is committed or spent. Choose today or an earlier day.")
    note = note.strip()
    if len(note) > NOTE_LENGTH:
        raise Refused(f"The note is too long. Keep it under {NOTE_LENGTH:,} characters.")
    entry = CostEntry(cost_line_id=line.id, kind=kind, amount=amount, day=day, note=note, by_id=by.id, at=at)
    db.session.add(entry)
    after: Value = {
        "line": line.id,
        "kind": kind.value,
        "amount": str(amount),
        "currency": line.currency,
        "day": day.isoformat(),
    }
    diary.write(project, Change(Kind.COST_RECORDED, line.name, person(by.id), at, after=after, note=note))
    db.session.commit()
    return entry


def close_line(project: Project, line_id: int, reason: str, *, by: User, at: datetime) -> CostLine:
    """Close a line: nothing more is expected on it, and nothing of it remains."""
    return _set_closed(project, line_id, reason, Kind.COST_CLOSED, by, at)


def reopen_line(project: Project, line_id: int, reason: str, *, by: User, at: datetime) -> CostLine:
    """Open a closed line again; what its range leaves remains again."""
    return _set_closed(project, line_id, reason, Kind.COST_REOPENED, by, at)


def _set_closed(project: Project, line_id: int, reason: str, kind: Kind, by: User, at: datetime) -> CostLine:
    project = projects.lock(project.id)
    line = _get(project, line_id)
    closing = kind is Kind.COST_CLOSED
    if (line.closed_at is not None) == closing:
        raise Refused(f"“{line.name}” is {'closed already' if closing else 'not closed'}.")
    reason = required(reason, f"a reason for {'closing' if closing else 're-opening'} this line")
    line.closed_at = at if closing else None
    diary.write(project, Change(kind, line.name, person(by.id), at, None, {"line": line.id, "closed": closing}, reason))
    db.session.commit()
    return line


def _line(row: CostLine, committed: Decimal, actual: Decimal) -> MoneyLine:
    return MoneyLine(
        id=row.id,
        name=row.name,
        group=row.group,
        note=row.note,
        period=row.period,
        low=row.low,
        high=row.high,
        currency=row.currency,
        closed=row.closed_at is not None,
        committed=Decimal(committed),
        actual=Decimal(actual),
        line=row.line,
        phase_id=row.phase_id,
    )


def _get(project: Project, line_id: int) -> CostLine:
    line = costs.find_line(project.id, line_id)
    if line is None:
        raise NotFound("There is no such cost line in this project.")
    return line


def _who(entry: CostEntry, known: diary.Names) -> str:
    return known[person(entry.by_id)] if entry.by_id else "Former member"


def _row(look: LineLook) -> Sequence[str | int | Decimal | None]:
    line, state, phase = look
    return (
        line.group,
        line.name,
        line.period.label,
        line.currency,
        line.low,
        line.high,
        line.committed,
        line.actual,
        state.remaining_low,
        state.remaining_high,
        "closed" if line.closed else "over range" if state.over else "open",
        phase,
        line.note,
        line.line,
    )
