"""My work: what whoever reads has to do, and what waits for them as the second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from ..services import my_work
from ..services.projects import Seat
from . import access, pages, rows

bp = Blueprint("my_work", __name__)


@bp.get("/p/<slug>/my-work")
@access.reading
def show(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, "my_work/my_work.html", lambda: _page(seat), personal=True)


def _page(seat: Seat) -> Mapping[str, Any]:
    return {"desk": my_work.desk(seat, seat.today(access.now())), **rows.controls(seat)}
