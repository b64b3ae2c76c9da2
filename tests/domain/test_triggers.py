"""What there is to tell about items: to whom, in which words, and on which days it is news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import TODAY, AnItem
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.preferences import Concern
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.triggers import Ground, Matter, Member, Waiver, of_items
from vantage_readiness.domain.windows import Window
from vantage_readiness.domain.words import Correction, Role, Status, Tier

ADA, BEN, CLEO, FAY, GONE = 1, 2, 3, 4, 9
PEOPLE = {
    ADA: Member("Ada", Role.LEAD),
    BEN: Member("Ben", Role.MEMBER, deputy_id=FAY),
    CLEO: Member("Cleo", Role.VIEWER),
    FAY: Member("Fay", Role.MEMBER),
}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Worked(AnItem):
    claimed_by_id: int | None = None
    exemption_by_id: int | None = None


def worked(**differs: object) -> Worked:
    """Build Ben's item 7, which nothing is to be told of unless it differs."""
    values: dict[str, object] = {"number": 7, "owner_id": BEN, "due": None, "confirmed_on": TODAY, **differs}
    return Worked(**values)  # type: ignore[arg-type]


def ground(*items: Worked, **differs: object) -> Ground:
    values: dict[str, object] = {
        "today": TODAY,
        "rules": Rules(),
        "policy": Policy(),
        "members": PEOPLE,
        "items": items,
        **differs,
    }
    return Ground(**values)  # type: ignore[arg-type]


def told(*items: Worked, **differs: object) -> list[Matter]:
    return list(of_items(ground(*items, **differs)))


def only(*items: Worked, **differs: object) -> Matter:
    [matter] = told(*items, **differs)
    return matter


def news(item: Worked, on: date, days: int, **differs: object) -> list[int]:
    """Give on which of the days from `on` an item is news, as differences from `on`."""
    return [
        n
        for n in range(days)
        for matter in told(item, today=on + DAY * n, **differs)
        if matter.rings.is_news(a_day(on + DAY * n), Rules())
    ]


def a_day(today: date) -> Window:
    """Give the window of a digest between two others."""
    return Window(today, today - DAY, today - DAY, today)


def test_an_item_in_good_order_has_nothing_to_tell() -> None:
    assert told(worked(), worked(due=TODAY, correction=Correction.DUPLICATE)) == []


@pytest.mark.parametrize(
    ("left", "headline"), [(0, "Due today"), (1, "Due tomorrow"), (7, "Due in 7 days"), (8, "Due in 8 days")]
)
def test_the_owner_hears_of_a_due_date(left: int, headline: str) -> None:
    matter = only(worked(due=TODAY + left * DAY))
    assert (matter.concern, matter.headline, set(matter.readers)) == (Concern.DUE, headline, {BEN})
    assert matter.near is (left <= 7)


def test_a_due_date_is_news_as_the_project_says() -> None:
    item = worked(due=TODAY + 10 * DAY, tier=Tier.NICE)
    assert news(item, TODAY, 11) == [3, 9, 10]
    assert news(item, TODAY, 11, rules=Rules(before=(2,))) == [8]


def test_an_overdue_item_is_told_first_to_its_owner_then_to_the_deputy_then_to_the_leads() -> None:
    item = worked(due=TODAY - DAY, tier=Tier.IMPORTANT)
    heard = {
        late: sorted((matter.concern.value, *matter.readers) for matter in told(item, today=item.due + late * DAY))
        for late in (1, 2, 3, 6, 7)
        if item.due
    }
    own, deputy, lead = ("overdue", BEN), ("escalated", FAY), ("escalated", ADA)
    assert heard == {1: [own], 2: [own], 3: [deputy, own], 6: [deputy, own], 7: [lead, deputy, own]}


def test_what_is_overdue_says_since_when_and_who_has_it() -> None:
    first, *_ = told(worked(due=date(2026, 11, 20), tier=Tier.CRITICAL))
    assert first.headline == "Overdue by 3 days"
    assert first.sentence == "3 days overdue, due 20 November 2026. Ben has it."


