"""When a project reminds: its working days, the hour, how long before and after a due date, who hears of it next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Self

from .refusals import Refused
from .words import Tier

MONDAY, FRIDAY = 1, 5  # ISO weekdays, 1 to 7
MOST_HOLIDAYS = 400
_A_DAY = timedelta(days=1)
_ESCALATIONS: Mapping[Tier, tuple[int, int]] = MappingProxyType(
    {Tier.CRITICAL: (1, 3), Tier.IMPORTANT: (3, 7), Tier.NICE: (7, 14), Tier.PLAN: (7, 14)}
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one project decided about its reminders: days of the week as ISO numbers, hours as its clocks show them.

    `before` are days ahead of a due date on which its owner hears of it (0 is the day itself), `every` is after how
    many working days again once it is overdue. `escalations` gives for each tier after how many days overdue the deputy
    hears of it, and after how many the leads.
    """

    hour: int = 8
    working_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    holidays: tuple[date, ...] = ()
    before: tuple[int, ...] = (7, 1, 0)
    every: int = 3
    blocked_days: int = 5
    untouched_days: int = 14
    escalations: Mapping[Tier, tuple[int, int]] = field(default_factory=lambda: _ESCALATIONS)
    report_day: int = MONDAY
    report_hour: int = 7
    report_is_automatic: bool = True

    def is_working_day(self, day: date) -> bool:
        return day.isoweekday() in self.working_days and day not in self.holidays

    def next_working_day(self, day: date) -> date:
        """Give the first working day after a day; within 400 days there is one, or the next day is given."""
        later = day + _A_DAY
        while not self.is_working_day(later):
            if (later - day).days > MOST_HOLIDAYS:
                return day + _A_DAY
            later += _A_DAY
        return later

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after one day, up to and with another; 0 if that is not later."""
        return sum(self.is_working_day(after + _A_DAY * n) for n in range(1, (until - after).days + 1))

    def is_time(self, local: datetime) -> bool:
        """Answer whether the day's digests are due at this local time; an hour the day skips counts when it is over."""
        return self.is_working_day(local.date()) and local.hour >= self.hour

    def as_kept(self) -> dict[str, Any]:
        """Give the rules as plain JSON values."""
        return {
            "hour": self.hour,
            "working_days": list(self.working_days),
            "holidays": [day.isoformat() for day in self.holidays],
            "before": list(self.before),
            "every": self.every,
            "blocked_days": self.blocked_days,
            "untouched_days": self.untouched_days,
            "escalations": {tier.value: list(days) for tier, days in self.escalations.items()},
            "report_day": self.report_day,
            "report_hour": self.report_hour,
            "report_is_automatic": self.report_is_automatic,
        }

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> Self:
        """Read kept rules; what they leave out follows the default. Raises `Refused` for impossible values."""
        values: dict[str, Any] = {name: value for name, value in kept.items() if name in cls.__dataclass_fields__}
        for name in ("working_days", "before"):
            if name in values:
                values[name] = tuple(values[name])
        if "holidays" in values:
            values["holidays"] = tuple(date.fromisoformat(day) for day in values["holidays"])
        if "escalations" in values:
            given = {Tier(tier): (days[0], days[1]) for tier, days in values["escalations"].items()}
            values["escalations"] = MappingProxyType({**_ESCALATIONS, **given})
        rules = cls(**values)
        rules.refuse_nonsense()
        return rules

    def refuse_nonsense(self) -> None:
        """Raise `Refused` if nobody could be reminded by these rules."""
        if not self.working_days or not all(1 <= day <= 7 for day in self.working_days):
            raise Refused("Choose at least one working day.")
        if not (0 <= self.hour <= 23 and 0 <= self.report_hour <= 23 and 1 <= self.report_day <= 7):
            raise Refused("An hour has to be from 0 to 23, and the day of the report a day of the week.")
        if len(self.holidays) > MOST_HOLIDAYS:
            raise Refused(f"These are too many holidays. Keep at most {MOST_HOLIDAYS}.")
        if len(self.before) > 10 or not all(0 <= days <= 90 for days in self.before):
            raise Refused("Give at most ten reminders before the due date, each from 0 to 90 days ahead.")
        if not all(1 <= days <= 365 for days in (self.every, self.blocked_days, self.untouched_days)):
            raise Refused("A number of days has to be from 1 to 365.")
        if not all(0 <= deputy <= lead <= 365 for deputy, lead in self.escalations.values()):
            raise Refused("The deputy hears of an overdue item before the leads do, both within 365 days.")
