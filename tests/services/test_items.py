"""Working on items: what is kept, what the diary says, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.conftest import NOW, World
from vantage_readiness.domain import movements, readiness
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.refusals import NotFound, Refused, Stale
from vantage_readiness.domain.words import Correction, EvidenceKind, Role, Status, Tier
from vantage_readiness.services import diary, edits, evidence, items, lists, members, projects, scope, waivers
from vantage_readiness.services.items import Bulk, Seen
from vantage_readiness.services.overview import Look
from vantage_readiness.storage import assessments
from vantage_readiness.storage import diary as lines
from vantage_readiness.storage.database import db
from vantage_readiness.storage.items import Narrowing

LINK = "https://example.org/run/1"


def seen(world: World, number: int) -> Seen:
    row = edits.get(world.project, number)
    return Seen(number, row.version)


def move(world: World, number: int, to: Status, by: str = "Ben", days: int = 0) -> None:
    items.move_item(world.project, seen(world, number), to, by=world.person(by), at=NOW + timedelta(days=days), note="")


def prove(world: World, number: int) -> None:
    """Ben claims with evidence, Ada verifies."""
    move(world, number, Status.DONE)
    evidence.add_evidence(
        world.project, number, EvidenceKind.LINK, LINK, collected_on=NOW.date(), by=world.person("Ben"), at=NOW
    )
    move(world, number, Status.VERIFIED, by="Ada")


def look(world: World, days: int = 0) -> Look:
    return Look(world.project, (NOW + timedelta(days=days)).date())


def test_a_claim_moves_claimed_and_the_estimate_but_not_verified(world: World, both: None) -> None:
    move(world, 1, Status.DONE)
    numbers = look(world).readiness
    assert (numbers.claimed, numbers.verified) == (7, 0)  # 4 of 56 points
    assert str(numbers.estimate) == "7.67"
    assert look(world).gate.sentence.startswith("Not ready: 7 of 8 critical items open")


def test_a_verified_item_earns_verified_credit(world: World, both: None) -> None:
    prove(world, 1)
    assert (look(world).readiness.claimed, look(world).readiness.verified) == (7, 7)


def test_a_done_item_is_not_verified_by_its_own_claimer(world: World) -> None:
    move(world, 1, Status.DONE)
    evidence.add_evidence(
        world.project, 1, EvidenceKind.NOTE, "see", collected_on=NOW.date(), by=world.person("Ben"), at=NOW
    )
    with pytest.raises(Refused, match="second person"):
        move(world, 1, Status.VERIFIED, by="Ben")


def test_nothing_is_verified_without_evidence(world: World) -> None:
    move(world, 1, Status.DONE)
    with pytest.raises(Refused, match="no evidence"):
        move(world, 1, Status.VERIFIED, by="Ada")


def test_a_stale_edit_is_refused_with_both_values(world: World, both: None) -> None:
    stale = seen(world, 1)
    move(world, 1, Status.BLOCKED, by="Ada")
    with pytest.raises(Stale) as refusal:
        items.move_item(world.project, stale, Status.DONE, by=world.person("Ben"), at=NOW)
    clash = refusal.value.clashes[0]
    assert (clash.field, clash.wanted, clash.current, clash.by) == ("Status", "Done", "Blocked", "Ada")
    assert "Nothing was overwritten" in refusal.value.sentence
    db.session.rollback()
    assert edits.get(world.project, 1).status is Status.BLOCKED


def test_every_edit_writes_the_diary_and_moves_the_revision(world: World, both: None) -> None:
    project, ben = world.project, world.person("Ben")
    before, count = project.revision, len(lines.lines(project.id, limit=500))
    phase = look(world).phases[1]
    items.own_item(project, seen(world, 1), ben.id, by=ben, at=NOW)
    items.set_due(project, seen(world, 1), date(2026, 12, 14), by=ben, at=NOW)
    items.put_in_phase(project, seen(world, 1), phase.id, by=ben, at=NOW)
    items.retier_item(project, seen(world, 1), Tier.IMPORTANT, by=ben, at=NOW, reason="less than we thought")
    items.reword_item(project, seen(world, 1), "Fix the secrets", "all of them", by=ben, at=NOW)
    items.confirm_item(project, seen(world, 1), by=ben, at=NOW)
    items.comment(project, 1, "Looks *good*", by=ben, at=NOW)
    assert world.project.revision - before >= 7
    kinds = [line.kind for line in reversed(lines.lines(project.id, limit=500))][count:]
    assert [kind for kind in kinds if not kind.startswith("phase.")] == [
        "item.owned",
        "item.due",
        "item.phased",
        "item.retiered",
        "item.reworded",
        "item.confirmed",
        "item.commented",
    ]
    assert diary.verify()[1] == []


def test_the_tallies_are_what_a_replay_of_the_diary_gives(world: World, both: None) -> None:
    prove(world, 1)
    prove(world, 2)
    move(world, 2, Status.OPEN, by="Ada")
    items.retier_item(world.project, seen(world, 3), Tier.NICE, by=world.person("Ada"), at=NOW, reason="why not")
    scope.correct_item(
        world.project, seen(world, 4), Correction.DUPLICATE, by=world.person("Ada"), at=NOW, reason="same as 3"
    )
    items.put_in_phase(world.project, seen(world, 5), None, by=world.person("Ada"), at=NOW)
    items.add_item(world.project, "Restore drill", Tier.CRITICAL, by=world.person("Ada"), at=NOW)
    kept = lines.movements(world.project.id)
    replayed = movements.replay(list(lines.whole(world.project.id)))
    assert _summed(kept) == _summed(replayed)


def _summed(moved: list[movements.Movement]) -> dict[tuple[object, ...], tuple[int, int, int]]:
    sums: dict[tuple[object, ...], tuple[int, int, int]] = {}
    for move in moved:
        key = (move.day, move.tier, move.phase, move.area)
        a, b, c = sums.get(key, (0, 0, 0))
        sums[key] = (a + move.scope, b + move.claimed, c + move.verified)
    return {key: value for key, value in sums.items() if any(value)}


def test_a_phase_completes_when_its_last_item_is_verified_and_falls_back_when_one_reopens(
    world: World, both: None
) -> None:
    first = look(world).phase_looks[0]
    numbers = [item.number for item in look(world).items if item.phase_id == first.phase.id]
    for number in numbers:
        prove(world, number)
    assert look(world).phase_looks[0].phase.completed_on == NOW.date()
    move(world, numbers[0], Status.OPEN, by="Ada")
    assert look(world).phase_looks[0].phase.completed_on is None
    told = [line.kind for line in lines.lines(world.project.id, limit=5)]
    assert "phase.regressed" in told


def test_old_evidence_takes_the_proof_away_on_the_day_the_clock_notes_it(world: World, both: None) -> None:
    prove(world, 1)
    later = NOW + timedelta(days=31)
    assert evidence.note_aged_evidence(world.project, at=later) == 1
    assert evidence.note_aged_evidence(world.project, at=later) == 0
    burn = look(world, 31).burn_down
    assert burn.verified[-1] == 0
    assert burn.verified[-2] == 4
    evidence.add_evidence(
        world.project, 1, EvidenceKind.LINK, LINK, collected_on=later.date(), by=world.person("Ben"), at=later
    )
    assert look(world, 31).burn_down.verified[-1] == 4


def test_a_looser_policy_lets_old_evidence_count_again_and_a_tighter_one_ends_it_at_once(
    world: World, both: None
) -> None:
    prove(world, 1)
    later = NOW + timedelta(days=31)
    evidence.note_aged_evidence(world.project, at=later)
    for days, verified in ((60, 4), (20, 0)):
        policy = Policy(evidence_days=days)
        known = world.project.settings_version
        projects.change_policy(world.project, policy, seen=known, by=world.person("Ada"), at=later)
        assert look(world, 31).burn_down.verified[-1] == look(world, 31).readiness.points.verified == verified
    kept = lines.movements(world.project.id)
    assert _summed(kept) == _summed(movements.replay(list(lines.whole(world.project.id))))


def test_new_weights_leave_the_drawn_past_as_it_was(world: World, both: None) -> None:
    items.add_item(world.project, "Drill", Tier.NICE, by=world.person("Ada"), at=NOW)
    policy = Policy(weights={Tier.CRITICAL: 10, Tier.IMPORTANT: 2, Tier.NICE: 1, Tier.PLAN: 0})
    later = NOW + timedelta(days=3)
    projects.change_policy(world.project, policy, seen=1, by=world.person("Ada"), at=later)
    burn = look(world, 4).burn_down
    assert burn.scope[-5:] == (57, 57, 57, 57 + 8 * 6, 57 + 8 * 6)
    assert burn.scope[-1] == look(world, 4).readiness.points.scope
    assert (burn.steps[-1].by, burn.steps[-1].names) == (48, ("New weights",))


def test_a_phase_begins_with_the_first_work_in_it_and_not_with_a_change_of_the_plan(world: World, both: None) -> None:
    first, second = look(world).phases[:2]
    number = next(item.number for item in look(world).items if item.phase_id == first.id)
    items.retier_item(world.project, seen(world, number), Tier.NICE, by=world.person("Ada"), at=NOW, reason="why not")
    items.put_in_phase(world.project, seen(world, number), second.id, by=world.person("Ada"), at=NOW)
    assert [phase.started_on for phase in look(world).phases[:2]] == [None, None]
    move(world, number, Status.IN_PROGRESS)
    assert [phase.started_on for phase in look(world).phases[:2]] == [None, NOW.date()]


def test_a_complete_phase_falls_back_when_an_item_is_added_or_its_proof_becomes_old(world: World, both: None) -> None:
    first = look(world).phases[0]
    numbers = [item.number for item in look(world).items if item.phase_id == first.id]
    for number in numbers:
        prove(world, number)
    added = items.add_item(world.project, "Drill", Tier.NICE, phase_id=first.id, by=world.person("Ada"), at=NOW)
    assert look(world).phases[0].completed_on is None
    prove(world, added.number)
    assert look(world).phases[0].completed_on == NOW.date()
    evidence.note_aged_evidence(world.project, at=NOW + timedelta(days=31))
    assert look(world).phases[0].completed_on is None
    told = [line.kind for line in lines.lines(world.project.id, kinds=["phase.completed", "phase.regressed"])]
    assert told == ["phase.regressed", "phase.completed", "phase.regressed", "phase.completed"]


def test_an_item_closed_without_work_comes_back_as_it_was(world: World, both: None) -> None:
    ada = world.person("Ada")
    move(world, 1, Status.DONE)
    scope.correct_item(world.project, seen(world, 1), Correction.DUPLICATE, by=ada, at=NOW, reason="as 3")
    assert look(world).readiness.points.scope == 52
    scope.take_back(world.project, seen(world, 1), by=ada, at=NOW, reason="it differs")
    points = look(world).readiness.points
    assert (points.scope, points.claimed) == (56, 4)
    assert look(world).burn_down.scope[-1] == 56
    with pytest.raises(Refused, match="not closed"):
        scope.take_back(world.project, seen(world, 1), by=ada, at=NOW, reason="again")


def test_a_new_item_takes_no_area_of_another_project(world: World) -> None:
    foreign = next(iter(assessments.areas(world.project.id))).id
    theirs = projects.find_seat(world.person("Dan"), "other-thing")
    assert theirs is not None
    with pytest.raises(Refused, match="area of this project"):
        items.add_item(theirs.project, "Peek", Tier.NICE, area_id=foreign, by=world.person("Dan"), at=NOW)


def test_not_applicable_leaves_the_scope_only_when_a_second_person_approves(world: World, both: None) -> None:
    ben, ada = world.person("Ben"), world.person("Ada")
    scope.exempt_item(world.project, seen(world, 1), by=ben, at=NOW, reason="we have no secrets")
    assert look(world).readiness.points.scope == 56
    with pytest.raises(Refused, match="second person"):
        scope.approve_exemption(world.project, seen(world, 1), by=ben, at=NOW)
    db.session.rollback()
    scope.approve_exemption(world.project, seen(world, 1), by=ada, at=NOW)
    assert look(world).readiness.points.scope == 52
    assert look(world).readiness.aside.not_applicable == 1


def test_a_declined_exemption_stays_in_scope(world: World) -> None:
    scope.exempt_item(world.project, seen(world, 1), by=world.person("Ben"), at=NOW, reason="no secrets")
    scope.decline_exemption(world.project, seen(world, 1), by=world.person("Ada"), at=NOW, reason="we have some")
    assert edits.get(world.project, 1).exemption_by_id is None
    with pytest.raises(Refused, match="Nobody asked"):
        scope.approve_exemption(world.project, seen(world, 1), by=world.person("Ada"), at=NOW)


def test_a_waiver_is_approved_by_somebody_else_and_never_adds_credit(world: World) -> None:
    ada, ben = world.person("Ada"), world.person("Ben")
    until = NOW.date() + timedelta(days=30)
    wish = {"reason": "late", "control": "firewall", "until": until, "at": NOW}
    with pytest.raises(Refused, match="other than its requester"):
        waivers.waive(world.project, 1, requested_by=ada, by=ada, **wish)  # type: ignore[arg-type]
    db.session.rollback()
    waivers.waive(world.project, 1, requested_by=ben, by=ada, **wish)  # type: ignore[arg-type]
    assert look(world).readiness.claimed == 0
    assert look(world).readiness.points.scope == 56


def test_many_items_change_together_or_not_at_all(world: World, both: None) -> None:
    ben = world.person("Ben")
    chosen = [seen(world, 1), seen(world, 2)]
    assert items.change_many(world.project, chosen, Bulk(status=Status.DONE, owner=ben.id), by=ben, at=NOW) == 2
    stale = [seen(world, 3), Seen(1, 1)]
    with pytest.raises(Stale):
        items.change_many(world.project, stale, Bulk(status=Status.BLOCKED), by=ben, at=NOW)
    db.session.rollback()
    assert edits.get(world.project, 3).status is Status.OPEN


@pytest.mark.parametrize("pair", ["", "1", "x:1", "1:x", "1:", "²:1", "1" * 10 + ":1", "1:" + "1" * 10])
def test_a_broken_choice_is_refused(pair: str) -> None:
    with pytest.raises(Refused):
        items.numbers([pair])


def test_an_owner_has_to_belong_to_the_project(world: World) -> None:
    with pytest.raises(Refused, match="people of this project"):
        items.own_item(world.project, seen(world, 1), world.person("Dan").id, by=world.person("Ben"), at=NOW)


def test_there_is_no_item_of_another_project(world: World) -> None:
    with pytest.raises(NotFound):
        items.comment(world.project, 999, "hello", by=world.person("Ben"), at=NOW)


def test_a_project_keeps_a_lead(world: World) -> None:
    ada = world.person("Ada")
    with pytest.raises(Refused, match="only lead"):
        members.change_role(world.project, ada.id, Role.MEMBER, by=ada, at=NOW)


def test_the_overdue_list_has_what_the_overview_calls_overdue(world: World, both: None) -> None:
    ada = world.person("Ada")
    for number in (1, 2, 3):
        items.set_due(world.project, seen(world, number), NOW.date() - timedelta(days=1), by=ada, at=NOW)
    move(world, 2, Status.DONE)
    scope.correct_item(world.project, seen(world, 3), Correction.DUPLICATE, by=ada, at=NOW, reason="as 1")
    wish = lists.Wish(narrowing=Narrowing(due="overdue"))
    listed = [row.number for row in lists.listing(world.project, wish, NOW.date()).rows]
    assert listed == [item.number for item in look(world).overdue] == [1]


def test_numbers_counted_by_the_database_are_those_counted_item_by_item(world: World, both: None) -> None:
    ada, ben = world.person("Ada"), world.person("Ben")
    for number in (1, 2, 9, 17, 25):
        prove(world, number)
    later = NOW + timedelta(days=20)
    evidence.add_evidence(world.project, 2, EvidenceKind.NOTE, "again", collected_on=later.date(), by=ben, at=later)
    move(world, 3, Status.DONE, days=20)
    scope.correct_item(world.project, seen(world, 10), Correction.NOT_A_GAP, by=ada, at=NOW, reason="no")
    scope.exempt_item(world.project, seen(world, 11), by=ben, at=NOW, reason="no")
    scope.approve_exemption(world.project, seen(world, 11), by=ada, at=NOW)
    items.add_item(world.project, "Drill", Tier.CRITICAL, by=ada, at=NOW)
    until = NOW.date() + timedelta(days=25)
    waivers.waive(world.project, 4, reason="x", control="y", until=until, requested_by=ben, by=ada, at=NOW)
    for days in (0, 20, 25, 26, 30, 31, 51):
        seen_then = look(world, days)
        by_item = readiness.tally(seen_then.items, seen_then.today, seen_then.policy)
        assert seen_then.readiness == readiness.measure(by_item, seen_then.policy, seen_then.stated)


def test_one_item_is_shown_without_loading_the_others(world: World) -> None:
    one = look(world)
    assert one.lift(lists.get(world.project, 1)).verified_percent == Decimal("7.1")
    assert "items" not in vars(one)
