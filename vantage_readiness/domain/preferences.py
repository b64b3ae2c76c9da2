"""What somebody wants to be written: how often, about what, and on which days not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .refusals import Refused
from .words import Word


class Often(Word):
    """How often a digest comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"

    @property
    def label(self) -> str:
        said = {
            "daily": "On every working day that has something to say",
            "weekly": "On the first working day of a week",
            "off": "Never",
        }
        return said[self.value]


class Concern(Word):
    """What a digest can tell its reader, the most urgent first; each can be left out."""

    ESCALATED = "escalated"
    OVERDUE = "overdue"
    DUE = "due"
    TO_VERIFY = "to_verify"
    TO_DECIDE = "to_decide"
    WAIVERS = "waivers"
    EVIDENCE = "evidence"
    BLOCKED = "blocked"
    UNTOUCHED = "untouched"
    PLAN = "plan"

    @property
    def label(self) -> str:
        said = {
            "escalated": "Overdue, and passed on to me",
            "due": "Due within 7 days",
            "to_verify": "Needs my verification",
            "to_decide": "Waits for my approval or decision",
            "waivers": "My waivers end soon",
            "evidence": "Evidence of mine is about to be too old",
            "blocked": "Blocked for long",
            "untouched": "Untouched for long",
            "plan": "Next review, start date",
        }
        return said.get(self.value, self.value.capitalize())


@dataclass(frozen=True, slots=True)
class Wish:
    """What one person wants. `quiet_days` are ISO weekdays, 1 is Monday."""

    often: Often = Often.DAILY
    muted: frozenset[Concern] = frozenset()
    quiet_days: frozenset[int] = frozenset()

    def refuse_nonsense(self) -> None:
        """Raise `Refused` for days that no week has, or when no day is left."""
        if not all(1 <= day <= 7 for day in self.quiet_days):
            raise Refused("A quiet day is a day of the week, from 1 for Monday to 7 for Sunday.")
        if len(self.quiet_days) == 7:
            raise Refused("With seven quiet days no digest could come. Choose “Never” instead.")


def wish(often: str, muted: Collection[str], quiet_days: Collection[int]) -> Wish:
    """Read what somebody wants; refuse words that are no choices."""
    known = {each.value for each in Concern}
    if often not in {each.value for each in Often} or not set(muted) <= known:
        raise Refused("Choose daily, weekly or off, and what to leave out from the list.")
    found = Wish(Often(often), frozenset(map(Concern, muted)), frozenset(quiet_days))
    found.refuse_nonsense()
    return found
