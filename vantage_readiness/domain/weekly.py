"""The weekly report: one ISO week of one project as of its end, as values. Every format prints these and no others.

All days are local days of the project; money is `Decimal`; percentages are whole numbers, floored. Nothing here depends
on when or by whom the report is made: `domain.past` tells how everything stood, from the diary alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .burndown import BurnDown
from .diary import Mark
from .phases import Plan
from .weeks import Week
from .words import Period, Status, Tier, Verdict, Word


class Happening(Word):
    """What a line of the week is listed under."""

    DONE = "done"
    VERIFIED = "verified"
    REOPENED = "reopened"
    ADDED = "added"
    RETIERED = "retiered"
    WAIVED = "waived"
    REMOVED = "removed"  # not applicable, not a gap, duplicate
    OTHER = "other"

    @property
    def label(self) -> str:
        said = {"reopened": "Re-opened", "retiered": "Re-tiered", "removed": "Taken out of scope"}
        return said.get(self.value, self.value.capitalize())


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the week's diary: what happened, told as the rest of a sentence that begins with `who`."""

    day: date
    happening: Happening
    item: int | None
    title: str
    tier: Tier | None
    who: str
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the gate stood: verdict, its sentence, its reasons in order."""

    verdict: Verdict
    sentence: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The four numbers, never blended, and the estimate. Percentages 0–100; None where nothing is in scope.

    `stated` is what the newest assessment prints, `estimate` our estimate of the score, both from 0 to 10.
    """

    stated: Decimal | None
    claimed: int | None
    verified: int | None
    coverage: int | None
    estimate: Decimal | None


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One assessment in the history of the score."""

    assessment: int
    title: str
    as_of: date | None
    imported_on: date
    stated: Decimal | None


@dataclass(frozen=True, slots=True)
class Late:
    """An item with an age: overdue since `since`, or blocked since then; `days` is how long."""

    number: int
    title: str
    tier: Tier
    owner: str | None
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A due date that moved to a later day, or was taken away, this week."""

    number: int
    title: str
    tier: Tier
    before: date
    after: date | None
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class Coming:
    """An item that is due in the next seven days."""

    number: int
    title: str
    tier: Tier
    owner: str | None
    due: date


@dataclass(frozen=True, slots=True)
class Unproven:
    """A critical item that is claimed, not verified; `evidence_days` is the age of its evidence, None without any."""

    number: int
    title: str
    owner: str | None
    claimed_on: date | None
    claimed_by: str | None
    evidence_days: int | None


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase against its plan; item counts of those that apply. Days are None where the plan has no dates."""

    number: int
    name: str
    state: str
    total: int
    claimed: int
    verified: int
    earliest_end: date | None
    latest_end: date | None
    completed_on: date | None


@dataclass(frozen=True, slots=True)
class Money:
    """The cost lines of one period and currency: the range, what is left of it, what was promised and spent.

    `spent_this_week` is the actual money recorded in the week; `over` names lines with more than their range. What was
    left a week before shows the drift; it is None in the first week.
    """

    period: Period
    currency: str
    low: Decimal
    high: Decimal
    remaining_low: Decimal
    remaining_high: Decimal
    committed: Decimal
    actual: Decimal
    spent_this_week: Decimal
    over: tuple[str, ...]
    left_low_before: Decimal | None = None
    left_high_before: Decimal | None = None

    @property
    def has_drifted(self) -> bool:
        """Whether something else is left than a week before."""
        before = (self.left_low_before, self.left_high_before)
        return before != (None, None) and before != (self.remaining_low, self.remaining_high)


@dataclass(frozen=True, slots=True)
class Foretold:
    """What the forecast says of one goal: a range of days, or a sentence why there is none. `rough` marks 2–3 weeks."""

    goal: str
    earliest: date | None
    latest: date | None
    rough: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Fared:
    """An earlier forecast and what became of it: "held", "missed" or "open"."""

    week: Week
    goal: str
    earliest: date
    latest: date
    outcome: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for a person to decide; `since` is None where no day is known."""

    sentence: str
    item: int | None
    since: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One item as it stood at the end of the week."""

    number: int
    title: str
    tier: Tier
    area: str
    phase: str
    status: Status
    standing: str
    owner: str
    due: date | None
    claimed_on: date | None
    evidence_on: date | None
    waived_until: date | None


@dataclass(frozen=True, slots=True)
class Weekly:
    """One week of one project. `before` values are those of the end of the week before, None in the first week.

    `mark` is how long the diary was at the end of the week and its last seal; `plan` stands behind the burn-down.
    """

    project: str
    slug: str
    time_zone: str
    week: Week
    gate: Standing
    gate_before: Standing | None
    numbers: Numbers
    numbers_before: Numbers | None
    scores: tuple[ScorePoint, ...]
    events: tuple[Event, ...]
    slipped: tuple[Slip, ...]
    blocked: tuple[Late, ...]
    overdue: tuple[Late, ...]
    coming: tuple[Coming, ...]
    unproven: tuple[Unproven, ...]
    burn_down: BurnDown
    phases: tuple[PhaseLine, ...]
    plan_sentence: str
    money: tuple[Money, ...]
    forecasts: tuple[Foretold, ...]
    fared: tuple[Fared, ...]
    decisions: tuple[Decision, ...]
    rows: tuple[Row, ...]
    mark: Mark
    plan: Plan | None = None

    @property
    def as_of(self) -> date:
        """The last day of the week; everything is as it stood when that day ended."""
        return self.week.last

    def of(self, happening: Happening) -> tuple[Event, ...]:
        """Give the week's lines of one kind, oldest first."""
        return tuple(event for event in self.events if event.happening is happening)

    def change(self, name: str) -> int | Decimal | None:
        """Give by how much one of the numbers moved in the week; None if either is unknown."""
        now = getattr(self.numbers, name)
        then = getattr(self.numbers_before, name) if self.numbers_before else None
        return None if now is None or then is None else now - then
