"""Re-assessment: a preview writes nothing, applying is one transaction, and nothing vanishes without a decision."""

from __future__ import annotations

import os
import threading
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import NOW, World
from tests.services.test_items import move, prove, seen
from vantage_readiness import places
from vantage_readiness.domain.refusals import Refused, Stale
from vantage_readiness.domain.words import Correction, Difference, EvidenceKind, Ruling, Status, Tier
from vantage_readiness.services import (
    activity,
    comparisons,
    diary,
    edits,
    evidence,
    histories,
    items,
    overview,
    reassessments,
    rulings,
    scope,
    waivers,
)
from vantage_readiness.services.activity import Wish
from vantage_readiness.services.overview import Look
from vantage_readiness.services.reassessments import AlreadyImported, Applied, Decisions, Preview, WrongDate
from vantage_readiness.storage import assessments, costs, plan
from vantage_readiness.storage import diary as lines
from vantage_readiness.storage.database import Base, db

SEED = (places.seed() / "assessment.md").read_bytes()
SECOND = (Path(__file__).parents[1] / "documents" / "second.md").read_bytes()
SHARED = os.environ.get("VANTAGE_ASSESSMENTS", "")
TODAY = NOW.date()
HTTPS, LOGGING, BORN, TESTING = 7, 8, 36, 37
BORN_LINE = SECOND.decode().splitlines().index("- [x] Set up comprehensive monitoring (OpenTelemetry, Grafana)") + 1
THIRD = (
    SECOND.replace(b"Assessment V2", b"Assessment V3")
    .replace(b"8.5/10", b"9.2/10")
    .replace(b"- [ ] Configure alerting system", b"- [x] Configure alerting system")
)


def preview(world: World, raw: bytes = SECOND, decisions: Decisions | None = None) -> Preview:
    return reassessments.preview(world.project, raw, as_of=None, today=TODAY, decisions=decisions)


def apply(
    world: World, raw: bytes = SECOND, decisions: Decisions | None = None, days: int = 0, as_of: date | None = None
) -> Applied:
    at = NOW + timedelta(days=days)
    found = reassessments.preview(world.project, raw, as_of=as_of, today=at.date(), decisions=decisions)
    ada = world.person("Ada")
    return reassessments.apply(world.project, raw, as_of=as_of, seen=found.seal, by=ada, at=at, decisions=decisions)


def look(world: World) -> Look:
    return Look(world.project, TODAY)


def rule(world: World, number: int, ruling: Ruling, reason: str = "Looked at it") -> None:
    rulings.rule_on_vanished(world.project, seen(world, number), ruling, by=world.person("Ada"), at=NOW, reason=reason)


def everything(world: World) -> dict[str, list[str]]:
    """Give every row of every table, to compare what was before with what is now."""
    db.session.rollback()
    return {
        table.name: sorted(map(repr, db.session.execute(table.select()).all())) for table in Base.metadata.sorted_tables
    }


# --- the preview -------------------------------------------------------------------------------------------------


def test_the_second_assessment_lists_exactly_what_differs(world: World, both: None) -> None:
    found = preview(world).comparison
    titles = {kind: [each.title for each in found.of(kind)] for kind in Difference}
    assert titles[Difference.TICKED] == [item.title for item in look(world).items][:6]
    assert titles[Difference.VANISHED] == ["Configure HTTPS/SSL certificates", "Set up proper logging and monitoring"]
    assert titles[Difference.BORN_DONE] == ["Set up comprehensive monitoring", "Implement security testing suite"]
    assert {kind: len(titles[kind]) for kind in titles if titles[kind]} == {
        Difference.TICKED: 6,
        Difference.VANISHED: 2,
        Difference.BORN_DONE: 2,
        Difference.SAME: 16,
    }
    (proposal,) = found.proposals
    assert (proposal.item_title, proposal.title, proposal.same) == (
        "Set up proper logging and monitoring",
        "Set up comprehensive monitoring",
        None,
    )


