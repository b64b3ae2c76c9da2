"""Which days one digest speaks for: each day that something is told belongs to exactly one digest of a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .preferences import Often, Wish
from .reminders import Rules
from .weeks import Week

REACHES_BACK = 14  # days; what a longer silence left untold is old by now
_REACHES_AHEAD = 60  # days
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days of one digest: `day` is its own and `before` that of the one before it.

    What is told once it has happened is news from the day after `before` to `day`. What is told ahead is news for the
    days after `told`, up to which the one before told ahead, to `until`, the last day before the next one.
    """

    day: date
    before: date
    told: date
    until: date

    def reaches(self, day: date) -> bool:
        """Answer whether a day that is told ahead belongs to this digest."""
        return self.told < day <= self.until


@dataclass(frozen=True, slots=True)
class Ahead:
    """Rings on certain days before something happens; a day nobody works on is told before it."""

    days: tuple[date, ...]

    def is_news(self, window: Window, _rules: Rules) -> bool:
        """Answer whether a digest is the one to tell it."""
        return any(window.reaches(day) for day in self.days)


@dataclass(frozen=True, slots=True)
class Again:
    """Rings on the first working day from `since` on, and then every so many working days."""

    since: date
    every: int

    def is_news(self, window: Window, rules: Rules) -> bool:
        """Answer whether it rang after the digest before, up to this one."""
        return self._rung(window.day, rules) > self._rung(window.before, rules)

    def _rung(self, day: date, rules: Rules) -> int:
        """Count how often it rang up to and with a day."""
        worked = rules.working_days_between(self.since - _A_DAY, day)
        return (worked + self.every - 1) // self.every


def window(day: date, before: date | None, wish: Wish, rules: Collection[Rules]) -> Window:
    """Give the days of a digest, given the day of the one before it and the rules of all projects of its reader."""
    earliest = day - timedelta(days=REACHES_BACK)
    since = max(before or earliest, earliest)
    told = max(since, next_day(before, wish, rules) - _A_DAY) if before else since
    if before and wish.often is Often.WEEKLY and Week.of(before) == Week.of(day):
        told = since  # the one before was still a daily one: it told nothing of the rest of its week
    return Window(day, since, told, next_day(day, wish, rules) - _A_DAY)


def next_day(day: date, wish: Wish, rules: Iterable[Rules]) -> date:
    """Give the day of the next digest after one: a working day in one of the projects that is none of the quiet days.

    Weekly digests come in a later week. When there is no such day for two months, the last of them is given.
    """
    rules = tuple(rules)
    later = Week.of(day).after.first if wish.often is Often.WEEKLY else day + _A_DAY
    last = later + timedelta(days=_REACHES_AHEAD)
    while later < last and not is_day_for(later, wish, rules):
        later += _A_DAY
    return later


def is_day_for(day: date, wish: Wish, rules: Iterable[Rules]) -> bool:
    """Answer whether a digest may come on a day."""
    return day.isoweekday() not in wish.quiet_days and any(each.is_working_day(day) for each in rules)
