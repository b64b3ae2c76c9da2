"""Assessments as read, what they say, and what the reader noticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, Row, String, UniqueConstraint, and_, func, select
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.diary import Value
from ..domain.words import Severity, StatementKind, Tier
from .columns import AnyRow, Hash, Key, Line, Moment, Name, Prose
from .database import Base, db
from .items import Item


class Assessment(Base):
    """One document as read. The bytes, the text and their hash never change."""

    __tablename__ = "assessment"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    title: Mapped[Line]
    as_of: Mapped[date | None]

    raw: Mapped[bytes]
    sha256: Mapped[Hash]
    text: Mapped[Prose]
    encoding_repair: Mapped[str | None] = mapped_column(String(20))
    fates: Mapped[Value]  # [[line, kind, what], …], one for each line that is not blank

    score_printed: Mapped[str | None] = mapped_column(String(80))
    score: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))  # on a scale of 0 to 10
    score_line: Mapped[int | None]
    risk: Mapped[str | None] = mapped_column(String(200))
    weeks_min: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    weeks_max: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    weeks_line: Mapped[int | None]
    next_review: Mapped[str | None] = mapped_column(String(200))

    imported_at: Mapped[Moment]
    imported_by: Mapped[str] = mapped_column(String(40))
    told_until: Mapped[int] = mapped_column(default=0)  # the last line of the diary that its import wrote

    __table_args__ = (UniqueConstraint("project_id", "number"), UniqueConstraint("project_id", "sha256"))


class Area(Base):
    """A section of the project's assessments, by whichever of them named it first."""

    __tablename__ = "area"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[Name]
    line: Mapped[int | None]

    __table_args__ = (UniqueConstraint("project_id", "name"),)


class AreaScore(Base):
    """The score one document prints for an area."""

    __tablename__ = "area_score"

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"), primary_key=True, index=True)
    score: Mapped[Decimal] = mapped_column(Numeric(4, 2))  # on a scale of 0 to 10
    weight: Mapped[Decimal | None] = mapped_column(Numeric(9, 4))
    line: Mapped[int]


class Statement(Base):
    """Something the document says besides its checklist: a strength, a gap, a plan step, a recommendation."""

    __tablename__ = "statement"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    kind: Mapped[StatementKind]
    line: Mapped[int]
    title: Mapped[Line]
    text: Mapped[Prose] = mapped_column(default="")
    group: Mapped[Line] = mapped_column(default="")  # a step's heading, a recommendation's horizon

    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id", ondelete="CASCADE"))


class Link(Base):
    """A gap or plan step, and an item that covers it."""

    __tablename__ = "link"

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True)


class ItemSource(Base):
    """Where an item stands in an assessment, as printed there."""

    __tablename__ = "item_source"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    line: Mapped[int]
    printed_title: Mapped[Line]
    printed_state: Mapped[str] = mapped_column(String(16))
    printed_tier: Mapped[Tier | None]
    how: Mapped[str] = mapped_column(String(16))  # how it was matched: "first", "new", "exact" or "decided"


class FindingRow(Base):
    """Something the reader noticed, and what was decided about it."""

    __tablename__ = "finding"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    severity: Mapped[Severity]
    message: Mapped[Prose]
    lines: Mapped[Value]  # line numbers in the document
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id", ondelete="SET NULL"))

    decision: Mapped[Prose] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(40))


def newest(project_id: int) -> Assessment | None:
    return db.session.scalar(
        select(Assessment).where(Assessment.project_id == project_id).order_by(Assessment.number.desc()).limit(1)
    )


def find(project_id: int, number: int) -> Assessment | None:
    return db.session.scalar(select(Assessment).where(Assessment.project_id == project_id, Assessment.number == number))


