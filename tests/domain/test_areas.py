"""What the assessment says of each area, and what has been done about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.domain.builders import TODAY, an_item
from vantage_readiness.domain.areas import AreaSummary, summarise
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.words import Status


@dataclass(frozen=True)
class AnArea:
    id: int
    name: str
    stated_score: Decimal | None = None


@dataclass(frozen=True)
class AStatement:
    id: int
    area_id: int | None


def test_areas_are_summed_up_in_their_order_without_invented_scores():
    items = [
        an_item(area_id=2),
        an_item(Status.DONE, area_id=2),
        an_item(Status.VERIFIED, area_id=2),
        an_item(Status.NOT_APPLICABLE, area_id=2),
        an_item(Status.VERIFIED, area_id=None),
    ]
    summaries = summarise(
        [AnArea(2, "Security", Decimal("9.0")), AnArea(1, "Database")],
        strengths=[AStatement(1, 1), AStatement(2, 1), AStatement(3, 2)],
        gaps=[AStatement(4, 2), AStatement(5, 2), AStatement(6, None)],
        links=[(4, 1), (4, 2), (6, 1), (1, 1)],
        items=items,
        today=TODAY,
        policy=Policy(),
    )
    assert summaries == (
        AreaSummary(2, "Security", Decimal("9.0"), strengths=1, gaps=2, covered=1, items=3, done=2, verified=1),
        AreaSummary(1, "Database", None, strengths=2, gaps=0, covered=0, items=0, done=0, verified=0),
    )
