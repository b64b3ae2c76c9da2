"""Digests: who gets one today, what stands in it, and that it is owed once whoever finds it due."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..domain.deliveries import LetterKind
from ..domain.diary import Value
from ..domain.digest import Digest
from ..domain.preferences import Often
from ..output.mail import digest as paper
from ..output.mail.letter import Letter
from ..storage import digests, reports
from ..storage.database import db, looking
from ..storage.deliveries import Delivery
from ..storage.people import User
from . import deliveries, unsubscribing
from .digest_table import Table, Turn, days_before
from .occasions import Occasion, Unwanted, reader
from .preferences import wish_of

_A_DAY = timedelta(days=1)
__all__ = ["Table", "Turn", "due", "preview", "run_due", "write"]

_AT_ONCE = 50  # people whose digests are kept in one transaction
_log = logging.getLogger(__name__)


def run_due(at: datetime, *, only: User | None = None) -> int:
    """Claim every digest that is due and owe those that say something new; give how many letters are owed.

    Each person's claim and letter are of one transaction; what fails is logged and due again.
    """
    with looking():
        table = Table(at)
        asked = [(turn, table.tells_news(turn)) for turn in table.turns(_of(only, table.unclaimed()))]
        db.session.rollback()
    found = [(turn, news) for turn, news in asked if news is not None]
    return sum(_keep(found[first : first + _AT_ONCE], at) for first in range(0, len(found), _AT_ONCE))


def due(at: datetime, *, only: User | None = None) -> list[tuple[Turn, Digest]]:
    """List the digests that are due and not claimed, with or without news. Nothing is written."""
    table = Table(at)
    return [(turn, table.digest(turn)) for turn in table.turns(_of(only, table.unclaimed()))]


def preview(user: User, at: datetime) -> Digest:
    """Give the digest a person would get now, whether or not its hour has come or anything in it is news."""
    table = Table(at, user)
    wish = wish_of([user.id])[user.id]
    day = max(table.days_of(user.id), default=at.date())
    before = days_before({user.id: day}).get(user.id)
    return table.digest(Turn(user.id, user.email, wish, day, "UTC", before))


def write(occasion: Occasion) -> Letter:
    """Give the letter of a digest as everything stands now; what was done since it was owed is not in it."""
    user = reader(occasion.row)
    wish = wish_of([user.id])[user.id]
    if wish.often is Often.OFF:
        raise Unwanted(f"{user.name} wants no digests any more.")
    if digests.is_told(occasion.row, occasion.at):
        raise Unwanted("An earlier digest, sent since, told it.")
    about = occasion.row.about
    assert isinstance(about, Mapping)  # noqa: S101 — as it was owed
    day, zone, before = (str(about[name]) for name in ("day", "zone", "before"))
    today = max(date.fromisoformat(day), occasion.at.astimezone(ZoneInfo(zone)).date())
    turn = Turn(user.id, user.email, wish, today, zone, date.fromisoformat(before) if before else None)
    digest = Table(occasion.at, user).digest(turn)
    if not digest.is_news:
        raise Unwanted("Nothing in it is news any more.")
    end = unsubscribing.link(occasion.base, user.id, unsubscribing.DIGEST)
    return paper.letter(digest, user.name, occasion.base, occasion.footer, end)


def _of(only: User | None, days: Mapping[int, date]) -> Mapping[int, date]:
    return days if only is None else {user_id: day for user_id, day in days.items() if user_id == only.id}


def _keep(found: Sequence[tuple[Turn, bool]], at: datetime) -> int:
    """Claim digests and owe the letters of those with news, in one transaction; give how many letters.

    If that fails, each is kept on its own, so that one holds up no other.
    """
    try:
        claimed = [turn for turn, news in found if _claim(turn, at) and news]
        _owe(claimed, at)
        db.session.commit()
    except Exception:  # noqa: BLE001 — as above
        db.session.rollback()
        if len(found) > 1:
            return sum(_keep([each], at) for each in found)
        _log.exception("The digest of person %s could not be kept.", found[0][0].user_id)
        return 0
    return len(claimed)


def _claim(turn: Turn, at: datetime) -> bool:
    weekly = turn.wish.often is Often.WEEKLY
    if weekly and not reports.claim(digests.key(turn.user_id, turn.week), at):
        return False
    return reports.claim(digests.key(turn.user_id, turn.day.isoformat()), at)


def _owe(turns: Sequence[Turn], at: datetime) -> None:
    """Owe letters; an earlier one that could not leave yet stays here, and the new one tells what it would have."""
    users = {user.id: user for user in digests.people([turn.user_id for turn in turns])}
    waiting = digests.waiting(users.keys(), at)
    earlier = {row.user_id: row for row in reversed(waiting)}  # the oldest of each
    for row in waiting:
        deliveries.withdraw(row.key, "A newer digest tells it.")
    for turn in turns:
        if user := users.get(turn.user_id):
            about = _about(turn, earlier.get(turn.user_id))
            key = digests.key(turn.user_id, turn.day.isoformat())
            deliveries.owe(LetterKind.DIGEST.value, key=key, user=user, address=user.email, about=about, at=at)


def _about(turn: Turn, earlier: Delivery | None) -> dict[str, Value]:
    before: Value = turn.before.isoformat() if turn.before else ""
    if earlier and isinstance(earlier.about, Mapping):
        before = earlier.about["before"]
    return {"day": turn.day.isoformat(), "before": before, "zone": turn.zone}