def documents(project_id: int) -> Iterator[AnyRow]:
    """Walk a project's assessments one by one, oldest first, with their bytes: number, sha256, raw."""
    for number in numbers(project_id).values():
        query = select(Assessment.number, Assessment.sha256, Assessment.raw)
        yield db.session.execute(query.where(Assessment.project_id == project_id, Assessment.number == number)).one()


def find_same(project_id: int, sha256: str) -> Assessment | None:
    """Find the assessment with these very bytes."""
    return db.session.scalar(select(Assessment).where(Assessment.project_id == project_id, Assessment.sha256 == sha256))


def titles(project_id: int) -> Sequence[Row[int, str]]:
    """List (number, title) of a project's assessments, oldest first; their text stays where it is."""
    return db.session.execute(
        select(Assessment.number, Assessment.title)
        .where(Assessment.project_id == project_id)
        .order_by(Assessment.number)
    ).all()


def every(project_id: int) -> Sequence[AnyRow]:
    """List a project's assessments, oldest first, without their text: number, title, dates, hash and score."""
    return db.session.execute(
        select(
            Assessment.id,
            Assessment.number,
            Assessment.title,
            Assessment.as_of,
            Assessment.sha256,
            Assessment.score_printed,
            Assessment.score,
            Assessment.imported_at,
            Assessment.imported_by,
            Assessment.told_until,
        )
        .where(Assessment.project_id == project_id)
        .order_by(Assessment.number)
    ).all()


def mentions(project_id: int) -> Sequence[AnyRow]:
    """List what each document prints of each item, oldest document first, by item number."""
    return db.session.execute(
        select(
            Item.number.label("item"),
            Assessment.number.label("assessment"),
            ItemSource.line,
            ItemSource.printed_title,
            ItemSource.printed_state,
            ItemSource.printed_tier,
        )
        .select_from(ItemSource)
        .join(Item, Item.id == ItemSource.item_id)
        .join(Assessment, Assessment.id == ItemSource.assessment_id)
        .where(Item.project_id == project_id)
        .order_by(Assessment.number, Item.number)
    ).all()


def numbers(project_id: int) -> dict[int, int]:
    """Give the number of each of a project's assessments by its id."""
    query = select(Assessment.id, Assessment.number).where(Assessment.project_id == project_id)
    rows = db.session.execute(query.order_by(Assessment.number))
    return {row.id: row.number for row in rows}


def stated_score(project_id: int) -> Decimal | None:
    """Give the score of the first assessment, from 0 to 10; none if it printed none."""
    query = select(Assessment.score).where(Assessment.project_id == project_id)
    return db.session.scalar(query.order_by(Assessment.number).limit(1))


def newest_score(project_id: int) -> Decimal | None:
    """Give the score of the newest assessment that prints one, from 0 to 10."""
    query = select(Assessment.score).where(Assessment.project_id == project_id, Assessment.score.is_not(None))
    return db.session.scalar(query.order_by(Assessment.number.desc()).limit(1))


def areas(project_id: int) -> Sequence[Area]:
    """List a project's areas in document order."""
    return db.session.scalars(select(Area).where(Area.project_id == project_id).order_by(Area.position)).all()


def areas_as_stated(project_id: int, assessment_id: int) -> Sequence[AnyRow]:
    """List a project's areas (id, name), each with the score that one document prints for it."""
    scored = and_(AreaScore.area_id == Area.id, AreaScore.assessment_id == assessment_id)
    return db.session.execute(
        select(Area.id, Area.name, AreaScore.score.label("stated_score"))
        .outerjoin(AreaScore, scored)
        .where(Area.project_id == project_id)
        .order_by(Area.position)
    ).all()


def area_scores(project_id: int) -> Sequence[AnyRow]:
    """List the score each document prints for each area: assessment number, area name, score, weight."""
    return db.session.execute(
        select(Assessment.number.label("assessment"), Area.name, AreaScore.score, AreaScore.weight)
        .select_from(AreaScore)
        .join(Area, Area.id == AreaScore.area_id)
        .join(Assessment, Assessment.id == AreaScore.assessment_id)
        .where(Area.project_id == project_id)
        .order_by(Area.position, Assessment.number)
    ).all()


