"""Doing something once: a request with a key is done and its answer kept in one transaction, or given again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from ..domain.refusals import Refused
from ..storage import answered
from ..storage.answered import Answered
from ..storage.database import db, held
from . import transactions

KEPT_HOURS = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: by whom ("token:7"), with which key, and the hash of all that was sent."""

    owner: str
    key: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    location: str | None
    body: str


def once(asked: Asked, work: Callable[[], Answer], *, at: datetime) -> tuple[Answer, bool]:
    """Do `work` and keep its answer in the same transaction, or give the answer it had; and whether it was done now.

    Services that `work` calls leave the commit to us. Of two that arrive at once, the second waits for the first.
    """
    if earlier := answered.find(asked.owner, asked.key):
        return _again(earlier, asked), False
    try:
        row = _claim(asked, at)
    except IntegrityError:
        transactions.give_up()
        return _of_the_faster(asked), False
    with held():
        answer = work()
        row.status, row.location, row.body = answer.status, answer.location, answer.body
    db.session.commit()
    return answer, True


def tidy(at: datetime) -> None:
    """Forget old answers, in somebody's transaction."""
    answered.forget(before=at - timedelta(hours=KEPT_HOURS))


def _claim(asked: Asked, at: datetime) -> Answered:
    """Take the key for this transaction; whoever holds it already makes us wait here."""
    row = Answered(owner=asked.owner, key=asked.key, request_hash=asked.request_hash, body="", created_at=at)
    db.session.add(row)
    db.session.flush()
    return row


def _of_the_faster(asked: Asked) -> Answer:
    earlier = answered.find(asked.owner, asked.key)
    if earlier is None:
        raise Refused("The same request was at work and failed. Send it again.")
    return _again(earlier, asked)


def _again(earlier: Answered, asked: Asked) -> Answer:
    if earlier.request_hash != asked.request_hash:
        raise Refused("This Idempotency-Key belongs to another request. Use a fresh key for each thing you create.")
    return Answer(earlier.status or 200, earlier.location, earlier.body)