def test_a_preview_writes_nothing_at_all(world: World, both: None) -> None:
    before = everything(world)
    preview(world)
    db.session.rollback()
    assert everything(world) == before


def test_a_preview_foresees_gate_and_score(world: World) -> None:
    found = preview(world)
    assert (found.stated_before, found.stated_after) == (Decimal("7.50"), Decimal("8.50"))
    assert found.explained is not None
    assert (found.explained.explained, found.explained.stated) == (Decimal("1.07"), Decimal("1.00"))
    assert found.sentence == "6 ticked, 2 vanished, 2 born done, 16 the same; nothing is written until you apply it."
    apply(world)
    assert look(world).gate == found.gate_after
    assert histories.history(world.project)[-1].explained == found.explained


@pytest.mark.skipif(not SHARED, reason="VANTAGE_ASSESSMENTS names no folder with the received documents")
def test_the_second_assessment_as_received_differs_in_the_same_way(world: World) -> None:
    found = preview(world, (Path(SHARED) / "001-vantage-v2.md").read_bytes())
    assert found.comparison.sentence == "6 ticked, 2 vanished, 2 born done, 16 the same"
    both = comparisons.compare_documents(
        (Path(SHARED) / "000-vantage-v1-as-received.md").read_bytes(),
        (Path(SHARED) / "001-vantage-v2.md").read_bytes(),
    )
    assert both.comparison.sentence == found.comparison.sentence
    assert both.explained == found.explained


REFUSED = [
    (b"# A poem\n\nRoses are red.\n", None, "assessment"),
    (SECOND, TODAY + timedelta(days=1), "cannot be from the future"),
]


@pytest.mark.parametrize(("raw", "as_of", "why"), REFUSED)
def test_what_cannot_be_applied_is_refused_in_a_sentence(
    world: World, raw: bytes, as_of: date | None, why: str
) -> None:
    before = everything(world)
    with pytest.raises(Refused, match=why):
        reassessments.preview(world.project, raw, as_of=as_of, today=TODAY)
    with pytest.raises(Refused, match=why):
        reassessments.apply(world.project, raw, as_of=as_of, seen="", by=world.person("Ada"), at=NOW)
    db.session.rollback()
    assert everything(world) == before


def test_an_older_document_is_never_applied_over_a_newer_one(world: World) -> None:
    apply(world, as_of=TODAY)
    with pytest.raises(WrongDate, match="Assessment 2 is of 23 November 2026"):
        apply(world, THIRD, as_of=TODAY - timedelta(days=1))
    db.session.rollback()
    assert apply(world, THIRD, as_of=TODAY).number == 3


def test_the_same_document_twice_changes_nothing_and_says_so(world: World, both: None) -> None:
    apply(world)
    before = everything(world)
    with pytest.raises(AlreadyImported, match=r"assessment 2 already, imported by Ada on 23 November 2026") as refusal:
        preview(world)
    assert refusal.value.number == 2
    with pytest.raises(AlreadyImported, match="assessment 1 already, imported by Set-up"):
        preview(world, SEED)
    db.session.rollback()
    assert everything(world) == before


def test_a_document_without_a_checklist_lets_nothing_vanish(world: World) -> None:
    raw = b"# VANTAGE AI - Production Readiness Assessment\n\n## Summary\n\n**Overall Score: 8/10**\n"
    found = preview(world, raw)
    assert "no checklist" in found.warnings[0]
    assert found.comparison.changes == ()
    apply(world, raw)
    assert apply(world, SECOND).comparison.counts[Difference.VANISHED] == 2


# --- applying ----------------------------------------------------------------------------------------------------


def test_a_tick_is_a_claim_of_the_assessor_and_proves_nothing(world: World, both: None) -> None:
    apply(world)
    item = edits.get(world.project, 1)
    assert (item.status, item.claimed_by_id, item.claimed_on) == (Status.DONE, None, TODAY)
    numbers = look(world).readiness
    assert (numbers.claimed, numbers.verified, numbers.estimate) == (42, 0, Decimal("8.57"))
    assert (numbers.stated, numbers.base) == (Decimal("8.50"), Decimal("7.50"))
    with pytest.raises(Refused, match="no evidence"):
        move(world, 1, Status.VERIFIED, by="Ada")


