"""Reading the diary: lines told as people read them, narrowed as the address says, page by page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from ..domain import telling
from ..domain.diary import ASSESSOR, CLOCK, SETUP, Kind, Value, person_id
from ..domain.telling import Known
from ..storage import diary, plan
from ..storage.diary import ChangeRow
from ..storage.projects import Project
from .diary import actor, names

PAGE = 50
_CHUNK = 1000

_FROM_DOCUMENTS = ("item.vanished", "item.returned", "item.ruled", "item.accepted")
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "status": ("Status and scope", ("item.added", "item.moved", "item.exempted", "item.readmitted")),
        "items": ("Items", ("item", "exemption", "retier")),
        "proof": ("Evidence and waivers", ("evidence", "waiver")),
        "talk": ("Comments", ("item.commented",)),
        "plan": ("Plan", ("phase", "item.phased", "item.due")),
        "costs": ("Costs", ("cost",)),
        "document": ("Assessment", ("assessment", "finding", "retier", *_FROM_DOCUMENTS)),
        "project": ("Project and people", ("project", "member")),
    }
)
DAYS: Mapping[str, str] = MappingProxyType({"7": "Last 7 days", "30": "Last 30 days", "90": "Last 90 days"})
HEADER = ("Number", "Day", "Time (UTC)", "Who", "Kind", "Item", "What", "Before", "After", "Note")


class Arguments(Protocol):
    """What an address says after its question mark."""

    def get(self, key: str, default: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the diary as people read it; `at` is local, `subject` the title in it, `url` leads to it."""

    number: int
    kind: str
    by: str
    at: datetime
    sentence: str
    subject: str
    note: str
    item: int | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Wish:
    """Which lines: of whom, of which group of kinds, of which item, since how many days; `before` is where to go on."""

    by: str = ""
    group: str = ""
    item: int | None = None
    days: str = ""
    before: int | None = None

    @classmethod
    def read(cls, arguments: Arguments) -> Wish:
        """Read a wish from an address; what makes no sense is left out."""
        by = arguments.get("by", "")
        group, days = arguments.get("group", ""), arguments.get("days", "")
        return cls(
            by=by if by in (ASSESSOR, CLOCK, SETUP) or person_id(by) is not None else "",
            group=group if group in GROUPS else "",
            item=_number(arguments.get("item", "")),
            days=days if days in DAYS else "",
            before=_number(arguments.get("before", "")),
        )

    @property
    def is_narrowed(self) -> bool:
        return replace(self, before=None) != Wish()

    def query(self, **changes: object) -> str:
        """Give this wish as the end of an address, with changes; it begins anew unless `before` is given."""
        wish = replace(self, **{"before": None, **changes})  # type: ignore[arg-type]
        pairs = [(name, value) for name in Wish.__slots__ if (value := getattr(wish, name))]
        return "?" + urlencode(pairs) if pairs else ""


@dataclass(frozen=True, slots=True)
class Page:
    """Lines newest first, by local day; `older` is the number to go on before, None at the beginning of the diary."""

    days: Sequence[tuple[date, Sequence[Told]]]
    older: int | None


def told(project: Project, lines: Iterable[ChangeRow], href: Callable[[int], str] | None = None) -> list[Told]:
    """Tell lines of a project's diary, in the order given; `href` gives where an item is shown."""
    codes = names(project.id)
    known = _known(project, codes)
    zone = ZoneInfo(project.time_zone)
    return [
        Told(
            number=line.number,
            kind=line.kind,
            by=actor(line.by, codes),
            at=line.at.astimezone(zone),
            sentence=telling.tell(line, known),
            subject=line.subject,
            note=" · ".join(filter(None, (telling.aside(line), line.note))),
            item=line.item,
            url=href(line.item) if href and line.item is not None else None,
        )
        for line in lines
    ]


def page(project: Project, wish: Wish, today: date, href: Callable[[int], str]) -> Page:
    """Give the lines a wish asks for, one page of them."""
    lines = _lines(project, wish, today, PAGE + 1)
    shown = lines[:PAGE]
    days = [line.day for line in shown]
    by_day = groupby(zip(days, told(project, shown, href), strict=True), key=lambda pair: pair[0])
    return Page(
        days=[(day, [line for _, line in pairs]) for day, pairs in by_day],
        older=shown[-1].number if len(lines) > PAGE else None,
    )


def people(project: Project) -> list[tuple[str, str]]:
    """List whose lines can be asked for: actor's code and name."""
    return sorted(names(project.id).items(), key=lambda pair: pair[1].lower())


def table(project: Project, wish: Wish, today: date) -> Iterator[Sequence[str | int | date | None]]:
    """Walk everything a wish asks for, newest first, as the cells of a file under `HEADER`."""
    codes = names(project.id)
    known = _known(project, codes)
    while lines := _lines(project, wish, today, _CHUNK):
        for line in lines:
            yield _row(line, codes, known)
        wish = replace(wish, before=lines[-1].number)


def _row(line: ChangeRow, codes: dict[str, str], known: Known) -> Sequence[str | int | date | None]:
    return (
        line.number,
        line.day,
        line.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        actor(line.by, codes),
        line.kind,
        line.item,
        telling.tell(line, known),
        _plain(line.before),
        _plain(line.after),
        line.note,
    )


def _lines(project: Project, wish: Wish, today: date, limit: int) -> Sequence[ChangeRow]:
    return diary.lines(
        project.id,
        item=wish.item,
        by=wish.by or None,
        kinds=_kinds(wish.group),
        since=today - timedelta(days=int(wish.days)) if wish.days else None,
        before_number=wish.before,
        limit=limit,
    )


def _kinds(group: str) -> tuple[str, ...]:
    """List the kinds of a group: those named whole, and those whose noun is named."""
    wanted = GROUPS[group][1] if group else ()
    return tuple(kind.value for kind in Kind if kind.value in wanted or kind.value.partition(".")[0] in wanted)


def _known(project: Project, codes: dict[str, str]) -> Known:
    people = {number: name for code, name in codes.items() if (number := person_id(code)) is not None}
    return Known(people, {phase.id: phase.name for phase in plan.phases(project.id)})


def _plain(value: Value) -> str:
    """Give a kept value as text for a file: as it stands, or as JSON if it has parts."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
