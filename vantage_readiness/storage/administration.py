"""Everybody and every project of the installation, for whoever administers it, and how large the database is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, or_, select, text

from ..domain.diary import SITE, Kind
from ..domain.words import Role
from .columns import AnyRow, AnySelect
from .database import db
from .diary import ChangeRow
from .items import Item
from .people import Identity, SignIn, User
from .projects import Membership, Project

_SIGNED_IN = select(ChangeRow.by).where(ChangeRow.book == SITE, ChangeRow.kind == Kind.PERSON_SIGNED_IN)
_HAS_COME_IN = or_(  # as `storage.people.have_come_in` asks it of some
    User.password_hash.is_not(None),
    exists().where(Identity.user_id == User.id),
    literal("person:").concat(cast(User.id, String)).in_(_SIGNED_IN),
)
_IS_THERE = User.removed_at.is_(None)
_STATES: dict[str, tuple[ColumnElement[bool], ...]] = {
    "": (_IS_THERE,),
    "administrators": (_IS_THERE, User.is_administrator.is_(True)),
    "invited": (_IS_THERE, User.disabled_at.is_(None), ~_HAS_COME_IN),
    "one-factor": (_IS_THERE, User.disabled_at.is_(None), User.totp_secret.is_(None)),
    "disabled": (_IS_THERE, User.disabled_at.is_not(None)),
    "removed": (User.removed_at.is_not(None),),
}
STATES = tuple(_STATES)


def people(words: str, state: str, *, limit: int, offset: int = 0) -> Sequence[AnyRow]:
    """List people by name, narrowed to words in name or address and to a state: the person, whether they came in."""
    query = _narrowed(select(User, _HAS_COME_IN.label("has_come_in")), words, state)
    return db.session.execute(query.order_by(func.lower(User.name), User.id).limit(limit).offset(offset)).all()


def count_people(words: str, state: str) -> int:
    """Count the people that words and a state leave."""
    return db.session.scalar(_narrowed(select(func.count()).select_from(User), words, state)) or 0


def administrators() -> set[int]:
    """Give the ids of all administrators."""
    return set(db.session.scalars(select(User.id).where(User.is_administrator.is_(True))))


def has_come_in(user_id: int) -> bool:
    """Answer whether a person ever came in, or can by a password or single sign-on."""
    return db.session.scalar(select(User.id).where(User.id == user_id, _HAS_COME_IN)) is not None


def memberships(user_ids: Collection[int]) -> Sequence[tuple[int, str, Role]]:
    """List (person's id, project's name, role) of some people, by project's name."""
    rows = db.session.execute(
        select(Membership.user_id, Project.name, Membership.role)
        .join(Project, Project.id == Membership.project_id)
        .where(Membership.user_id.in_(user_ids))
        .order_by(func.lower(Project.name), Project.id)
    )
    return [(row.user_id, row.name, row.role) for row in rows]


def last_sign_ins(user_ids: Collection[int]) -> dict[int, datetime]:
    """Give when some people last signed in, of whom a sign-in is still kept."""
    query = select(SignIn.user_id, func.max(SignIn.began_at).label("at")).where(SignIn.user_id.in_(user_ids))
    rows = db.session.execute(query.where(SignIn.is_pending.is_(False)).group_by(SignIn.user_id))
    return {row.user_id: row.at for row in rows}


def projects() -> Sequence[AnyRow]:
    """List every project by name: the project, how many people and how many items it has."""
    counts = [
        select(func.count()).select_from(model).where(model.project_id == Project.id).scalar_subquery()
        for model in (Membership, Item)
    ]
    query = select(Project, counts[0].label("people"), counts[1].label("items"))
    return db.session.execute(query.order_by(func.lower(Project.name), Project.id)).all()


def database() -> tuple[str, int]:
    """Give the kind of the database with its version, and its size in bytes."""
    if db.engine.dialect.name == "postgresql":
        version = db.session.scalar(text("SHOW server_version"))
        size = db.session.scalar(text("SELECT pg_database_size(current_database())"))
        return f"PostgreSQL {str(version).split()[0]}", int(size or 0)
    version = db.session.scalar(text("SELECT sqlite_version()"))
    size = db.session.scalar(text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"))
    return f"SQLite {version}", int(size or 0)


def _narrowed(query: AnySelect, words: str, state: str) -> AnySelect:
    query = query.where(*_STATES[state])
    for word in words.lower().split():
        found = [func.lower(column).contains(word, autoescape=True) for column in (User.name, User.email)]
        query = query.where(or_(*found))
    return query
