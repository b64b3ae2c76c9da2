"""The append-only diary, its anchors, and the daily tallies kept in step with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.diary import GENESIS, SITE, Value
from ..domain.movements import Movement
from ..domain.words import Tier
from .columns import AnyRow, AnySelect, Hash, Key, Line, Moment, Prose
from .database import Base, db, insert


class ChangeRow(Base):
    """One line of the diary. Rows are added and never touched again."""

    __tablename__ = "change"

    id: Mapped[Key]
    book: Mapped[int]  # the project's id; `SITE` for the site itself
    number: Mapped[int]

    kind: Mapped[str] = mapped_column(String(40))
    item: Mapped[int | None]
    subject: Mapped[Line]
    by: Mapped[str] = mapped_column(String(40))  # "person:7", "clock", "setup": a code, so names may change
    at: Mapped[Moment]
    day: Mapped[date]

    before: Mapped[Value]
    after: Mapped[Value]
    note: Mapped[Prose]
    hash: Mapped[Hash]

    __table_args__ = (
        UniqueConstraint("book", "number"),
        Index("ix_change_book_item", "book", "item", "number"),
        Index("ix_change_book_kind", "book", "kind", "day"),
    )


class Anchor(Base):
    """How long a book of the diary is and what its last line's hash is, kept apart from the lines themselves."""

    __tablename__ = "diary_anchor"

    book: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    head: Mapped[Hash]
    day: Mapped[date | None]  # the last line's; a book's days never run backwards


class TallyRow(Base):
    """What one day's changes did to scope, claimed and verified item counts; phase and area 0 mean none."""

    __tablename__ = "tally"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    tier: Mapped[Tier] = mapped_column(primary_key=True)
    phase: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    area: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scope: Mapped[int]
    claimed: Mapped[int]
    verified: Mapped[int]


def find_anchor(book: int) -> Anchor | None:
    """Find a book's anchor and hold it until the transaction ends: nobody writes into the book meanwhile."""
    return db.session.scalar(
        select(Anchor).where(Anchor.book == book).with_for_update().execution_options(populate_existing=True)
    )


def length(book: int) -> tuple[int, str]:
    """Give how many lines a book has and the hash of the last one, as its anchor says; nothing is held."""
    anchor = db.session.scalar(select(Anchor).where(Anchor.book == book).execution_options(populate_existing=True))
    return (anchor.count, anchor.head) if anchor else (0, GENESIS)


def open_book(book: int) -> Anchor:
    """Give a book's anchor, held until the transaction ends; an empty book is begun."""
    anchor = find_anchor(book)
    if anchor is None:
        _begin_book(book)
        anchor = find_anchor(book)
    assert anchor is not None  # noqa: S101 — somebody began it, we or another
    return anchor


def _begin_book(book: int) -> None:
    """Begin a book; of several who do so at once, one does, and the others wait and find it."""
    statement = insert(Anchor).values(book=book, count=0, head=GENESIS)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["book"]))


def lines(
    book: int,
    *,
    item: int | None = None,
    by: str | None = None,
    kinds: Sequence[str] = (),
    before_number: int | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int = 50,
) -> Sequence[ChangeRow]:
    """List lines of a book, newest first, narrowed by item number, actor, kinds, days and position."""
    query = select(ChangeRow).where(ChangeRow.book == book)
    if item is not None:
        query = query.where(ChangeRow.item == item)
    if by is not None:
        query = query.where(ChangeRow.by == by)
    if kinds:
        query = query.where(ChangeRow.kind.in_(kinds))
    if before_number is not None:
        query = query.where(ChangeRow.number < before_number)
    if since is not None:
        query = query.where(ChangeRow.day >= since)
    if until is not None:
        query = query.where(ChangeRow.day <= until)
    return db.session.scalars(query.order_by(ChangeRow.number.desc()).limit(limit)).all()


def about_person(code: str, kinds: Sequence[str], *, since: date, limit: int) -> Sequence[ChangeRow]:
    """List lines of the site's book about a person, newest first."""
    query = select(ChangeRow).where(ChangeRow.book == SITE, ChangeRow.kind.in_(kinds), ChangeRow.day >= since)
    query = query.where(ChangeRow.subject == code)
    return db.session.scalars(query.order_by(ChangeRow.number.desc()).limit(limit)).all()


def whole(book: int) -> Iterator[ChangeRow]:
    """Walk a whole book in order, oldest first, a thousand lines at a time; the walk may be broken off."""
    query = select(ChangeRow).where(ChangeRow.book == book).order_by(ChangeRow.id).limit(1000)
    last = 0
    while page := db.session.scalars(query.where(ChangeRow.id > last)).all():
        yield from page
        last = page[-1].id


def codes(book: int) -> set[str]:
    """Give every code and every word that stands in a book as its writer or as its subject where that is a person."""
    persons = ChangeRow.subject.like("person:%")
    writers = db.session.scalars(select(ChangeRow.by).where(ChangeRow.book == book).distinct())
    subjects = db.session.scalars(select(ChangeRow.subject).where(ChangeRow.book == book, persons).distinct())
    return {*writers, *subjects}


