"""All assessments of a project, the history of its score, and any two of them beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from ..domain.refusals import NotFound, Refused
from ..domain.words import Difference
from ..services import comparisons, documents, histories
from ..services.comparisons import TwoAssessments
from ..services.overview import Look
from ..services.projects import Seat
from . import access, errors, forms, pages, rows
from .assessments import bp


@bp.get("/p/<slug>/assessments")
@access.reading
def history(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, "assessment/history.html", lambda: _history(seat))


@bp.get("/p/<slug>/assessments/compare")
@access.reading
def compare(slug: str) -> Response:
    seat = access.seat(slug)
    try:
        return pages.page(seat, "assessment/compare.html", lambda: _compared(seat))
    except NotFound:
        raise
    except Refused as refusal:
        values = {**_choice(seat), "two": None, "problem": refusal.sentence}
        return pages.written(seat, "assessment/compare.html", errors.status_of(refusal), **values)


def _history(seat: Seat) -> Mapping[str, Any]:
    today = seat.today(access.now())
    return {
        "milestones": list(reversed(histories.history(seat.project))),
        "undecided": Look(seat.project, today).left_to_decide,
        "today": today,
        **rows.controls(seat),
    }


def _compared(seat: Seat) -> Mapping[str, Any]:
    choice = _choice(seat)
    two = comparisons.compare(seat.project, choice["one"], choice["other"]) if len(choice["documents"]) > 1 else None
    return {**choice, "two": two, "groups": _groups(two), "problem": None}


def _choice(seat: Seat) -> dict[str, Any]:
    """Give the documents to choose from and the two that were chosen, the last two unless the address says others."""
    known = documents.titles(seat.project)
    last = [number for number, _ in known[-2:]] or [0]
    return {
        "documents": known,
        "one": forms.number(request.args.get("one"), "an assessment") or last[0],
        "other": forms.number(request.args.get("other"), "an assessment") or last[-1],
        "groups": [],
        **rows.controls(seat),
    }


def _groups(two: TwoAssessments | None) -> list[tuple[Difference, Any]]:
    """List what differs by kind, what matters most first."""
    return [(kind, found) for kind in Difference if two and (found := two.comparison.of(kind))]
