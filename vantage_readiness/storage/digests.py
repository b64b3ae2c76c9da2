"""What digests are made from besides items: who belongs where, who had theirs, what waits since when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.sql import ColumnElement

from ..domain.deliveries import LetterKind, LetterState
from ..domain.diary import Kind
from ..domain.words import Severity, Tier
from .assessments import Assessment, FindingRow
from .columns import AnyRow
from .database import db
from .deliveries import Delivery
from .diary import ChangeRow
from .items import Item, Waiver
from .people import User
from .projects import Membership
from .reports import Claim

PREFIX = "digest"
_HAND_OVER = timedelta(minutes=5)  # a letter is written at most so long before it is marked as sent
_QUESTIONS = (Kind.EXEMPTION_ASKED, Kind.ITEM_VANISHED, Kind.RETIER_PROPOSED)
_lives = and_(User.disabled_at.is_(None), User.removed_at.is_(None))


def key(user_id: int, word: str) -> str:
    """Give under which key the digest of a person for a day ("2026-11-23") or a week ("2026-W48") is claimed."""
    return f"{PREFIX}:{user_id}:{word}"


def without(words: Collection[str], project_ids: Collection[int]) -> Sequence[int]:
    """List who belongs to one of these projects, may sign in and has no digest claimed for any of these days."""
    query = select(Membership.user_id).distinct().join(User, User.id == Membership.user_id)
    query = query.where(Membership.project_id.in_(project_ids), _lives)
    return db.session.scalars(query.where(*(~exists().where(_key_is(word)) for word in words))).all()


def with_claim(word: str, user_ids: Collection[int]) -> set[int]:
    """Give those of these people who have a digest claimed for a day or a week."""
    query = select(User.id).where(User.id.in_(user_ids), exists().where(_key_is(word)))
    return set(db.session.scalars(query))


def _key_is(word: str) -> ColumnElement[bool]:
    return Claim.key == literal(f"{PREFIX}:") + cast(User.id, String) + literal(f":{word}")


def people(user_ids: Collection[int]) -> Sequence[User]:
    """List those of these people who may sign in, by id."""
    return db.session.scalars(select(User).where(User.id.in_(user_ids), _lives).order_by(User.id)).all()


def seats(user_ids: Collection[int]) -> Sequence[AnyRow]:
    """List (person, project) of everything these people belong to."""
    query = select(Membership.user_id, Membership.project_id).where(Membership.user_id.in_(user_ids))
    return db.session.execute(query.order_by(Membership.user_id, Membership.project_id)).all()


def members(project_ids: Collection[int]) -> Sequence[AnyRow]:
    """List who belongs to these projects: project, person, name, role, deputy."""
    columns = (Membership.project_id, Membership.user_id, User.name, Membership.role, Membership.deputy_id)
    query = select(*columns).join(User, User.id == Membership.user_id)
    return db.session.execute(query.where(Membership.project_id.in_(project_ids))).all()


def waivers(project_id: int, today: date) -> Sequence[AnyRow]:
    """List the waivers in force: number of the item, last day, who asked, who approved."""
    columns = (Item.number, Waiver.ends, Waiver.requested_by_id, Waiver.approved_by_id)
    query = select(*columns).join(Item, Item.id == Waiver.item_id)
    query = query.where(Item.project_id == project_id, Waiver.ends >= today, Waiver.ends == Item.waived_until)
    return db.session.execute(query.order_by(Waiver.id)).all()


def asked(project_id: int) -> Mapping[int, date]:
    """Give when somebody, or a document, last asked for a decision about an item, by its number."""
    query = select(ChangeRow.item, func.max(ChangeRow.day)).where(
        ChangeRow.book == project_id, ChangeRow.kind.in_([kind.value for kind in _QUESTIONS])
    )
    rows = db.session.execute(query.where(ChangeRow.item.is_not(None)).group_by(ChangeRow.item))
    return {number: day for number, day in rows if number is not None}


def undecided(project_id: int) -> Sequence[AnyRow]:
    """List the findings that hold the gate, the same one of several documents once, each with its oldest import."""
    about_critical = and_(Item.tier == Tier.CRITICAL, FindingRow.severity != Severity.INFO)
    query = (
        select(FindingRow.code, FindingRow.message, FindingRow.item_id, func.min(Assessment.imported_at).label("at"))
        .join(Assessment, Assessment.id == FindingRow.assessment_id)
        .outerjoin(Item, Item.id == FindingRow.item_id)
        .where(FindingRow.project_id == project_id, FindingRow.decided_at.is_(None))
        .where(or_(FindingRow.severity == Severity.CRITICAL, about_critical))
        .group_by(FindingRow.code, FindingRow.message, FindingRow.item_id)
    )
    return db.session.execute(query).all()


def next_review(project_id: int) -> AnyRow | None:
    """Give how the newest assessment names the next review, and when that one was imported: text or None, moment."""
    query = select(Assessment.next_review, Assessment.imported_at).where(Assessment.project_id == project_id)
    return db.session.execute(query.order_by(Assessment.number.desc()).limit(1)).one_or_none()


def is_told(row: Delivery, at: datetime) -> bool:
    """Answer whether a digest owed before this one was sent after it was owed: it told all that this one would."""
    query = select(Delivery.id).where(
        Delivery.user_id == row.user_id,
        Delivery.kind == LetterKind.DIGEST.value,
        Delivery.state == LetterState.SENT.value,
        Delivery.id < row.id,
        Delivery.sent_at >= row.created_at + _HAND_OVER,
        Delivery.sent_at <= at,  # a later one was noted before the machine's clock was set back
    )
    return db.session.scalar(query.limit(1)) is not None


def waiting(user_ids: Collection[int], at: datetime) -> Sequence[Delivery]:
    """List the digests of people that did not leave yet and that nobody is just sending, oldest first, held."""
    query = select(Delivery).where(
        Delivery.user_id.in_(user_ids),
        Delivery.kind == LetterKind.DIGEST.value,
        Delivery.state == LetterState.WAITING.value,
        or_(Delivery.leased_until.is_(None), Delivery.leased_until <= at),
    )
    return db.session.scalars(query.order_by(Delivery.id).with_for_update(skip_locked=True)).all()