def test_the_gate_names_both_vanished_items(world: World, both: None) -> None:
    apply(world)
    gate = look(world).gate
    (reason,) = [reason for reason in gate.reasons if reason.code.value == "vanished"]
    assert reason.items == (HTTPS, LOGGING)
    assert "“Configure HTTPS/SSL certificates” and “Set up proper logging and monitoring”" in reason.sentence
    assert reason.effect.value == "fails"


def test_what_arrives_ticked_stands_aside_without_credit(world: World) -> None:
    apply(world)
    born = edits.get(world.project, BORN)
    assert (born.title, born.born_done, born.original) == ("Set up comprehensive monitoring", True, False)
    assert look(world).readiness.aside.born_done == 2
    assert look(world).readiness.points.scope == 56


def test_bytes_hash_and_every_mention_are_kept(world: World, both: None) -> None:
    apply(world)
    kept = assessments.newest(world.project.id)
    assert kept is not None
    assert (kept.number, kept.raw, kept.as_of) == (2, SECOND, None)
    mentions = [row for row in assessments.mentions(world.project.id) if row.assessment == 2]
    assert len(mentions) == 24
    assert {row.printed_tier for row in mentions if row.item <= 6} == {Tier.CRITICAL}
    assert [row.printed_state for row in mentions if row.item == 1] == ["done"]


def test_the_diary_tells_who_applied_and_what_the_document_claims(world: World) -> None:
    apply(world)
    told = [
        (line.by, line.sentence, line.note)
        for _, of_day in activity.page(world.project, Wish(group="document"), TODAY, str).days
        for line in of_day
    ]
    assert ("Ada", "imported the assessment “VANTAGE AI - Production Readiness Assessment V2”", "") in told
    assert (
        "Assessor",
        "no longer names “Configure HTTPS/SSL certificates” in assessment 2; it waits for a decision",
        "Assessment 2",
    ) in told
    assert diary.verify()[1] == []
    everyone = activity.page(world.project, Wish(by="assessor"), TODAY, str)
    assert sum(len(of_day) for _, of_day in everyone.days) == 10


def test_areas_keep_the_scores_of_each_document(world: World, both: None) -> None:
    apply(world)
    scores = {(row.assessment, row.name): row.score for row in assessments.area_scores(world.project.id)}
    assert len(scores) == 8
    assert scores[2, "Security"] == Decimal("9.00")
    assert len(assessments.areas(world.project.id)) == 8


def test_plan_and_costs_stay_the_projects_own(world: World) -> None:
    def own() -> list[object]:
        phases = [(phase.name, phase.weeks_min) for phase in plan.phases(world.project.id)]
        return [phases, [(line.name, line.low, line.closed_at) for line, _, _ in costs.lines(world.project.id)]]

    before = own()
    apply(world)
    assert own() == before
    found = comparisons.compare(world.project, 1, 2)
    assert [phase.name for phase in found.drift.phases if phase.before is None] == [
        "Final Security & Monitoring",
        "Infrastructure Optimization",
    ]


def test_a_document_brings_plan_and_costs_where_there_are_none(world: World) -> None:
    other = world.seat("Dan", "other-thing").project
    found = reassessments.preview(other, SECOND, as_of=None, today=TODAY)
    reassessments.apply(other, SECOND, as_of=None, seen=found.seal, by=world.person("Dan"), at=NOW)
    assert len(plan.phases(other.id)) == 3
    assert len(costs.lines(other.id)) == 9


def test_gaps_in_the_same_words_keep_the_items_that_close_them(world: World) -> None:
    apply(world)
    newest = assessments.newest(world.project.id)
    assert newest is not None
    carried = {
        statement.title
        for statement, _ in assessments.covered(world.project.id)
        if statement.assessment_id == newest.id
    }
    assert {"No Encryption at Rest", "No APM", "No Alerting"} <= carried
    said = [statement.title for statement in assessments.statements_of(edits.get(world.project, 9).id)]
    assert said == ["No Encryption at Rest"]


