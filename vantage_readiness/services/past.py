"""A project as it stood when some day ended: told from the diary, the documents, and the names of that time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..domain import past, past_project, readiness
from ..domain.assessment import read
from ..domain.diary import Kind, Value, identity, person_id
from ..domain.findings import once
from ..domain.gate import Gate, judge
from ..domain.past import Memory, PastItem
from ..domain.past_project import Moment, PastCost, PastFinding, Settings
from ..domain.phases import Plan, schedule
from ..domain.policy import Policy
from ..domain.words import Period
from ..storage import assessments, costs, items, people, plan, preferences
from ..storage import diary as lines
from ..storage.plan import Phase
from ..storage.projects import Project
from .diary import ACTORS

_LATER = (Kind.PROJECT_CHANGED, Kind.ITEM_OWNED, Kind.ITEM_DUE, Kind.COST_CLOSED, Kind.COST_REOPENED)
_A_DAY = timedelta(days=1)


class CostRow(NamedTuple):
    """A cost line as the document prints it, and whether it is closed today."""

    id: int
    name: str
    group: str
    period: Period
    currency: str
    low: Decimal | None
    high: Decimal | None
    closed: bool


@dataclass(frozen=True)
class Book:
    """All that a project's past until a day is told from, each part read when it is first asked for."""

    project: Project
    last: date

    @cached_property
    def lines(self) -> Sequence[Any]:
        """The diary up to and with the day, oldest line first."""
        return lines.told(self.project.id, until=self.last)

    @cached_property
    def later(self) -> Sequence[Any]:
        """Later lines that tell what they replaced."""
        return lines.told_later(self.project.id, after=self.last, kinds=_LATER)

    @cached_property
    def settings(self) -> Settings:
        return self.settings_on(self.last)

    def settings_on(self, day: date) -> Settings:
        """Give the settings as they were when a day ended."""
        now: Mapping[str, Value] = {
            "Name": self.project.name,
            "Time zone": self.project.time_zone,
            "Start date": _iso(self.project.start_date),
            "Target date": _iso(self.project.target_date),
            "Policy": self.project.policy,
        }
        changes = [line for line in (*self.lines, *self.later) if line.kind == Kind.PROJECT_CHANGED]
        return past_project.settings(now, changes, day)

    @cached_property
    def memory(self) -> Memory:
        facts = items.first_facts(self.project.id)
        told = (*self.lines, *self.later)
        owners = past.first_values(told, Kind.ITEM_OWNED, {row.number: row.owner_id for row in facts})
        dues = past.first_values(told, Kind.ITEM_DUE, {row.number: _iso(row.due) for row in facts})
        return Memory(
            owners={number: identity(owner) for number, owner in owners.items()},
            dues={number: past.day_in(due) for number, due in dues.items()},
            originals=frozenset(row.number for row in facts if row.original),
            collected={(row.number, row.at): row.collected_on for row in items.collected(self.project.id)},
        )

    @cached_property
    def entries(self) -> Mapping[Moment, int]:
        return {(row.at, row.name): row.id for row in costs.moments(self.project.id)}

    @cached_property
    def imported_on(self) -> Sequence[date]:
        return past_project.imported(self.lines)

    @cached_property
    def documents(self) -> Sequence[Any]:
        """The assessments that were there, oldest first, as rows without their text."""
        return self._all_documents[: len(self.imported_on)]

    @cached_property
    def phases(self) -> Sequence[Phase]:
        return plan.phases(self.project.id) if self._brought[0] else ()

    @cached_property
    def costs(self) -> Sequence[CostRow]:
        if not self._brought[1]:
            return ()
        return [
            CostRow(row.id, row.name, row.group, row.period, row.currency, row.low, row.high, row.closed_at is not None)
            for row, _committed, _actual in costs.lines(self.project.id)
        ]

    @cached_property
    def names(self) -> Mapping[int, str]:
        """What people were called when the day ended, by id; who was removed since has a pseudonym."""
        ids = {number for line in self.lines for number in _people_in(line)}
        ids |= {owner for owner in self.memory.owners.values() if owner}
        end = datetime.combine(self.last + _A_DAY, time(), ZoneInfo(self.settings.time_zone)).astimezone(UTC)
        return people.names_of(ids) | {row.user_id: row.name for row in preferences.names_at(end) if row.user_id in ids}

    def name(self, code: str) -> str:
        """Give the name behind an actor's code."""
        number = person_id(code)
        if number is None:
            return ACTORS.get(code, code)
        return self.names.get(number, f"Former member {number}")

    @cached_property
    def _all_documents(self) -> Sequence[Any]:
        return assessments.every(self.project.id)

    @cached_property
    def _brought(self) -> tuple[bool, bool]:
        """Answer whether the documents that were there had brought phases, and cost lines.

        The first document that has some brings them; only if newer ones came since have these to be read again.
        """
        there = len(self.documents)
        if there == len(self._all_documents):
            return True, True
        has_phases = has_costs = False
        for row in assessments.documents(self.project.id):
            if row.number > there or (has_phases and has_costs):
                break
            found = read(row.raw)
            has_phases, has_costs = has_phases or bool(found.phases), has_costs or bool(found.costs)
        return has_phases, has_costs


