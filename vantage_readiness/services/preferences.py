"""What people want to be written: read for everybody at once, changed by each for themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple, cast

from ..domain import phrases
from ..domain import preferences as decisions
from ..domain.diary import Change, Kind, Value, person
from ..domain.preferences import Concern, Often, Wish
from ..domain.refusals import Clash, Stale
from ..storage import people, preferences
from ..storage.database import db
from ..storage.people import User
from ..storage.preferences import Preference
from . import diary

_STALE = "You changed this somewhere else after you opened it here. Nothing was overwritten."


class Said(NamedTuple):
    """What one person said so far; version 0 if they never did. `feed_made_at` is None without a calendar address."""

    wish: Wish
    version: int
    feed_made_at: datetime | None


def wish_of(user_ids: Collection[int]) -> dict[int, Wish]:
    """Give what each of these people wants to be written; who never said gets what everybody gets. One query."""
    said = {row.user_id: _wish(row) for row in preferences.of(user_ids)}
    return {user_id: said.get(user_id, Wish()) for user_id in user_ids}


def said_by(user: User) -> Said:
    """Give what a person said, for the page on which they change it."""
    row = preferences.find(user.id)
    return Said(_wish(row), row.version, row.feed_made_at) if row else Said(Wish(), 0, None)


def change(user: User, wanted: Wish, *, seen: int, at: datetime) -> None:
    """Change what a person is written; refuse if it was changed after they looked."""
    row = held(user)
    if row.version != seen:
        raise Stale(_STALE, tuple(_clashes(wanted, _wish(row))))
    keep(row, wanted, at=at)
    db.session.commit()


def held(user: User) -> Preference:
    """Give a person's row, made if there is none, in somebody's transaction; others who change it wait."""
    people.hold_user(user.id)
    row = preferences.find(user.id)
    if row is None:
        row = Preference(user_id=user.id, digest=Often.DAILY.value, muted=[], quiet_days=[], version=0)
        db.session.add(row)
    else:
        db.session.refresh(row)
    return row


def keep(row: Preference, wanted: Wish, *, at: datetime, note: str = "") -> None:
    """Keep what somebody wants in somebody's transaction; the same again changes nothing."""
    wanted.refuse_nonsense()
    before = _wish(row)
    if wanted == before:
        return
    kept = _as_kept(wanted)
    row.digest, row.muted, row.quiet_days = wanted.often.value, kept["muted"], kept["quiet_days"]
    row.version += 1
    who = person(row.user_id)
    diary.write_for_site(Change(Kind.PREFERENCES_CHANGED, who, who, at, cast("Value", _as_kept(before)), kept, note))


def _wish(row: Preference) -> Wish:
    return decisions.wish(row.digest, cast("Any", row.muted), cast("Any", row.quiet_days))


def _as_kept(wish: Wish) -> dict[str, Any]:
    return {
        "digest": wish.often.value,
        "muted": sorted(concern.value for concern in wish.muted),
        "quiet_days": sorted(wish.quiet_days),
    }


def _clashes(wanted: Wish, current: Wish) -> Iterator[Clash]:
    """List what is wanted beside what stands now, where they differ."""
    mine, theirs = _told(wanted), _told(current)
    for label, said in mine.items():
        if said != theirs[label]:
            yield Clash(label, said, theirs[label], "You", "")


def _told(wish: Wish) -> dict[str, str]:
    left_out = [concern.label for concern in Concern if concern in wish.muted]
    quiet = [phrases.weekday(day) for day in sorted(wish.quiet_days)]
    return {
        "Digest": wish.often.label,
        "Left out": ", ".join(left_out) or "nothing",
        "Quiet days": ", ".join(quiet) or "none",
    }
