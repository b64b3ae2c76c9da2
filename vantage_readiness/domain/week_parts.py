"""The parts of a weekly report that follow from how everything stood: lists of items, phases, money, what waits.

`last` is the last day told of; `morning` the day on which people read it: the day after, or the day itself while it
still runs. Ages in days are counted to the morning, as the dashboard shows them then; evidence ages as the gate says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from . import costs, findings
from . import items as decisions
from .gate import Gate
from .past import PastItem
from .past_project import PastCost, PastFinding
from .phases import Phase, Plan, progress
from .policy import Policy
from .readiness import Readiness, standing
from .weekly import Coming, Decision, Late, Money, Numbers, PhaseLine, Row, Unproven
from .weekly import Standing as GateStanding
from .words import Severity, Standing, Status, Tier

_SOON = timedelta(days=7)
_TIERS = tuple(Tier)
_GRAVEST = tuple(reversed(Severity))


class Numbered(Phase, Protocol):
    """A phase of the plan with its number."""

    @property
    def number(self) -> int: ...


def gate(found: Gate) -> GateStanding:
    """Give the gate as a report prints it."""
    return GateStanding(found.verdict, found.sentence, tuple(reason.sentence for reason in found.reasons))


def numbers(found: Readiness) -> Numbers:
    """Give the numbers a report prints."""
    return Numbers(found.stated, found.claimed, found.verified, found.coverage, found.estimate)


def blocked(items: Iterable[PastItem], morning: date) -> tuple[Late, ...]:
    """List what is blocked, the longest first."""
    stuck = [(item, item.blocked_since) for item in items if item.status is Status.BLOCKED and item.correction is None]
    return _late([(item, since) for item, since in stuck if since], morning)


def overdue(items: Iterable[PastItem], morning: date) -> tuple[Late, ...]:
    """List what should have been finished before the morning, the longest overdue first."""
    return _late([(item, item.due) for item in items if item.due and decisions.is_overdue(item, morning)], morning)


def coming(items: Iterable[PastItem], morning: date) -> tuple[Coming, ...]:
    """List what is due within seven days from the morning on, the soonest first."""
    soon = [
        Coming(item.number, item.title, item.tier, item.owner_name, item.due)
        for item in items
        if item.due and morning <= item.due < morning + _SOON and decisions.is_unfinished(item)
    ]
    return tuple(sorted(soon, key=lambda each: (each.due, _TIERS.index(each.tier), each.number)))


def unproven(
    items: Iterable[PastItem], last: date, policy: Policy, names: Callable[[str], str]
) -> tuple[Unproven, ...]:
    """List critical items that are claimed and not verified, the longest claimed first."""
    claimed = [
        item for item in items if item.tier is Tier.CRITICAL and standing(item, last, policy) is Standing.CLAIMED
    ]
    return tuple(
        Unproven(
            number=item.number,
            title=item.title,
            owner=item.owner_name,
            claimed_on=item.claimed_on,
            claimed_by=names(item.claimed_by) if item.claimed_by else None,
            evidence_days=(last - item.evidence_on).days if item.evidence_on else None,
        )
        for item in sorted(claimed, key=lambda item: (item.claimed_on or date.min, item.number))
    )


def phases(
    phases: Sequence[Numbered],
    plan: Plan,
    items: Iterable[PastItem],
    completed: Mapping[int, date],
    last: date,
    policy: Policy,
) -> tuple[PhaseLine, ...]:
    """Give every phase with how far it is, beside its planned end; `completed` are days by number."""
    bands = {band.phase_id: band for band in plan.bands}
    its: defaultdict[int | None, list[PastItem]] = defaultdict(list)
    for item in items:
        its[item.phase_id].append(item)
    found = []
    for phase in phases:
        done, band = progress(its[phase.id], last, policy), bands.get(phase.id)
        found.append(
            PhaseLine(
                number=phase.number,
                name=phase.name,
                state=done.state.value.replace("_", " "),
                total=done.total,
                claimed=done.claimed,
                verified=done.verified,
                earliest_end=band.earliest_end if band else None,
                latest_end=band.latest_end if band else None,
                completed_on=completed.get(phase.number),
            )
        )
    return tuple(found)


def money(
    lines: Sequence[PastCost], spent: Mapping[int, Decimal], before: Sequence[PastCost] = ()
) -> tuple[Money, ...]:
    """Add up the cost lines by period and currency; `spent` is what was recorded as spent in the week, by line.

    `before` are the lines as they stood at the end of the week before.
    """
    earlier = {(each.period, each.currency): each for each in costs.add_up(before, ())}
    by_id = {line.id: line for line in lines}
    return tuple(
        Money(
            period=each.period,
            currency=each.currency,
            low=each.low,
            high=each.high,
            remaining_low=each.remaining_low,
            remaining_high=each.remaining_high,
            committed=each.committed,
            actual=each.actual,
            spent_this_week=sum((spent.get(state.id, Decimal(0)) for state in each.lines), Decimal(0)),
            over=tuple(by_id[state.id].name for state in each.lines if state.over),
            left_low_before=was.remaining_low if was else None,
            left_high_before=was.remaining_high if was else None,
        )
        for each in costs.add_up(lines, ())
        for was in [earlier.get((each.period, each.currency))]
    )


def waiting(
    items: Iterable[PastItem], noticed: Iterable[PastFinding], names: Callable[[str], str]
) -> tuple[Decision, ...]:
    """List what waits for a decision: about items by tier and number, then about findings, the gravest first."""
    about = sorted((item for item in items if item.correction is None), key=_by_tier)
    asked = [(item, item.asked_on, _asked(item, names)) for item in about if item.asked_by]
    missing = [(item, item.vanished_on, _missing(item)) for item in about if item.vanished]
    ticked = [(item, item.added_on, _ticked(item)) for item in about if item.born_done]
    retiered = [(item, item.proposed_on, _retiered(item)) for item in about if item.proposed_tier]
    left = [each for each in findings.once(noticed) if each.undecided]
    left.sort(key=lambda each: _GRAVEST.index(each.severity))
    return (
        *(Decision(said, item.number, since) for item, since, said in (*asked, *missing, *ticked, *retiered)),
        *(Decision(f"The documents leave open: {each.message}", each.item, each.since) for each in left),
    )


def rows(
    items: Iterable[PastItem], areas: Mapping[int, str], phases: Mapping[int, str], last: date, policy: Policy
) -> tuple[Row, ...]:
    """Give every item as a row, by number."""
    return tuple(
        Row(
            number=item.number,
            title=item.title,
            tier=item.tier,
            area=areas.get(item.area_id or 0, ""),
            phase=phases.get(item.phase_id or 0, ""),
            status=item.status,
            standing=standing(item, last, policy).label,
            owner=item.owner_name or "",
            due=item.due,
            claimed_on=item.claimed_on,
            evidence_on=item.evidence_on,
            waived_until=item.waived_until,
        )
        for item in items
    )


def _late(found: Iterable[tuple[PastItem, date]], morning: date) -> tuple[Late, ...]:
    ordered = sorted(found, key=lambda pair: (pair[1], _by_tier(pair[0])))
    return tuple(
        Late(item.number, item.title, item.tier, item.owner_name, since, (morning - since).days)
        for item, since in ordered
    )


def _by_tier(item: PastItem) -> tuple[int, int]:
    return _TIERS.index(item.tier), item.number


def _asked(item: PastItem, names: Callable[[str], str]) -> str:
    return f"{names(item.asked_by or '')} asks to mark “{item.title}” as not applicable."


def _missing(item: PastItem) -> str:
    return f"“{item.title}” is missing from the newest assessment."


def _ticked(item: PastItem) -> str:
    return f"“{item.title}” arrived already ticked."


def _retiered(item: PastItem) -> str:
    to = item.proposed_tier.label.lower() if item.proposed_tier else ""
    return f"An assessment calls “{item.title}” {to} instead of {item.tier.label.lower()}."
