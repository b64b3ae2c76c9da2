"""Reading the diary: lines told as people read them, narrowed as the address says, page by page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Any, Protocol
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from ..domain import telling
from ..domain.diary import GENESIS, MOMENT, Kind, Value, person, person_id
from ..domain.telling import Known
from ..storage import diary, plan
from ..storage.diary import ChangeRow
from ..storage.projects import Project
from .diary import ACTORS, Names, names

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
        "project": ("Project and people", ("project", "member", "deputy", "reminders", "report", "token")),
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
    kind: str = ""
    item: int | None = None
    days: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @classmethod
    def read(cls, arguments: Arguments, groups: Mapping[str, object] = GROUPS) -> Wish:
        """Read a wish from an address; what makes no sense, such as a group that is not known, is left out."""
        by = arguments.get("by", "")
        group, kind, days = (arguments.get(name, "") for name in ("group", "kind", "days"))
        return cls(
            by=by if by in ACTORS or person_id(by) is not None else "",
            group=group if group in groups else "",
            kind=kind if kind in set(Kind) else "",
            item=_number(arguments.get("item", "")),
            days=days if days in DAYS else "",
            since=_day(arguments.get("since", "")),
            until=_day(arguments.get("until", "")),
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
            by=codes[line.by],
            at=line.at.astimezone(zone),
            sentence=telling.tell(line, known),
            subject=line.subject,
            note=" · ".join(filter(None, (telling.aside(line), line.note))),
            item=line.item,
            url=href(line.item) if href and line.item is not None else None,
        )
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the diary as it was sealed, with the name of its writer and as a sentence."""

    line: ChangeRow
    by: str
    sentence: str


def entries(project: Project, **narrowed: Any) -> list[Entry]:
    """List lines of a project's diary, newest first, narrowed as `storage.diary.lines` takes it."""
    found = diary.lines(project.id, **narrowed)
    return [Entry(line, each.by, each.sentence) for line, each in zip(found, told(project, found), strict=True)]


def page(project: Project, wish: Wish, today: date, href: Callable[[int], str]) -> Page:
    """Give the lines a wish asks for, one page of them."""
    lines = lines_of(project.id, wish, today, PAGE + 1)
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


def sealed(project: Project, wish: Wish, today: date) -> Iterator[Mapping[str, Value]]:
    """Walk everything a wish asks for, newest first, as it is sealed: with codes for people, and each line's hash.

    Whoever keeps a whole diary can follow the chain without us: a line's hash is the SHA-256 of the JSON list of the
    earlier line's hash and its own values in this order (see `domain.diary.seal`).
    """
    while lines := lines_of(project.id, wish, today, _CHUNK):
        for line in lines:
            yield _as_sealed(line)
        wish = replace(wish, before=lines[-1].number)


def document(project: Project, wish: Wish, today: date) -> str:
    """Give everything a wish asks for as a JSON document, with the whole book's length and last seal."""
    anchor = diary.find_anchor(project.id)
    content = {
        "project": project.slug,
        "book": project.id,
        "count": anchor.count if anchor else 0,
        "head": anchor.head if anchor else GENESIS,
        "lines": list(sealed(project, wish, today)),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def table(project: Project, wish: Wish, today: date) -> Iterator[Sequence[str | int | date | None]]:
    """Walk everything a wish asks for, newest first, as the cells of a file under `HEADER`."""
    codes = names(project.id)
    known = _known(project, codes)
    while lines := lines_of(project.id, wish, today, _CHUNK):
        for line in lines:
            yield cells(line, codes, known)
        wish = replace(wish, before=lines[-1].number)


def cells(line: ChangeRow, codes: Names, known: Known) -> Sequence[str | int | date | None]:
    """Give a line as the cells of a file under `HEADER`."""
    return (
        line.number,
        line.day,
        line.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        codes[line.by],
        line.kind,
        line.item,
        telling.tell(line, known),
        _plain(line.before),
        _plain(line.after),
        line.note,
    )


def _as_sealed(line: ChangeRow) -> Mapping[str, Value]:
    return {
        "number": line.number,
        "kind": line.kind,
        "item": line.item,
        "subject": line.subject,
        "by": line.by,
        "at": line.at.strftime(MOMENT),
        "day": line.day.isoformat(),
        "before": line.before,
        "after": line.after,
        "note": line.note,
        "hash": line.hash,
    }


def lines_of(
    book: int, wish: Wish, today: date, limit: int, groups: Mapping[str, tuple[str, tuple[str, ...]]] = GROUPS
) -> Sequence[ChangeRow]:
    """List the lines of a book that a wish asks for, newest first."""
    return diary.lines(
        book,
        item=wish.item,
        by=wish.by or None,
        kinds=(wish.kind,) if wish.kind else _kinds(groups[wish.group][1] if wish.group else ()),
        since=wish.since or (today - timedelta(days=int(wish.days)) if wish.days else None),
        until=wish.until,
        before_number=wish.before,
        limit=limit,
    )


def _kinds(wanted: Sequence[str]) -> tuple[str, ...]:
    """List the kinds of a group: those named whole, and those whose noun is named."""
    return tuple(kind.value for kind in Kind if kind.value in wanted or kind.value.partition(".")[0] in wanted)


def _known(project: Project, codes: Names) -> Known:
    return Known(ByNumber(codes), {phase.id: phase.name for phase in plan.phases(project.id)})


class ByNumber(Mapping[int, str]):
    """Names by people's numbers, as the sentences ask for them."""

    def __init__(self, codes: Names) -> None:
        self._codes = codes

    def __getitem__(self, number: int) -> str:
        return self._codes[person(number)]

    def __iter__(self) -> Iterator[int]:
        return (number for code in list(self._codes) if (number := person_id(code)) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _plain(value: Value) -> str:
    """Give a kept value as text for a file: as it stands, or as JSON if it has parts."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