@pytest.mark.parametrize("owner", [None, GONE])
def test_what_nobody_has_is_told_to_the_leads(owner: int | None) -> None:
    matter = only(worked(due=TODAY - 3 * DAY, tier=Tier.CRITICAL, owner_id=owner))
    assert matter.readers == {ADA}
    assert matter.sentence.endswith("Nobody has it.")


def test_a_lead_or_deputy_who_has_the_item_is_not_told_on_themselves() -> None:
    item = worked(due=TODAY - 30 * DAY, owner_id=ADA)
    people = {ADA: Member("Ada", Role.LEAD, deputy_id=ADA)}
    assert [matter.concern for matter in told(item, members=people)] == [Concern.OVERDUE]


def test_overdue_is_news_on_the_first_working_day_and_every_third_after() -> None:
    item = worked(due=date(2026, 11, 20), tier=Tier.NICE, owner_id=CLEO)  # a Friday
    assert news(item, date(2026, 11, 21), 12, members={CLEO: PEOPLE[CLEO]}) == [2, 5, 10]


def test_a_new_due_date_ends_the_escalation() -> None:
    late = worked(due=TODAY - 30 * DAY)
    assert len(told(late)) == 3
    assert [matter.concern for matter in told(worked(due=TODAY + DAY))] == [Concern.DUE]


@pytest.mark.parametrize(("second_person", "readers"), [(True, {ADA, FAY}), (False, {ADA, BEN, FAY})])
def test_a_claim_waits_for_whoever_may_verify_it(second_person: bool, readers: set[int]) -> None:
    item = worked(status=Status.DONE, claimed_by_id=BEN, claimed_on=TODAY - DAY)
    matter = only(item, policy=Policy(second_person=second_person))
    assert (matter.concern, set(matter.readers)) == (Concern.TO_VERIFY, readers)
    assert matter.sentence == "Ben marked it as done on 22 November 2026. See the evidence and verify it."


def test_a_claim_without_evidence_or_that_arrived_ticked_cannot_be_verified() -> None:
    assert told(worked(status=Status.DONE, evidence_on=None)) == []
    assert only(worked(status=Status.DONE, born_done=True)).concern is Concern.TO_DECIDE


def test_a_claim_of_somebody_who_left_is_told_the_day_after_it_was_made() -> None:
    item = worked(status=Status.DONE, claimed_by_id=GONE, confirmed_on=TODAY, evidence_on=TODAY - DAY)
    assert news(item, TODAY, 8) == [1, 4]
    assert only(item).sentence.startswith("Somebody marked it")


@pytest.mark.parametrize(
    ("differs", "readers", "words"),
    [
        ({"exemption_by_id": BEN}, {ADA, FAY}, "Ben asks to mark it not applicable."),
        ({"exemption_by_id": BEN, "vanished": True}, {ADA, FAY}, "Ben asks to mark it not applicable."),
        ({"vanished": True}, {ADA, BEN}, "The newest assessment no longer names it."),
        ({"vanished": True, "owner_id": CLEO}, {ADA}, "The newest assessment no longer names it."),
        ({"born_done": True}, {ADA, BEN}, "It arrived already ticked."),
        ({"proposed_tier": Tier.NICE}, {ADA}, "A document calls it nice to have."),
    ],
)
def test_a_decision_waits_for_whoever_may_take_it(differs: dict[str, object], readers: set[int], words: str) -> None:
    matter = only(worked(**differs), asked={7: TODAY - 2 * DAY})
    assert (matter.concern, set(matter.readers)) == (Concern.TO_DECIDE, readers)
    assert matter.sentence == f"{words} It waits since 21 November 2026."


def test_the_end_of_a_waiver_is_told_to_all_who_stand_for_it() -> None:
    waiver = Waiver(7, TODAY + 3 * DAY, frozenset({ADA, FAY, GONE}))
    matter = only(worked(), waivers={7: waiver})
    assert (matter.concern, set(matter.readers)) == (Concern.WAIVERS, {ADA, BEN, FAY})
    assert matter.sentence == "Its waiver ends in 3 days, after 26 November 2026."
    assert news(worked(), TODAY - 5 * DAY, 10, waivers={7: waiver}) == [1, 5, 7, 8]


