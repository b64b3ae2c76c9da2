"""Items as they once stood: the diary's lines about them, taken in order up to some day, give every value of that day.

What the diary of an earlier version does not say (who had a new item, when evidence was collected, which items were
the first ones) comes from a `Memory`: what else is known and never changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeAlias

from .diary import ASSESSOR, Kind, Value, identity
from .diary import Kept as Line
from .refusals import Refused
from .words import UNFINISHED, Correction, Ruling, Status, Tier


@dataclass(frozen=True, slots=True)
class Memory:
    """What older lines leave out, by item number: first owner, first due date, whether the first document named it;
    and on which day evidence was collected, by item number and the moment it was added.
    """

    owners: Mapping[int, int | None] = field(default_factory=dict)
    dues: Mapping[int, date | None] = field(default_factory=dict)
    originals: frozenset[int] = frozenset()
    collected: Mapping[tuple[int, datetime], date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PastItem:
    """An item as it once stood; it has the shape `shapes.Item` and `movements.Placed`, and says since when and by whom.

    `claimed_by`, `asked_by` are actors' codes; `asked_on` is the day somebody asked to mark it not applicable.
    """

    number: int
    title: str
    tier: Tier
    status: Status
    phase_id: int | None
    area_id: int | None
    owner_id: int | None
    due: date | None
    original: bool
    born_done: bool
    added_on: date
    confirmed_on: date
    owner_name: str | None = None
    claimed_on: date | None = None
    claimed_by: str | None = None
    blocked_since: date | None = None
    evidence_on: date | None = None
    aged: bool = False
    waived_until: date | None = None
    correction: Correction | None = None
    vanished: bool = False
    vanished_on: date | None = None
    proposed_tier: Tier | None = None
    proposed_on: date | None = None
    asked_on: date | None = None
    asked_by: str | None = None


def fold(
    lines: Iterable[Line],
    memory: Memory,
    *,
    names: Mapping[int, str] = MappingProxyType({}),
    before: Mapping[int, PastItem] = MappingProxyType({}),
) -> dict[int, PastItem]:
    """Give every item, by number, after these lines, oldest first; `before` is how they stood when the lines begin.

    `names` gives people's names by their ids. Raises Refused for a diary that changes an item before it adds it.
    """
    states: dict[int, _Facets] = {}
    for line in lines:
        number, step = line.item, _STEPS.get(line.kind)
        if number is None or step is None:
            continue
        if number not in states and line.kind != Kind.ITEM_ADDED:
            states[number] = _facets(before.get(number), number)
        states.setdefault(number, {}).update(step(states[number], line, memory))
    after = dict(before)
    for number, facets in states.items():
        facets["owner_name"] = names.get(facets["owner_id"])
        after[number] = PastItem(**facets)
    return dict(sorted(after.items()))


def first_values(lines: Iterable[Line], kind: Kind, now: Mapping[int, Value]) -> dict[int, Value]:
    """Give what items had before the first line of a kind changed it; what no line ever changed is as it is now."""
    first: dict[int, Value] = {}
    for line in lines:
        if line.kind == kind and line.item is not None:
            first.setdefault(line.item, line.before)
    return {**now, **first}


_Facets: TypeAlias = dict[str, Any]
_Step: TypeAlias = Callable[[_Facets, Line, Memory], _Facets]
_NAMES = tuple(each.name for each in fields(PastItem))
_NOT_ASKED: Mapping[str, None] = MappingProxyType({"asked_on": None, "asked_by": None})


def _facets(item: PastItem | None, number: int) -> _Facets:
    if item is None:
        raise Refused(f"The diary changes item {number} before it adds it, so its past cannot be told.")
    return {name: getattr(item, name) for name in _NAMES}


def _added(_its: _Facets, line: Line, memory: Memory) -> _Facets:
    said = line.after if isinstance(line.after, Mapping) else {}
    number = line.item or 0
    return {
        "number": number,
        "title": str(said.get("title") or line.subject),
        "tier": Tier(str(said["tier"])),
        "status": Status(str(said["status"])),
        "phase_id": identity(said.get("phase")),
        "area_id": identity(said.get("area")),
        "owner_id": identity(said["owner"]) if "owner" in said else memory.owners.get(number),
        "due": day_in(said["due"]) if "due" in said else memory.dues.get(number),
        "original": said["original"] is True if "original" in said else number in memory.originals,
        "born_done": said.get("born_done") is True,
        "added_on": line.day,
        "confirmed_on": line.day,
    }


def _moved(its: _Facets, line: Line, _memory: Memory) -> _Facets:
    """Follow what a change of status brings with it, as `services.edits` and `services.arrivals` do."""
    to = Status(str(line.after))
    moved = {
        "status": to,
        "confirmed_on": line.day,
        "blocked_since": line.day if to is Status.BLOCKED else None,
        "born_done": False,
        "vanished": its.get("vanished", False) and not to.is_settled,
        **_NOT_ASKED,
    }
    if to in UNFINISHED:
        moved |= {"claimed_on": None, "claimed_by": None}
    elif to is Status.DONE and (its["status"] is not Status.VERIFIED or line.by == ASSESSOR):
        moved |= {"claimed_on": line.day, "claimed_by": line.by}
    return moved


def _corrected(_its: _Facets, line: Line, _memory: Memory) -> _Facets:
    if line.after is None:
        return {"correction": None}
    return {"correction": Correction(str(line.after)), "vanished": False}


def _ruled(its: _Facets, line: Line, _memory: Memory) -> _Facets:
    """A wish to leave the scope keeps the item missing until somebody approves; that is a line of its own."""
    ruling = str(line.after)
    confirms = ruling in (Ruling.DONE, Ruling.KEEP_OPEN)
    return {
        "vanished": its.get("vanished", False) and ruling == Ruling.NOT_APPLICABLE,
        "confirmed_on": line.day if confirms else its["confirmed_on"],
    }


def _accepted(_its: _Facets, line: Line, _memory: Memory) -> _Facets:
    return {"born_done": False, "confirmed_on": line.day, "claimed_on": line.day, "claimed_by": line.by}


def _retiered(_its: _Facets, line: Line, _memory: Memory) -> _Facets:
    return {"tier": Tier(str(line.after)), "proposed_tier": None, "proposed_on": None}


def _proposed(_its: _Facets, line: Line, _memory: Memory) -> _Facets:
    return {"proposed_tier": Tier(str(line.after)), "proposed_on": line.day}


def _proven(its: _Facets, line: Line, memory: Memory) -> _Facets:
    said = line.after if isinstance(line.after, Mapping) else {}
    collected = day_in(said.get("collected_on")) or memory.collected.get((line.item or 0, line.at)) or line.day
    newest = its.get("evidence_on")
    return {
        "evidence_on": max(newest or collected, collected),
        "aged": its.get("aged", False) and not said.get("renews"),
    }


def _reworded(_its: _Facets, line: Line, _memory: Memory) -> _Facets:
    return {"title": str(line.after["title"])} if isinstance(line.after, Mapping) and "title" in line.after else {}


_STEPS: Mapping[str, _Step] = MappingProxyType(
    {
        Kind.ITEM_ADDED: _added,
        Kind.ITEM_MOVED: _moved,
        Kind.ITEM_EXEMPTED: _moved,
        Kind.ITEM_READMITTED: _moved,
        Kind.ITEM_CORRECTED: _corrected,
        Kind.ITEM_RULED: _ruled,
        Kind.ITEM_ACCEPTED: _accepted,
        Kind.ITEM_RETIERED: _retiered,
        Kind.ITEM_REWORDED: _reworded,
        Kind.ITEM_OWNED: lambda _its, line, _memory: {"owner_id": identity(line.after)},
        Kind.ITEM_DUE: lambda _its, line, _memory: {"due": day_in(line.after)},
        Kind.ITEM_PHASED: lambda _its, line, _memory: {"phase_id": identity(line.after)},
        Kind.ITEM_CONFIRMED: lambda _its, line, _memory: {"confirmed_on": line.day},
        Kind.ITEM_VANISHED: lambda _its, line, _memory: {"vanished": True, "vanished_on": line.day},
        Kind.ITEM_RETURNED: lambda _its, _line, _memory: {"vanished": False},
        Kind.RETIER_PROPOSED: _proposed,
        Kind.RETIER_DECLINED: lambda _its, _line, _memory: {"proposed_tier": None, "proposed_on": None},
        Kind.RETIER_WITHDRAWN: lambda _its, _line, _memory: {"proposed_tier": None, "proposed_on": None},
        Kind.EXEMPTION_ASKED: lambda _its, line, _memory: {"asked_on": line.day, "asked_by": line.by},
        Kind.EXEMPTION_DECLINED: lambda _its, _line, _memory: dict(_NOT_ASKED),
        Kind.EVIDENCE_ADDED: _proven,
        Kind.EVIDENCE_AGED: lambda _its, line, _memory: {"aged": line.after is True},
        Kind.WAIVER_GRANTED: lambda _its, line, _memory: {"waived_until": day_in(line.after)},
    }
)


def day_in(value: Value) -> date | None:
    """Give the day in a diary value."""
    return date.fromisoformat(str(value)) if value else None


def until(lines: Sequence[Line], day: date) -> Sequence[Line]:
    """Give the lines of a diary, oldest first, up to and with a day; a diary's days never run backwards."""
    return lines[: bisect_right(lines, day, key=attrgetter("day"))]