def of_items(book: int) -> Sequence[AnyRow]:
    """List all that is needed to fold a book's items, oldest first, as light rows."""
    query = select(ChangeRow.number, ChangeRow.kind, ChangeRow.item, ChangeRow.day, ChangeRow.before, ChangeRow.after)
    return db.session.execute(
        query.where(ChangeRow.book == book, ChangeRow.item.is_not(None)).order_by(ChangeRow.number)
    ).all()


def told(book: int, *, until: date) -> Sequence[AnyRow]:
    """List the lines of a book up to and with a day, oldest first, as light rows with their hashes."""
    return db.session.execute(_light(book).where(ChangeRow.day <= until)).all()


def told_later(book: int, *, after: date, kinds: Sequence[str]) -> Sequence[AnyRow]:
    """List the lines of these kinds from after a day, oldest first, as light rows."""
    return db.session.execute(_light(book).where(ChangeRow.day > after, ChangeRow.kind.in_(kinds))).all()


def _light(book: int) -> AnySelect:
    told_of = (ChangeRow.kind, ChangeRow.item, ChangeRow.subject, ChangeRow.by, ChangeRow.before, ChangeRow.after)
    columns = (ChangeRow.number, ChangeRow.at, ChangeRow.day, *told_of, ChangeRow.note, ChangeRow.hash)
    return select(*columns).where(ChangeRow.book == book).order_by(ChangeRow.number)


def of_kind(kind: str) -> Sequence[AnyRow]:
    """List the lines of one kind in all books, oldest first, as light rows: book, number, after."""
    query = select(ChangeRow.book, ChangeRow.number, ChangeRow.after).where(ChangeRow.kind == kind)
    return db.session.execute(query.order_by(ChangeRow.id)).all()


def first_days() -> dict[int, date]:
    """Give the day of the first line of every book."""
    rows = db.session.execute(select(ChangeRow.book, ChangeRow.day).where(ChangeRow.number == 1))
    return {row.book: row.day for row in rows}


def first_day(book: int) -> date | None:
    """Give the day of a book's first line; None if it has none."""
    return db.session.scalar(select(ChangeRow.day).where(ChangeRow.book == book, ChangeRow.number == 1))


def books() -> Sequence[int]:
    """List every book that has lines or an anchor."""
    named = set(db.session.scalars(select(Anchor.book))) | set(db.session.scalars(select(ChangeRow.book).distinct()))
    return sorted(named)


def highest_book() -> int:
    """Give the highest number of a book that was ever begun."""
    begun = db.session.scalar(select(func.max(Anchor.book))) or 0
    return max(begun, db.session.scalar(select(func.max(ChangeRow.book))) or 0)


def anchors() -> Sequence[Anchor]:
    """List the anchors of all books, by number."""
    return db.session.scalars(select(Anchor).order_by(Anchor.book)).all()


def add_movements(project_id: int, movements: Iterable[Movement]) -> None:
    """Add a change's movements to the daily tallies."""
    for move in movements:
        row = {
            "project_id": project_id,
            "day": move.day,
            "tier": move.tier,
            "phase": move.phase or 0,
            "area": move.area or 0,
            "scope": move.scope,
            "claimed": move.claimed,
            "verified": move.verified,
        }
        statement = insert(TallyRow).values(row)
        db.session.execute(
            statement.on_conflict_do_update(
                index_elements=["project_id", "day", "tier", "phase", "area"],
                set_={
                    count: getattr(TallyRow, count) + getattr(statement.excluded, count)
                    for count in ("scope", "claimed", "verified")
                },
            )
        )


def movements(project_id: int) -> list[Movement]:
    """List a project's daily movements, oldest day first."""
    columns = (
        TallyRow.day,
        TallyRow.tier,
        TallyRow.phase,
        TallyRow.area,
        TallyRow.scope,
        TallyRow.claimed,
        TallyRow.verified,
    )
    rows = db.session.execute(select(*columns).where(TallyRow.project_id == project_id).order_by(TallyRow.day))
    return [
        Movement(
            day=row.day,
            tier=row.tier,
            phase=row.phase or None,
            area=row.area or None,
            scope=row.scope,
            claimed=row.claimed,
            verified=row.verified,
        )
        for row in rows
    ]


def phase_totals(project_id: int, phase: int) -> tuple[int, int, int]:
    """Give scope, claimed and verified item counts of a phase as they stand now."""
    row = db.session.execute(
        select(
            func.coalesce(func.sum(TallyRow.scope), 0),
            func.coalesce(func.sum(TallyRow.claimed), 0),
            func.coalesce(func.sum(TallyRow.verified), 0),
        ).where(TallyRow.project_id == project_id, TallyRow.phase == phase)
    ).one()
    return int(row[0]), int(row[1]), int(row[2])
