"""The first screen: may we go live, and if not, why?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from ..domain.refusals import NotFound
from ..output import svg, tables
from ..services import activity, reports
from ..services.overview import Look
from ..services.projects import Seat
from ..services.reports import WeeklyReport
from . import access, pages, rows

bp = Blueprint("overview", __name__)


@bp.get("/p/<slug>/")
@access.reading
def show(slug: str) -> Response:
    seat = access.seat(slug)

    def write() -> Mapping[str, Any]:
        look, controls = Look(seat.project, seat.today(access.now())), rows.controls(seat)
        return {
            "look": look,
            "svg": svg.burn_down(look.burn_down, look.plan),
            "table": tables.weekly_table(look.burn_down),
            "report": _newest(seat),
            "week": activity.told(seat.project, look.week, controls["href"]),
            **controls,
        }

    return pages.page(seat, "overview.html", write)


def _newest(seat: Seat) -> WeeklyReport | None:
    """Find the newest weekly report, if any is published."""
    try:
        return reports.latest(seat.project)
    except NotFound:
        return None
