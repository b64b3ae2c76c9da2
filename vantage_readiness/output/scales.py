"""Where a day or a number falls on paper, and which days and numbers are worth a tick."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WIDE = 760
NARROW = 358

_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6)
_MONTH_DAYS = 30.4


@dataclass(frozen=True, slots=True)
class DayScale:
    """Days from `first` to `last` laid out from `left` to `right` (user units)."""

    first: date
    last: date
    left: float
    right: float

    def __call__(self, on: date) -> float:
        return self.left + (self.right - self.left) * (on - self.first).days / (self.last - self.first).days

    @property
    def per_day(self) -> float:
        return (self.right - self.left) / (self.last - self.first).days


@dataclass(frozen=True, slots=True)
class NumberScale:
    """Numbers from 0 to `top` laid out from `bottom` up to `ceiling` (user units; y grows downwards)."""

    top: float
    bottom: float
    ceiling: float

    def __call__(self, value: float) -> float:
        return self.bottom - (self.bottom - self.ceiling) * value / self.top


def room_beside(share: float, width: float, label: float) -> float:
    """Give the space right of a plot so that a label fits beside the day at `share` of it; at least 12.

    `width` is that of plot and space together; what the plot itself offers right of the day is made use of.
    """
    return max(12.0, width - (width - 12 - label) / share) if share else 12.0


def number_ticks(top: int, most: int = 5) -> list[int]:
    """Give whole numbers from 0 to the first at or above `top`, in steps of 1, 2 or 5 times a power of ten."""
    step = 1
    while top / step > most:
        step = _next_nice(step)
    return list(range(0, -(-top // step) * step + 1, step))


def day_ticks(scale: DayScale, room: float) -> list[tuple[date, str]]:
    """Give days with short labels, at least `room` apart: days, Mondays, months, quarters or years, as fits."""
    for step in _DAY_STEPS:
        if step * scale.per_day >= room:
            return [(on, short_day(on)) for on in _every_days(scale, step)]
    for months in _MONTH_STEPS:
        if months * _MONTH_DAYS * scale.per_day >= room:
            return [(on, _month(on)) for on in _every_months(scale, months)]
    years = 1
    while years * 12 * _MONTH_DAYS * scale.per_day < room:
        years = _next_nice(years)
    return [(on, str(on.year)) for on in _every_months(scale, 12 * years)]


def short_day(on: date, beside: date | None = None) -> str:
    """Give "3 Nov", with the year when it differs from that of the day beside it."""
    year = f" {on.year}" if beside is not None and beside.year != on.year else ""
    return f"{on.day} {_SHORT_MONTHS[on.month - 1]}{year}"


def _next_nice(step: int) -> int:
    return step * 5 // 2 if str(step).startswith("2") else step * 2


def _every_days(scale: DayScale, step: int) -> Iterator[date]:
    start = scale.first
    if step >= 7:
        start += timedelta(days=-start.weekday() % 7)
    while start <= scale.last:
        yield start
        start += timedelta(days=step)


def _every_months(scale: DayScale, step: int) -> Iterator[date]:
    month = scale.first.year * 12 + scale.first.month - 1
    month += -month % step
    while (on := date(month // 12, month % 12 + 1, 1)) <= scale.last:
        if on >= scale.first:
            yield on
        month += step


def _month(on: date) -> str:
    return str(on.year) if on.month == 1 else _SHORT_MONTHS[on.month - 1]
