"""Letters that are owed: one row each, in the transaction of what they tell of. Sending them is `services.sending`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event

from ..domain.deliveries import AGAIN, MAIL_TEST, MAIL_TEST_TEXT, LetterKind, LetterState
from ..domain.diary import MOMENT, Change, Kind, Value
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

    @property
    def may_be_let_be(self) -> bool:
        return self.state is LetterState.FAILED

    @property
    def is_in_file(self) -> bool:
        return self.state is LetterState.FILED


def list_letters(state: LetterState | None) -> Post:
    """Give the newest letters that stand so, or all, and the count of each state."""
    counts = {LetterState(name): count for name, count in deliveries.counts().items()}
    return Post(counts, [_shown(row) for row in deliveries.newest(state)])


def failed() -> int:
    """Count the letters that somebody has to see to."""
    return deliveries.count(LetterState.FAILED)


def get_letter(letter_id: int) -> Letter:
    """Give one letter; raise `NotFound` with a sentence."""
    row = db.session.get(Delivery, letter_id)
    if row is None:
        raise NotFound("There is no such letter.")
    return _shown(row)


def send_again(letter_id: int, *, by: str, at: datetime) -> None:
    """Make a letter that failed, or only lies in a file, due now. `by` is an actor's code, here and below."""
    row = _held(letter_id, AGAIN)
    before, row.state, row.tries, row.due_at, row.error = row.state, LetterState.WAITING.value, 0, at, ""
    _keep(row, before, by, at)


def send_all_again(*, by: str, at: datetime) -> int:
    """Make every letter that failed due now; give how many."""
    count = deliveries.wake(LetterState.FAILED, at)
    if not count:
        raise Refused("No letter has failed. Reload the page.")
    db.session.info[_OWED] = True
    diary.write_for_site(Change(Kind.SITE_CHANGED, "letter:failed", by, at, None, count))
    db.session.commit()
    return count


def let_be(letter_id: int, *, by: str, at: datetime) -> None:
    """Give up a letter that failed: it is not sent, and nobody is asked to see to it any more."""
    row = _held(letter_id, (LetterState.FAILED,))
    before, row.state = row.state, LetterState.DROPPED.value
    row.error = f"{row.error} It was let be.".strip()
    _keep(row, before, by, at)


def owe_test(user: User, *, at: datetime) -> int:
    """Owe somebody a letter that shows whether letters arrive; give its number."""
    about = {"title": MAIL_TEST, "text": list(MAIL_TEST_TEXT)}
    key = f"test:{user.id}:{at:{MOMENT}}"
    owe(LetterKind.TRIAL, key=key, user=user, address=user.email, about=about, at=at)
    number = deliveries.number_of(key)
    db.session.commit()
    return number


def when_owed(listener: Callable[[], object]) -> None:
    """Have something called in this process whenever a transaction that owes a letter was committed."""
    _listeners.append(listener)


def _held(letter_id: int, states: Collection[LetterState]) -> Delivery:
    """Give a letter that stands in one of these states, held until the transaction ends; refuse any other."""
    row = deliveries.hold(letter_id)
    if row is None:
        raise NotFound("There is no such letter.")
    if row.state not in {state.value for state in states}:
        raise Refused(f"This letter is {LetterState(row.state).label.lower()} already. Reload the page.")
    return row


def _keep(row: Delivery, before: str, by: str, at: datetime) -> None:
    db.session.info[_OWED] = row.state == LetterState.WAITING.value
    diary.write_for_site(Change(Kind.SITE_CHANGED, f"letter:{row.id}", by, at, before, row.state))
    db.session.commit()


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
