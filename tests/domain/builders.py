"""Builders of test values; each states only what differs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count

from hypothesis import strategies as st

from vantage_readiness.domain.words import Correction, Status, Tier

TODAY = date(2026, 11, 23)
LONG_AGO = date(2026, 1, 5)

_numbers = count(1)


@dataclass(frozen=True)
class AnItem:
    """An open important item in good order: it has a phase, an owner and a due date."""

    number: int
    title: str = "Fix it"
    tier: Tier = Tier.IMPORTANT
    status: Status = Status.OPEN
    phase_id: int | None = 1
    area_id: int | None = 1
    owner_id: int | None = 1
    owner_name: str | None = "Ada"
    due: date | None = date(2026, 12, 14)
    evidence_on: date | None = TODAY
    waived_until: date | None = None
    correction: Correction | None = None
    born_done: bool = False
    vanished: bool = False
    proposed_tier: Tier | None = None
    original: bool = True
    confirmed_on: date = TODAY
    claimed_on: date | None = None
    blocked_since: date | None = None
    aged: bool = False


def an_item(status: Status = Status.OPEN, tier: Tier = Tier.IMPORTANT, **differs: object) -> AnItem:
    """Build an item; its number is the next one unless given."""
    values: dict[str, object] = {"number": next(_numbers), "status": status, "tier": tier, **differs}
    return AnItem(**values)  # type: ignore[arg-type]


def a_checklist(*statuses: Status, tier: Tier = Tier.CRITICAL, **differs: object) -> list[AnItem]:
    """Build one item of a tier for each status."""
    return [an_item(status, tier, **differs) for status in statuses]


def vantage(critical_done: int = 0, status: Status = Status.DONE) -> list[AnItem]:
    """Build the first checklist: eight items in each tier, the first few criticals done."""
    done = [status] * critical_done + [Status.OPEN] * (8 - critical_done)
    return [
        *a_checklist(*done),
        *a_checklist(*[Status.OPEN] * 8, tier=Tier.IMPORTANT),
        *a_checklist(*[Status.OPEN] * 8, tier=Tier.NICE),
    ]


def numbers(items: Iterable[AnItem]) -> tuple[int, ...]:
    return tuple(item.number for item in items)


near_days = st.integers(-60, 60).map(lambda n: date.fromordinal(TODAY.toordinal() + n))


def some_items(**fixed: st.SearchStrategy[object]) -> st.SearchStrategy[list[AnItem]]:
    """Draw lists of items in any state, with some attributes drawn as given."""
    attributes: dict[str, st.SearchStrategy[object]] = {
        "tier": st.sampled_from(Tier),
        "status": st.sampled_from(Status),
        "phase_id": st.sampled_from([None, 1, 2]),
        "owner_id": st.sampled_from([None, 1]),
        "due": st.none() | near_days,
        "evidence_on": st.none() | near_days,
        "waived_until": st.none() | near_days,
        "correction": st.sampled_from([None, None, None, *Correction]),
        "born_done": st.booleans(),
        "vanished": st.booleans(),
        "proposed_tier": st.sampled_from([None, None, *Tier]),
        "original": st.booleans(),
        "confirmed_on": near_days,
        **fixed,
    }
    return st.lists(st.builds(an_item, **attributes), max_size=12)
