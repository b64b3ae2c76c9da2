"""Comparing a newer assessment: what is certain is matched, what is likely is proposed, nothing vanishes silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import an_item
from vantage_readiness.domain import foresight, likeness, movements, reassessment
from vantage_readiness.domain.assessment import Entry, State
from vantage_readiness.domain.reassessment import Changed, Comparison, Decisions, Known, Printed, compare
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.words import Correction, Difference, Status, Tier

OPEN, DONE, PARTIAL = State.OPEN, State.DONE, State.PARTIAL
CRITICAL, IMPORTANT = Tier.CRITICAL, Tier.IMPORTANT
LOGGING, MONITORING = "Set up proper logging and monitoring", "Set up comprehensive monitoring"

_lines = count(1)


def entry(title: str = "Rotate the keys", state: State = OPEN, tier: Tier | None = CRITICAL, **differs: Any) -> Entry:
    values: dict[str, Any] = {"line": next(_lines), "same_as": None, **differs}
    return Entry(title, "", tier, state, None, None, section="Checklist", **values)


def known(
    title: str = "Rotate the keys", printed: State | None = OPEN, status: Status = Status.OPEN, **differs: Any
) -> Known:
    tier = differs.pop("tier", CRITICAL)
    mention = Printed(title, differs.pop("printed_tier", tier), printed, 1) if printed else None
    values: dict[str, Any] = {"number": 1, "printed": mention, "is_named": printed is not None, **differs}
    return Known(title=title, tier=tier, status=status, **values)


def only(found: Comparison) -> Changed:
    (change,) = found.changes
    return change


KINDS = [
    (known(), entry(), [Difference.SAME]),
    (known(), entry("rotate the KEYS!"), [Difference.SAME]),
    (known(), entry(state=DONE), [Difference.TICKED]),
    (known(printed=DONE, status=Status.DONE), entry(), [Difference.UNTICKED]),
    (known(), entry(state=PARTIAL), [Difference.SAME]),
    (known(printed=PARTIAL), entry(state=DONE), [Difference.TICKED]),
    (known(), entry(tier=IMPORTANT), [Difference.RETIERED]),
    (known(), entry(tier=None), [Difference.SAME]),
    (known(), entry(state=DONE, tier=IMPORTANT), [Difference.TICKED, Difference.RETIERED]),
    (known(printed=None), entry(), [Difference.SAME]),
    (known(printed=None), entry(state=DONE), [Difference.TICKED]),
]


@pytest.mark.parametrize(("one", "other", "kinds"), KINDS)
def test_an_item_in_both_documents_differs_by_what_is_printed(
    one: Known, other: Entry, kinds: Sequence[Difference]
) -> None:
    change = only(compare([one], [other]))
    assert (list(change.kinds), change.how, change.item) == (kinds, "exact", 1)


def test_what_only_the_newer_document_names_is_new_or_born_done() -> None:
    found = compare([], [entry("Drill"), entry("Fence", DONE), entry("Gate", PARTIAL, None)])
    assert [(each.title, each.kind, each.to, each.tier) for each in found.changes] == [
        ("Fence", Difference.BORN_DONE, Status.DONE, CRITICAL),
        ("Drill", Difference.NEW, Status.OPEN, CRITICAL),
        ("Gate", Difference.NEW, Status.IN_PROGRESS, IMPORTANT),
    ]
    assert [each.follows for each in found.changes] == [
        "It arrives ticked: no credit until somebody accepts it with evidence.",
        "It is added to the scope.",
        "It is added to the scope.",
    ]


ALARMS = [
    ({}, True),
    ({"status": Status.BLOCKED}, True),
    ({"status": Status.DONE}, True),
    ({"status": Status.VERIFIED}, False),
    ({"status": Status.NOT_APPLICABLE}, False),
    ({"correction": Correction.DUPLICATE}, False),
    ({"status": Status.DONE, "born_done": True}, False),
]


@pytest.mark.parametrize(("differs", "waits"), ALARMS)
def test_a_missing_item_waits_for_a_decision_unless_it_is_proven_or_settled(
    differs: dict[str, Any], waits: bool
) -> None:
    missing = compare([known(**differs)], [entry("Something else")]).of(Difference.VANISHED)
    assert [(each.item, each.waits, each.to) for each in missing] == [(1, waits, None)]
    assert ("until a person decides" in missing[0].follows) is waits


@pytest.mark.parametrize("differs", [{"printed": None}, {"is_named": False}, {"tier": Tier.PLAN}])
def test_what_the_newest_document_did_not_name_or_names_in_its_plan_cannot_vanish(differs: dict[str, Any]) -> None:
    assert compare([known(**differs)], [entry("Something else")]).of(Difference.VANISHED) == ()


def test_nothing_is_missing_from_a_document_without_a_checklist() -> None:
    assert compare([known()], []).changes == ()


def test_an_item_that_is_named_again_has_not_vanished_any_more() -> None:
    change = only(compare([known(vanished=True, is_named=False)], [entry()]))
    assert (change.kind, change.returns) == (Difference.SAME, True)
    assert change.follows == "It is named again and no longer counts as vanished."


STATUSES = [
    (OPEN, DONE, Status.OPEN, Status.DONE),
    (OPEN, DONE, Status.BLOCKED, Status.DONE),
    (OPEN, DONE, Status.DONE, None),
    (OPEN, DONE, Status.VERIFIED, None),
    (OPEN, DONE, Status.NOT_APPLICABLE, None),
    (DONE, DONE, Status.OPEN, None),  # people re-opened it; the document says nothing new
    (OPEN, OPEN, Status.DONE, None),  # people are ahead of the document
    (DONE, OPEN, Status.DONE, Status.OPEN),
    (DONE, PARTIAL, Status.DONE, Status.IN_PROGRESS),
    (DONE, OPEN, Status.OPEN, None),
    (DONE, OPEN, Status.VERIFIED, None),
]


@pytest.mark.parametrize(("before", "after", "status", "to"), STATUSES)
def test_a_tick_is_a_claim_and_never_more(before: State, after: State, status: Status, to: Status | None) -> None:
    assert only(compare([known(printed=before, status=status)], [entry(state=after)])).to is to


def test_what_people_verified_is_re_opened_only_by_a_decision() -> None:
    verified = known(printed=DONE, status=Status.VERIFIED)
    undecided = only(compare([verified], [entry()]))
    assert (undecided.to, undecided.waits) == (None, True)
    assert undecided.follows == "It stays verified unless you decide to re-open it."
    decided = only(compare([verified], [entry()], Decisions(reopen=frozenset({1}))))
    assert (decided.to, decided.waits, decided.follows) == (Status.OPEN, False, "Re-opened.")


def test_a_tier_changes_only_by_approval() -> None:
    change = only(compare([known()], [entry(tier=IMPORTANT)]))
    assert (change.tier, change.proposed_tier, change.waits) == (CRITICAL, IMPORTANT, True)
    assert change.follows == "It stays critical until a lead approves important."


def test_a_tier_that_people_chose_is_not_questioned_by_the_old_one() -> None:
    ours = known(tier=IMPORTANT, printed_tier=CRITICAL)
    assert only(compare([ours], [entry(tier=CRITICAL)])).kinds == (Difference.SAME,)
    assert only(compare([known(tier=IMPORTANT, printed_tier=Tier.NICE)], [entry(tier=IMPORTANT)])).proposed_tier is None


def test_similar_words_are_proposed_and_both_stand() -> None:
    found = compare([known(LOGGING)], [entry(MONITORING, DONE, line=191)])
    assert [each.kind for each in found.changes] == [Difference.VANISHED, Difference.BORN_DONE]
    (proposal,) = found.proposals
    assert (proposal.line, proposal.item, proposal.same, proposal.state) == (191, 1, None, DONE)
    assert likeness.LIKELY <= proposal.similarity < 100


def test_a_person_may_say_that_both_are_one() -> None:
    found = compare([known(LOGGING)], [entry(MONITORING, DONE, line=191)], Decisions({191: 1}))
    change = only(found)
    assert (change.kinds, change.how, change.to) == (
        (Difference.TICKED, Difference.REWORDED),
        "decided",
        Status.DONE,
    )
    assert [each.same for each in found.proposals] == [True]


def test_a_person_may_say_that_they_are_two() -> None:
    found = compare([known(LOGGING)], [entry(MONITORING, DONE, line=191)], Decisions({191: 0}))
    assert len(found.changes) == 2
    assert [each.same for each in found.proposals] == [False]


@pytest.mark.parametrize("same", [{999: 1}, {5: 1}, {191: 2}, {191: 7}])
def test_a_decision_that_does_not_fit_is_refused(same: dict[int, int]) -> None:
    items = [known(LOGGING), known("Rotate the keys", number=2)]
    with pytest.raises(Refused, match="Look at the preview again"):
        compare(items, [entry(MONITORING, line=191), entry("Rotate the keys", line=5)], Decisions(same))


def test_the_words_of_an_earlier_document_still_find_the_item() -> None:
    renamed = known("Central logs", names=(LOGGING, "Central logs"))
    assert only(compare([renamed], [entry(LOGGING)])).item == 1


def test_two_items_with_the_same_words_are_told_apart_by_their_tier() -> None:
    items = [known(number=1), known(number=2, tier=IMPORTANT)]
    found = compare(items, [entry(tier=IMPORTANT, state=DONE), entry(tier=CRITICAL)])
    assert {each.item: each.kind for each in found.changes} == {1: Difference.SAME, 2: Difference.TICKED}


def test_two_items_that_nothing_tells_apart_are_left_to_a_person() -> None:
    found = compare([known(number=1), known(number=2)], [entry()])
    assert found.counts[Difference.VANISHED] == 2
    assert [each.similarity for each in found.proposals] == [100]


def test_an_item_in_scope_takes_the_words_before_one_that_was_closed_as_its_duplicate() -> None:
    items = [known(number=1, correction=Correction.DUPLICATE), known(number=2)]
    found = compare(items, [entry(state=DONE)])
    assert {each.item: each.kind for each in found.changes} == {1: Difference.VANISHED, 2: Difference.TICKED}


def test_what_people_took_out_of_scope_stays_out() -> None:
    change = only(compare([known(correction=Correction.NOT_A_GAP)], [entry(state=DONE, tier=IMPORTANT)]))
    assert (change.to, change.proposed_tier, change.waits) == (None, None, False)


def test_a_repeated_entry_counts_once() -> None:
    assert len(compare([known()], [entry(line=1), entry(line=2, same_as=1)]).changes) == 1


def test_the_differences_are_counted_in_one_sentence() -> None:
    items = [known("A b", number=1), known("C d", number=2), known("E f", number=3)]
    found = compare(items, [entry("A b", DONE), entry("C d"), entry("X y", DONE)])
    assert found.sentence == "1 ticked, 1 vanished, 1 born done, 1 the same"
    assert Comparison(()).sentence == "no checklist to compare"


def test_two_kept_documents_are_compared_by_the_items_they_name() -> None:
    earlier = {1: Printed("A", CRITICAL, OPEN, 4), 2: Printed("B", None, OPEN, 5)}
    later = {1: Printed("A", CRITICAL, DONE, 4), 3: Printed("C", IMPORTANT, DONE, 6)}
    found = reassessment.between(earlier, later, {1: "A", 2: "B", 3: "C"})
    assert [(each.item, each.kind, each.tier) for each in found.changes] == [
        (2, Difference.VANISHED, IMPORTANT),
        (3, Difference.BORN_DONE, IMPORTANT),
        (1, Difference.TICKED, CRITICAL),
    ]


def test_a_document_without_a_checklist_is_compared_with_none() -> None:
    named = {1: Printed("A", CRITICAL, OPEN, 5)}
    for earlier, later in ((named, {}), ({}, named)):
        found = reassessment.between(earlier, later, {1: "A"})
        assert (found.changes, found.sentence) == ((), "no checklist to compare")


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_not_un_ticked_cannot_be_re_opened(number: int) -> None:
    with pytest.raises(Refused, match=f"Item {number} has nothing to re-open"):
        compare([known(status=Status.VERIFIED)], [entry()], Decisions(reopen=frozenset({number})))


def test_a_tier_that_waited_is_withdrawn_by_a_document_that_prints_our_own() -> None:
    ours = known(printed_tier=IMPORTANT, proposed_tier=IMPORTANT)
    change = only(compare([ours], [entry()]))
    assert (change.kinds, change.proposed_tier, change.withdrawn, change.waits) == (
        (Difference.RETIERED,),
        None,
        IMPORTANT,
        False,
    )
    assert change.follows == "The document calls it critical again; important waits for approval no longer."
    assert only(compare([ours], [entry(tier=IMPORTANT)])).withdrawn is None
    assert only(compare([ours], [entry(tier=None)])).withdrawn is None


def test_a_document_without_a_project_is_known_as_if_just_imported() -> None:
    one = Known.printed_in(3, entry("A", PARTIAL, None))
    assert (one.number, one.tier, one.status, one.is_named) == (3, IMPORTANT, Status.IN_PROGRESS, True)
    assert foresight.state_of(Known.printed_in(1, entry(state=DONE))).born_done


def test_items_are_foreseen_as_they_will_be() -> None:
    items = [
        an_item(tier=CRITICAL, number=1, title="Tick me"),
        an_item(tier=CRITICAL, number=2, title="Lose me"),
        an_item(tier=CRITICAL, number=3, title="Move me"),
        an_item(tier=CRITICAL, number=4, title="Leave me"),
        an_item(tier=CRITICAL, number=5, title="Find me", vanished=True),
    ]
    as_known = [
        known(each.title, number=each.number, vanished=each.vanished, is_named=each.number not in (4, 5))
        for each in items
    ]
    printed = [
        entry("Tick me", DONE),
        entry("Move me", tier=IMPORTANT),
        entry("Find me"),
        entry("Born here", DONE),
        entry("Quite new"),
    ]
    found = compare(as_known, printed)
    later = {item.title: item for item in foresight.foresee(items, found)}
    assert later["Tick me"].status is Status.DONE
    assert (later["Lose me"].vanished, later["Find me"].vanished) == (True, False)
    assert (later["Move me"].tier, later["Move me"].proposed_tier) == (CRITICAL, IMPORTANT)
    assert later["Leave me"] is items[3]
    assert (later["Born here"].born_done, later["Quite new"].born_done) == (True, False)
    assert sorted(item.number for item in later.values()) == [1, 2, 3, 4, 5, 6, 7]


def test_states_are_foreseen_as_the_diary_will_tell_them() -> None:
    state = movements.State(CRITICAL, Status.OPEN, None, None, False)
    found = compare([known()], [entry(state=DONE), entry("Another")])
    assert foresight.foresee_states({1: state, 9: state}, found) == {
        1: movements.State(CRITICAL, Status.DONE, None, None, False),
        9: state,
    }


def test_a_checklist_speaks_of_a_step_of_the_plan_only_if_of_nothing_else() -> None:
    step = known(number=1, tier=Tier.PLAN)
    item = known(number=2, tier=IMPORTANT, printed_tier=None)
    assert [(each.item, each.kind) for each in compare([step, item], [entry(tier=None)]).changes] == [
        (2, Difference.SAME)
    ]
    assert only(compare([step], [entry(tier=None)])).item == 1


def test_of_items_with_the_same_words_the_one_printed_in_that_tier_is_meant() -> None:
    moved = known(number=1, tier=IMPORTANT, printed_tier=CRITICAL)
    other = known(number=2, tier=Tier.NICE)
    assert {each.item: each.kind for each in compare([moved, other], [entry()]).changes} == {
        1: Difference.SAME,
        2: Difference.VANISHED,
    }


def test_a_title_too_long_to_be_kept_whole_is_known_again() -> None:
    title = "Rotate " * 100
    assert only(compare([known(title[:500])], [entry(title)])).kinds == (Difference.SAME,)


titles = st.sampled_from(["Rotate keys", "rotate KEYS", "Rotate the keys", "Add logs", "Add more logs", "⭐", ""])
entries = st.lists(st.builds(entry, titles, st.sampled_from(State), st.sampled_from([None, *Tier])), max_size=6)
items = st.lists(
    st.builds(
        known,
        titles,
        st.sampled_from([None, *State]),
        st.sampled_from(Status),
        tier=st.sampled_from(Tier),
        correction=st.sampled_from([None, *Correction]),
        vanished=st.booleans(),
        born_done=st.booleans(),
    ),
    max_size=6,
).map(lambda found: [replace(each, number=number) for number, each in enumerate(found, 1)])


@given(items, entries)
def test_nothing_vanishes_silently_and_nothing_is_verified(ours: list[Known], printed: list[Entry]) -> None:
    found = compare(ours, printed)
    told = [each.item for each in found.changes if each.item is not None]
    assert len(told) == len(set(told))
    if printed:
        assert set(told) >= {each.number for each in ours if each.is_named and each.tier is not Tier.PLAN}
    assert sorted(each.after.line for each in found.changes if each.after) == sorted(each.line for each in printed)
    assert all(each.to is not Status.VERIFIED for each in found.changes)
    numbers = {each.number: each for each in ours}
    assert all(each.to is None for each in found.changes if each.item and numbers[each.item].status is Status.VERIFIED)
