"""Letters that are owed: one row each, in the transaction of what they tell of. Sending them is `services.sending`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event

from ..domain.deliveries import AGAIN, LetterKind, LetterState
from ..domain.diary import Change, Kind, Value, person
from ..domain.refusals import NotFound, Refused
from ..storage import deliveries
from ..storage.database import db
from ..storage.deliveries import Delivery
from ..storage.people import User
from ..storage.projects import Project
from . import diary

_OWED = "letters_owed"
_listeners: list[Callable[[], object]] = []


def owe(
    kind: str,
    *,
    key: str,
    user: User | None,
    address: str,
    about: Mapping[str, Value],
    at: datetime,
    project: Project | None = None,
) -> None:
    """Owe somebody a letter, in the caller's transaction; the caller commits. Owing the same key twice is one letter.

    `about` is what its writer in `services.letters` needs, never a secret: links are made when it is written out.
    """
    letter = {
        "key": key,
        "kind": kind,
        "user_id": user.id if user else None,
        "project_id": project.id if project else None,
        "address": address,
        "about": dict(about),
        "message_id": hashlib.sha256(key.encode()).hexdigest()[:32],
    }
    deliveries.add(letter, at=at)
    db.session.info[_OWED] = True


def withdraw(key: str, reason: str) -> None:
    """Let a letter that did not leave yet stay here, in the caller's transaction; the page shows the reason."""
    deliveries.drop(key, reason)


@dataclass(frozen=True, slots=True)
class Post:
    """The letters as an administrator sees them: how many stand how, and the newest of those wished for."""

    counts: Mapping[LetterState, int]
    letters: Sequence[Letter]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in the list."""

    id: int
    kind: str
    address: str
    state: LetterState
    tries: int
    error: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None

    @property
    def may_be_sent_again(self) -> bool:
        return self.state in AGAIN


def list_letters(state: LetterState | None) -> Post:
    """Give the newest letters that stand so, or all, and the count of each state."""
    counts = {LetterState(name): count for name, count in deliveries.counts().items()}
    return Post(counts, [_shown(row) for row in deliveries.newest(state)])


def send_again(letter_id: int, *, by: User, at: datetime) -> None:
    """Make a letter that failed, or only lies in a file, due now."""
    row = deliveries.hold(letter_id)
    if row is None:
        raise NotFound("There is no such letter.")
    before = LetterState(row.state)
    if before not in AGAIN:
        raise Refused(f"This letter is {before.label.lower()} already. Reload the page.")
    row.state, row.tries, row.due_at, row.error = LetterState.WAITING.value, 0, at, ""
    db.session.info[_OWED] = True
    change = Change(Kind.SITE_CHANGED, f"letter:{row.id}", person(by.id), at, before.value, row.state)
    diary.write_for_site(change)
    db.session.commit()


def when_owed(listener: Callable[[], object]) -> None:
    """Have something called in this process whenever a transaction that owes a letter was committed."""
    _listeners.append(listener)


def _shown(row: Delivery) -> Letter:
    kind = LetterKind(row.kind).label if row.kind in set(LetterKind) else row.kind
    return Letter(
        row.id,
        kind,
        row.address,
        LetterState(row.state),
        row.tries,
        row.error,
        row.created_at,
        row.due_at,
        row.sent_at,
    )


@event.listens_for(db.session, "after_commit")
def _tell(session: Any) -> None:
    if not session.in_nested_transaction() and session.info.pop(_OWED, False):
        for listener in _listeners:
            listener()


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Any, undone: Any) -> None:
    if not undone.nested:
        session.info.pop(_OWED, None)
