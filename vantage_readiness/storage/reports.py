"""Weekly reports as published: rows and bytes that never change, who gets them, and what a clock has claimed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Row, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column, undefer

from ..domain.weeks import Week
from .columns import AnyRow, Hash, Key, Moment, Prose
from .database import Base, db, insert
from .people import User
from .projects import Membership


class WeeklyReport(Base):
    """One edition of one week. The database refuses to change it."""

    __tablename__ = "weekly_report"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    year: Mapped[int]
    week: Mapped[int]
    edition: Mapped[int]

    published_at: Mapped[Moment]
    published_by: Mapped[str] = mapped_column(String(40))
    note: Mapped[Prose] = mapped_column(default="")  # why it was published anew
    verdict: Mapped[str] = mapped_column(String(16))
    sentence: Mapped[Prose]  # of the gate
    sha256: Mapped[Hash]  # of report.json, which says everything

    __table_args__ = (UniqueConstraint("project_id", "year", "week", "edition"),)

    @property
    def iso(self) -> Week:
        return Week(self.year, self.week)


class ReportFile(Base):
    """One format of a published report, as bytes."""

    __tablename__ = "report_file"

    id: Mapped[Key]
    report_id: Mapped[int] = mapped_column(ForeignKey("weekly_report.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[Hash]
    size: Mapped[int]
    body: Mapped[bytes] = mapped_column(deferred=True)

    __table_args__ = (UniqueConstraint("report_id", "name"),)


class Subscription(Base):
    """Somebody who gets a project's weekly report by mail; `way` is "linked" or "attached"."""

    __tablename__ = "subscription"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True)
    way: Mapped[str] = mapped_column(String(16))


class Claim(Base):
    """Something that is done once, whoever finds it due: kind, for whom, which local day."""

    __tablename__ = "claim"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[Moment]


def claim(key: str, at: datetime) -> bool:
    """Take something that nobody has taken, in the caller's transaction; of any number at once one is told yes."""
    taking = insert(Claim).values(key=key, at=at).on_conflict_do_nothing(index_elements=["key"])
    return db.session.execute(taking.returning(Claim.key)).first() is not None  # PostgreSQL counts no rows here


def forget_claims(*, before: datetime) -> None:
    """Delete claims from long ago."""
    db.session.execute(delete(Claim).where(Claim.at < before))


def published(project_id: int) -> Sequence[WeeklyReport]:
    """List every edition of every week, newest week first, newest edition first."""
    order = (WeeklyReport.year.desc(), WeeklyReport.week.desc(), WeeklyReport.edition.desc())
    return db.session.scalars(select(WeeklyReport).where(WeeklyReport.project_id == project_id).order_by(*order)).all()


def find(project_id: int, week: Week, edition: int | None = None) -> WeeklyReport | None:
    """Find an edition of a week, the newest if none is named."""
    query = select(WeeklyReport).where(
        WeeklyReport.project_id == project_id, WeeklyReport.year == week.year, WeeklyReport.week == week.number
    )
    if edition is not None:
        query = query.where(WeeklyReport.edition == edition)
    return db.session.scalar(query.order_by(WeeklyReport.edition.desc()).limit(1))


def newest(project_id: int) -> WeeklyReport | None:
    """Find the newest edition of the newest week published."""
    order = (WeeklyReport.year.desc(), WeeklyReport.week.desc(), WeeklyReport.edition.desc())
    query = select(WeeklyReport).where(WeeklyReport.project_id == project_id)
    return db.session.scalar(query.order_by(*order).limit(1))


def files(report_id: int) -> Sequence[ReportFile]:
    """List a report's files by name, without their bytes."""
    return db.session.scalars(
        select(ReportFile).where(ReportFile.report_id == report_id).order_by(ReportFile.name)
    ).all()


def file(report_id: int, name: str) -> ReportFile | None:
    """Load one file of a report with its bytes."""
    query = select(ReportFile).where(ReportFile.report_id == report_id, ReportFile.name == name)
    return db.session.scalar(query.options(undefer(ReportFile.body)))


def every_file(project_id: int) -> Iterator[tuple[WeeklyReport, ReportFile]]:
    """Walk the files of all editions, oldest week first, one by one with its bytes."""
    query = (
        select(WeeklyReport, ReportFile)
        .join(ReportFile, ReportFile.report_id == WeeklyReport.id)
        .where(WeeklyReport.project_id == project_id)
        .order_by(WeeklyReport.year, WeeklyReport.week, WeeklyReport.edition, ReportFile.name)
    )
    for report, file in db.session.execute(query).all():
        yield report, file
        db.session.expire(file, ["body"])


def readers(project_id: int) -> Sequence[Row[User, str]]:
    """List who gets a project's report and the way, by person: members who can sign in."""
    query = (
        select(User, Subscription.way)
        .join(Subscription, Subscription.user_id == User.id)
        .join(
            Membership,
            (Membership.project_id == Subscription.project_id) & (Membership.user_id == Subscription.user_id),
        )
        .where(Subscription.project_id == project_id, User.disabled_at.is_(None), User.removed_at.is_(None))
    )
    return db.session.execute(query.order_by(User.id)).all()


def subscriptions_of(user_id: int) -> Sequence[Subscription]:
    """List which reports a person gets."""
    query = select(Subscription).where(Subscription.user_id == user_id)
    return db.session.scalars(query.order_by(Subscription.project_id)).all()


def find_subscription(project_id: int, user_id: int) -> Subscription | None:
    return db.session.get(Subscription, (project_id, user_id))


def weeks_by_project() -> dict[int, int]:
    """Give how many weeks of each project are published, of those that have any."""
    weeks = func.count(func.distinct(WeeklyReport.year * 100 + WeeklyReport.week))
    rows = db.session.execute(select(WeeklyReport.project_id, weeks.label("weeks")).group_by(WeeklyReport.project_id))
    return {row.project_id: row.weeks for row in rows}


def every() -> Iterator[WeeklyReport]:
    """Walk every published report of every project, oldest first."""
    yield from db.session.scalars(select(WeeklyReport).order_by(WeeklyReport.id)).all()


def counts(project_id: int) -> AnyRow:
    """Give how many weeks and how many editions are published."""
    weeks = func.count(func.distinct(WeeklyReport.year * 100 + WeeklyReport.week))
    query = select(weeks.label("weeks"), func.count().label("editions"))
    return db.session.execute(query.where(WeeklyReport.project_id == project_id)).one()
