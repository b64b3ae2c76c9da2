"""Areas: what the assessment says of each, and what has been done about it. No scores are invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from .policy import Policy
from .readiness import CREDITS, standing
from .shapes import Item


class Area(Protocol):
    """A section of the assessment; a score only where the document prints one."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def stated_score(self) -> Decimal | None: ...


class Statement(Protocol):
    """A strength or a gap, in an area."""

    @property
    def id(self) -> int: ...
    @property
    def area_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """One area in numbers. `covered` gaps have an item that covers them; `items` are in scope, `done` is a claim."""

    area_id: int
    name: str
    stated_score: Decimal | None
    strengths: int
    gaps: int
    covered: int
    items: int
    done: int
    verified: int


def summarise(
    areas: Iterable[Area],
    strengths: Iterable[Statement],
    gaps: Iterable[Statement],
    links: Iterable[tuple[int, int]],
    items: Iterable[Item],
    today: date,
    policy: Policy,
) -> tuple[AreaSummary, ...]:
    """Sum up every area, in the order given. `links` are pairs of a statement's id and the number of its item."""
    counted: dict[str, Counter[int | None]] = {}
    linked = {statement for statement, _ in links}
    gaps = list(gaps)
    counted["strengths"] = Counter(each.area_id for each in strengths)
    counted["gaps"] = Counter(each.area_id for each in gaps)
    counted["covered"] = Counter(gap.area_id for gap in gaps if gap.id in linked)
    counted |= _credits(items, today, policy)
    return tuple(
        AreaSummary(area.id, area.name, area.stated_score, **{what: n[area.id] for what, n in counted.items()})
        for area in areas
    )


def _credits(items: Iterable[Item], today: date, policy: Policy) -> dict[str, Counter[int | None]]:
    counted: dict[str, Counter[int | None]] = {"items": Counter(), "done": Counter(), "verified": Counter()}
    for item in items:
        for what, credit in zip(counted, CREDITS[standing(item, today, policy)], strict=True):
            counted[what][item.area_id] += credit
    return counted
