"""Cost lines, what the assessment printed as their totals, and what was promised and spent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Row, String, and_, case, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.words import EntryKind, Period
from .columns import AnyRow, Key, Line, Moment, Name, Prose
from .database import Base, db


class CostLine(Base):
    """A one-time or monthly cost with its range; no range means the document printed none."""

    __tablename__ = "cost_line"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    group: Mapped[Name]
    name: Mapped[Name]
    note: Mapped[Line] = mapped_column(default="")
    line: Mapped[int | None]

    period: Mapped[Period]
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    currency: Mapped[str] = mapped_column(String(8))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]


class CostTotal(Base):
    """A total as the assessment printed it."""

    __tablename__ = "cost_total"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    group: Mapped[Name]
    period: Mapped[Period]
    currency: Mapped[str] = mapped_column(String(8))
    low: Mapped[Decimal]
    high: Mapped[Decimal]
    line: Mapped[int | None]


class CostEntry(Base):
    """Money promised or spent against a line."""

    __tablename__ = "cost_entry"

    id: Mapped[Key]
    cost_line_id: Mapped[int] = mapped_column(ForeignKey("cost_line.id", ondelete="CASCADE"), index=True)
    kind: Mapped[EntryKind]
    amount: Mapped[Decimal]
    day: Mapped[date]
    note: Mapped[Prose] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[Moment]


def lines(project_id: int) -> Sequence[Row[CostLine, Decimal, Decimal]]:
    """List a project's cost lines in order, each with what is committed and what is actually spent."""
    committed = func.coalesce(func.sum(case((CostEntry.kind == EntryKind.COMMITTED, CostEntry.amount), else_=0)), 0)
    actual = func.coalesce(func.sum(case((CostEntry.kind == EntryKind.ACTUAL, CostEntry.amount), else_=0)), 0)
    return db.session.execute(
        select(CostLine, committed.label("committed"), actual.label("actual"))
        .outerjoin(CostEntry, CostEntry.cost_line_id == CostLine.id)
        .where(CostLine.project_id == project_id)
        .group_by(CostLine.id)
        .order_by(CostLine.position)
    ).all()


def totals(project_id: int) -> Sequence[CostTotal]:
    """List the totals the assessment printed."""
    return db.session.scalars(select(CostTotal).where(CostTotal.project_id == project_id).order_by(CostTotal.id)).all()


def entries(
    project_id: int, *, limit: int, after: tuple[date, int] | None = None
) -> Sequence[Row[CostEntry, CostLine]]:
    """List the newest money entries with their lines, newest first; from after the entry of this day and id."""
    query = (
        select(CostEntry, CostLine)
        .join(CostLine, CostLine.id == CostEntry.cost_line_id)
        .where(CostLine.project_id == project_id)
    )
    if after is not None:
        day, id_ = after
        query = query.where(or_(CostEntry.day < day, and_(CostEntry.day == day, CostEntry.id < id_)))
    return db.session.execute(query.order_by(CostEntry.day.desc(), CostEntry.id.desc()).limit(limit)).all()


def moments(project_id: int) -> Sequence[AnyRow]:
    """List when money was recorded on which line, as light rows: at, name of the line, its id."""
    query = select(CostEntry.at, CostLine.name, CostLine.id).join(CostLine, CostLine.id == CostEntry.cost_line_id)
    return db.session.execute(query.where(CostLine.project_id == project_id).order_by(CostEntry.id)).all()


def count_entries(project_id: int) -> int:
    query = select(func.count(CostEntry.id)).join(CostLine, CostLine.id == CostEntry.cost_line_id)
    return db.session.scalar(query.where(CostLine.project_id == project_id)) or 0


def find_line(project_id: int, line_id: int) -> CostLine | None:
    return db.session.scalar(select(CostLine).where(CostLine.project_id == project_id, CostLine.id == line_id))
