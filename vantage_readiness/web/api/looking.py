"""What several looking rooms show: amounts, scores, the gate, how a score changed, where an item is."""

from __future__ import annotations

from typing import Any

from flask import url_for
from marshmallow import fields

from ...domain.causes import Cause, Effect
from ...domain.words import Status, Tier, Verdict
from ...services.overview import Look
from ...services.projects import Seat
from .. import access
from .fields import Given, word


class Money(fields.String):
    """An amount as text with two decimals, exact: "1200.00"."""

    def _serialize(self, value: Any, *_rest: Any, **_more: Any) -> str | None:
        return None if value is None else f"{value:.2f}"


class ReasonShown(Given):
    """One reason of the gate, with the numbers of the items or findings behind it."""

    code = word(Cause)
    effect = word(Effect)
    sentence = fields.String()
    items = fields.List(fields.Integer())
    findings = fields.List(fields.Integer())


class GateShown(Given):
    """What the gate reports; its reasons stand in the order in which the gate asks."""

    verdict = word(Verdict)
    sentence = fields.String()
    reasons = fields.List(fields.Nested(ReasonShown))


class ExplainedShown(Given):
    """A change of the score in its parts, in points of ten; `stated` is null when the later one prints no score."""

    stated = fields.Float(allow_none=True)
    closed = fields.Float()
    scope = fields.Float()
    waivers = fields.Float()
    explained = fields.Float()
    unexplained = fields.Float(allow_none=True)
    is_flagged = fields.Boolean()
    sentence = fields.String()


class ItemBrief(Given):
    """An item in a list of something else."""

    number = fields.Integer()
    title = fields.String()
    tier = word(Tier)
    status = word(Status)
    due = fields.Date(allow_none=True)
    self = fields.String()


def brief(seat: Seat, item: Any) -> dict[str, Any]:
    """Give an item as lists of something else show it."""
    plain = {name: getattr(item, name) for name in ("number", "title", "tier", "status", "due")}
    return {**plain, "self": f"{url_for('api_projects.one', slug=seat.slug)}/items/{item.number}"}


def look_of(seat: Seat) -> Look:
    """Give a look at the project today."""
    return Look(seat.project, seat.today(access.now()))
