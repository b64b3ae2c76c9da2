"""The decided traceability of the seed: every item, gap and step is linked, or known not to be."""

from __future__ import annotations

from pathlib import Path

from tests.domain.sure import the
from vantage_readiness.domain.assessment import Links, read

SEED = Path(__file__).resolve().parents[2] / "seed"
READ = read((SEED / "assessment.md").read_bytes())
LINKS = Links.parse((SEED / "links.toml").read_text(encoding="utf-8"))


def test_all_they_name_stands_in_the_assessment():
    assert LINKS.check(READ) is LINKS


def test_every_item_is_decided_in_the_order_of_the_checklist():
    assert [link.title for link in LINKS.items] == [item.title for item in READ.items]
    assert all(link.area for link in LINKS.items)


def test_every_step_serves_one_item_or_stands_on_its_own():
    steps = [step for link in LINKS.items for step in link.steps]
    assert len(steps) == len(set(steps)) == 13
    assert [link.title for link in LINKS.steps] == LINKS.loose_steps(READ)
    assert len(steps) + len(LINKS.steps) == 24


def test_rate_limiting_is_the_critical_item_in_no_phase():
    (finding,) = LINKS.unplanned(READ)
    assert finding.about == "Add rate limiting middleware"
    assert "in no phase" in finding.message
    assert "rate limiting" in READ.text.split("\n")[finding.lines[0] - 1]


def test_items_belong_to_the_phase_of_their_steps():
    phases = {link.title: LINKS.phase_of(link.title, READ) for link in LINKS.items}
    assert the(phases["Configure proper CORS"]).ordinal == 1
    assert the(phases["Set up proper logging and monitoring"]).ordinal == 2
    assert the(phases["Implement connection pooling limits"]).ordinal == 3
    assert the(phases["Set up backup verification process"]).ordinal == 4
    assert phases["Add rate limiting middleware"] is None
    assert sum(phase is not None for phase in phases.values()) == 11


def test_six_gaps_are_closed_by_nothing():
    assert LINKS.open_gaps(READ) == [
        "Architecture: Load Balancing",
        "Performance & Scalability: Single Instance",
        "Testing & Quality Assurance: No E2E Tests",
        "Testing & Quality Assurance: Limited Coverage",
        "Feature Completeness: Content Approval",
        "Feature Completeness: Bulk Operations",
    ]
