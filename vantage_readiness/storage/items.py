"""Items and what hangs on them: evidence, waivers, comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    case,
    column,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..domain import readiness, shapes
from ..domain.words import UNFINISHED, Correction, EvidenceKind, Status, Tier
from .columns import AnyRow, AnySelect, Key, Line, Moment, Prose, Version
from .database import Base, db
from .people import User
from .plan import Phase


class Item(Base):
    """The one thing people work on. `number` counts within its project and is the one people see."""

    __tablename__ = "item"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    number: Mapped[int]

    # what it is
    title: Mapped[Line]
    detail: Mapped[Prose] = mapped_column(default="")
    tier: Mapped[Tier]
    effort: Mapped[str] = mapped_column(String(80), default="")
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id", ondelete="SET NULL"))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id", ondelete="SET NULL"), index=True)
    original: Mapped[bool] = mapped_column(default=False)  # it stood in the first assessment

    # who has it, until when
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    owner: Mapped[User | None] = relationship(foreign_keys="Item.owner_id", lazy="raise")
    due: Mapped[date | None]

    # where it stands
    status: Mapped[Status] = mapped_column(default=Status.OPEN)
    confirmed_on: Mapped[date]
    blocked_since: Mapped[date | None]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    claimed_on: Mapped[date | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    evidence_on: Mapped[date | None]  # when the newest evidence was collected
    aged: Mapped[bool] = mapped_column(default=False)  # the diary has noted that the evidence is too old
    waived_until: Mapped[date | None]
    correction: Mapped[Correction | None]
    born_done: Mapped[bool] = mapped_column(default=False)
    vanished: Mapped[bool] = mapped_column(default=False)
    proposed_tier: Mapped[Tier | None]  # by a document; it waits for approval

    # a wish to leave the scope as not applicable, waiting for a second person
    exemption_reason: Mapped[Prose] = mapped_column(default="")
    exemption_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    created_at: Mapped[Moment]
    version: Mapped[Version] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 — SQLAlchemy reads it so
    __table_args__ = (UniqueConstraint("project_id", "number"), Index("ix_item_status", "project_id", "status"))


class Evidence(Base):
    """What shows that an item is done: a link, a commit, a file's name or a note."""

    __tablename__ = "evidence"

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    kind: Mapped[EvidenceKind]
    reference: Mapped[str] = mapped_column(String(1000))
    note: Mapped[Prose] = mapped_column(default="")
    collected_on: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    by: Mapped[User | None] = relationship(lazy="raise")
    at: Mapped[Moment]


class Waiver(Base):
    """Accepted risk for a limited time; the approver is never the requester."""

    __tablename__ = "waiver"

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    reason: Mapped[Prose]
    control: Mapped[Prose]  # what holds the risk down meanwhile
    begins: Mapped[date]
    ends: Mapped[date]  # the last day in force
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[Moment]


class Comment(Base):
    """What somebody wrote under an item, in Markdown."""

    __tablename__ = "comment"

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    by: Mapped[User | None] = relationship(lazy="raise")
    at: Mapped[Moment]
    text: Mapped[Prose]


class Order(StrEnum):
    """By what a list of items can be sorted."""

    TIER = "tier"
    NUMBER = "number"
    TITLE = "title"
    DUE = "due"
    OWNER = "owner"
    STATUS = "status"
    PHASE = "phase"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which items a list shows. `owner` 0 means nobody, `phase` and `area` 0 mean none."""

    tiers: tuple[Tier, ...] = ()
    statuses: tuple[Status, ...] = ()
    area: int | None = None
    phase: int | None = None
    owner: int | None = None
    due: str | None = None  # overdue, week, none
    text: str = ""


_TIER_RANK = case({tier.value: rank for rank, tier in enumerate(Tier)}, value=Item.tier)
_STATUS_RANK = case({status.value: rank for rank, status in enumerate(Status)}, value=Item.status)
_ORDERS: dict[Order, tuple[Any, ...]] = {
    Order.TIER: (_TIER_RANK,),
    Order.NUMBER: (),
    Order.TITLE: (func.lower(Item.title),),
    Order.DUE: (Item.due.is_(None), Item.due),
    Order.OWNER: (User.name.is_(None), func.lower(User.name)),
    Order.STATUS: (_STATUS_RANK,),
    Order.PHASE: (Phase.number.is_(None), Phase.number),
}


_AREA = table("area", column("id"), column("name"))


def _lines() -> AnySelect:
    """Select what lists and numbers need of each item: everything `shapes.Item` asks for, and the phase's name."""
    return (
        select(
            Item.id,
            Item.number,
            Item.title,
            Item.detail,
            Item.tier,
            Item.status,
            Item.phase_id,
            Item.area_id,
            Item.owner_id,
            User.name.label("owner_name"),
            Phase.name.label("phase_name"),
            Phase.number.label("phase_number"),
            Item.due,
            Item.evidence_on,
            Item.waived_until,
            Item.correction,
            Item.born_done,
            Item.vanished,
            Item.proposed_tier,
            Item.original,
            Item.confirmed_on,
            Item.claimed_by_id,
            Item.claimed_on,
            Item.blocked_since,
            Item.exemption_by_id,
            Item.exemption_reason,
            Item.version,
        )
        .outerjoin(User, User.id == Item.owner_id)
        .outerjoin(Phase, Phase.id == Item.phase_id)
    )


