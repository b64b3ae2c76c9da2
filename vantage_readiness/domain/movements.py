"""Movements: what each change does to scope, claimed and verified, and what a whole diary did, day by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeAlias

from .diary import Kind, Value, identity
from .readiness import CREDITS, settle
from .refusals import Refused
from .words import Correction, Status, Tier


class Placed(Protocol):
    """What decides which bucket an item is in. `aged` is whether the diary has noted that its evidence is too old."""

    @property
    def tier(self) -> Tier: ...
    @property
    def phase_id(self) -> int | None: ...
    @property
    def area_id(self) -> int | None: ...
    @property
    def status(self) -> Status: ...
    @property
    def correction(self) -> Correction | None: ...
    @property
    def born_done(self) -> bool: ...
    @property
    def aged(self) -> bool: ...


class Line(Protocol):
    """A diary line, as far as the burn-down reads it; `day` is the local day."""

    @property
    def kind(self) -> str: ...
    @property
    def item(self) -> int | None: ...
    @property
    def day(self) -> date: ...
    @property
    def before(self) -> Value: ...
    @property
    def after(self) -> Value: ...


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where one item counts, and what it adds there, 0 or 1 each."""

    tier: Tier
    phase: int | None
    area: int | None
    scope: int
    claimed: int
    verified: int


@dataclass(frozen=True, slots=True)
class State:
    """What the diary says of one item at one point of it; it has the shape `Placed`."""

    tier: Tier
    status: Status
    phase_id: int | None
    area_id: int | None
    born_done: bool
    correction: Correction | None = None
    aged: bool = False
    waived_until: date | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """What changes of one day did in one place; signed item counts."""

    day: date
    tier: Tier
    phase: int | None
    area: int | None
    scope: int
    claimed: int
    verified: int


def bucket(item: Placed) -> Bucket:
    """Give the bucket an item is in."""
    stands = settle(item.status, item.correction, born_done=item.born_done, aged=item.aged)
    return Bucket(item.tier, item.phase_id, item.area_id, *CREDITS[stands])


def moves(before: Bucket | None, after: Bucket | None, day: date) -> tuple[Movement, ...]:
    """Give what one change does on its day: out of one place, into another; nothing if nothing counts differently.

    None stands for an item that is not there: before it is added.
    """
    places: dict[tuple[Tier, int | None, int | None], tuple[int, int, int]] = {}
    for sign, its in ((-1, before), (1, after)):
        if its is not None:
            place = (its.tier, its.phase, its.area)
            scope, claimed, verified = places.get(place, (0, 0, 0))
            places[place] = (scope + sign * its.scope, claimed + sign * its.claimed, verified + sign * its.verified)
    return tuple(Movement(day, *place, *counts) for place, counts in places.items() if any(counts))


def merged(movements: Iterable[Movement]) -> list[Movement]:
    """Add up movements of one day in one place; what cancels out is left out."""
    places: defaultdict[tuple[date, Tier, int | None, int | None], list[int]] = defaultdict(lambda: [0, 0, 0])
    for move in movements:
        counts = places[move.day, move.tier, move.phase, move.area]
        for at, count in enumerate((move.scope, move.claimed, move.verified)):
            counts[at] += count
    return [Movement(*place, *counts) for place, counts in places.items() if any(counts)]


class Step(NamedTuple):
    """What one day did to one item: the bucket it was in, None if it was not there, and the one it is in."""

    day: date
    before: Bucket | None
    after: Bucket


def steps(lines: Iterable[Line]) -> Iterator[Step]:
    """Walk a diary, oldest day first: one step for each item and day.

    A day is folded as a whole: in which order its lines stand does not matter. Raises Refused for a diary that
    changes an item before it adds it.
    """
    states: dict[int, State] = {}
    for on, of_day in groupby(lines, key=attrgetter("day")):
        for item, its_lines in _by_item(of_day):
            before = states.get(item)
            states[item] = after = _fold(item, before, its_lines)
            yield Step(on, bucket(before) if before else None, bucket(after))


