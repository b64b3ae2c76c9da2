"""Reading the site's own book of the diary: sign-ins, accounts, projects made and deleted, backups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from itertools import groupby
from types import MappingProxyType

from ..domain import telling
from ..domain.diary import ASSESSOR, SITE, Kind, person, person_id
from ..domain.telling import Known
from ..storage import administration, diary, people
from ..storage.diary import ChangeRow
from . import activity
from .activity import PAGE, ByNumber, Page, Told, Wish
from .diary import ACTORS, names

GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "sign-ins": (
            "Signing in and out",
            ("person.signed_in", "person.signed_out", "person.refused", "person.confirmed", "recovery.used"),
        ),
        "people": (
            "People",
            ("person.changed", "person.invited", "person.disabled", "person.enabled", "person.removed"),
        ),
        "proof": ("Passwords and factors", ("password", "factor", "recovery", "identity", "token")),
        "site": ("Site and projects", ("site", "project", "backup")),
    }
)
_CHUNK = 1000


def read(arguments: activity.Arguments) -> Wish:
    """Read from an address which lines are wanted; what makes no sense is left out."""
    return Wish.read(arguments, GROUPS)


def page(wish: Wish, today: date) -> Page:
    """Give the lines a wish asks for, one page of them; times are UTC."""
    return _page(_lines(wish, today, PAGE + 1), PAGE)


def about(user_id: int, today: date, limit: int) -> Page:
    """Give the latest lines about a person or by them, of the last ninety days."""
    since = today - timedelta(days=90)
    return _page(diary.about_person(person(user_id), tuple(Kind), since=since, limit=limit + 1), limit)


def _page(lines: Sequence[ChangeRow], limit: int) -> Page:
    shown = lines[:limit]
    by_day = groupby(zip([line.day for line in shown], _told(shown), strict=True), key=lambda pair: pair[0])
    return Page(
        days=[(day, [line for _, line in pairs]) for day, pairs in by_day],
        older=shown[-1].number if len(lines) > limit else None,
    )


def who(wish: Wish) -> list[tuple[str, str]]:
    """List whose lines can be asked for: the parts of the house, administrators by name, and who is asked for now."""
    chosen = {number} if (number := person_id(wish.by)) is not None else set()
    names = people.names_of(administration.administrators() | chosen)
    found = sorted(((person(number), name) for number, name in names.items()), key=lambda pair: pair[1].lower())
    return [*((code, name) for code, name in ACTORS.items() if code != ASSESSOR), *found]


def table(wish: Wish, today: date) -> Iterator[Sequence[str | int | date | None]]:
    """Walk everything a wish asks for, newest first, as the cells of a file under `activity.HEADER`."""
    codes = names(SITE)
    known = Known(ByNumber(codes))
    while lines := _lines(wish, today, _CHUNK):
        codes.update(_named(lines))
        for line in lines:
            yield _without_names(line, activity.cells(line, codes, known))
        wish = replace(wish, before=lines[-1].number)


def _told(lines: Sequence[ChangeRow]) -> list[Told]:
    codes = names(SITE)
    codes.update(_named(lines))
    known = Known(ByNumber(codes))
    return [
        Told(
            number=line.number,
            kind=line.kind,
            by=codes[line.by],
            at=line.at.astimezone(UTC),
            sentence=telling.tell(line, known),
            subject="",
            note=line.note,
            item=None,
            url=None,
        )
        for line in lines
    ]


def _lines(wish: Wish, today: date, limit: int) -> Sequence[ChangeRow]:
    return activity.lines_of(SITE, wish, today, limit, GROUPS)


def _named(lines: Sequence[ChangeRow]) -> dict[str, str]:
    """Give the names behind the codes in some lines, in one question; of who was removed, the pseudonym."""
    found = {number for line in lines for code in (line.by, line.subject) if (number := person_id(code)) is not None}
    return {person(number): name for number, name in people.names_of(found).items()}


def _without_names(line: ChangeRow, row: Sequence[str | int | date | None]) -> Sequence[str | int | date | None]:
    """Leave out what an older line of a renaming holds: names, perhaps of somebody who was removed since."""
    if line.kind == Kind.PERSON_CHANGED and line.before is not None:
        return (*row[:-3], None, None, row[-1])
    return row