def _named() -> AnySelect:
    """Select lines with the name of their area."""
    return _lines().add_columns(_AREA.c.name.label("area_name")).outerjoin(_AREA, _AREA.c.id == Item.area_id)


def lines(project_id: int) -> Sequence[shapes.Item]:
    """List every item of a project by number, as light rows; one query."""
    rows = db.session.execute(_lines().where(Item.project_id == project_id).order_by(Item.number)).all()
    return cast(Sequence[shapes.Item], rows)


def groups(project_id: int, today: date, *, evidence_since: date, confirmed_since: date) -> Sequence[readiness.Group]:
    """Count a project's items by all that their standing rests on; as many rows as there are combinations."""
    each = (
        select(
            Item.tier,
            Item.status,
            Item.correction,
            Item.born_done,
            Item.original,
            case((Item.evidence_on >= evidence_since, False), else_=True).label("aged"),
            case((Item.waived_until >= today, True), else_=False).label("waived"),
            case((Item.confirmed_on >= confirmed_since, True), else_=False).label("confirmed"),
        )
        .where(Item.project_id == project_id)
        .subquery()
    )
    rows = db.session.execute(select(*each.c, func.count().label("items")).group_by(*each.c)).all()
    return cast(Sequence[readiness.Group], rows)


def asked_exemptions(project_id: int, *, of_others_than: int, limit: int) -> Sequence[AnyRow]:
    """List items that somebody else asked to mark not applicable, by number, as light rows."""
    asked = _named().where(Item.project_id == project_id, Item.exemption_by_id != of_others_than)
    return db.session.execute(asked.order_by(Item.number).limit(limit)).all()


def line(project_id: int, number: int) -> AnyRow | None:
    """Give one item as a light row."""
    return db.session.execute(_named().where(Item.project_id == project_id, Item.number == number)).one_or_none()


def some(
    project_id: int,
    narrowing: Narrowing,
    order: Order,
    *,
    descending: bool = False,
    today: date,
    limit: int,
    offset: int = 0,
) -> Sequence[AnyRow]:
    """List the items a narrowing leaves, sorted, as light rows; ties go by number."""
    *empties_last, key = _ORDERS[order] or (Item.number,)
    keys = [*empties_last, key.desc() if descending else key]
    query = _narrowed(_named(), project_id, narrowing, today).order_by(*keys, Item.number)
    return db.session.execute(query.limit(limit).offset(offset)).all()


def after(
    project_id: int,
    narrowing: Narrowing,
    order: Order,
    last: Sequence[Any] | None,
    *,
    descending: bool = False,
    today: date,
    limit: int,
) -> Sequence[AnyRow]:
    """List what follows in that order after the item with the keys `last`, or from the beginning.

    Each row ends with its own keys, which `place_of` gives; rows that come or go meanwhile shift nothing.
    """
    keys = _keys(order, descending=descending)
    query = _narrowed(_named(), project_id, narrowing, today)
    query = query.add_columns(*(key.label(f"key_{place}") for place, (key, _) in enumerate(keys)))
    if last is not None:
        query = query.where(_beyond(keys, last))
    order_by = [key.desc() if turned else key for key, turned in keys]
    return db.session.execute(query.order_by(*order_by).limit(limit)).all()


def place_of(row: AnyRow) -> list[Any]:
    """Give the keys that a row of `after` ends with."""
    return [value for name, value in row._mapping.items() if name.startswith("key_")]


def _keys(order: Order, *, descending: bool) -> list[tuple[Any, bool]]:
    """Give what an order sorts by, each with whether it is turned round: empty ones last, the key, the number."""
    *empties_last, key = _ORDERS[order] or (Item.number,)
    empties = [(case((empty, 1), else_=0), False) for empty in empties_last]
    return [*empties, (key, descending), (Item.number, False)]


def _beyond(keys: Sequence[tuple[Any, bool]], last: Sequence[Any]) -> ColumnElement[bool]:
    """Give the condition that a row comes after the one with these keys."""
    same: list[ColumnElement[bool]] = []
    ways = []
    for (key, turned), value in zip(keys, last, strict=True):
        if value is not None:
            ways.append(and_(*same, key < value if turned else key > value))
        same.append(key.is_(None) if value is None else key == value)
    return or_(*ways)


def count(project_id: int, narrowing: Narrowing, *, today: date) -> int:
    """Count the items a narrowing leaves."""
    query = _narrowed(select(func.count()).select_from(Item), project_id, narrowing, today)
    return db.session.scalar(query) or 0