def test_what_people_did_stays_theirs(world: World) -> None:
    prove(world, 1)
    ada = world.person("Ada")
    scope.correct_item(world.project, seen(world, HTTPS), Correction.NOT_A_GAP, by=ada, at=NOW, reason="Edge has it")
    items.retier_item(world.project, seen(world, 9), Tier.NICE, by=ada, at=NOW, reason="Less than it seems")
    apply(world)
    assert edits.get(world.project, 1).status is Status.VERIFIED
    assert not edits.get(world.project, HTTPS).vanished
    nine = edits.get(world.project, 9)
    assert (nine.tier, nine.proposed_tier) == (Tier.NICE, None)


def test_undecided_both_stand_and_decided_they_are_one(world: World) -> None:
    apply(world, decisions=Decisions({BORN_LINE: LOGGING}))
    logging = edits.get(world.project, LOGGING)
    assert (logging.status, logging.vanished) == (Status.DONE, False)
    sources = {number: source.how for source, number, _ in assessments.sources_of(logging.id)}
    assert sources == {1: "first", 2: "decided"}
    assert assessments.newest_score(world.project.id) == Decimal("8.50")
    again = preview(world, THIRD).comparison
    assert (again.counts[Difference.VANISHED], len(again.proposals)) == (0, 0)


# --- later documents ---------------------------------------------------------------------------------------------


def test_a_third_assessment_is_compared_with_the_second(world: World, both: None) -> None:
    apply(world)
    found = apply(world, THIRD, days=7).comparison
    assert found.sentence == "1 ticked, 23 the same"
    assert edits.get(world.project, HTTPS).vanished, "undecided is undecided, whatever comes next"
    history = histories.history(world.project)
    assert [each.stated for each in history] == [Decimal("7.50"), Decimal("8.50"), Decimal("9.20")]
    assert [each.claimed for each in history] == [0, 42, 46]
    change = history[2].explained
    assert change is not None
    assert (change.stated, change.explained, change.is_flagged) == (Decimal("0.70"), Decimal("0.05"), True)


def test_an_item_that_is_named_again_waits_no_longer(world: World) -> None:
    apply(world)
    raw = THIRD.replace(b"- [ ] Add database", b"- [ ] Configure HTTPS/SSL certificates\n- [ ] Add database")
    apply(world, raw)
    https = edits.get(world.project, HTTPS)
    assert (https.vanished, https.proposed_tier, https.tier) == (False, Tier.IMPORTANT, Tier.CRITICAL)
    reasons = {reason.code.value: reason.items for reason in look(world).gate.reasons}
    assert (reasons["vanished"], reasons["retiered"]) == ((LOGGING,), (HTTPS,))


def test_an_un_tick_takes_back_a_claim_but_not_a_proof(world: World) -> None:
    apply(world)
    ada, ben = world.person("Ada"), world.person("Ben")
    evidence.add_evidence(world.project, 2, EvidenceKind.NOTE, "seen", collected_on=TODAY, by=ben, at=NOW)
    items.move_item(world.project, seen(world, 2), Status.VERIFIED, by=ada, at=NOW)
    raw = THIRD.replace(b"[x] Fix hardcoded", b"[ ] Fix hardcoded").replace(
        b"[x] Configure proper", b"[ ] Configure proper"
    )
    found = apply(world, raw).comparison
    assert [(each.item, each.to, each.waits) for each in found.of(Difference.UNTICKED)] == [
        (1, Status.OPEN, False),
        (2, None, True),
    ]
    assert edits.get(world.project, 1).status is Status.OPEN
    assert edits.get(world.project, 2).status is Status.VERIFIED


