"""One person's desk: what is theirs by urgency, and what waits for them as the second person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from ..domain import items as decisions
from ..domain.diary import person
from ..domain.policy import Policy
from ..domain.words import UNFINISHED, Status, Tier
from ..storage import items
from ..storage.items import Narrowing, Order
from ..storage.people import User
from .diary import names
from .policies import policy_of
from .projects import Seat

MOST = 300
_WEEK = timedelta(days=7)


class Pile(NamedTuple):
    """Items that ask for the same thing."""

    key: str
    title: str
    items: Sequence[Any]


class Request(NamedTuple):
    """An item that somebody asked to mark not applicable."""

    item: Any
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person has to do, each item of theirs in the most urgent pile that fits."""

    piles: Sequence[Pile]
    to_verify: Sequence[Any]
    to_prove: Sequence[Any]
    requests: Sequence[Request]
    waiting: Sequence[Any]

    @property
    def mine(self) -> int:
        return sum(len(pile.items) for pile in self.piles)


def desk(seat: Seat, today: date) -> Desk:
    """Give a person's desk in a project; who only reads has nothing to verify or approve."""
    policy = policy_of(seat.project)
    mine = _some(seat, Narrowing(owner=seat.user.id, statuses=UNFINISHED), today)
    claims = _some(seat, Narrowing(statuses=(Status.DONE,)), today)
    others = [item for item in claims if seat.may_edit and _may_check(item, seat.user, policy)]
    return Desk(
        piles=_piles(mine, today),
        to_verify=[item for item in others if item.evidence_on is not None],
        to_prove=[item for item in others if item.evidence_on is None],
        requests=_requests(seat) if seat.may_edit else [],
        waiting=[item for item in claims if item.claimed_by_id == seat.user.id and policy.second_person],
    )


def _some(seat: Seat, narrowing: Narrowing, today: date) -> list[Any]:
    rows = items.some(seat.project.id, narrowing, Order.TIER, today=today, limit=MOST)
    return [item for item in rows if item.correction is None]


def _piles(mine: Sequence[Any], today: date) -> list[Pile]:
    """Sort items into piles, each into the first that takes it; empty piles are left out."""
    rank = list(Tier).index
    left = sorted(mine, key=lambda item: (item.due is None, item.due or today, rank(item.tier), item.number))
    piles = []
    for key, title, takes in _URGENCIES:
        taken = [item for item in left if takes(item, today)]
        left = [item for item in left if not takes(item, today)]
        if taken:
            piles.append(Pile(key, title, taken))
    return piles


_URGENCIES: tuple[tuple[str, str, Callable[[Any, date], bool]], ...] = (
    ("overdue", "Overdue", decisions.is_overdue),
    ("week", "Due within seven days", lambda item, today: item.due is not None and item.due <= today + _WEEK),
    ("blocked", "Blocked", lambda item, _today: item.status is Status.BLOCKED),
    ("critical", "Critical", lambda item, _today: item.tier is Tier.CRITICAL),
    ("rest", "Everything else", lambda _item, _today: True),
)


def _may_check(item: Any, user: User, policy: Policy) -> bool:
    """Answer whether this person is the second one for a claim."""
    return not policy.second_person or item.claimed_by_id != user.id


def _requests(seat: Seat) -> list[Request]:
    known = names(seat.project.id)
    asked = items.asked_exemptions(seat.project.id, of_others_than=seat.user.id, limit=MOST)
    return [Request(item, known[person(item.exemption_by_id)], item.exemption_reason) for item in asked]
