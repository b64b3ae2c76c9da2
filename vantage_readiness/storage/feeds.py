"""What stands in a person's calendar: what is due, which risks are accepted until when, which phases end."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from ..domain.words import UNFINISHED, Status
from .columns import AnyRow, AnySelect
from .database import db
from .items import Item, Waiver
from .people import User
from .plan import Phase
from .preferences import Preference
from .projects import Membership, Project

MOST = 2_000
_OVER = (Status.VERIFIED, Status.NOT_APPLICABLE)


def find_person(feed_hash: str) -> User | None:
    """Find whose calendar a token opens; nobody whose account is closed."""
    query = select(User).join(Preference, Preference.user_id == User.id)
    return db.session.scalar(
        query.where(Preference.feed_hash == feed_hash, User.disabled_at.is_(None), User.removed_at.is_(None))
    )


def due_of(user_id: int) -> Sequence[AnyRow]:
    """List (Project, Item) of what a person still has to do by a day, by that day."""
    query = _of_member(select(Project, Item).join(Item, Item.project_id == Project.id), user_id)
    query = query.where(Item.owner_id == user_id, Item.due.is_not(None))
    query = query.where(Item.status.in_(UNFINISHED), Item.correction.is_(None))
    return db.session.execute(query.order_by(Item.due, Item.id).limit(MOST)).all()


def waivers_of(user_id: int) -> Sequence[AnyRow]:
    """List (Project, Item, Waiver) of waivers that a person has to do with and that still matter, newest first."""
    query = _of_member(select(Project, Item, Waiver).join(Item, Item.project_id == Project.id), user_id)
    query = query.join(Waiver, and_(Waiver.item_id == Item.id, Waiver.ends == Item.waived_until))
    query = query.where(Item.status.not_in(_OVER), Item.correction.is_(None))
    mine = or_(Item.owner_id == user_id, Waiver.requested_by_id == user_id, Waiver.approved_by_id == user_id)
    return db.session.execute(query.where(mine).order_by(Waiver.id.desc()).limit(MOST)).all()


def phases_of(user_id: int) -> Sequence[AnyRow]:
    """List (Project, Phase) of every project a person belongs to, by project and in the order of its plan."""
    query = _of_member(select(Project, Phase).join(Phase, Phase.project_id == Project.id), user_id)
    return db.session.execute(query.order_by(Project.id, Phase.number).limit(MOST)).all()


def _of_member(query: AnySelect, user_id: int) -> AnySelect:
    return query.join(Membership, and_(Membership.project_id == Project.id, Membership.user_id == user_id))