def test_a_person_may_re_open_what_a_document_un_ticks(world: World) -> None:
    apply(world)
    prove_claimed(world, 2)
    raw = THIRD.replace(b"[x] Configure proper", b"[ ] Configure proper")
    apply(world, raw, Decisions(reopen=frozenset({2})))
    two = edits.get(world.project, 2)
    assert (two.status, two.verified_by_id, two.claimed_on) == (Status.OPEN, None, None)
    (line,) = lines.lines(world.project.id, item=2, limit=1)
    assert diary.names(world.project.id)[line.by] == "Ada"


def prove_claimed(world: World, number: int) -> None:
    ben, ada = world.person("Ben"), world.person("Ada")
    evidence.add_evidence(world.project, number, EvidenceKind.NOTE, "seen", collected_on=TODAY, by=ben, at=NOW)
    items.move_item(world.project, seen(world, number), Status.VERIFIED, by=ada, at=NOW)


# --- rulings -----------------------------------------------------------------------------------------------------


RULED = [
    (Ruling.DONE, Status.DONE, None, False),
    (Ruling.DUPLICATE, Status.OPEN, Correction.DUPLICATE, False),
    (Ruling.NOT_A_GAP, Status.OPEN, Correction.NOT_A_GAP, False),
    (Ruling.KEEP_OPEN, Status.OPEN, None, False),
    (Ruling.NOT_APPLICABLE, Status.OPEN, None, True),  # until a second person approves
]


@pytest.mark.parametrize(("ruling", "status", "correction", "vanished"), RULED)
def test_each_ruling_does_what_it_says(
    world: World, both: None, ruling: Ruling, status: Status, correction: Correction | None, vanished: bool
) -> None:
    apply(world)
    rule(world, HTTPS, ruling)
    item = edits.get(world.project, HTTPS)
    assert (item.status, item.correction, item.vanished) == (status, correction, vanished)
    line = lines.lines(world.project.id, kinds=("item.ruled",))[0]
    assert (line.item, line.after, line.note) == (HTTPS, ruling.value, "Looked at it")
    named = [reason.items for reason in look(world).gate.reasons if reason.code.value == "vanished"]
    assert named == [(HTTPS, LOGGING) if vanished else (LOGGING,)]


def test_not_applicable_holds_the_gate_until_a_second_person_agrees(world: World) -> None:
    apply(world)
    rule(world, HTTPS, Ruling.NOT_APPLICABLE)
    scope.approve_exemption(world.project, seen(world, HTTPS), by=world.person("Ben"), at=NOW)
    item = edits.get(world.project, HTTPS)
    assert (item.status, item.vanished) == (Status.NOT_APPLICABLE, False)


def test_declined_it_is_still_missing(world: World) -> None:
    apply(world)
    rule(world, HTTPS, Ruling.NOT_APPLICABLE)
    scope.decline_exemption(world.project, seen(world, HTTPS), by=world.person("Ben"), at=NOW, reason="It applies")
    assert edits.get(world.project, HTTPS).vanished
    rule(world, HTTPS, Ruling.KEEP_OPEN)
    assert not edits.get(world.project, HTTPS).vanished


@pytest.mark.parametrize("ruling", [Ruling.KEEP_OPEN, Ruling.DUPLICATE, Ruling.NOT_A_GAP])
def test_a_decision_holds_although_somebody_wished_the_item_away_before(world: World, ruling: Ruling) -> None:
    scope.exempt_item(world.project, seen(world, HTTPS), by=world.person("Ben"), at=NOW, reason="Not for us")
    apply(world)
    assert edits.get(world.project, HTTPS).vanished
    rule(world, HTTPS, ruling)
    assert not edits.get(world.project, HTTPS).vanished


def test_closing_an_item_otherwise_settles_that_it_vanished(world: World) -> None:
    apply(world)
    ada = world.person("Ada")
    scope.correct_item(world.project, seen(world, LOGGING), Correction.DUPLICATE, by=ada, at=NOW, reason="As 36")
    prove(world, HTTPS)
    assert not edits.get(world.project, LOGGING).vanished
    assert not edits.get(world.project, HTTPS).vanished


