"""Projects and who belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Row, String, and_, bindparam, cast, exists, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.diary import Value
from ..domain.refusals import NotFound
from ..domain.words import Role
from . import diary
from .columns import AnyRow, Key, Moment, Name
from .database import Base, asking, db
from .people import SignIn, User
from .site import FACTOR_FOR_ADMINISTRATORS, SiteSetting


class Project(Base):
    """One product on its way to production. `revision` moves with every change; it keys caches and ETags."""

    __tablename__ = "project"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Name]

    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    start_date: Mapped[date | None]
    target_date: Mapped[date | None]
    policy: Mapped[Value] = mapped_column(default=dict)
    reminders: Mapped[Value] = mapped_column(default=dict)  # the rules of `domain.reminders`
    gate_told: Mapped[str | None] = mapped_column(String(16))  # the verdict that leads were told last
    gate_looked: Mapped[str | None] = mapped_column(String(60))  # revision and day on which that was looked at

    settings_version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Moment]


class Membership(Base):
    """What one person may do in one project."""

    __tablename__ = "membership"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[Role]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))  # who stands in
    user: Mapped[User] = relationship(lazy="raise", foreign_keys="Membership.user_id")


_user, _sign_in, _project, _member = (model.__table__ for model in (User, SignIn, Project, Membership))
_setting = SiteSetting.__table__
owes_factor = and_(  # of a person in the query: an administrator without a second factor, where they need one
    _user.c.is_administrator,
    _user.c.totp_secret.is_(None),
    exists().where(_setting.c.name == FACTOR_FOR_ADMINISTRATORS, cast(_setting.c.value, String) == "true"),
).label("owes_factor")
_AT_THE_DOOR = (  # asked with every request: put together once, and answered with columns instead of objects
    select(
        _sign_in.c.id.label("sign_in_id"),
        *(
            _member.c.role,
            _project.c.id.label("project_id"),
            _project.c.slug,
            _project.c.revision,
            _project.c.time_zone,
        ),
        *(_user.c.id.label("user_id"), _user.c.name.label("user_name"), _user.c.version.label("user_version")),
        owes_factor,
    )
    .select_from(_sign_in)
    .join(_user, _user.c.id == _sign_in.c.user_id)
    .outerjoin(_project, _project.c.slug == bindparam("slug"))
    .outerjoin(_member, and_(_member.c.project_id == _project.c.id, _member.c.user_id == _user.c.id))
    .where(
        _sign_in.c.token_hash == bindparam("token_hash"),
        _sign_in.c.ended_at.is_(None),
        _sign_in.c.expires_at > bindparam("now"),
        _sign_in.c.is_pending.is_(False),
        _user.c.disabled_at.is_(None),
    )
)


def find_at_the_door(token_hash: str, slug: str, now: datetime) -> AnyRow | None:
    """Find the person and the sign-in of a browser's token, if both are still good, with a project and the role there.

    One query. Gives the sign-in's id, then role, project's id, slug, revision and time zone, person's id, name and
    version, and whether a second factor is owed; the role is None for whoever does not belong to the project.
    """
    with asking() as connection:
        return connection.execute(_AT_THE_DOOR, {"token_hash": token_hash, "slug": slug, "now": now}).one_or_none()


def find_for(user_id: int, slug: str) -> Row[Project, Role] | None:
    """Find a project a person belongs to, with the role there; one query."""
    return db.session.execute(
        select(Project, Membership.role)
        .join(Membership, Membership.project_id == Project.id)
        .where(Project.slug == slug, Membership.user_id == user_id)
    ).one_or_none()


def find(slug: str) -> Project | None:
    return db.session.scalar(select(Project).where(Project.slug == slug))


def lock(project_id: int) -> Project:
    """Load a project afresh and hold it until the transaction ends: writers of one project go one after another.

    Raises `NotFound` if it was deleted meanwhile.
    """
    found = db.session.execute(
        select(Project).where(Project.id == project_id).with_for_update().execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("This project was deleted.")
    return found


def unused_id() -> int:
    """Give an id that no project has or had: the diary keeps the book of a deleted one, and SQLite gives ids anew."""
    highest = max(db.session.scalar(select(func.max(Project.id))) or 0, diary.highest_book())
    return highest + 1


def all_of(user_id: int) -> Sequence[Row[Project, Role]]:
    """List the projects a person belongs to, by name, with the role in each."""
    return db.session.execute(
        select(Project, Membership.role)
        .join(Membership, Membership.project_id == Project.id)
        .where(Membership.user_id == user_id)
        .order_by(Project.name, Project.id)
    ).all()


def every() -> Sequence[Project]:
    """List all projects, oldest first."""
    return db.session.scalars(select(Project).order_by(Project.id)).all()


def members(project_id: int) -> Sequence[Row[User, Role]]:
    """List the people of a project with their roles, by name."""
    return db.session.execute(
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.project_id == project_id)
        .order_by(func.lower(User.name), User.id)
    ).all()


def find_membership(project_id: int, user_id: int) -> Membership | None:
    return db.session.get(Membership, (project_id, user_id))


def deputies(project_id: int) -> dict[int, int]:
    """Give who stands in for whom in a project: by a member's id the deputy's."""
    query = select(Membership.user_id, Membership.deputy_id)
    rows = db.session.execute(query.where(Membership.project_id == project_id, Membership.deputy_id.is_not(None)))
    return {row.user_id: row.deputy_id for row in rows}


def stood_in_for(project_id: int, user_id: int) -> Sequence[Membership]:
    """Load the memberships in a project for which somebody stands in, by person."""
    query = select(Membership).where(Membership.project_id == project_id, Membership.deputy_id == user_id)
    return db.session.scalars(query.order_by(Membership.user_id)).all()
