"""Projects: dates, policy, and who gets in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import NOW, OTHER, SLUG, World
from vantage_readiness import places
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.refusals import NotFound, Refused, Stale
from vantage_readiness.domain.words import Tier
from vantage_readiness.services import assessments, findings, housekeeping, projects
from vantage_readiness.services.overview import Look
from vantage_readiness.storage import assessments as rows
from vantage_readiness.storage.database import db


def dates(world: World, **differs: object) -> None:
    wish: dict[str, object] = {
        "name": "VANTAGE AI",
        "start": date(2026, 11, 2),
        "target": date(2027, 1, 4),
        "time_zone": "Europe/Berlin",
        "seen": world.project.settings_version,
        **differs,
    }
    projects.change_dates(world.project, by=world.person("Ada"), at=NOW, **wish)  # type: ignore[arg-type]


def test_the_start_date_draws_the_plan(world: World, both: None) -> None:
    assert Look(world.project, NOW.date()).plan.why_empty is not None
    dates(world)
    plan = Look(world.project, NOW.date()).plan
    assert plan.wedge is not None
    assert (plan.wedge.earliest_end, plan.wedge.latest_end) == (date(2026, 11, 30), date(2026, 12, 14))  # 4–6 weeks


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"target": date(2026, 1, 1)}, {"name": "  "}], ids=str
)
def test_impossible_dates_are_refused(world: World, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        dates(world, **wrong)


def test_settings_somebody_else_changed_are_not_overwritten(world: World) -> None:
    seen = world.project.settings_version
    dates(world)
    with pytest.raises(Stale):
        dates(world, seen=seen)


def test_weights_move_the_numbers(world: World, both: None) -> None:
    policy = Policy(weights={Tier.CRITICAL: 10, Tier.IMPORTANT: 2, Tier.NICE: 1, Tier.PLAN: 0})
    projects.change_policy(world.project, policy, seen=1, by=world.person("Ada"), at=NOW)
    assert Look(world.project, NOW.date()).readiness.points.scope == 80 + 16 + 8


@pytest.mark.parametrize(
    "kept",
    [{"weights": {"critical": 0}}, {"weights": {"nice": -1}}, {"evidence_days": 0}, {"coverage_days": 900}],
    ids=str,
)
def test_rules_that_could_give_no_honest_numbers_are_refused(kept: dict[str, object]) -> None:
    with pytest.raises(Refused):
        Policy.from_kept(kept)


def test_a_policy_is_kept_as_it_was() -> None:
    policy = Policy(evidence_days=60, second_person=False)
    assert Policy.from_kept(policy.as_kept()) == policy


def test_a_stranger_has_no_seat(world: World) -> None:
    assert projects.find_seat(world.person("Dan"), SLUG) is None
    assert [seat.project.slug for seat in projects.seats_of(world.person("Dan"))] == ["other-thing"]


def test_seeding_twice_changes_nothing(world: World, both: None) -> None:
    raw = (places.seed() / "assessment.md").read_bytes()
    links = (places.seed() / "links.toml").read_text()
    before = world.project.revision
    again = assessments.create_project(raw, links=links, as_of=None, by="setup", at=NOW)
    assert (again.id, again.revision) == (world.project.id, before)


def test_another_document_of_the_same_name_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="already"):
        assessments.create_project(OTHER + b"- [ ] more\n", links=None, as_of=None, by="setup", at=NOW)


def test_the_seed_is_all_there(world: World, both: None) -> None:
    look = Look(world.project, NOW.date())
    tiers = [item.tier for item in look.items]
    assert [tiers.count(tier) for tier in Tier] == [8, 8, 8, 11]
    assert look.readiness.points.scope == 56
    assert look.gate.sentence.startswith("Not ready: 8 of 8 critical items open")
    assert {finding.code for finding in look.findings} >= {
        "unexpanded-placeholder",
        "timelines-differ",
        "critical-unplanned",
        "tier-conflict",
        "star-count",
    }
    assert len(rows.statements(world.project.id)) == 44 + 36 + 24 + 12


def test_contradictions_about_criticals_hold_the_gate_until_decided(world: World) -> None:
    def waiting() -> list[str]:
        look = Look(world.project, NOW.date())
        ids = [number for reason in look.gate.reasons for number in reason.findings]
        return [look.finding_by_id[number].code for number in ids]

    assert sorted(waiting()) == ["critical-unplanned", "strength-against-gap", "strength-against-gap", "tier-conflict"]
    for finding in Look(world.project, NOW.date()).findings:
        if finding.code in ("tier-conflict", "strength-against-gap"):
            findings.decide(world.project, finding.id, "The list counts.", by=world.person("Ada"), at=NOW)
    assert waiting() == ["critical-unplanned"]


def test_a_conflict_of_tiers_holds_the_gate_though_the_item_is_only_important(world: World) -> None:
    look = Look(world.project, NOW.date())
    (conflict,) = [finding for finding in look.findings if finding.code == "tier-conflict"]
    assert (conflict.item_title, conflict.about_tier) == ("Add comprehensive audit logging", Tier.IMPORTANT)
    assert conflict.id in {number for reason in look.gate.reasons for number in reason.findings}


def test_a_finding_is_decided_with_words(world: World) -> None:
    finding = Look(world.project, NOW.date()).findings[0]
    with pytest.raises(Refused, match="what you decided"):
        findings.decide(world.project, finding.id, " ", by=world.person("Ada"), at=NOW)
    with pytest.raises(NotFound):
        findings.decide(world.project, 99_999, "yes", by=world.person("Ada"), at=NOW)
    db.session.rollback()
    findings.decide(world.project, finding.id, "The number counts.", by=world.person("Ada"), at=NOW)
    assert not Look(world.project, NOW.date()).findings[0].undecided


def test_the_clock_leaves_a_heartbeat_and_repeats_nothing(world: World, both: None) -> None:
    assert housekeeping.last_tick() is None
    housekeeping.do_what_is_due(NOW)
    before = world.project.revision
    housekeeping.do_what_is_due(NOW + timedelta(minutes=1))
    assert housekeeping.last_tick() == NOW + timedelta(minutes=1)
    assert world.project.revision == before