def test_a_claimed_item_that_vanishes_and_is_done_stays_a_claim(world: World) -> None:
    move(world, HTTPS, Status.DONE)
    apply(world)
    assert edits.get(world.project, HTTPS).vanished
    rule(world, HTTPS, Ruling.DONE)
    item = edits.get(world.project, HTTPS)
    assert (item.status, item.vanished, item.verified_by_id) == (Status.DONE, False, None)


def test_born_done_is_accepted_with_evidence_and_is_then_a_claim(world: World, both: None) -> None:
    apply(world)
    ben = world.person("Ben")
    with pytest.raises(Refused, match="no evidence"):
        rulings.accept_born_done(world.project, seen(world, BORN), by=ben, at=NOW)
    db.session.rollback()
    evidence.add_evidence(world.project, BORN, EvidenceKind.NOTE, "seen", collected_on=TODAY, by=ben, at=NOW)
    rulings.accept_born_done(world.project, seen(world, BORN), by=ben, at=NOW)
    numbers = look(world).readiness
    assert (numbers.points.scope, numbers.points.claimed, numbers.aside.born_done) == (60, 28, 1)
    with pytest.raises(Refused, match="second person"):
        move(world, BORN, Status.VERIFIED, by="Ben")
    db.session.rollback()
    assert tallies_agree(world)


@pytest.mark.parametrize("is_approved", [True, False])
def test_a_tier_is_approved_or_declined_by_a_person(world: World, is_approved: bool) -> None:
    raw = SECOND.replace(b"### Important (Should Fix Soon)", b"### Critical (Must Fix)")
    assert apply(world, raw).comparison.counts[Difference.RETIERED] == 8
    assert "retiered" in {reason.code.value for reason in look(world).gate.reasons}
    decide = rulings.approve_tier if is_approved else rulings.decline_tier
    for number in range(9, 17):
        decide(world.project, seen(world, number), by=world.person("Ada"), at=NOW, reason="We talked")
    nine = edits.get(world.project, 9)
    assert (nine.tier, nine.proposed_tier) == (Tier.CRITICAL if is_approved else Tier.IMPORTANT, None)
    assert "retiered" not in {reason.code.value for reason in look(world).gate.reasons}
    assert tallies_agree(world)


def test_a_document_that_prints_the_own_tier_again_withdraws_the_other(world: World, both: None) -> None:
    apply(world, SECOND.replace(b"### Important (Should Fix Soon)", b"### Critical (Must Fix)"))
    found = reassessments.preview(world.project, THIRD, as_of=None, today=TODAY)
    assert "retiered" not in {reason.code.value for reason in found.gate_after.reasons}
    apply(world, THIRD, days=1)
    assert edits.get(world.project, 9).proposed_tier is None
    assert "retiered" not in {reason.code.value for reason in look(world).gate.reasons}
    assert lines.lines(world.project.id, item=9, limit=1)[0].kind == "retier.withdrawn"
    assert tallies_agree(world)


def test_choosing_a_tier_by_hand_settles_what_a_document_proposed(world: World) -> None:
    apply(world, SECOND.replace(b"### Important (Should Fix Soon)", b"### Critical (Must Fix)"))
    items.retier_item(world.project, seen(world, 9), Tier.NICE, by=world.person("Ada"), at=NOW, reason="No")
    assert edits.get(world.project, 9).proposed_tier is None


def tallies_agree(world: World) -> bool:
    """Answer whether the tallies are what the diary replays to."""
    from collections import Counter

    from vantage_readiness.domain import movements

    def added_up(moved: list[movements.Movement]) -> Counter[tuple[object, ...]]:
        total: Counter[tuple[object, ...]] = Counter()
        for each in moved:
            for name in ("scope", "claimed", "verified"):
                total[each.day, each.tier, each.phase, each.area, name] += getattr(each, name)
        return Counter({key: number for key, number in total.items() if number})

    replayed = movements.replay(lines.whole(world.project.id))
    return added_up(replayed) == added_up(lines.movements(world.project.id))


