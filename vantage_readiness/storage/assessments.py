"""Assessments as read, what they say, and what the reader noticed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, Row, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.diary import Value
from ..domain.words import Severity, StatementKind
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

    __table_args__ = (UniqueConstraint("project_id", "number"), UniqueConstraint("project_id", "sha256"))


class Area(Base):
    """A section of the assessment; a score only where the document printed one."""

    __tablename__ = "area"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[Name]
    stated_score: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    line: Mapped[int | None]

    __table_args__ = (UniqueConstraint("project_id", "name"),)


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
    how: Mapped[str] = mapped_column(String(16))  # how it was matched: "first", later "exact", "decided" …


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


def numbers(project_id: int) -> dict[int, int]:
    """Give the number of each of a project's assessments by its id."""
    rows = db.session.execute(select(Assessment.id, Assessment.number).where(Assessment.project_id == project_id))
    return {row.id: row.number for row in rows}


def stated_score(project_id: int) -> Decimal | None:
    """Give the score of the first assessment, from 0 to 10; none if it printed none."""
    query = select(Assessment.score).where(Assessment.project_id == project_id)
    return db.session.scalar(query.order_by(Assessment.number).limit(1))


def areas(project_id: int) -> Sequence[Area]:
    """List a project's areas in document order."""
    return db.session.scalars(select(Area).where(Area.project_id == project_id).order_by(Area.position)).all()


def find_area(project_id: int, area_id: int) -> Area | None:
    return db.session.scalar(select(Area).where(Area.project_id == project_id, Area.id == area_id))


def statements(project_id: int, *kinds: StatementKind) -> Sequence[Statement]:
    """List what the assessments say, in document order, narrowed to kinds if any are named."""
    query = select(Statement).where(Statement.project_id == project_id)
    if kinds:
        query = query.where(Statement.kind.in_(kinds))
    return db.session.scalars(query.order_by(Statement.assessment_id, Statement.line, Statement.id)).all()


def links(project_id: int) -> Sequence[Row[int, int]]:
    """List (statement id, item number) for everything that is covered."""
    return db.session.execute(
        select(Link.statement_id, Item.number)
        .join(Item, Item.id == Link.item_id)
        .where(Item.project_id == project_id)
        .order_by(Link.statement_id, Item.number)
    ).all()


def statements_of(item_id: int) -> Sequence[Statement]:
    """List the gaps and steps an item covers, in document order."""
    return db.session.scalars(
        select(Statement).join(Link).where(Link.item_id == item_id).order_by(Statement.kind, Statement.line)
    ).all()


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
