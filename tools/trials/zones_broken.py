"""Builds that miss a digest or a report, tell it twice or too early: `zones` has to find each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from unittest.mock import patch

from sqlalchemy import text

from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.steadiness import Steadiness
from vantage_readiness.services import digests, reports
from vantage_readiness.storage import digests as kept
from vantage_readiness.storage import reports as claims
from vantage_readiness.storage.database import db

Broken = Callable[[], AbstractContextManager[None]]


@contextmanager
def _by_utc() -> Iterator[None]:
    """Break the build: take the day of Greenwich for everybody's."""
    with patch.object(digests.Table, "_local", lambda table, _project: table._at):
        yield


@contextmanager
def _at_the_hour_only() -> Iterator[None]:
    """Break the build: remind only while the clock shows the hour itself."""
    with patch.object(Rules, "is_time", lambda rules, at: rules.is_working_day(at.date()) and at.hour == rules.hour):
        yield


@contextmanager
def _unclaimed() -> Iterator[None]:
    """Break the build: owe a digest as often as somebody ticks."""
    keys = iter(range(10**9))
    key = kept.key
    with (
        patch.object(digests.Table, "unclaimed", _everybody),
        patch.object(claims, "claim", lambda _key, _at: True),
        patch.object(kept, "key", lambda user, day: f"{key(user, day)}:{next(keys)}"),
    ):
        yield


def _everybody(table: digests.Table) -> dict[int, date]:
    people = db.session.execute(text("SELECT user_id, project_id FROM membership")).all()
    times = {row.user_id: (row.project_id, table._local(table.projects[row.project_id])) for row in people}
    return {user: local.date() for user, (project, local) in times.items() if table.rules[project].is_time(local)}


@contextmanager
def _believing() -> Iterator[None]:
    """Break the build: believe any hour."""
    with patch.object(Steadiness, "believes", lambda *_: True):
        yield


@contextmanager
def _newest_week_only() -> Iterator[None]:
    """Break the build: publish the newest week and forget those slept through."""
    due = reports._weeks_due
    with patch.object(reports, "_weeks_due", lambda *given: due(*given)[-1:]):
        yield


BROKEN: dict[str, Broken] = {
    "by utc": _by_utc,
    "at the hour only": _at_the_hour_only,
    "unclaimed": _unclaimed,
    "believing": _believing,
    "newest week only": _newest_week_only,
}