@dataclass(frozen=True)
class Then:
    """One project as it stood when a day ended, within a book that reaches at least so far."""

    book: Book
    day: date
    earlier: Then | None = None  # what to begin from, so that the diary is walked once

    @cached_property
    def lines(self) -> Sequence[Any]:
        return past.until(self.book.lines, self.day)

    @cached_property
    def fresh(self) -> Sequence[Any]:
        """The lines since the earlier day, or all."""
        return self.lines[len(self.earlier.lines) :] if self.earlier else self.lines

    @cached_property
    def by_number(self) -> Mapping[int, PastItem]:
        before = self.earlier.by_number if self.earlier else {}
        return past.fold(self.fresh, self.book.memory, names=self.book.names, before=before)

    @cached_property
    def items(self) -> Sequence[PastItem]:
        return list(self.by_number.values())

    @cached_property
    def settings(self) -> Settings:
        return self.book.settings_on(self.day)

    @property
    def policy(self) -> Policy:
        return self.settings.policy

    @cached_property
    def findings(self) -> Sequence[PastFinding]:
        numbers = assessments.numbers(self.book.project.id)
        noticed = [_noticed(row, item, numbers) for row, item in assessments.findings(self.book.project.id)]
        return past_project.findings(
            self.lines, noticed, {number: item.tier for number, item in self.by_number.items()}
        )

    @cached_property
    def documents(self) -> Sequence[Any]:
        return self.book.documents[: len(past_project.imported(self.lines))]

    @cached_property
    def readiness(self) -> readiness.Readiness:
        scores = [row.score for row in self.documents]
        now = next((score for score in reversed(scores) if score is not None), None)
        counted = readiness.tally(self.items, self.day, self.policy)
        return readiness.measure(counted, self.policy, scores[0] if scores else None, now=now)

    @cached_property
    def gate(self) -> Gate:
        return judge(self.items, once(self.findings), self.day, self.policy)

    @cached_property
    def plan(self) -> Plan:
        return schedule(self.settings.start_date, self.book.phases)

    @cached_property
    def costs(self) -> Sequence[PastCost]:
        later = [*self.book.lines[len(self.lines) :], *self.book.later]
        return past_project.costs(self.book.costs, self.lines, later, self.book.entries)


class _Noticed(NamedTuple):
    """A finding as it is kept; `assessment` is the number of its document."""

    id: int
    assessment: int
    code: str
    message: str
    severity: Any
    item: int | None


def _noticed(row: Any, item: Any, numbers: Mapping[int, int]) -> _Noticed:
    number = item.number if item else None
    return _Noticed(row.id, numbers[row.assessment_id], row.code, row.message, row.severity, number)


def _people_in(line: Any) -> Iterable[int]:
    """List whom a line names: its writer, its subject, owners in it."""
    found = [person_id(line.by), person_id(line.subject)]
    if line.kind == Kind.ITEM_OWNED:
        found += [identity(line.before), identity(line.after)]
    elif line.kind == Kind.ITEM_ADDED and isinstance(line.after, Mapping):
        found.append(identity(line.after.get("owner")))
    return [number for number in found if number is not None]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
