"""Drift: how plan, costs and gaps differ between two documents. The project keeps its own plan and costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from . import likeness
from .assessment import Assessment
from .assessment.model import CostLine, Phase, Statement, Weeks
from .words import Period

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PhaseDrift:
    """One phase of a plan as two documents print it: its length as text, empty where no length is printed.

    `before` or `after` is None where the document has no such phase.
    """

    name: str
    before: str | None
    after: str | None
    done: bool

    @property
    def differs(self) -> bool:
        return self.before != self.after or self.done


@dataclass(frozen=True, slots=True)
class CostDrift:
    """One cost line as two documents print it: ranges of money; None where a document has no such line or no range."""

    group: str
    name: str
    period: Period
    currency: str
    before: tuple[Decimal, Decimal] | None
    after: tuple[Decimal, Decimal] | None
    done: bool

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Drift:
    """Everything besides the checklist that differs between two documents; lists in the order of the later one."""

    weeks_before: Weeks | None
    weeks_after: Weeks | None
    risk_before: str | None
    risk_after: str | None
    phases: tuple[PhaseDrift, ...]
    costs: tuple[CostDrift, ...]
    gaps_gone: tuple[str, ...]
    gaps_new: tuple[str, ...]


def between(earlier: Assessment, later: Assessment) -> Drift:
    """Compare what two documents say besides their checklists; same words are the same thing."""
    gaps = _paired(earlier.gaps, later.gaps, _gap)
    return Drift(
        weeks_before=earlier.time_to_production.weeks if earlier.time_to_production else None,
        weeks_after=later.time_to_production.weeks if later.time_to_production else None,
        risk_before=earlier.risk.level if earlier.risk else None,
        risk_after=later.risk.level if later.risk else None,
        phases=tuple(_phase(*pair) for pair in _paired(earlier.phases, later.phases, lambda phase: phase.name)),
        costs=tuple(_cost(*pair) for pair in _paired(earlier.costs, later.costs, _line)),
        gaps_gone=tuple(gap.reference for gap, _, after in gaps if after is None),
        gaps_new=tuple(gap.reference for gap, before, _ in gaps if before is None),
    )


def _paired(ones: Iterable[T], others: Iterable[T], name: Callable[[T], str]) -> list[tuple[T, T | None, T | None]]:
    """Pair what has the same name: the thing itself, how the earlier side prints it, how the later one does.

    All of the later side come first, then what only the earlier has.
    """
    mine, theirs = _by_key(ones, name), _by_key(others, name)
    both: list[tuple[T, T | None, T | None]] = [(it, mine.get(key), it) for key, it in theirs.items()]
    return both + [(it, it, None) for key, it in mine.items() if key not in theirs]


def _by_key(things: Iterable[T], name: Callable[[T], str]) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for thing in things:
        found.setdefault(likeness.key(name(thing)), thing)
    return found


def _gap(gap: Statement) -> str:
    return gap.reference


def _line(cost: CostLine) -> str:
    return f"{cost.group} {cost.name}"


def _phase(it: Phase, before: Phase | None, after: Phase | None) -> PhaseDrift:
    return PhaseDrift(it.name, _length(before), _length(after), bool(after and after.done))


def _length(phase: Phase | None) -> str | None:
    if phase is None:
        return None
    return str(phase.weeks) if phase.weeks else ""


def _cost(it: CostLine, before: CostLine | None, after: CostLine | None) -> CostDrift:
    priced = next((cost for cost in (after, before) if cost and _range(cost)), it)
    done = bool(after and after.done)
    return CostDrift(it.group, it.name, priced.period, priced.currency, _range(before), _range(after), done)


def _range(cost: CostLine | None) -> tuple[Decimal, Decimal] | None:
    return None if cost is None or cost.low is None or cost.high is None else (cost.low, cost.high)