def counts_by_status(project_id: int, narrowing: Narrowing, *, today: date) -> dict[Status, int]:
    """Count the items a narrowing leaves, by status."""
    query = _narrowed(select(Item.status, func.count()), project_id, narrowing, today).group_by(Item.status)
    return {status: number for status, number in db.session.execute(query)}  # noqa: C416 — a row is no pair to mypy


def find(project_id: int, number: int) -> Item | None:
    return db.session.scalar(select(Item).where(Item.project_id == project_id, Item.number == number))


def every(project_id: int) -> Sequence[Item]:
    """Load all items of a project, by number, to be changed."""
    return db.session.scalars(select(Item).where(Item.project_id == project_id).order_by(Item.number)).all()


def originals(project_id: int) -> frozenset[int]:
    """Give the numbers of the items that stood in the first assessment."""
    query = select(Item.number).where(Item.project_id == project_id, Item.original.is_(True))
    return frozenset(db.session.scalars(query))


def unfinished_of(project_id: int, owner_id: int) -> Sequence[Item]:
    """Load what a person still has to do in a project, by number."""
    unfinished = [status for status in Status if not status.is_finished]
    query = select(Item).where(Item.project_id == project_id, Item.owner_id == owner_id, Item.status.in_(unfinished))
    return db.session.scalars(query.order_by(Item.number)).all()


def highest_number(project_id: int) -> int:
    return db.session.scalar(select(func.max(Item.number)).where(Item.project_id == project_id)) or 0


def with_evidence_out_of_step(project_id: int, since: date) -> Sequence[Item]:
    """List verified items with evidence from before a day that is not noted as too old, and the reverse."""
    too_old = and_(Item.status == Status.VERIFIED, Item.aged.is_(False), Item.evidence_on < since)
    counts_again = and_(Item.aged.is_(True), Item.evidence_on >= since)
    return db.session.scalars(
        select(Item).where(Item.project_id == project_id, or_(too_old, counts_again)).order_by(Item.number)
    ).all()


def evidence_of(item_id: int) -> Sequence[AnyRow]:
    """List an item's evidence, newest first, each with who brought it."""
    return db.session.execute(
        select(Evidence, User.name)
        .outerjoin(User, User.id == Evidence.by_id)
        .where(Evidence.item_id == item_id)
        .order_by(Evidence.collected_on.desc(), Evidence.id.desc())
    ).all()


def collected(project_id: int) -> Sequence[AnyRow]:
    """List when evidence was collected, as light rows: item's number, the moment it was added, the day."""
    query = select(Item.number, Evidence.at, Evidence.collected_on).join(Item, Item.id == Evidence.item_id)
    return db.session.execute(query.where(Item.project_id == project_id).order_by(Evidence.id)).all()


def first_facts(project_id: int) -> Sequence[AnyRow]:
    """List what older lines of the diary leave out of new items: number, original, owner's id, due date."""
    query = select(Item.number, Item.original, Item.owner_id, Item.due).where(Item.project_id == project_id)
    return db.session.execute(query.order_by(Item.number)).all()


def waivers_of(item_id: int) -> Sequence[Waiver]:
    """List an item's waivers, newest first."""
    return db.session.scalars(select(Waiver).where(Waiver.item_id == item_id).order_by(Waiver.id.desc())).all()


def comments_of(item_id: int) -> Sequence[AnyRow]:
    """List an item's comments, oldest first, each with who wrote it."""
    return db.session.execute(
        select(Comment, User.name)
        .outerjoin(User, User.id == Comment.by_id)
        .where(Comment.item_id == item_id)
        .order_by(Comment.id)
    ).all()


def _narrowed(query: AnySelect, project_id: int, narrowing: Narrowing, today: date) -> AnySelect:
    query = query.where(Item.project_id == project_id)
    if narrowing.tiers:
        query = query.where(Item.tier.in_(narrowing.tiers))
    if narrowing.statuses:
        query = query.where(Item.status.in_(narrowing.statuses))
    for where, wanted in (
        (Item.area_id, narrowing.area),
        (Item.phase_id, narrowing.phase),
        (Item.owner_id, narrowing.owner),
    ):
        if wanted is not None:
            query = query.where(where == wanted if wanted else where.is_(None))
    if narrowing.due:
        query = query.where(_due(narrowing.due, today))
    if narrowing.text:
        word = "%" + narrowing.text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = query.where(
            or_(func.lower(Item.title).like(word, escape="\\"), func.lower(Item.detail).like(word, escape="\\"))
        )
    return query


def _due(which: str, today: date) -> ColumnElement[bool]:
    unfinished = Item.status.in_(UNFINISHED) & Item.correction.is_(None)
    if which == "overdue":
        return unfinished & (Item.due < today)
    if which == "week":
        return unfinished & (Item.due >= today) & (Item.due <= today + timedelta(days=7))
    return Item.due.is_(None)