def find_area(project_id: int, area_id: int) -> Area | None:
    return db.session.scalar(select(Area).where(Area.project_id == project_id, Area.id == area_id))


def statements(project_id: int, *kinds: StatementKind, of: int | None = None) -> Sequence[Statement]:
    """List what the newest assessment says, or the one with id `of`, in document order, narrowed to kinds."""
    newest_id = select(func.max(Assessment.id)).where(Assessment.project_id == project_id).scalar_subquery()
    document = newest_id if of is None else of
    query = select(Statement).where(Statement.project_id == project_id, Statement.assessment_id == document)
    if kinds:
        query = query.where(Statement.kind.in_(kinds))
    return db.session.scalars(query.order_by(Statement.line, Statement.id)).all()


def steps_of_plan(project_id: int) -> Sequence[Statement]:
    """List the steps of the project's phases, in document order."""
    query = select(Statement).where(Statement.project_id == project_id, Statement.kind == StatementKind.STEP)
    query = query.where(Statement.phase_id.is_not(None))
    return db.session.scalars(query.order_by(Statement.assessment_id, Statement.line, Statement.id)).all()


def covered(project_id: int) -> Sequence[Row[Statement, Item]]:
    """List what a project's documents say and items cover, oldest document first: the statement with the item."""
    query = select(Statement, Item).join(Link, Link.statement_id == Statement.id).join(Item, Item.id == Link.item_id)
    query = query.where(Statement.project_id == project_id)
    return db.session.execute(query.order_by(Statement.assessment_id, Statement.id, Item.number)).all()


def links(project_id: int) -> Sequence[Row[int, int]]:
    """List (statement id, item number) for everything that is covered."""
    return db.session.execute(
        select(Link.statement_id, Item.number)
        .join(Item, Item.id == Link.item_id)
        .where(Item.project_id == project_id)
        .order_by(Link.statement_id, Item.number)
    ).all()


def statements_of(item_id: int) -> Sequence[Statement]:
    """List the gaps and steps an item covers, as the newest document that says them prints them, in its order."""
    said = db.session.scalars(
        select(Statement).join(Link).where(Link.item_id == item_id).order_by(Statement.assessment_id, Statement.line)
    )
    newest = {(statement.kind, statement.title.casefold()): statement for statement in said}
    return sorted(newest.values(), key=lambda statement: (statement.kind, statement.line))


def sources_of(item_id: int) -> Sequence[Row[ItemSource, int, str]]:
    """List where an item stands, oldest document first, each with the assessment's number and title."""
    return db.session.execute(
        select(ItemSource, Assessment.number, Assessment.title)
        .join(Assessment, Assessment.id == ItemSource.assessment_id)
        .where(ItemSource.item_id == item_id)
        .order_by(Assessment.number)
    ).all()


def items_in(assessment_id: int) -> Sequence[Row[int, int]]:
    """List (line, item number) for every item that stands in an assessment."""
    return db.session.execute(
        select(ItemSource.line, Item.number)
        .join(Item, Item.id == ItemSource.item_id)
        .where(ItemSource.assessment_id == assessment_id)
        .order_by(ItemSource.line, Item.number)
    ).all()


def findings(project_id: int) -> Sequence[AnyRow]:
    """List what the reader noticed, in document order, each with the item it is about."""
    return db.session.execute(
        select(FindingRow, Item)
        .outerjoin(Item, Item.id == FindingRow.item_id)
        .where(FindingRow.project_id == project_id)
        .order_by(FindingRow.assessment_id, FindingRow.id)
    ).all()


def find_finding(project_id: int, finding_id: int) -> FindingRow | None:
    return db.session.scalar(select(FindingRow).where(FindingRow.project_id == project_id, FindingRow.id == finding_id))
