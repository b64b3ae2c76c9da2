"""Findings of a newer document: about the item that closes the gap, and never decided twice."""

from __future__ import annotations

import pytest

from tests.conftest import NOW, World
from tests.services.test_reassessments import SEED, apply, look, preview
from vantage_readiness.domain.words import Severity, Tier
from vantage_readiness.services import activity, documents, findings
from vantage_readiness.services.activity import Wish
from vantage_readiness.services.findings import FindingLook

AGAIN = SEED.replace(b"7.5/10", b"7.6/10")  # all it says besides its score, the first one says too
GAP = "CORS"


def of(world: World, document: int, about: str = GAP) -> FindingLook:
    (found,) = [
        each
        for each in look(world).findings
        if each.assessment == document and each.code == "strength-against-gap" and about in each.message
    ]
    return found


def decide(world: World, finding: FindingLook, decision: str = "The gap is right.") -> None:
    findings.decide(world.project, finding.id, decision, by=world.person("Ada"), at=NOW)


def test_a_finding_about_a_gap_is_about_the_item_that_closes_it_in_every_document(world: World, both: None) -> None:
    foreseen = {each.message: each.about for each in preview(world, AGAIN).noticed}
    apply(world, AGAIN)
    first, second = of(world, 1), of(world, 2)
    assert (second.item_title, second.about_tier) == ("Configure proper CORS", Tier.CRITICAL)
    assert (first.message, first.item) == (second.message, second.item)
    assert foreseen[second.message] == "Configure proper CORS"


def test_what_was_decided_holds_for_the_same_finding_of_the_next_document(world: World, both: None) -> None:
    decide(world, of(world, 1))
    foreseen = [each for each in preview(world, AGAIN).noticed if each.before]
    assert [(each.undecided, each.before and each.before.decision) for each in foreseen] == [
        (False, "The gap is right.")
    ]
    gate_after = preview(world, AGAIN).gate_after
    apply(world, AGAIN, days=1)
    carried = of(world, 2)
    assert (carried.undecided, carried.decision, carried.decided_at) == (False, "The gap is right.", NOW)
    assert look(world).gate.sentence == gate_after.sentence
    assert [each.sentence for each in look(world).gate.reasons] == [each.sentence for each in gate_after.reasons]
    newest = documents.get(world.project, 2)
    file = documents.file_of(world.project, newest, NOW.date())
    told = {each.id: each.is_carried for each in file.findings}
    assert told[carried.id]
    assert sum(told.values()) == 1


def test_the_diary_tells_that_a_decision_still_holds(world: World) -> None:
    decide(world, of(world, 1))
    apply(world, AGAIN)
    days = activity.page(world.project, Wish(group="document"), NOW.date(), str).days
    told = [each.sentence for _, of_day in days for each in of_day]
    assert sum("what was decided about it before still holds" in sentence for sentence in told) == 1


def test_what_nobody_decided_and_two_documents_say_is_asked_and_decided_once(world: World, both: None) -> None:
    apply(world, AGAIN)
    waiting = look(world).undecided
    assert of(world, 1) not in waiting
    assert of(world, 2) in waiting
    decide(world, of(world, 2))
    assert (of(world, 1).decision, of(world, 2).decision) == ("The gap is right.", "The gap is right.")
    assert len(look(world).undecided) == len(waiting) - 1


@pytest.mark.parametrize("is_decided", [True, False])
def test_what_the_next_document_no_longer_says_stays_as_it_was(world: World, is_decided: bool) -> None:
    if is_decided:
        decide(world, of(world, 1))
    apply(world)
    assert of(world, 1).undecided is not is_decided
    newest = documents.file_of(world.project, documents.get(world.project, 2), NOW.date())
    assert (of(world, 1) in newest.waiting) is not is_decided


def test_a_decision_is_never_taken_for_something_graver(world: World) -> None:
    (conflict,) = [each for each in look(world).findings if each.code == "tier-conflict"]
    assert conflict.severity is Severity.CRITICAL
    decide(world, conflict, "It is critical.")
    apply(world, AGAIN.replace(b"Add comprehensive audit logging", b"Add audit logging everywhere"))
    (other,) = [each for each in look(world).findings if each.code == "tier-conflict" and each.assessment == 2]
    assert other.undecided
