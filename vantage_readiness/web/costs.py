"""Costs: ranges beside what was committed and spent, recording money, closing lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain import costs as decisions
from ..domain.refusals import NotFound, Refused
from ..domain.words import EntryKind
from ..output import tables
from ..services import money, transactions
from ..services.money import Table
from ..services.projects import Seat
from . import access, forms, pages
from .forms import EntryForm

bp = Blueprint("costs", __name__)


@bp.get("/p/<slug>/costs")
@access.reading
def show(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, "costs/costs.html", lambda: _page(seat))


@bp.get("/p/<slug>/costs.csv")
@access.reading
def csv(slug: str) -> Response:
    seat = access.seat(slug)
    response = pages.answer(
        seat, "costs.csv", lambda: tables.csv_of(money.HEADER, money.rows(seat.project)), mimetype="text/csv"
    )
    response.headers.set("Content-Disposition", "attachment", filename=f"{slug}-costs.csv")
    return response


@bp.post("/p/<slug>/costs/entries")
@access.editing
def record(slug: str) -> Response:
    seat = access.seat(slug)
    form = _entry_form(money.tables(seat.project))
    if not form.validate():
        return _again(seat, form)
    try:
        money.record_entry(
            seat.project,
            int(form.line.data),
            EntryKind(form.kind.data),
            decisions.amount(form.amount.data or ""),
            day=form.day.data or seat.today(access.now()),
            note=form.note.data or "",
            by=seat.user,
            at=access.now(),
        )
    except Refused as refusal:
        return _again(seat, form, refusal)
    flash("The money is recorded.", "success")
    return redirect(url_for(".show", slug=slug) + "#entries")


@bp.post("/p/<slug>/costs/close")
@access.leading
def close(slug: str) -> Response:
    return _set(slug, money.close_line, "The line is closed; nothing of it remains.")


@bp.post("/p/<slug>/costs/reopen")
@access.leading
def reopen(slug: str) -> Response:
    return _set(slug, money.reopen_line, "The line is open again.")


def _set(slug: str, change: Callable[..., object], said: str) -> Response:
    seat = access.seat(slug)
    line = forms.number(request.form.get("line"), "a cost line") or 0
    try:
        change(seat.project, line, forms.fill(request.form.get("reason")), by=seat.user, at=access.now())
    except NotFound:
        raise
    except Refused as refusal:
        return _again(seat, None, refusal)
    flash(said, "success")
    return redirect(url_for(".show", slug=slug))


def _again(seat: Seat, form: EntryForm | None, refusal: Refused | None = None) -> Response:
    """Say what was refused; what was typed stays."""
    transactions.give_up()
    values = {**_page(seat), "refusal": refusal} | ({"form": form} if form else {})
    return pages.written(seat, "costs/costs.html", 422, **values)


def _page(seat: Seat) -> Mapping[str, Any]:
    found = money.tables(seat.project)
    entries, total = money.entries(seat.project)
    form = _entry_form(found)
    form.day.data = form.day.data or seat.today(access.now())
    return {
        "tables": found,
        "entries": entries,
        "entry_count": total,
        "form": form,
        "closed": _lines(found, closed=True),
        "refusal": None,
        "may_edit": seat.may_edit,
        "may_lead": seat.may_lead,
    }


def _entry_form(found: list[Table]) -> EntryForm:
    form = EntryForm(request.form)
    form.line.choices = _lines(found, closed=False)
    return form


def _lines(found: list[Table], *, closed: bool) -> list[Any]:
    return forms.options(
        (str(look.line.id), f"{look.line.name} ({table.sum.period.label.lower()})")
        for table in found
        for look in table.lines
        if look.line.closed == closed
    )
