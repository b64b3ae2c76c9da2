"""A newer assessment: handed in, previewed, decided about, applied. Nothing is written before that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.assessment.decode import Unreadable
from ..domain.reassessment import Changed
from ..domain.refusals import Refused, WrongDate
from ..domain.words import Difference, Tier
from ..services import documents, reassessments, transactions
from ..services.projects import Seat
from ..services.reassessments import AlreadyImported, Decisions, Preview
from . import access, errors, forms, pages, rows, safety, uploads
from .assessments import bp
from .uploads import DocumentForm


@bp.get("/p/<slug>/assessments/new")
@access.leading
def hand_in(slug: str) -> Response:
    seat = access.seat(slug)
    return _form(seat, DocumentForm(), 200)


@bp.post("/p/<slug>/assessments/preview")
@access.leading
@safety.only_looks
def preview(slug: str) -> Response:
    seat, form = access.seat(slug), DocumentForm(uploads.sent())
    if not form.validate():
        return _form(seat, form)
    try:
        return _preview(seat, form)
    except Refused as refusal:
        return _refused(seat, form, refusal)


@bp.get("/p/<slug>/assessments/preview")
@bp.get("/p/<slug>/assessments/apply")
@access.leading
def begin_again(slug: str) -> Response:
    """Lead back to the form whoever comes by the bare address of a preview; the document was in what the form sent."""
    return redirect(url_for(".hand_in", slug=slug))


@bp.post("/p/<slug>/assessments/apply")
@access.leading
def apply(slug: str) -> Response:
    seat, form = access.seat(slug), DocumentForm(uploads.sent())
    if not form.validate():
        return _form(seat, form)
    seen = forms.fill(request.form.get("seen"))
    try:
        applied = reassessments.apply(
            seat.project,
            form.raw,
            as_of=form.as_of.data,
            seen=seen,
            since=forms.number(request.form.get("since"), "a line of the diary"),
            by=seat.user,
            at=access.now(),
            decisions=_decisions(),
        )
    except AlreadyImported as already:  # the button was pressed twice
        flash(already.sentence, "info")
        return redirect(url_for("overview.show", slug=slug))
    except Refused as refusal:
        return _refused(seat, form, refusal)
    flash(f"Assessment {applied.number} is applied: {applied.comparison.sentence}.", "success")
    return redirect(url_for("overview.show", slug=slug))


def _preview(seat: Seat, form: DocumentForm, problem: str | None = None, status: int = 200) -> Response:
    today = seat.today(access.now())
    decisions = None if problem else _decisions()
    found = reassessments.preview(seat.project, form.raw, as_of=form.as_of.data, today=today, decisions=decisions)
    return pages.written(
        seat,
        "assessment/preview.html",
        status,
        preview=found,
        lines=documents.lines_of(found.found),
        carried=_carried(form, found),
        problem=problem,
        **_groups(found),
        **rows.controls(seat),
    )


def _groups(found: Preview) -> Mapping[str, Any]:
    """Sort what differs by how loudly the page has to say it."""
    vanished = found.comparison.of(Difference.VANISHED)
    is_loud = {each.item: each.waits and each.tier is Tier.CRITICAL for each in vanished}
    return {
        "vanished_criticals": [each for each in vanished if is_loud[each.item]],
        "vanished_others": [each for each in vanished if not is_loud[each.item]],
        "returned": [each for each in found.comparison.changes if each.returns],
        "reopenings": [each for each in found.comparison.of(Difference.UNTICKED) if _may_reopen(each, found)],
        "new_reasons": found.gate_after.beyond(found.gate_before),
    }


def _may_reopen(change: Changed, found: Preview) -> bool:
    """Answer whether a person decides if this item, verified here, is open again."""
    return change.item in found.decisions.reopen or (change.waits and change.to is None)


def _refused(seat: Seat, form: DocumentForm, refusal: Refused) -> Response:
    """Say at the field what is wrong with the document or its day; anything else beside the preview as it is now."""
    transactions.give_up()
    status = errors.status_of(refusal)
    if isinstance(refusal, AlreadyImported | Unreadable):
        form.refuse_document(refusal)
        return _form(seat, form, status)
    if isinstance(refusal, WrongDate):
        form.as_of.errors = [refusal.sentence]
        return _form(seat, form, status)
    try:
        return _preview(seat, form, refusal.sentence, status)
    except Refused:
        return _form(seat, form, status, refusal.sentence)


def _form(seat: Seat, form: DocumentForm, status: int = 422, problem: str | None = None) -> Response:
    return pages.written(seat, "assessment/hand_in.html", status, form=form, errors=form.sentences, problem=problem)


def _carried(form: DocumentForm, found: Preview) -> Mapping[str, str]:
    """Give what the preview sends along, so that applying needs nothing that was kept in between."""
    unknown = {"unknown": "y"} if found.as_of is None else {}
    return {
        "kept": form.kept.data or "",
        "kept_name": form.kept_name.data or "",
        "as_of": form.typed_date,
        "seen": found.seal,
        "since": str(found.told_until),
        **unknown,
    }


def _decisions() -> Decisions:
    """Read what was decided: which line of the document means which item, and what is re-opened."""
    same = {
        _number(name.removeprefix("same-")): _number(value)
        for name, value in request.form.items()
        if name.startswith("same-")
    }
    return Decisions(same, frozenset(_number(value) for value in request.form.getlist("reopen")))


def _number(text: str) -> int:
    number = forms.number(text, "a decision")
    if number is None:
        raise Refused("Choose a decision from the list.")
    return number
