"""Items: the table, the board, adding one, changing many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import Refused
from ..domain.words import Status, Tier
from ..output import svg
from ..services import items, lists, transactions
from ..services.items import Seen
from ..services.overview import Look
from ..services.projects import Seat
from . import access, errors, filters, forms, pages, rows

bp = Blueprint("items", __name__)


@bp.get("/p/<slug>/items")
@access.reading
def show(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, "items/items.html", lambda: _list(seat))


@bp.get("/p/<slug>/items/new")
@access.editing
def new(slug: str) -> Response:
    seat = access.seat(slug)
    return _new(seat, forms.ItemForm(tier=Tier.IMPORTANT.value), [], 200)


@bp.post("/p/<slug>/items/new")
@access.editing
def add(slug: str) -> Response:
    seat = access.seat(slug)
    form = forms.ItemForm(request.form)
    try:
        if not form.validate():
            return _new(seat, form, form.sentences)
        added = _add(seat, form)
    except Refused as refusal:
        transactions.give_up()
        return _new(seat, form, [("", refusal.sentence)])
    flash(f"Item {added.number} is added. The scope has changed visibly.", "success")
    return redirect(url_for(".item", slug=slug, number=added.number))


def _add(seat: Seat, form: forms.ItemForm) -> items.Item:
    return items.add_item(
        seat.project,
        form.said("title"),
        Tier(form.said("tier")),
        detail=form.said("detail"),
        area_id=forms.number(request.form.get("area"), "an area"),
        phase_id=forms.number(request.form.get("phase"), "a phase"),
        owner_id=forms.number(request.form.get("owner"), "an owner"),
        due=forms.day(request.form.get("due"), "the due date"),
        reason=form.said("reason"),
        by=seat.user,
        at=access.now(),
    )


def _new(seat: Seat, form: forms.ItemForm, wrong: list[tuple[str, str]], status: int = 422) -> Response:
    values = {"form": form, "errors": wrong, "sent": request.form, **lists.choices(seat.project)}
    return pages.written(seat, "items/new.html", status, **values)


@bp.post("/p/<slug>/items/bulk")
@access.editing
def bulk(slug: str) -> Response:
    seat = access.seat(slug)
    seen: list[Seen] = []
    try:
        seen = items.numbers(request.form.getlist("item"))
        changed = items.change_many(seat.project, seen, _bulk_wish(), by=seat.user, at=access.now())
    except Refused as refusal:
        transactions.give_up()
        values = {**_list(seat), "refusal": refusal, "sent": request.form, "picked": [one.number for one in seen]}
        return pages.written(seat, "items/items.html", errors.status_of(refusal), **values)
    flash(f"{changed} of {len(seen)} chosen items changed.", "success")
    query = request.query_string.decode()
    return redirect(url_for(".show", slug=slug) + (f"?{query}" if query else ""))


def _bulk_wish() -> items.Bulk:
    status = request.form.get("bulk_status")
    return items.Bulk(
        status=forms.word(Status, status, "a status") if status else None,
        owner=forms.number(request.form.get("bulk_owner"), "an owner"),
        due=forms.day(request.form.get("bulk_due"), "the due date"),
        phase=forms.number(request.form.get("bulk_phase"), "a phase"),
    )


def _list(seat: Seat) -> Mapping[str, Any]:
    wish = lists.Wish.read(request.args)
    today = seat.today(access.now())
    look, controls, choices = Look(seat.project, today), rows.controls(seat), lists.choices(seat.project)
    named = {"areas": choices["areas"], "phases": choices["phases"], "people": controls["people"]}
    return {
        "wish": wish,
        "filters": filters.fields(wish, **named),
        "chips": filters.chips(wish, **named),
        "listing": lists.listing(seat.project, wish, today),
        "look": look,
        "spark": svg.sparkline(look.burn_down.remaining, label=look.burn_down.summary),
        "refusal": None,
        "sent": request.form,
        "picked": (),
        "phases": choices["phases"],
        **controls,
    }
