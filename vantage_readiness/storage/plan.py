"""The plan: its phases in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from .columns import Key, Name
from .database import Base, db


class Phase(Base):
    """One part of the plan: a duration range in weeks; actual dates are kept as they happen."""

    __tablename__ = "phase"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    name: Mapped[Name]
    weeks_min: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    weeks_max: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    line: Mapped[int | None]

    started_on: Mapped[date | None]
    completed_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("project_id", "number"),)


def phases(project_id: int) -> Sequence[Phase]:
    """List a project's phases in order."""
    return db.session.scalars(select(Phase).where(Phase.project_id == project_id).order_by(Phase.number)).all()


def find_phase(project_id: int, phase_id: int) -> Phase | None:
    return db.session.scalar(select(Phase).where(Phase.project_id == project_id, Phase.id == phase_id))
