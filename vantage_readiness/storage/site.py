"""What holds for the whole installation and is decided on its pages."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.diary import Value
from .columns import Version
from .database import Base, db

FACTOR_FOR_ADMINISTRATORS = "factor_for_administrators"


class SiteSetting(Base):
    """One decision, by its name."""

    __tablename__ = "site_setting"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Value]
    version: Mapped[Version] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads it so


def find(name: str) -> SiteSetting | None:
    return db.session.get(SiteSetting, name)
