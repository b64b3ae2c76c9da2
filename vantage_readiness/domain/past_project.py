"""A project besides its items as it once stood: settings, what was decided about findings, phases, money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, TypeAlias

from .diary import Kept as Line
from .diary import Kind, Value
from .past import day_in
from .policy import Policy
from .words import EntryKind, Period, Severity, Tier

Moment: TypeAlias = tuple[datetime, str]  # when money was recorded, on the line of which name

_SUBJECT = 200  # as much of a finding's message as its line in the diary holds


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project was called and which rules it followed."""

    name: str
    time_zone: str
    start_date: date | None
    target_date: date | None
    policy: Policy


class Noticed(Protocol):
    """What a reader noticed in a document, as it is kept; `assessment` is the document's number, `item` an item's."""

    @property
    def id(self) -> int: ...
    @property
    def assessment(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def item(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class PastFinding:
    """A finding as it once stood, as the gate asks for it; `since` is the day its document was imported."""

    id: int
    code: str
    message: str
    severity: Severity
    item: int | None
    about_tier: Tier | None
    undecided: bool
    since: date


class Priced(Protocol):
    """A cost line as the document prints it; `closed` is whether it is closed today."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def period(self) -> Period: ...
    @property
    def currency(self) -> str: ...
    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def closed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class PastCost:
    """A cost line with what was promised and spent on it until then; it has the shape `costs.Line`."""

    id: int
    name: str
    group: str
    period: Period
    currency: str
    low: Decimal | None
    high: Decimal | None
    closed: bool
    committed: Decimal
    actual: Decimal


def settings(now: Mapping[str, Value], changes: Iterable[Line], last: date) -> Settings:
    """Give a project's settings as they were when a day ended; `changes` are all its `project.changed`, oldest first.

    What was changed before holds; what was only changed later was until then what that change replaced; what never
    changed is as it is `now`, by the labels of the diary.
    """
    held: dict[str, Value] = {}
    later: dict[str, Value] = {}
    for line in changes:
        if line.day <= last:
            held[line.subject] = line.after
        else:
            later.setdefault(line.subject, line.before)
    said = {**now, **later, **held}
    policy = said.get("Policy")
    return Settings(
        name=str(said["Name"]),
        time_zone=str(said["Time zone"]),
        start_date=day_in(said.get("Start date")),
        target_date=day_in(said.get("Target date")),
        policy=Policy.from_kept(policy if isinstance(policy, Mapping) else {}),
    )


def imported(lines: Iterable[Line]) -> list[date]:
    """Give the day each assessment was imported, the first of them first."""
    return [line.day for line in lines if line.kind == Kind.ASSESSMENT_IMPORTED]


def findings(lines: Iterable[Line], noticed: Sequence[Noticed], tiers: Mapping[int, Tier]) -> list[PastFinding]:
    """Give the findings of all documents imported by these lines, each decided or not; `tiers` are those of the items.

    A line of an earlier version names a finding by its message alone: of several, the first that waits is decided.
    """
    by_document: defaultdict[int, list[Noticed]] = defaultdict(list)
    for each in noticed:
        by_document[each.assessment].append(each)
    days: list[date] = []
    there: list[Noticed] = []
    decided: set[int] = set()
    for line in lines:
        if line.kind == Kind.ASSESSMENT_IMPORTED:
            days.append(line.day)
            there += by_document[len(days)]
        elif line.kind in (Kind.FINDING_DECIDED, Kind.FINDING_CARRIED):
            decided |= _decided(line, there, decided)
    return [
        PastFinding(
            each.id,
            each.code,
            each.message,
            each.severity,
            each.item,
            tiers.get(each.item or 0),
            each.id not in decided,
            days[each.assessment - 1],
        )
        for each in noticed
        if each.assessment <= len(days)
    ]


def _decided(line: Line, there: Iterable[Noticed], decided: AbstractSet[int]) -> set[int]:
    """Give the id of the finding that a line decides; none if an older line decides anew what was decided."""
    if isinstance(line.after, Mapping) and isinstance(its := line.after.get("finding"), int):
        return {its}
    if line.before is not None:
        return set()
    waiting = [each.id for each in there if each.message[:_SUBJECT] == line.subject and each.id not in decided]
    return set(waiting[:1])


def completed(lines: Iterable[Line]) -> dict[int, date]:
    """Give the day on which each phase was completed, by number, of those that are complete after these lines."""
    days: dict[int, date] = {}
    for line in lines:
        if line.kind == Kind.PHASE_COMPLETED and isinstance(line.after, int):
            days[line.after] = line.day
        elif line.kind == Kind.PHASE_REGRESSED and isinstance(line.after, int):
            days.pop(line.after, None)
    return days


def costs(
    priced: Sequence[Priced], lines: Sequence[Line], later: Iterable[Line], entries: Mapping[Moment, int]
) -> list[PastCost]:
    """Give every cost line as it stood after these lines; `later` are the lines about costs that follow them.

    Older lines do not say which cost line they are about: of an entry, `entries` tells by its moment and the name; of a
    line that was closed or opened again, its name.
    """
    committed, actual = (_recorded(lines, kind, entries) for kind in (EntryKind.COMMITTED, EntryKind.ACTUAL))
    closed = _closed(priced, lines, later)
    return [
        PastCost(
            id=each.id,
            name=each.name,
            group=each.group,
            period=each.period,
            currency=each.currency,
            low=each.low,
            high=each.high,
            closed=closed[each.id],
            committed=committed.get(each.id, Decimal(0)),
            actual=actual.get(each.id, Decimal(0)),
        )
        for each in priced
    ]


def spent(lines: Iterable[Line], entries: Mapping[Moment, int]) -> dict[int, Decimal]:
    """Add up the money that these lines record as spent, by cost line."""
    return _recorded(lines, EntryKind.ACTUAL, entries)


def _recorded(lines: Iterable[Line], kind: EntryKind, entries: Mapping[Moment, int]) -> dict[int, Decimal]:
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.kind == Kind.COST_RECORDED and isinstance(line.after, Mapping) and line.after.get("kind") == kind:
            its = line.after.get("line", entries.get((line.at, line.subject)))
            if isinstance(its, int):
                sums[its] += Decimal(str(line.after["amount"]))
    return dict(sums)


def _closed(priced: Sequence[Priced], lines: Iterable[Line], later: Iterable[Line]) -> dict[int, bool]:
    """Answer for each cost line whether it was closed: as the last line says, else as the next one finds it."""
    closed = {each.id: each.closed for each in priced}
    found: set[int] = set()
    for line in later:
        for its in _about(line, priced):
            if its not in found:
                closed[its] = line.kind == Kind.COST_REOPENED
                found.add(its)
    for line in lines:
        for its in _about(line, priced):
            closed[its] = line.kind == Kind.COST_CLOSED
    return closed


def _about(line: Line, priced: Sequence[Priced]) -> list[int]:
    if line.kind not in (Kind.COST_CLOSED, Kind.COST_REOPENED):
        return []
    if isinstance(line.after, Mapping) and isinstance(its := line.after.get("line"), int):
        return [its]
    return [each.id for each in priced if each.name == line.subject][:1]
