"""The plan: timeline, phases with their items and steps, and gap ↔ item ↔ step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from ..output import svg
from ..services import plan
from ..services.overview import Look
from ..services.projects import Seat
from . import access, pages, rows

bp = Blueprint("plan", __name__)

TRACES = 200


@bp.get("/p/<slug>/plan")
@access.reading
def show(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, "plan/plan.html", lambda: _page(seat))


def _page(seat: Seat) -> Mapping[str, Any]:
    look = Look(seat.project, seat.today(access.now()))
    drawn = plan.PlanLook(look)
    return {
        "look": look,
        "plan": drawn,
        "phases": [(phase.id, phase.name) for phase in look.phases],
        "traces": drawn.traces[:TRACES],
        "more_traces": max(len(drawn.traces) - TRACES, 0),
        "timeline": svg.timeline(look.plan, plan.actuals(look), today=look.today),
        "timeline_table": plan.printed(look),
        **rows.controls(seat),
    }
