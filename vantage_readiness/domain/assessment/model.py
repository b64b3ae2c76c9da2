"""What an assessment says, fact by fact, each with its line in the document (lines count from 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from ..words import Period, Severity, Tier
from .decode import Repair


class State(StrEnum):
    """What the document prints about an item. A tick is the assessor's claim."""

    OPEN = "open"
    DONE = "done"
    PARTIAL = "partial"


class FateKind(StrEnum):
    """What became of a line."""

    UNDERSTOOD = "understood"
    STRUCTURE = "structure"
    CONTEXT = "context"
    NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, slots=True)
class Weeks:
    """A duration range in weeks."""

    low: float
    high: float

    def __add__(self, other: Weeks) -> Weeks:
        return Weeks(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        span = f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"
        return f"{span} {'week' if span == '1' else 'weeks'}"


@dataclass(frozen=True, slots=True)
class Money:
    """A range of money; `period` is none where the words do not say how often."""

    low: Decimal
    high: Decimal
    currency: str
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The overall score as printed; `normalised` is on a scale of 0 to 10, `stars` counts the stars beside it."""

    printed: str
    value: float
    out_of: float
    normalised: float
    line: int
    stars: int = 0


class Candidate(NamedTuple):
    """A score that could be taken for the overall one, and why it was not."""

    printed: str
    line: int
    why: str


class AreaScore(NamedTuple):
    """A score printed for one area; `weight` is none where the document gives none.

    Weights are as printed; where they add up to one, as percentages.
    """

    area: str
    value: float
    out_of: float
    weight: float | None
    line: int


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the product that the assessment looks at."""

    name: str
    line: int


class Statement(NamedTuple):
    """A strength or a gap: its name, and what the document says about it."""

    area: str | None
    title: str
    text: str
    line: int

    @property
    def reference(self) -> str:
        """Give the name by which links know it: "Security: CORS Wildcard"."""
        return f"{self.area}: {self.title}" if self.area else self.title


class Entry(NamedTuple):
    """One printed line of the checklist; `same_as` is the line of the entry it repeats."""

    title: str
    detail: str
    tier: Tier | None
    state: State
    area: str | None
    effort: str | None
    line: int
    same_as: int | None
    section: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do in a phase; `group` is the numbered head it stands under, empty if none."""

    title: str
    detail: str
    group: str
    line: int


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of the plan, with its duration range in weeks where printed."""

    name: str
    ordinal: int
    weeks_min: float | None
    weeks_max: float | None
    done: bool
    line: int
    steps: tuple[Step, ...]

    @property
    def weeks(self) -> Weeks | None:
        return None if self.weeks_min is None or self.weeks_max is None else Weeks(self.weeks_min, self.weeks_max)

    def reference(self, step: Step) -> str:
        """Give the name by which links know a step: "Phase 1: Configure proper CORS"."""
        return f"Phase {self.ordinal}: {step.title}"


@dataclass(frozen=True, slots=True)
class CostLine:
    """A cost with its range. A line marked as completed may have no range left."""

    group: str
    name: str
    low: Decimal | None
    high: Decimal | None
    currency: str
    period: Period
    note: str
    done: bool
    line: int


@dataclass(frozen=True, slots=True)
class Total:
    """A printed total (`stated_low`, `stated_high`) beside the sum of its group's lines (`low`, `high`)."""

    group: str
    low: Decimal
    high: Decimal
    stated_low: Decimal
    stated_high: Decimal
    currency: str
    period: Period
    line: int


@dataclass(frozen=True, slots=True)
class Risk:
    """The overall risk in the document's own word, lower case."""

    level: str
    line: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A time until production, in weeks."""

    weeks_min: float
    weeks_max: float
    line: int

    @property
    def weeks(self) -> Weeks:
        return Weeks(self.weeks_min, self.weeks_max)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Something the assessment advises, and by when."""

    horizon: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The assessor's closing recommendation, with the time it names, if any."""

    text: str
    timeline: Timeline | None
    line: int


@dataclass(frozen=True, slots=True)
class Review:
    """When the document wants to be looked at again."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Dated:
    """The line that says when the document was written; `day` is none where it names no day."""

    day: date | None
    line: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A tier named outside the checklist: "CRITICAL: fix these" above a list in a code block."""

    text: str
    tier: Tier
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed in the document; `about` is the title of the item it concerns."""

    code: str
    severity: Severity
    message: str
    lines: tuple[int, ...]
    about: str | None = None


class Fate(NamedTuple):
    """What became of one line that is not blank, and as what."""

    line: int
    kind: FateKind
    what: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One document as read. `text` is repaired, its lines end in a bare newline; `sha256` is of the bytes received."""

    title: str
    sha256: str
    text: str
    repair: Repair | None
    score: Score | None
    area_scores: tuple[AreaScore, ...]
    areas: tuple[Area, ...]
    items: tuple[Entry, ...]
    phases: tuple[Phase, ...]
    costs: tuple[CostLine, ...]
    totals: tuple[Total, ...]
    risk: Risk | None
    time_to_production: Timeline | None
    verdict: Verdict | None
    recommendations: tuple[Recommendation, ...]
    strengths: tuple[Statement, ...]
    gaps: tuple[Statement, ...]
    next_review: Review | None
    assessor: str | None
    dated: Dated | None
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]
    fates: tuple[Fate, ...]
    candidates: tuple[Candidate, ...] = ()

    @property
    def encoding_repair(self) -> str | None:
        """Name the table the text had wrongly been read with, if it had."""
        return self.repair.table if self.repair else None

    @property
    def as_of(self) -> date | None:
        return self.dated.day if self.dated else None

    @property
    def not_understood(self) -> tuple[Fate, ...]:
        return tuple(fate for fate in self.fates if fate.kind is FateKind.NOT_UNDERSTOOD)

    def as_dict(self) -> dict[str, Any]:
        """Give the document's facts as plain JSON values, keys in a fixed order."""
        lines = self.text.split("\n")
        return {
            "title": self.title,
            "encoding_repair": self.encoding_repair,
            "score": _pick(self.score, "printed value out_of normalised line") if self.score else None,
            "area_scores": [_pick(score, "area value out_of weight line") for score in self.area_scores],
            "items": [_pick(item, "title detail tier state area effort line same_as") for item in self.items],
            "phases": [
                _pick(phase, "name weeks_min weeks_max done line")
                | {"steps": [_pick(step, "title group line") for step in phase.steps]}
                for phase in self.phases
            ],
            "costs": [
                _pick(cost, "group name low high currency period line") for cost in self.costs if cost.low is not None
            ],
            "totals": [_pick(total, "group low high stated_low stated_high line") for total in self.totals],
            "risk": self.risk.level if self.risk else None,
            "time_to_production": (
                _pick(self.time_to_production, "weeks_min weeks_max line") if self.time_to_production else None
            ),
            "recommendations": [_pick(advice, "horizon text line") for advice in self.recommendations],
            "strengths": [_pick(strength, "area title text line") for strength in self.strengths],
            "gaps": [_pick(gap, "area title text line") for gap in self.gaps],
            "findings": [_pick(finding, "code severity message lines") for finding in self.findings],
            "not_understood": [{"line": fate.line, "text": lines[fate.line - 1]} for fate in self.not_understood],
        }


def _pick(value: object, names: str) -> dict[str, Any]:
    return {name: _plain(getattr(value, name)) for name in names.split()}


def _plain(value: Any) -> Any:
    if isinstance(value, float | Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value
