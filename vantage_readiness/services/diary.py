"""Writing the diary: every change passes here, in the transaction of what it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ..domain.diary import ASSESSOR, CLOCK, GENESIS, SETUP, Change, person, person_id, seal
from ..domain.movements import Bucket, Movement, merged, moves
from ..storage import diary, projects
from ..storage.database import db, looking
from ..storage.diary import Anchor, ChangeRow
from ..storage.projects import Project

SITE = 0


@dataclass(frozen=True, slots=True)
class Flaw:
    """Where a book of the diary stops being what was written."""

    book: int
    number: int
    sentence: str


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


def verify() -> tuple[int, list[Flaw]]:
    """Walk every book; give the number of lines read and the first flaw of each book that has one.

    Nothing is written. A book stands still while it is read, so that a line written meanwhile is no flaw.
    """
    read, flaws = 0, []
    with looking():
        for book in diary.books():
            lines, flaw = _verify(book)
            read += lines
            if flaw:
                flaws.append(flaw)
    return read, flaws


def newest_line(project: Project) -> ChangeRow | None:
    """Give the last line of a project's diary."""
    return next(iter(diary.lines(project.id, limit=1)), None)


def names(book: int) -> dict[str, str]:
    """Give the names behind the actor codes of a project's diary."""
    people = {person(user.id): user.name for user, _role in projects.members(book)}
    return {CLOCK: "Clock", SETUP: "Set-up", ASSESSOR: "Assessor", **people}


def actor(code: str, known: dict[str, str]) -> str:
    """Give an actor's name; one who left is called a former member."""
    return known.get(code) or (f"Former member {person_id(code)}" if person_id(code) else code)


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


def _verify(book: int) -> tuple[int, Flaw | None]:
    anchor = diary.find_anchor(book)
    written, seal_of_last = (anchor.count, anchor.head) if anchor else (0, GENESIS)
    head, number = GENESIS, 0
    for line in diary.whole(book):
        number += 1
        if line.number != number:
            return number, Flaw(book, number, f"line {number} is missing; line {line.number} stands in its place")
        head = seal(head, line)
        if line.hash != head:
            return number, Flaw(book, number, f"line {number} is not what was written, or the line before it is not")
    if (written, seal_of_last) != (number, head):
        return number, Flaw(book, number + 1, f"{written} lines were written, but {number} are there")
    return number, None
