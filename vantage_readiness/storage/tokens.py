"""What programs show at the door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Row, String, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from ..domain.diary import Value
from .columns import AnyRow, Hash, Key, Moment, Name
from .database import Base, asking, db, impatient
from .people import User
from .projects import Membership, Project, owes_factor


class ApiToken(Base):
    """Lets a program act for one person in one project, within its scopes, until it expires. Only its hash is kept."""

    __tablename__ = "api_token"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    name: Mapped[Name]
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    hint: Mapped[str] = mapped_column(String(16))  # its last signs, so that its owner recognises it
    scopes: Mapped[Value]

    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    revoked_at: Mapped[datetime | None]
    used_on: Mapped[date | None]

    @property
    def names_of_scopes(self) -> tuple[str, ...]:
        """Its scopes as they were asked for."""
        return tuple(map(str, self.scopes)) if isinstance(self.scopes, list) else ()


_token, _user, _project, _member = (model.__table__ for model in (ApiToken, User, Project, Membership))
_AT_THE_DOOR = (  # asked with every request of a program: columns instead of objects, like the one for browsers
    select(
        *(_token.c.id.label("token_id"), _token.c.scopes, _token.c.used_on),
        *(_member.c.role, _project.c.id.label("project_id")),
        *(_project.c.slug, _project.c.revision, _project.c.time_zone),
        *(_user.c.id.label("user_id"), _user.c.name.label("user_name"), _user.c.version.label("user_version")),
        owes_factor,
    )
    .select_from(_token)
    .join(_user, _user.c.id == _token.c.user_id)
    .join(_project, _project.c.id == _token.c.project_id)
    .join(_member, and_(_member.c.project_id == _project.c.id, _member.c.user_id == _user.c.id))
    .where(
        _token.c.token_hash == bindparam("token_hash"),
        _token.c.revoked_at.is_(None),
        _token.c.expires_at > bindparam("now"),
        _user.c.disabled_at.is_(None),
        _user.c.removed_at.is_(None),
    )
)


def find_at_the_door(token_hash: str, now: datetime) -> AnyRow | None:
    """Find the person and the project of a program's token, if all three are still good; one query.

    Gives the token's id, scopes and day of last use, then role, project's id, slug, revision and time zone, person's
    id, name and version, and whether a second factor is owed.
    """
    with asking() as connection:
        return connection.execute(_AT_THE_DOOR, {"token_hash": token_hash, "now": now}).one_or_none()


def find(token_id: int) -> ApiToken | None:
    return db.session.get(ApiToken, token_id)


def of_person(user_id: int) -> Sequence[Row[ApiToken, Project]]:
    """List a person's tokens that were not revoked, newest first, with the project of each."""
    return db.session.execute(
        select(ApiToken, Project)
        .join(Project, Project.id == ApiToken.project_id)
        .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    ).all()


def of_project(project_id: int) -> Sequence[Row[ApiToken, User]]:
    """List a project's tokens that were not revoked, newest first, with whose they are."""
    return db.session.execute(
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(ApiToken.project_id == project_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    ).all()


def living(user_id: int, now: datetime, project_id: int | None = None) -> Sequence[ApiToken]:
    """List the tokens of a person that still open a door, oldest first; of one project if named."""
    query = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    if project_id is not None:
        query = query.where(ApiToken.project_id == project_id)
    return db.session.scalars(query.where(ApiToken.expires_at > now).order_by(ApiToken.id)).all()


def count_living(user_id: int, now: datetime) -> int:
    """Count the tokens of a person that still open a door."""
    query = select(func.count()).select_from(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    return db.session.scalar(query.where(ApiToken.expires_at > now)) or 0


def note_use(token_id: int, day: date) -> None:
    """Note the day a token was used, and that its project shows something new; a later day is never put back.

    On a connection of its own, which gives up instead of waiting for another writer.
    """
    earlier = or_(ApiToken.used_on.is_(None), ApiToken.used_on < day)
    with impatient() as connection:
        project = connection.scalar(
            update(ApiToken).where(ApiToken.id == token_id, earlier).values(used_on=day).returning(ApiToken.project_id)
        )
        if project is not None:
            connection.execute(update(Project).where(Project.id == project).values(revision=Project.revision + 1))


def forget(*, ended_before: datetime) -> None:
    """Delete tokens that ran out or were revoked long ago; the diary keeps that they were."""
    db.session.execute(
        delete(ApiToken).where(or_(ApiToken.expires_at < ended_before, ApiToken.revoked_at < ended_before))
    )
