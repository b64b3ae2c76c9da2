"""Sending what is owed: lease, write, hand over, mark; each a short transaction, and none while a server is asked.

Any number of senders may run: who leased a letter sends it, and a lease that was left behind runs out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

from sqlalchemy.exc import OperationalError

from ..domain.deliveries import MAIL_TEST, MAIL_TEST_TEXT, WITH_LINK, LetterState, next_try, runs_out
from ..output.mail.letter import Envelope, Letter, Unwritable, compose
from ..output.mail.transport import Post
from ..output.mail.troubles import Later, Never, NoLine
from ..storage import deliveries
from ..storage.database import db
from ..storage.deliveries import Delivery, Lease
from . import letters
from .letters import Occasion, Unwanted

LEASE = timedelta(minutes=5)
BREAKS = 3  # of the line in one round; then the server has its rest until the next
AT_MOST = 500  # letters in one round: many servers close the door on more in a minute; the others leave with the next
_URGENT_EVERY = 10  # so many letters leave until those somebody waits for are asked for again

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Office:
    """Who sends, by which way, and where the people who read it reach us."""

    post: Post
    sender: str
    base: str

    @property
    def host(self) -> str:
        return urlsplit(self.base).hostname or "localhost"


def send_due(
    office: Office, now: Callable[[], datetime], *, at_most: int = AT_MOST, goes_on: Callable[[], bool] = lambda: True
) -> int:
    """Send what is due until nothing is, or nothing can leave, or it is enough; give how many were handed over.

    Between two letters `goes_on` is asked whether to, so that a process can stop without leaving one behind.
    """
    handed, breaks = 0, 0
    try:
        for number in range(at_most):
            lease = _next(now(), number) if goes_on() and breaks < BREAKS else None
            if lease is None:
                break
            try:
                handed += _send(lease, office, now)
            except NoLine:
                break
            except Later as trouble:
                breaks += trouble.is_line_dead
    finally:
        office.post.close()
    return handed


def send_test(office: Office, address: str, name: str, at: datetime) -> None:
    """Hand a test over at once, outside the list; raise `Trouble` or `Unwritable` with a sentence. `name` is its id."""
    letter = Letter(MAIL_TEST, MAIL_TEST_TEXT, f"Sent by {office.base}")
    office.post.hand_over(compose(letter, Envelope(office.sender, address, f"{name}@{office.host}", at)))


def _next(at: datetime, number: int = 0) -> Lease | None:
    """Lease the letter that is due longest; now and then first one with a link, whose reader sits and waits for it.

    Thus a password reset does not stand behind a thousand reports.
    """
    urgent = deliveries.lease(at, until=at + LEASE, kinds=WITH_LINK) if number % _URGENT_EVERY == 0 else None
    lease = urgent or deliveries.lease(at, until=at + LEASE)
    db.session.commit()
    return lease


def _send(lease: Lease, office: Office, now: Callable[[], datetime]) -> bool:
    """Write a letter and hand it over; the row says what became of it. Raises `Later` when it has to wait."""
    message = _written(lease, office, now())
    if message is None:
        return False
    try:
        office.post.hand_over(message)
    except Later as trouble:
        _wait(lease, trouble.sentence, now())
        raise
    except Never as trouble:
        _settle(lease, LetterState.FAILED, trouble.sentence)
        return False
    _settle(lease, LetterState.SENT if office.post.is_real else LetterState.FILED, sent_at=now())
    return True


def _written(lease: Lease, office: Office, at: datetime) -> EmailMessage | None:
    """Give the message; None if the letter has no use or cannot be written, which the row then says."""
    row = db.session.get_one(Delivery, lease.id, populate_existing=True)
    end = runs_out(row.kind, row.created_at)
    try:
        if end and end <= at:
            raise Unwanted("It could not be sent in time.")
        letter = letters.write(Occasion(row, office.base, at))
        message = compose(letter, Envelope(office.sender, row.address, _message_id(row, office.host), row.created_at))
    except Unwanted as unwanted:
        _settle(lease, LetterState.DROPPED, unwanted.sentence)
        return None
    except Unwritable as unwritable:
        _settle(lease, LetterState.FAILED, str(unwritable))
        return None
    except OperationalError:  # the database, not the letter
        _log.exception("Letter %s could not be written now.", lease.id)
        _wait(lease, "The database did not answer while the letter was written.", at)
        return None
    except Exception:  # noqa: BLE001 — whatever it was, the other letters must leave
        _log.exception("Letter %s could not be written.", lease.id)
        _settle(lease, LetterState.FAILED, "The letter could not be written; the log says why.")
        return None
    db.session.commit()
    return message


def _message_id(row: Delivery, host: str) -> str:
    """Give the same id for every try, so that mail programs show a letter once that was handed over twice.

    A letter with a link says something else each time, and only its newest link opens: each is a letter of its own.
    """
    return f"{stem(row)}@{host}"


def stem(row: Delivery) -> str:
    """Give what the id of a letter begins with, by which its file is named too."""
    return f"{row.message_id}{f'.{row.tries}' if row.kind in WITH_LINK else ''}"


def _wait(lease: Lease, why: str, at: datetime) -> None:
    due = next_try(lease.tries, at)
    if due is None:
        _settle(lease, LetterState.FAILED, f"{why} It was tried {lease.tries} times.")
        return
    db.session.rollback()
    deliveries.settle(lease, due_at=due, error=why)
    db.session.commit()


def _settle(lease: Lease, state: LetterState, why: str = "", *, sent_at: datetime | None = None) -> None:
    """Say what became of a letter; whatever its writing began is undone unless it was kept before."""
    db.session.rollback()
    deliveries.settle(lease, state=state.value, error=why, sent_at=sent_at)
    db.session.commit()
