"""People, how they prove who they are, their sign-ins and the one-time links they were given."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain.diary import SITE, Kind, person
from .columns import Hash, Key, Moment, Name, Version
from .database import Base, db
from .diary import ChangeRow


class User(Base):
    """A person. The address is kept in lower case; no password means that none was chosen yet.

    `totp_step` is the last time step whose code was accepted, so that no code opens twice. Who was removed keeps the
    row, without name and address: the diary knows people by its id.
    """

    __tablename__ = "user"

    id: Mapped[Key]
    name: Mapped[Name]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))

    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_since: Mapped[datetime | None]
    totp_step: Mapped[int | None] = mapped_column(BigInteger)

    is_administrator: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    created_at: Mapped[Moment]
    version: Mapped[Version] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads it so


class RecoveryCode(Base):
    """One of the codes that stand in, once, for a lost second factor."""

    __tablename__ = "recovery_code"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[Hash]
    used_at: Mapped[datetime | None]


class Identity(Base):
    """Whom a person is at a provider of single sign-on."""

    __tablename__ = "identity"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[Moment]

    __table_args__ = (UniqueConstraint("issuer", "subject"),)


class SignIn(Base):
    """One signed-in browser: kept here, so that it can be ended from anywhere.

    While `is_pending`, the second factor is still owed and no door opens but that one. `confirmed_at` is when the
    person last proved who they are; `way` is how they signed in.
    """

    __tablename__ = "session"

    id: Mapped[Key]
    token_hash: Mapped[Hash] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    user: Mapped[User] = relationship(lazy="raise")
    browser: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    way: Mapped[str] = mapped_column(String(16), default="password")
    is_pending: Mapped[bool] = mapped_column(default=False)
    is_remembered: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[Moment]
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
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """A failed or running try at a door, counted per account and per address by every process together."""

    __tablename__ = "attempt"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(80), index=True)
    at: Mapped[Moment] = mapped_column(index=True)


def find(user_id: int) -> User | None:
    return db.session.get(User, user_id)


def every() -> Sequence[User]:
    """List everybody who was not removed, by name."""
    return db.session.scalars(
        select(User).where(User.removed_at.is_(None)).order_by(func.lower(User.name), User.id)
    ).all()


def have_come_in(user_ids: Sequence[int]) -> set[int]:
    """Give those of these people who ever came in: by the diary, or because single sign-on knows them."""
    if not user_ids:
        return set()
    codes = {person(user_id): user_id for user_id in user_ids}
    signed_in = db.session.scalars(
        select(ChangeRow.by)
        .where(ChangeRow.book == SITE, ChangeRow.kind == Kind.PERSON_SIGNED_IN, ChangeRow.by.in_(codes))
        .distinct()
    )
    linked = db.session.scalars(select(Identity.user_id).where(Identity.user_id.in_(user_ids)))
    return {codes[code] for code in signed_in} | set(linked)


def find_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Give the names of people by their ids; of who was removed, the pseudonym."""
    query = select(User.id, User.name).where(User.id.in_(ids))
    return {row.id: row.name for row in db.session.execute(query)} if ids else {}


def find_pending(token_hash: str, now: datetime) -> SignIn | None:
    """Find a sign-in that still owes its second factor, of somebody who may sign in."""
    return db.session.scalar(
        select(SignIn)
        .join(User, User.id == SignIn.user_id)
        .where(SignIn.token_hash == token_hash, SignIn.is_pending, SignIn.ended_at.is_(None))
        .where(SignIn.expires_at > now, User.disabled_at.is_(None))
    )


def hold_sign_in(sign_in_id: int) -> SignIn | None:
    """Load a sign-in afresh and hold the row until the transaction ends."""
    return db.session.scalar(
        select(SignIn).where(SignIn.id == sign_in_id).with_for_update().execution_options(populate_existing=True)
    )


def hold_user(user_id: int) -> User | None:
    """Load a person afresh and hold the row until the transaction ends; others may go on to point at it."""
    return db.session.scalar(
        select(User).where(User.id == user_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    )


def find_link(token_hash: str, *, hold: bool = False) -> OneTimeLink | None:
    """Find a one-time link, spent or not; whoever means to spend it holds it until the transaction ends."""
    query = select(OneTimeLink).where(OneTimeLink.token_hash == token_hash)
    held = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(held if hold else query)


def administrators() -> int:
    """Count the administrators who can sign in."""
    return (
        db.session.scalar(
            select(func.count()).select_from(User).where(User.is_administrator, User.disabled_at.is_(None))
        )
        or 0
    )


def hold_keys(keys: Sequence[str]) -> None:
    """Let whoever counts tries of these keys go one after another until the transaction ends.

    On SQLite a transaction that writes is alone anyway. The keys are held in one order, so that two never wait for
    each other.
    """
    if db.session.connection().dialect.name != "postgresql":
        return
    numbers = {int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True) for key in keys}
    for number in sorted(numbers):
        db.session.execute(select(func.pg_advisory_xact_lock(number)))


def tries(keys: Sequence[str], since: datetime) -> int:
    """Give the highest number of failed or running tries any of these keys has had since then."""
    counts = db.session.scalars(
        select(func.count()).where(Attempt.key.in_(keys), Attempt.at > since).group_by(Attempt.key)
    ).all()
    return max(counts, default=0)


def forget_tries(key: str) -> None:
    """Delete the tries counted for a key."""
    db.session.execute(delete(Attempt).where(Attempt.key == key))


def add_tries(keys: Sequence[str], at: datetime) -> list[int]:
    """Count one try per key; give their ids."""
    rows = [Attempt(key=key, at=at) for key in keys]
    db.session.add_all(rows)
    db.session.flush()
    return [row.id for row in rows]


def drop_tries(ids: Sequence[int]) -> None:
    """Count these tries no more."""
    db.session.execute(delete(Attempt).where(Attempt.id.in_(ids)))


def find_identity(issuer: str, subject: str) -> Identity | None:
    return db.session.scalar(select(Identity).where(Identity.issuer == issuer, Identity.subject == subject))


def identities_of(user_id: int) -> Sequence[Identity]:
    """List whom a person is at providers of single sign-on, oldest first."""
    return db.session.scalars(select(Identity).where(Identity.user_id == user_id).order_by(Identity.id)).all()


def spend_links(purposes: Sequence[str], user_id: int | None, at: datetime) -> None:
    """Make every link of these purposes and this person useless."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.purpose.in_(purposes), OneTimeLink.user_id.is_not_distinct_from(user_id))
        .where(OneTimeLink.used_at.is_(None))
        .values(used_at=at)
    )


def spend_all_links(user_id: int, at: datetime) -> None:
    """Make every link of this person useless."""
    db.session.execute(
        update(OneTimeLink).where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None)).values(used_at=at)
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
        .where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.expires_at > now, ~SignIn.is_pending)
        .order_by(SignIn.began_at.desc())
    ).all()


def forget(*, attempts_before: datetime, doors_before: datetime) -> None:
    """Delete failed attempts, one-time links and sign-ins that ended long ago."""
    db.session.execute(delete(Attempt).where(Attempt.at < attempts_before))
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < doors_before))
    db.session.execute(delete(SignIn).where(SignIn.expires_at < doors_before))
