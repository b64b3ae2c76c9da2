"""My work: what the person a program acts for has to do, and what waits for them as the second person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import fields

from ...services import my_work
from ...services.projects import Seat
from .. import access
from .fields import Given
from .looking import ItemBrief, brief
from .room import Room

bp = Room("my_work", "What the token's person has to do.")


class PileShown(Given):
    """Items that ask for the same thing; each item is in the most urgent pile that fits."""

    key = fields.String()
    title = fields.String()
    items = fields.List(fields.Nested(ItemBrief))


class RequestShown(Given):
    """An item that somebody asked to mark not applicable."""

    item = fields.Nested(ItemBrief)
    by = fields.String()
    reason = fields.String()


class DeskShown(Given):
    """The desk of one person: their own piles, what they may verify or approve, what waits for others."""

    mine = fields.Integer()
    piles = fields.List(fields.Nested(PileShown))
    to_verify = fields.List(fields.Nested(ItemBrief))
    to_prove = fields.List(fields.Nested(ItemBrief))
    requests = fields.List(fields.Nested(RequestShown))
    waiting = fields.List(fields.Nested(ItemBrief))


@bp.get("/projects/<slug>/my-work")
@access.reading
@bp.gives(DeskShown)
def show(slug: str) -> dict[str, Any]:
    """Give what the token's person has to do, the most urgent first."""
    seat = access.seat(slug)
    desk = my_work.desk(seat, seat.today(access.now()))
    return {
        "mine": desk.mine,
        "piles": [{"key": pile.key, "title": pile.title, "items": _briefs(seat, pile.items)} for pile in desk.piles],
        "to_verify": _briefs(seat, desk.to_verify),
        "to_prove": _briefs(seat, desk.to_prove),
        "requests": [{"item": brief(seat, each.item), "by": each.by, "reason": each.reason} for each in desk.requests],
        "waiting": _briefs(seat, desk.waiting),
    }


def _briefs(seat: Seat, items: Iterable[Any]) -> list[dict[str, Any]]:
    return [brief(seat, item) for item in items]
