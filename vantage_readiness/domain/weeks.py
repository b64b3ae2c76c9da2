"""ISO weeks: how they are named, where they begin and end, and which of them are over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .refusals import Refused

_WEEK = timedelta(days=7)
_NAME = re.compile(r"([0-9]{4})-?W([0-9]{2})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One ISO 8601 week: Monday to Sunday, numbered within its ISO year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Week:
        """Give the week a day is in."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def read(cls, text: str) -> Week:
        """Read a week as people and addresses write it: "2026-W47"."""
        found = _NAME.fullmatch(text.strip())
        try:
            year, number = (int(part) for part in found.groups()) if found else (0, 0)
            return cls.of(date.fromisocalendar(year, number, 7))  # the last day there is, is in no whole week
        except ValueError:
            raise Refused(f"“{text.strip()[:20]}” is no week. Write the year and the week like 2026-W47.") from None

    @property
    def name(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def first(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def before(self) -> Week:
        return Week.of(self.first - _WEEK)

    @property
    def after(self) -> Week:
        return Week.of(self.first + _WEEK)

    def is_over(self, today: date) -> bool:
        """Answer whether it ended before today."""
        return self.last < today

    def until(self, last: Week) -> Iterator[Week]:
        """Walk from this week to `last`, both included."""
        week = self
        while week <= last:
            yield week
            week = week.after


def newest_over(today: date) -> Week:
    """Give the week that ended last before today."""
    return Week.of(today - _WEEK)


def newest_due(local: datetime, weekday: int, hour: int) -> Week:
    """Give the newest week whose report is due at a local time.

    It is due from that hour on the first such weekday (1 to 7) after the week.
    """
    week = newest_over(local.date())
    due = week.last + timedelta(days=weekday)
    is_due = local.date() > due or (local.date() == due and local.hour >= hour)
    return week if is_due else week.before