def test_the_tallies_follow_every_document(world: World, both: None) -> None:
    apply(world)
    apply(world, THIRD.replace(b"[x] Fix hardcoded", b"[ ] Fix hardcoded"), days=3)
    assert tallies_agree(world)


# --- history and comparison --------------------------------------------------------------------------------------


def test_the_history_is_not_redrawn_by_what_came_later(world: World, both: None) -> None:
    apply(world)
    before = histories.history(world.project)
    prove_claimed(world, 1)
    rule(world, HTTPS, Ruling.NOT_A_GAP)
    overview.Look(world.project, TODAY)
    assert histories.history(world.project) == before


def test_what_people_did_between_two_documents_explains_the_second(world: World) -> None:
    until = TODAY + timedelta(days=30)
    ada, ben = world.person("Ada"), world.person("Ben")
    scope.correct_item(world.project, seen(world, 9), Correction.NOT_A_GAP, by=ada, at=NOW, reason="no")
    waivers.waive(world.project, 10, reason="x", control="y", until=until, requested_by=ben, by=ada, at=NOW)
    apply(world, days=1)
    change = histories.history(world.project)[-1].explained
    assert change is not None
    assert (change.closed, change.scope, change.waivers) == (Decimal("1.07"), Decimal("0.09"), Decimal("0.09"))
    assert change.unexplained == Decimal("-0.25")


def test_any_two_assessments_are_compared_in_either_order(world: World, both: None) -> None:
    apply(world)
    apply(world, THIRD, days=7)
    found = comparisons.compare(world.project, 3, 1)
    assert (found.earlier.number, found.later.number) == (1, 3)
    assert found.comparison.sentence == "7 ticked, 2 vanished, 2 born done, 15 the same"
    assert found.explained is not None
    assert (found.explained.stated, found.explained.closed) == (Decimal("1.70"), Decimal("1.16"))
    assert ("Security", None, Decimal("9.00")) in [tuple(area) for area in found.areas]
    with pytest.raises(Refused, match="two different"):
        comparisons.compare(world.project, 2, 2)
    with pytest.raises(Refused, match="no assessment 9"):
        comparisons.compare(world.project, 1, 9)


# --- two people at once ------------------------------------------------------------------------------------------


def test_a_preview_that_was_overtaken_is_not_applied(world: World, both: None) -> None:
    opened = preview(world)
    move(world, 1, Status.BLOCKED, by="Ben")
    assert preview(world).seal == opened.seal, "what the preview shows is still so"
    move(world, 1, Status.DONE, by="Ben")
    before = everything(world)
    with pytest.raises(Stale, match=r"Ben changed “Fix hardcoded secrets in docker-compose.yml” at 09:00"):
        reassessments.apply(world.project, SECOND, as_of=None, seen=opened.seal, by=world.person("Ada"), at=NOW)
    db.session.rollback()
    assert everything(world) == before


def test_of_two_people_who_apply_at_once_one_wins_and_the_other_is_told(world: World, both: None) -> None:
    seal, outcome = preview(world).seal, []
    db.session.rollback()
    starting = threading.Barrier(2)

    def apply_as(name: str) -> None:
        with world.app.app_context():
            starting.wait()
            try:
                done = reassessments.apply(world.project, SECOND, as_of=None, seen=seal, by=world.person(name), at=NOW)
                outcome.append(f"applied {done.number}")
            except Stale as stale:
                db.session.rollback()
                outcome.append(stale.sentence)
            db.session.remove()

    people = [threading.Thread(target=apply_as, args=(name,)) for name in ("Ada", "Ben")]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    applied, told = sorted(outcome, key=lambda said: not said.startswith("applied"))
    assert applied == "applied 2"
    assert "applied “VANTAGE AI - Production Readiness Assessment V2” at 09:00, after you opened this preview" in told
    assert len(assessments.every(world.project.id)) == 2
    assert len(look(world).items) == TESTING
    assert diary.verify()[1] == []
