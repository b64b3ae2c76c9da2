"""Activity: the diary as people read it, and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for

from ..output import tables
from ..services import activity
from ..services.projects import Seat
from . import access, pages

bp = Blueprint("activity", __name__)


@bp.get("/p/<slug>/activity")
@access.reading
def show(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, "activity/activity.html", lambda: _page(seat))


@bp.get("/p/<slug>/activity.csv")
@access.reading
def csv(slug: str) -> Response:
    seat = access.seat(slug)
    wish = activity.Wish.read(request.args)
    text = tables.csv_of(activity.HEADER, activity.table(seat.project, wish, seat.today(access.now())))
    return pages.file(text, f"{slug}-activity.csv", "text/csv")


@bp.get("/p/<slug>/activity.json")
@access.reading
def json(slug: str) -> Response:
    """Give the diary as it is sealed, with its length and last seal, so that others can follow the chain."""
    seat = access.seat(slug)
    wish = activity.Wish.read(request.args)
    content = activity.document(seat.project, wish, seat.today(access.now()))
    return pages.file(content, f"{slug}-activity.json", "application/json")


def _page(seat: Seat) -> Mapping[str, Any]:
    slug = seat.project.slug
    wish = activity.Wish.read(request.args)
    return {
        "wish": wish,
        "page": activity.page(
            seat.project,
            wish,
            seat.today(access.now()),
            lambda number: url_for("items.item", slug=slug, number=number),
        ),
        "people": activity.people(seat.project),
        "groups": [(key, label) for key, (label, _) in activity.GROUPS.items()],
        "spans": list(activity.DAYS.items()),
    }
