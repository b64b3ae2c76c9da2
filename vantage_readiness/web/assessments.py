"""The assessment: its facts, its findings and their decisions, its areas, and the document line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import NotFound, Refused
from ..services import documents, findings, transactions
from ..services.documents import DocumentFile
from ..services.projects import Seat
from . import access, errors, forms, pages, rows

bp = Blueprint("assessments", __name__)


@bp.get("/p/<slug>/assessment")
@access.reading
def show(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, "assessment/assessment.html", lambda: _page(seat, None))


@bp.get("/p/<slug>/assessments/<int:number>")
@access.reading
def one(slug: str, number: int) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, "assessment/assessment.html", lambda: _page(seat, number))


@bp.get("/p/<slug>/assessments/<int:number>/document")
@access.reading
def document(slug: str, number: int) -> Response:
    """Give the bytes as they were received."""
    found = documents.get(access.seat(slug).project, number)
    return pages.file(found.raw, f"{slug}-assessment-{number}.md", "application/octet-stream")


@bp.post("/p/<slug>/findings/<int:number>/decision")
@access.leading
def decide(slug: str, number: int) -> Response:
    seat = access.seat(slug)
    decision, seen = forms.fill(request.form.get("decision")), forms.fill(request.form.get("seen"))
    back = _document(slug)  # what it is made of may be refused, which has to come before anything is written
    try:
        findings.decide(seat.project, number, decision, seen=seen, by=seat.user, at=access.now())
    except NotFound:
        raise
    except Refused as refusal:
        return _again(seat, number, decision, refusal)
    flash("Your decision is noted.", "success")
    return redirect(f"{back}#finding-{number}")


def _again(seat: Seat, finding: int, decision: str, refusal: Refused) -> Response:
    transactions.give_up()
    values = {**_page(seat, _shown()), "refusal": refusal, "refused": finding, "typed": decision}
    return pages.written(seat, "assessment/assessment.html", errors.status_of(refusal), **values)


def _page(seat: Seat, number: int | None) -> Mapping[str, Any]:
    return {
        "file": _file(seat, number),
        "refusal": None,
        "refused": None,
        "typed": "",
        **rows.controls(seat),
    }


def _file(seat: Seat, number: int | None) -> DocumentFile | None:
    """Give the assessment asked for, or the newest if there is any."""
    found = documents.find(seat.project) if number is None else documents.get(seat.project, number)
    return documents.file_of(seat.project, found, seat.today(access.now())) if found else None


def _shown() -> int | None:
    """Give the number of the assessment whose page sent the form."""
    return forms.number(request.form.get("assessment"), "an assessment")


def _document(slug: str) -> str:
    number = _shown()
    return url_for(".show", slug=slug) if number is None else url_for(".one", slug=slug, number=number)
