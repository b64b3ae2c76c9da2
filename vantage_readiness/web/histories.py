"""All assessments of a project, the history of its score, and any two of them beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Response

from ..services import histories
from ..services.projects import Seat
from . import access, pages
from .assessments import bp


@bp.get("/p/<slug>/assessments")
def history(slug: str) -> Response:
    seat = access.project_for_reading(slug)
    return pages.page(seat, "assessment/history.html", lambda: _history(seat))


def _history(seat: Seat) -> Mapping[str, Any]:
    return {"milestones": list(reversed(histories.history(seat.project))), "may_lead": seat.may_lead}
