"""People, their sign-ins and the one-time links they were given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .columns import Hash, Key, Moment, Name, Version
from .database import Base, db


class User(Base):
    """A person. The address is kept in lower case; no password means that none was chosen yet."""

    __tablename__ = "user"

    id: Mapped[Key]
    name: Mapped[Name]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))

    is_administrator: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[Moment]
    version: Mapped[Version] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads it so


class SignIn(Base):
    """One signed-in browser: kept here, so that it can be ended from anywhere."""

    __tablename__ = "session"

    id: Mapped[Key]
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    user: Mapped[User] = relationship(lazy="raise")
    browser: Mapped[str] = mapped_column(String(200), default="")
    began_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[datetime | None]


class OneTimeLink(Base):
    """A link that opens one door once. Only its hash is kept."""

    __tablename__ = "token"

    id: Mapped[Key]
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    purpose: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """A failed sign-in, counted per account and per address by every process together."""

    __tablename__ = "attempt"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(80), index=True)
    at: Mapped[Moment] = mapped_column(index=True)


def find_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def find_link(token_hash: str, *, hold: bool = False) -> OneTimeLink | None:
    """Find a one-time link, spent or not; whoever means to spend it holds it until the transaction ends."""
    query = select(OneTimeLink).where(OneTimeLink.token_hash == token_hash)
    return db.session.scalar(query.with_for_update() if hold else query)


def administrators() -> int:
    """Count the administrators who can sign in."""
    return (
        db.session.scalar(
            select(func.count()).select_from(User).where(User.is_administrator, User.disabled_at.is_(None))
        )
        or 0
    )


def failures(keys: Sequence[str], since: datetime) -> int:
    """Give the highest number of failed attempts any of these keys has had since then."""
    counts = db.session.scalars(
        select(func.count()).where(Attempt.key.in_(keys), Attempt.at > since).group_by(Attempt.key)
    ).all()
    return max(counts, default=0)


def spend_links(purpose: str, user_id: int | None, at: datetime) -> None:
    """Make every older link of this purpose and person useless."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.purpose == purpose, OneTimeLink.user_id.is_not_distinct_from(user_id))
        .where(OneTimeLink.used_at.is_(None))
        .values(used_at=at)
    )


def end_sign_ins(user_id: int, at: datetime, *, except_id: int | None = None) -> None:
    """End all sign-ins of a person, but for one if named."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.id.is_distinct_from(except_id))
        .values(ended_at=at)
    )


def sign_ins_of(user_id: int, now: datetime) -> Sequence[SignIn]:
    """List a person's living sign-ins, newest first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.began_at.desc())
    ).all()


def forget(*, attempts_before: datetime, doors_before: datetime) -> None:
    """Delete failed attempts, one-time links and sign-ins that ended long ago."""
    db.session.execute(delete(Attempt).where(Attempt.at < attempts_before))
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < doors_before))
    db.session.execute(delete(SignIn).where(SignIn.expires_at < doors_before))
