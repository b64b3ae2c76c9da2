"""The plan of a first import: every item once, every tick a claim of the assessor's, every loose step an item."""

from __future__ import annotations

from vantage_readiness import places
from vantage_readiness.domain import merge
from vantage_readiness.domain.assessment import Links, read
from vantage_readiness.domain.words import Status, Tier

TICKED = b"""# THING - Production Readiness Assessment

## Production Readiness Checklist

### Critical
- [x] **Close the door**
- [ ] **Open the window**
- [ ] **Open the window**

## Production Deployment Plan

### Phase 1: Doors (1 week) \xe2\x9c\x85 COMPLETED
1. **Buy a lock**
"""


def test_a_tick_arrives_done_and_aside() -> None:
    plan = merge.first(read(TICKED))
    door, window, lock = plan.items
    assert (door.status, door.born_done) == (Status.DONE, True)
    assert (window.status, window.born_done) == (Status.OPEN, False)
    assert (lock.tier, lock.status, lock.born_done, lock.phase) == (Tier.PLAN, Status.DONE, True, 1)


def test_the_seed_is_planned_by_its_links() -> None:
    found = read((places.seed() / "assessment.md").read_bytes())
    plan = merge.first(found, Links.parse((places.seed() / "links.toml").read_text()))
    assert [sum(item.tier is tier for item in plan.items) for tier in Tier] == [8, 8, 8, 11]
    assert {item.area for item in plan.items if item.tier is not Tier.PLAN} <= {area.name for area in found.areas}
    assert next(item for item in plan.items if item.title == "Configure proper CORS").phase == 1
    assert [item.title for item in plan.items if item.tier is Tier.CRITICAL and item.phase is None] == [
        "Add rate limiting middleware"
    ]
    assert "critical-unplanned" in {finding.code for finding in plan.findings}


def test_a_finding_about_a_gap_is_about_the_item_that_closes_it() -> None:
    found = read((places.seed() / "assessment.md").read_bytes())
    linked = merge.first(found, Links.parse((places.seed() / "links.toml").read_text()))
    about = [finding.about for finding in linked.findings if finding.code == "strength-against-gap"]
    assert about == ["Encrypt OAuth tokens at rest", "Configure proper CORS", None]
    unlinked = merge.first(found).findings
    assert {finding.about for finding in unlinked if finding.code == "strength-against-gap"} == {None}


TWICE = b"""# THING - Production Readiness Assessment

## Plan

### Phase 1: Doors (1 week)
- [ ] Close the door
- [ ] Open the window
- [ ] Close the door

### Phase 2: Walls (1 week)
- Buy a lock
- Paint the wall

## Checklist

- [ ] Buy a lock
"""


def test_a_step_that_is_an_entry_of_the_checklist_is_one_item_in_its_phase() -> None:
    plan = merge.first(read(TWICE))
    found = [(item.title, item.tier, item.phase, item.steps) for item in plan.items]
    assert found == [
        ("Close the door", Tier.IMPORTANT, 1, ("Phase 1: Close the door",)),
        ("Open the window", Tier.IMPORTANT, 1, ("Phase 1: Open the window",)),
        ("Buy a lock", Tier.IMPORTANT, 2, ("Phase 2: Buy a lock",)),
        ("Paint the wall", Tier.PLAN, 2, ("Phase 2: Paint the wall",)),
    ]
