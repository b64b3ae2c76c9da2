"""Items: lists of them, adding one, changing many."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from marshmallow import fields, validate
from webargs.fields import DelimitedList

from ...domain import items as decisions
from ...domain.words import Status, Tier
from ...services import items, lists
from ...services.items import Seen
from .. import access
from .fields import Day, Given, Sent, Text, Whole, WholeInAddress, word
from .once import once
from .paging import Paged, page, page_of, place
from .room import Room
from .showing import ItemShown, items_of
from .versions import tagged, versions_in_body

bp = Room("items", "Items: the things people work on.")

MOST_AT_ONCE = 1000
_SORTS = ("tier", "number", "title", "due", "owner", "status", "phase")


class ItemsAsked(Paged):
    """Which items, in which order. Owner, phase or area 0 means those that have none."""

    tier = DelimitedList(word(Tier))
    status = DelimitedList(word(Status))
    area = WholeInAddress()
    phase = WholeInAddress()
    owner = WholeInAddress()
    due = fields.String(validate=validate.OneOf(("overdue", "week", "none")))
    text = Text(200)
    sort = fields.String(validate=validate.OneOf((*_SORTS, *(f"-{name}" for name in _SORTS))))


class ItemAdded(Sent):
    """A new item. Area, phase and owner are given by their numbers."""

    title = Text(decisions.LONGEST_TITLE, shortest=1, required=True)
    tier = word(Tier, required=True)
    detail = Text(load_default="")
    area = Whole(1, allow_none=True, load_default=None)
    phase = Whole(1, allow_none=True, load_default=None)
    owner = Whole(1, allow_none=True, load_default=None)
    due = Day(allow_none=True, load_default=None)
    reason = Text(500, load_default="")


class SeenItem(Sent):
    """An item and the version of it that was looked at."""

    number = Whole(1, required=True)
    version = Whole(1, required=True)


class Bulk(Sent):
    """Items to change together, all or none. What is not named stays; owner or phase 0 takes it away."""

    items = fields.List(fields.Nested(SeenItem), required=True, validate=validate.Length(1, MOST_AT_ONCE))
    status = word(Status)
    owner = Whole()
    due = Day()
    phase = Whole()


class BulkDone(Given):
    """How many of the items changed; the others were so already."""

    changed = Whole()


@bp.get("/projects/<slug>/items")
@access.reading
@bp.narrows(ItemsAsked)
@bp.gives(page_of(ItemShown))
def every(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """List items, narrowed and sorted as on the page."""
    seat, at = access.seat(slug), place(sent)
    wish = lists.Wish.read(request.args)
    found = lists.going_on(seat.project, wish, seat.today(access.now()), last=at.after, limit=at.limit + 1)
    show = items_of(seat)
    return page(found, at, lambda pair: pair[1], lambda pair: show(pair[0]))


@bp.post("/projects/<slug>/items")
@access.editing
@once
@bp.asks(ItemAdded)
@bp.gives(ItemShown, 201)
def add(sent: dict[str, Any], slug: str) -> tuple[Any, ...]:
    """Add an item: a visible change of scope."""
    seat = access.seat(slug)
    added = items.add_item(
        seat.project,
        sent["title"],
        sent["tier"],
        detail=sent["detail"],
        area_id=sent["area"],
        phase_id=sent["phase"],
        owner_id=sent["owner"],
        due=sent["due"],
        reason=sent["reason"],
        by=seat.user,
        at=access.now(),
    )
    address = url_for("api_item.one", slug=slug, number=added.number)
    return tagged(items_of(seat)(lists.get(seat.project, added.number)), 201, Location=address)


@bp.post("/projects/<slug>/items/bulk")
@access.editing
@versions_in_body
@bp.asks(Bulk)
@bp.gives(BulkDone)
def bulk(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Change many items in one transaction, or none of them."""
    seat = access.seat(slug)
    seen = [Seen(one["number"], one["version"]) for one in sent.pop("items")]
    return {"changed": items.change_many(seat.project, seen, items.Bulk(**sent), by=seat.user, at=access.now())}
