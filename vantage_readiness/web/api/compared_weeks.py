"""Two weeks of a project beside each other."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from ...domain.week_comparison import Moved
from ...domain.weekly import Weekly
from ...domain.words import Tier, Verdict
from ...services import reports
from .. import access
from .fields import Given, Sent, word
from .reports import ALL, WeekField, bp


class NumbersShown(Given):
    """The four numbers and our estimate; null where nobody knows."""

    stated = fields.Float(allow_none=True)
    claimed = fields.Integer(allow_none=True)
    verified = fields.Integer(allow_none=True)
    coverage = fields.Integer(allow_none=True)
    estimate = fields.Float(allow_none=True)


class WeekSide(Given):
    """One of two weeks: how the gate and the numbers stood at its end."""

    week = WeekField()
    verdict = word(Verdict)
    sentence = fields.String()
    numbers = fields.Nested(NumbersShown)


class MovedShown(Given):
    """An item that stands differently, and how."""

    number = fields.Integer()
    title = fields.String()
    tier = word(Tier)
    what = fields.List(fields.String())


class WeeksCompared(Given):
    """Two weeks beside each other, as published, or as they would be."""

    earlier = fields.Nested(WeekSide)
    later = fields.Nested(WeekSide)
    moved = fields.List(fields.Nested(MovedShown))


class TwoWeeks(Sent):
    """Which two weeks."""

    earlier = WeekField(required=True, data_key="from")
    later = WeekField(required=True, data_key="to")


@bp.get(f"{ALL}/compare")
@access.reading
@bp.narrows(TwoWeeks)
@bp.gives(WeeksCompared)
def compare(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Hold two weeks against each other."""
    seat = access.seat(slug)
    two = reports.compare(seat.project, sent["earlier"], sent["later"], today=seat.today(access.now()))
    return {
        "earlier": _side(two.earlier),
        "later": _side(two.later),
        "moved": [_moved(each) for each in two.moved],
    }


def _side(weekly: Weekly) -> dict[str, Any]:
    gate = weekly.gate
    return {"week": weekly.week, "verdict": gate.verdict, "sentence": gate.sentence, "numbers": weekly.numbers}


def _moved(each: Moved) -> dict[str, Any]:
    return {"number": each.number, "title": each.title, "tier": each.tier, "what": each.what}