def test_a_waiver_of_what_is_proven_or_that_is_over_is_not_told() -> None:
    waiver = Waiver(7, TODAY + 3 * DAY)
    assert told(worked(status=Status.VERIFIED, evidence_on=None), waivers={7: waiver}) == []
    assert told(worked(), waivers={7: Waiver(7, TODAY - DAY)}) == []


def test_evidence_is_told_before_it_is_too_old_and_not_after() -> None:
    item = worked(status=Status.VERIFIED, evidence_on=TODAY - 24 * DAY)
    matter = only(item)
    assert (matter.concern, matter.headline, set(matter.readers)) == (
        Concern.EVIDENCE,
        "Evidence too old in 7 days",
        {BEN},
    )
    assert matter.sentence == (
        "Its evidence of 30 October 2026 is too old from 30 November 2026 on. Add newer evidence."
    )
    assert news(item, TODAY - DAY, 20) == [1, 7]


@pytest.mark.parametrize(
    ("status", "limit", "concern"),
    [(Status.BLOCKED, 5, Concern.BLOCKED), (Status.OPEN, 14, Concern.UNTOUCHED)],
)
def test_what_stands_still_is_told_to_its_owner(status: Status, limit: int, concern: Concern) -> None:
    begun = TODAY - limit * DAY
    item = worked(status=status, blocked_since=begun, confirmed_on=begun)
    assert told(item) == []
    matter = only(item, today=TODAY + DAY)
    assert (matter.concern, set(matter.readers)) == (concern, {BEN})
    assert matter.headline.endswith(f"for {limit + 1} days")


def test_what_is_blocked_is_told_every_third_working_day_and_what_is_untouched_every_week() -> None:
    blocked = worked(status=Status.BLOCKED, blocked_since=TODAY - 6 * DAY)
    untouched = worked(confirmed_on=TODAY - 15 * DAY)
    assert news(blocked, TODAY, 12) == [0, 3, 8, 11]
    assert news(untouched, TODAY, 15) == [0, 7, 14]


ITEMS = st.builds(
    worked,
    status=st.sampled_from(Status),
    tier=st.sampled_from(Tier),
    owner_id=st.sampled_from((None, ADA, BEN, CLEO, FAY, GONE)),
    due=st.none() | st.dates(TODAY - 40 * DAY, TODAY + 20 * DAY),
    confirmed_on=st.dates(TODAY - 40 * DAY, TODAY),
    blocked_since=st.none() | st.dates(TODAY - 40 * DAY, TODAY),
    claimed_by_id=st.sampled_from((None, ADA, BEN, GONE)),
    claimed_on=st.none() | st.dates(TODAY - 40 * DAY, TODAY),
    exemption_by_id=st.sampled_from((None, None, BEN, GONE)),
    evidence_on=st.none() | st.dates(TODAY - 40 * DAY, TODAY),
    vanished=st.booleans(),
    born_done=st.booleans(),
    proposed_tier=st.none() | st.sampled_from(Tier),
)
PERSONAL = {Concern.OVERDUE, Concern.DUE, Concern.EVIDENCE, Concern.BLOCKED, Concern.UNTOUCHED}


@given(ITEMS, st.dates(TODAY - 10 * DAY, TODAY + 20 * DAY))
def test_each_thing_is_told_to_those_it_concerns_and_to_nobody_else(item: Worked, ends: date) -> None:
    waiver = Waiver(7, ends, frozenset({FAY, GONE}))
    for matter in told(item, waivers={7: waiver}):
        assert matter.readers
        assert matter.readers <= PEOPLE.keys()
        if matter.concern in PERSONAL:
            assert matter.readers == {item.owner_id}
        if matter.concern is Concern.ESCALATED:
            assert item.owner_id not in matter.readers
            assert matter.readers <= {ADA, FAY}
        if matter.concern is Concern.TO_VERIFY:
            assert matter.readers.isdisjoint({item.claimed_by_id, CLEO})
        if matter.concern is Concern.WAIVERS:
            assert matter.readers <= {item.owner_id, FAY}
