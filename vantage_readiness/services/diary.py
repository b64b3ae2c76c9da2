"""Writing the diary: every change passes here, in the transaction of what it changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ..domain.diary import (
    ASSESSOR,
    CLOCK,
    CONSOLE,
    GENESIS,
    SETUP,
    SITE,
    VISITOR,
    Change,
    Flaw,
    Kind,
    Mark,
    examine,
    person,
    person_id,
    seal,
)
from ..domain.movements import Bucket, Movement, merged, moves
from ..storage import diary, projects
from ..storage.database import db, looking
from ..storage.diary import Anchor, ChangeRow
from ..storage.people import User
from ..storage.projects import Project

_MANY = 10_000
ACTORS = {CLOCK: "Clock", SETUP: "Set-up", CONSOLE: "Console", VISITOR: "Visitor", ASSESSOR: "Assessor"}


def local_day(project: Project, at: datetime) -> date:
    """Give the day it is in the project at this moment."""
    return at.astimezone(ZoneInfo(project.time_zone)).date()


def write(project: Project, change: Change, *, out_of: Bucket | None = None, into: Bucket | None = None) -> ChangeRow:
    """Add a change to a project's diary and move its revision; in the tallies an item goes `out_of` one, `into` one."""
    row = _append(project.id, change, local_day(project, change.at))
    project.revision += 1
    diary.add_movements(project.id, moves(out_of, into, row.day))
    return row


class Pen:
    """Writes many lines of one project in one transaction: the book is opened once, the tallies are added up once."""

    def __init__(self, project: Project) -> None:
        self._project, self._anchor = project, diary.open_book(project.id)
        self._moved: list[Movement] = []

    def write(self, change: Change, *, out_of: Bucket | None = None, into: Bucket | None = None) -> None:
        """Add a change; in the tallies an item goes `out_of` one, `into` one."""
        row = _line(self._anchor, change, local_day(self._project, change.at))
        db.session.add(row)
        self._project.revision += 1
        self._moved += moves(out_of, into, row.day)

    def close(self) -> None:
        """Bring the tallies up to date with what was written; the caller commits."""
        db.session.flush()
        diary.add_movements(self._project.id, merged(self._moved))
        self._moved = []


def hold_site() -> None:
    """Let what concerns the whole site happen one after another: the first set-up, making a project."""
    diary.open_book(SITE)


def write_for_site(change: Change) -> ChangeRow:
    """Add a change that belongs to no project, such as a sign-in, to the site's own book."""
    return _append(SITE, change, change.at.astimezone(UTC).date())


def chose_own_address(user: User) -> bool:
    """Answer whether a person ever changed the address they were invited by."""
    code = person(user.id)
    found = diary.about_person(code, [Kind.PERSON_CHANGED], since=user.created_at.date(), limit=_MANY)
    return any(line.by == code and line.after == "address" for line in found)


def verify(marks: Iterable[Mark] = ()) -> tuple[int, list[Flaw]]:
    """Walk every book; give the number of lines read and the first flaw of each book that has one.

    `marks` are what others remember, such as backups: a whole table replaced by another contradicts them. Nothing is
    written. A book stands still while it is read, so that a line written meanwhile is no flaw.
    """
    outside: dict[int, list[Mark]] = {}
    for mark in marks:
        outside.setdefault(mark.book, []).append(mark)
    read, flaws = 0, []
    with looking():
        begun = {project.id for project in projects.every()}  # each began with a line of its own
        for book in sorted({*diary.books(), *outside, *begun}):
            lines, flaw = _verify(book, outside.get(book, []))
            if book in begun and not lines:
                flaw = flaw or Flaw(book, 1, "its project is there, but not a single line")
            read += lines
            if flaw:
                flaws.append(flaw)
    return read, flaws


def marks() -> list[Mark]:
    """List how long every book is now and its last seal: to be remembered outside the database."""
    with looking():
        return [Mark(anchor.book, anchor.count, anchor.head) for anchor in diary.anchors()]


def newest_line(project: Project) -> ChangeRow | None:
    """Give the last line of a project's diary."""
    return next(iter(diary.lines(project.id, limit=1)), None)


class Names(dict[str, str]):
    """Names behind actors' codes: those at hand, and anybody else's, looked up when first asked for."""

    def __missing__(self, code: str) -> str:
        self[code] = name = self._find(code)
        return name

    def _find(self, code: str) -> str:
        number = person_id(code)
        if number is None:
            return code
        user = db.session.get(User, number)
        return user.name if user else f"Former member {number}"


def names(book: int) -> Names:
    """Give the names behind the actor codes of a project's diary; its members are at hand."""
    people = {person(user.id): user.name for user, _role in projects.members(book)}
    return Names({**ACTORS, **people})


def _append(book: int, change: Change, day: date) -> ChangeRow:
    row = _line(diary.open_book(book), change, day)
    db.session.add(row)
    return row


def _line(anchor: Anchor, change: Change, day: date) -> ChangeRow:
    """Give the next line of a book, sealed."""
    row = ChangeRow(
        book=anchor.book,
        number=anchor.count + 1,
        kind=change.kind.value,
        item=change.item,
        subject=change.subject[:500],
        by=change.by,
        at=change.at.astimezone(UTC),
        day=max(day, anchor.day or day),
        before=change.before,
        after=change.after,
        note=change.note,
    )
    row.hash = seal(anchor.head, row)
    anchor.count, anchor.head, anchor.day = row.number, row.hash, row.day
    return row


def _verify(book: int, outside: list[Mark]) -> tuple[int, Flaw | None]:
    anchor = diary.find_anchor(book)
    written = Mark(book, anchor.count, anchor.head) if anchor else Mark(book, 0, GENESIS)
    read, flaw = examine(book, diary.whole(book), [written, *outside])
    if flaw is None and read > written.count:
        return read, Flaw(book, written.count + 1, f"{written.count} lines were written, but {read} are there")
    return read, flaw
