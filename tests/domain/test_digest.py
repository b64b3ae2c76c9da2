"""A digest: one entry for each thing, the most urgent first, and what its subject says."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import TODAY
from tests.domain.test_triggers import ADA, BEN, ITEMS, PEOPLE, Worked, ground, worked
from vantage_readiness.domain.digest import Chapter, Digest, chapter, compose, shortened
from vantage_readiness.domain.preferences import Concern, Wish
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.triggers import Matter, of_items
from vantage_readiness.domain.windows import Again, window
from vantage_readiness.domain.words import Status, Tier

DAY = timedelta(days=1)
YESTERDAY = window(TODAY, TODAY - DAY, Wish(), [Rules()])


def chapter_of(*items: Worked, reader: int = BEN, wish: Wish = Wish()) -> Chapter:  # noqa: B008 — frozen
    matters = [matter for matter in of_items(ground(*items)) if reader in matter.readers]
    return chapter("vantage-ai", "VANTAGE AI", matters, Rules(), wish, YESTERDAY)


def digest_of(*items: Worked, reader: int = BEN) -> Digest:
    return compose(TODAY, [chapter_of(*items, reader=reader)])


def test_nothing_to_say_is_no_digest() -> None:
    digest = digest_of()
    assert (digest.chapters, digest.is_news, digest.subject) == ((), False, "Nothing waits for you")


def test_the_subject_names_the_most_urgent_thing_and_counts_the_rest() -> None:
    late = worked(title="Secrets in the compose file", due=TODAY - 3 * DAY)
    items = [late, *(worked(number=n, due=TODAY + n * DAY) for n in (1, 2, 3, 4))]
    assert digest_of(*items).subject == "Overdue by 3 days: Secrets in the compose file, and 4 more"
    assert digest_of(late).subject == "Overdue by 3 days: Secrets in the compose file"


def test_a_critical_item_comes_before_one_that_is_later() -> None:
    items = [
        worked(number=1, due=TODAY - 9 * DAY),
        worked(number=2, due=TODAY - DAY, tier=Tier.CRITICAL, title="Keys"),
    ]
    assert digest_of(*items).subject == "Overdue by 1 day: Keys, and 1 more"


def test_what_is_about_the_project_is_said_once() -> None:
    headline = "The start date is not set"
    matter = Matter(Concern.PLAN, frozenset({ADA}), headline, "Set it.", Again(TODAY, 5), title=headline, page="plan")
    made = compose(TODAY, [chapter("x", "X", [matter], Rules(), Wish(), YESTERDAY)])
    assert made.subject == "The start date is not set"
    [entry] = made.entries
    assert (entry.item, entry.tier, entry.page, entry.is_news) == (None, None, "plan", True)


def test_several_things_about_an_item_are_one_entry_under_the_most_urgent() -> None:
    item = worked(due=TODAY - 3 * DAY, confirmed_on=TODAY - 15 * DAY)
    [section] = chapter_of(item).sections
    [entry] = section.entries
    assert section.concern is Concern.OVERDUE
    assert entry.sentence == ("3 days overdue, due 20 November 2026. Untouched for 15 days, since 8 November 2026.")
    assert entry.may_be_confirmed


def test_what_the_reader_leaves_out_is_left_out() -> None:
    item = worked(due=TODAY - 3 * DAY, confirmed_on=TODAY - 15 * DAY)
    wish = Wish(muted=frozenset({Concern.OVERDUE}))
    assert [section.concern for section in chapter_of(item, wish=wish).sections] == [Concern.UNTOUCHED]


def test_what_is_far_is_told_on_the_day_it_is_news_only() -> None:
    far = worked(due=TODAY + 20 * DAY)
    assert chapter_of(far).sections == ()
    matters = list(of_items(ground(far, rules=Rules(before=(20,)))))
    [section] = chapter("x", "X", matters, Rules(), Wish(), YESTERDAY).sections
    assert section.entries[0].is_news


def test_news_comes_first_in_its_section_and_old_news_send_nothing() -> None:
    old, new = worked(number=1, due=TODAY - 4 * DAY, tier=Tier.CRITICAL), worked(number=2, due=TODAY - 3 * DAY)
    [section] = chapter_of(old, new).sections
    assert [(entry.item, entry.is_news) for entry in section.entries] == [(2, True), (1, False)]
    assert not digest_of(old).is_news
    assert digest_of(old, new).is_news


def test_a_long_title_leaves_room() -> None:
    assert shortened("a" * 90) == "a" * 90
    assert shortened("a" * 91) == "a" * 89 + "…"


@given(st.lists(ITEMS, max_size=12), st.sampled_from(sorted(PEOPLE)))
def test_each_entry_belongs_to_its_reader_and_each_item_stands_once(items: list[Worked], reader: int) -> None:
    numbered = [worked(**{**vars(item), "number": n}) for n, item in enumerate(items, 1)]
    theirs = {
        matter.item.number
        for matter in of_items(ground(*numbered))
        if matter.item and reader in matter.readers and matter.near
    }
    entries = digest_of(*numbered, reader=reader).entries
    numbers = [entry.item for entry in entries]
    assert len(numbers) == len(set(numbers))
    assert theirs <= set(numbers)
    for entry in entries:
        item = numbered[(entry.item or 0) - 1]
        if entry.concern in (Concern.OVERDUE, Concern.DUE, Concern.BLOCKED, Concern.UNTOUCHED, Concern.EVIDENCE):
            assert item.owner_id == reader
        if entry.concern is Concern.TO_VERIFY:
            assert (item.status, item.claimed_by_id == reader) == (Status.DONE, False)
