"""Drift: what two documents say besides their checklists, side by side."""

from __future__ import annotations

from decimal import Decimal

from vantage_readiness.domain import drift
from vantage_readiness.domain.assessment import read
from vantage_readiness.domain.drift import CostDrift, PhaseDrift
from vantage_readiness.domain.words import Period

FIRST = b"""# THING - Production Readiness Assessment

## Security

### Gaps
- **No Locks**: The door stands open
- **No Guard**: Nobody looks

## Production Deployment Plan

### Phase 1: Doors (1 week)
1. Buy a lock

### Phase 2: Guards (2-3 weeks)
1. Hire one

## Cost Estimation

### Development Costs (One-time)
- **Locks**: $100-200
- **Guards**: $1,000-2,000

## Conclusion

**Risk Level:** **High**

**Time to Production:** **4-6 weeks**
"""
SECOND = b"""# THING - Production Readiness Assessment V2

## Security

### Gaps
- **No Guard**: Still nobody looks
- **No Camera**: Nothing is recorded

## Production Deployment Plan

### Phase 1: Doors (1 week) \xe2\x9c\x85 COMPLETED
1. Buy a lock

### Phase 2: Cameras
1. Buy one

## Cost Estimation

### Development Costs (One-time)
- **Locks**: \xe2\x9c\x85 COMPLETED
- **Guards**: $1,000-2,000
- **Cameras**: $300

## Conclusion

**Risk Level:** **Low**
"""
FOUND = drift.between(read(FIRST), read(SECOND))


def test_what_is_said_of_the_whole_stands_side_by_side() -> None:
    assert (FOUND.risk_before, FOUND.risk_after) == ("high", "low")
    assert (str(FOUND.weeks_before), FOUND.weeks_after) == ("4–6 weeks", None)


def test_phases_are_paired_by_their_names() -> None:
    assert FOUND.phases == (
        PhaseDrift("Doors", "1 week", "1 week", done=True),
        PhaseDrift("Cameras", None, "", done=False),
        PhaseDrift("Guards", "2–3 weeks", None, done=False),
    )
    assert all(phase.differs for phase in FOUND.phases)
    assert not PhaseDrift("Doors", "1 week", "1 week", done=False).differs


def test_costs_are_paired_by_group_and_name() -> None:
    group = FOUND.costs[0].group
    guards = (Decimal(1000), Decimal(2000))
    assert FOUND.costs == (
        CostDrift(group, "Locks", Period.ONCE, "USD", (Decimal(100), Decimal(200)), None, done=True),
        CostDrift(group, "Guards", Period.ONCE, "USD", guards, guards, done=False),
        CostDrift(group, "Cameras", Period.ONCE, "USD", None, (Decimal(300), Decimal(300)), done=False),
    )
    assert [cost.differs for cost in FOUND.costs] == [True, False, True]


def test_gaps_come_and_go() -> None:
    assert (FOUND.gaps_gone, FOUND.gaps_new) == (("Security: No Locks",), ("Security: No Camera",))