def replay(lines: Iterable[Line]) -> list[Movement]:
    """Fold a diary, oldest day first, into movements: at most one way out and one way in per item and day."""
    return [move for step in steps(lines) for move in moves(step.before, step.after, step.day)]


def fold(lines: Iterable[Line], before: Mapping[int, State] | None = None) -> dict[int, State]:
    """Give the state of every item, by number, after these lines; `before` is how they stood when the lines begin."""
    states = dict(before or {})
    for item, its_lines in _by_item(lines):
        states[item] = _fold(item, states.get(item), its_lines)
    return states


def _by_item(lines: Iterable[Line]) -> list[tuple[int, list[Line]]]:
    found: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.item is not None:
            found[line.item].append(line)
    return sorted(found.items())


_Edge: TypeAlias = tuple[str | int | None, str | int | None]  # one value before, one after


def _fold(item: int, before: State | None, lines: Sequence[Line]) -> State:
    """Give an item's state at the end of a day, from its state at the beginning and the day's lines in any order."""
    state = next((_added(line.after) for line in lines if line.kind == Kind.ITEM_ADDED), before)
    if state is None:
        raise Refused(f"The diary changes item {item} before it adds it, so its history cannot be drawn.")
    edges: defaultdict[str, list[_Edge]] = defaultdict(list)
    for line in lines:
        if edge := _edge(line):
            edges[edge[0]].append(edge[1])
    correction = _end(state.correction, edges["correction"])
    return State(
        tier=Tier(str(_end(state.tier, edges["tier"]))),
        status=Status(str(_end(state.status, edges["status"]))),
        phase_id=identity(_end(state.phase_id, edges["phase"])),
        area_id=state.area_id,
        born_done=state.born_done and not edges["status"] and not edges["accepted"],
        correction=None if correction is None else Correction(str(correction)),
        aged=bool(_end(state.aged, edges["aged"])),
        waived_until=max(
            (_date(line.after) for line in lines if line.kind == Kind.WAIVER_GRANTED), default=state.waived_until
        ),
    )


def _added(after: Value) -> State:
    values = after if isinstance(after, Mapping) else {}
    return State(
        tier=Tier(str(values["tier"])),
        status=Status(str(values["status"])),
        phase_id=identity(values.get("phase")),
        area_id=identity(values.get("area")),
        born_done=values.get("born_done") is True,
    )


def _edge(line: Line) -> tuple[str, _Edge] | None:
    """Give which facet of an item a line moves, from what to what."""
    kind, before, after = line.kind, line.before, line.after
    if kind == Kind.ITEM_PHASED:
        return "phase", (identity(before), identity(after))
    if kind == Kind.EVIDENCE_AGED:
        return "aged", (not after, bool(after))
    if kind == Kind.EVIDENCE_ADDED and isinstance(after, Mapping) and after.get("renews"):
        return "aged", (True, False)
    facet = _FACETS.get(kind)
    return (facet, (_word(before), _word(after))) if facet else None


_FACETS: Mapping[str, str] = {
    Kind.ITEM_MOVED: "status",
    Kind.ITEM_EXEMPTED: "status",
    Kind.ITEM_READMITTED: "status",
    Kind.ITEM_RETIERED: "tier",
    Kind.ITEM_CORRECTED: "correction",
    Kind.ITEM_ACCEPTED: "accepted",
}


def _end(start: str | int | None, edges: Sequence[_Edge]) -> str | int | None:
    """Give where a walk ends: at the value reached once more often than left. The order of the edges is no matter."""
    if not edges:
        return start
    balance: Counter[str | int | None] = Counter()
    for before, after in edges:
        balance[after] += 1
        balance[before] -= 1
    return next((value for value, times in balance.items() if times > 0), start)


def _word(value: Value) -> str | None:
    return None if value is None else str(value)


def _date(value: Value) -> date:
    return date.fromisoformat(str(value))
