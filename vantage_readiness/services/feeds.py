"""A person's own calendar: an address that only they know, made, made anew and revoked by them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlsplit

from ..domain import phases
from ..domain.diary import Change, Kind, person
from ..domain.refusals import NotFound
from ..output import calendar
from ..output.calendar import Entry
from ..storage import feeds
from ..storage.database import db
from ..storage.items import Item
from ..storage.people import User
from ..storage.projects import Project
from . import diary, preferences
from .links import fingerprint

MEDIA_TYPE = calendar.MEDIA_TYPE


def make(user: User, *, at: datetime) -> str:
    """Make a calendar address and give its token, which nobody can be shown again; an earlier one dies."""
    row = preferences.held(user)
    token = secrets.token_urlsafe(32)
    row.feed_hash, row.feed_made_at = fingerprint(token), at
    _write(Kind.FEED_MADE, user, at)
    db.session.commit()
    return token


def revoke(user: User, *, at: datetime) -> None:
    """Let the calendar address open nothing any more; again changes nothing."""
    row = preferences.held(user)
    if row.feed_hash is not None:
        row.feed_hash = row.feed_made_at = None
        _write(Kind.FEED_REVOKED, user, at)
    db.session.commit()


def read(token: str, base: str) -> bytes:
    """Give the calendar that a token opens; links in it begin with `base`. Raises `NotFound`.

    Four queries, whatever there is. Nobody counts wrong tokens: they have 256 bits, and a look writes nothing.
    """
    user = feeds.find_person(fingerprint(token))
    if user is None:
        raise NotFound("This calendar address opens nothing. Make a new one in your account.")
    entries = [*_due(user, base), *_waivers(user, base), *_phases(user, base)]
    return calendar.calendar(f"Vantage Readiness: {user.name}", urlsplit(base).hostname or "localhost", entries)


def _due(user: User, base: str) -> Iterator[Entry]:
    for project, item in feeds.due_of(user.id):
        said = f"{item.tier.label}, {item.status.label.lower()}."
        yield _about_item(f"due-{project.id}-{item.number}", project, item, base, item.due, "Due", said)


def _waivers(user: User, base: str) -> Iterator[Entry]:
    """Give the end of each item's waiver; of several that end on the same day the newest."""
    told: set[int] = set()
    for project, item, waiver in feeds.waivers_of(user.id):
        if item.id not in told:
            told.add(item.id)
            said = "From the next day on the item counts again as it stands."
            key = f"waiver-{project.id}-{waiver.id}"
            yield _about_item(key, project, item, base, waiver.ends, "Waiver ends", said)


def _phases(user: User, base: str) -> Iterator[Entry]:
    for project, rows in groupby(feeds.phases_of(user.id), key=lambda row: row[0]):
        of_plan = [phase for _, phase in rows]
        ends = {band.phase_id: band.latest_end for band in phases.schedule(project.start_date, of_plan).bands}
        for phase in of_plan:
            if phase.id in ends and phase.completed_on is None:
                yield Entry(
                    f"phase-{project.id}-{phase.id}",
                    ends[phase.id],
                    f"Phase ends: {phase.name} ({project.name})",
                    "The latest end by the plan; it is not complete yet.",
                    f"{base}/p/{project.slug}/plan",
                    project.name,
                    project.settings_version,
                    project.created_at,
                )


def _about_item(key: str, project: Project, item: Item, base: str, day: date, what: str, said: str) -> Entry:
    url = f"{base}/p/{project.slug}/items/{item.number}"
    title = f"{what}: {item.title} ({project.name})"
    return Entry(key, day, title, f"{said}\n{url}", url, project.name, item.version, item.created_at)


def _write(kind: Kind, user: User, at: datetime) -> None:
    diary.write_for_site(Change(kind, person(user.id), person(user.id), at))
