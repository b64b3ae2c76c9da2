"""One item: what it is, where it stands, and everything that changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain import phrases
from ..domain.refusals import NotFound, Refused
from ..domain.words import Correction, EvidenceKind, Ruling, Status, Tier
from ..services import activity, claims, evidence, items, lists, scope, transactions
from ..services.items import Seen
from ..services.overview import Look
from ..services.projects import Seat
from . import access, errors, forms, pages, rows
from .items import bp


@bp.get("/p/<slug>/items/<int:number>")
@access.reading
def item(slug: str, number: int) -> Response:
    seat = access.seat(slug)
    lists.get(seat.project, number)
    return pages.page(seat, "items/item.html", lambda: _one(seat, number), personal=True)


@bp.post("/p/<slug>/items/<int:number>/status")
@access.editing
def move(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        to = forms.word(Status, request.form.get("status"), "a status")
        items.move_item(seat.project, seen, to, by=seat.user, at=access.now(), note=text("note"))
        return f"Moved to {to.label.lower()}."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/owner")
@access.editing
def own(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        owner = forms.number(request.form.get("owner"), "an owner")
        items.own_item(seat.project, seen, owner, by=seat.user, at=access.now())
        return "The owner is changed."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/due")
@access.editing
def set_due(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        due = forms.day(request.form.get("due"), "the due date")
        items.set_due(seat.project, seen, due, by=seat.user, at=access.now())
        return "The due date is changed."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/postpone")
@access.editing
def postpone(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        due = forms.day(request.form.get("new_due"), "the new date")
        if due is None:
            raise Refused("Enter the new date.")
        items.postpone(seat.project, seen, due, text("reason"), by=seat.user, at=access.now())
        return f"Noted: it is due on {phrases.day(due)} now."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/phase")
@access.editing
def put_in_phase(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        phase = forms.number(request.form.get("phase"), "a phase")
        items.put_in_phase(seat.project, seen, phase, by=seat.user, at=access.now())
        return "The phase is changed."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/tier")
@access.editing
def retier(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        to = forms.word(Tier, request.form.get("tier"), "a tier")
        items.retier_item(seat.project, seen, to, by=seat.user, at=access.now(), reason=text("reason"))
        return f"The tier is now {to.label.lower()}."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/text")
@access.editing
def reword(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        items.reword_item(seat.project, seen, text("title"), text("detail"), by=seat.user, at=access.now())
        return "The text is changed."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/confirm")
@access.editing
def confirm(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        items.confirm_item(seat.project, seen, by=seat.user, at=access.now())
        return "Noted: this is still true."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/not-applicable")
@access.editing
def exempt(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        item = scope.exempt_item(seat.project, seen, by=seat.user, at=access.now(), reason=text("reason"))
        if item.status is Status.NOT_APPLICABLE:
            return "This item is not applicable."
        return "Noted. A second person approves it before it leaves the scope."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/not-applicable/approve")
@access.editing
def approve_exemption(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        scope.approve_exemption(seat.project, seen, by=seat.user, at=access.now())
        return "Approved: this item is not applicable."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/not-applicable/decline")
@access.editing
def decline_exemption(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        scope.decline_exemption(seat.project, seen, by=seat.user, at=access.now(), reason=text("reason"))
        return "Declined: this item stays in scope."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/correct")
@access.editing
def correct(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        to = forms.word(Correction, request.form.get("correction"), "why it is closed")
        scope.correct_item(seat.project, seen, to, by=seat.user, at=access.now(), reason=text("reason"))
        return f"Closed as {to.label.lower()}."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/take-back")
@access.editing
def take_back(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        scope.take_back(seat.project, seen, by=seat.user, at=access.now(), reason=text("reason"))
        return "This item is in scope again."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/evidence")
@access.editing
def add_evidence(slug: str, number: int) -> Response:
    seat = access.seat(slug)
    try:
        said = _prove(seat, number)
    except Refused as refusal:
        return _again(seat, number, refusal)
    flash(said, "success")
    return redirect(url_for(".item", slug=slug, number=number))


def _prove(seat: Seat, number: int) -> str:
    """Add the evidence of the form, and claim the item with it if that was asked; give what to say then."""
    kind = forms.word(EvidenceKind, request.form.get("kind"), "a kind of evidence")
    day = forms.day(request.form.get("collected_on"), "the collection day") or seat.today(access.now())
    if request.form.get("done"):
        proof = claims.Proof(kind, text("reference"), day, text("note"))
        seen, at = forms.seen(number), access.now()
        claims.claim_item(seat.project, seen, Status.DONE, by=seat.user, at=at, proof=proof)
        return "The evidence is added, and the item is done."
    evidence.add_evidence(
        seat.project,
        number,
        kind,
        text("reference"),
        collected_on=day,
        note=text("note"),
        by=seat.user,
        at=access.now(),
    )
    return "The evidence is added."


@bp.post("/p/<slug>/items/<int:number>/comments")
@access.editing
def comment(slug: str, number: int) -> Response:
    seat = access.seat(slug)
    try:
        items.comment(seat.project, number, text("text"), by=seat.user, at=access.now())
    except Refused as refusal:
        return _again(seat, number, refusal)
    return redirect(url_for(".item", slug=slug, number=number) + "#comments")


def text(name: str) -> str:
    """Read what a text field of the form sent."""
    return forms.fill(request.form.get(name))


def change_item(slug: str, number: int, change: Callable[[Seat, Seen], str]) -> Response:
    """Make one change and answer with the part that changed, or with the page; a refusal shows both values."""
    seat = access.seat(slug)
    try:
        said = change(seat, forms.seen(number))
    except Refused as refusal:
        return _again(seat, number, refusal)
    if request.headers.get("HX-Request"):
        return _part(seat, number)
    flash(said, "success")
    return redirect(rows.way_back(slug) or url_for(".item", slug=slug, number=number))


def _again(seat: Seat, number: int, refusal: Refused) -> Response:
    """Say what was refused, beside what stands now; what was typed stays."""
    transactions.give_up()
    if isinstance(refusal, NotFound):
        raise refusal
    if request.headers.get("HX-Request"):
        return _part(seat, number, refusal)
    values = {
        **_one(seat, number),
        "refusal": refusal,
        "asked": str(request.endpoint).rpartition(".")[2],
        "again": {name: value for name, value in request.form.items() if name not in ("csrf_token", "version")},
    }
    return pages.written(seat, "items/item.html", errors.status_of(refusal), **values)


def _part(seat: Seat, number: int, refusal: Refused | None = None) -> Response:
    """Give the item as the page that asked shows it: a row, plain or to pick, a card, an obstacle or its facts."""
    part = request.form.get("part", "row")
    values = {
        **(_one(seat, number) if part == "facts" else _plain(seat, number)),
        "refusal": refusal,
        "part": part if part in ("row", "pick", "card", "obstacle", "facts") else "row",
    }
    response = pages.fragment(seat, "items/_part.html", errors.status_of(refusal) if refusal else 200, **values)
    response.headers["X-Changed"] = "1"
    return response


def _plain(seat: Seat, number: int) -> Mapping[str, Any]:
    today = seat.today(access.now())
    return {
        "item": lists.get(seat.project, number),
        "look": Look(seat.project, today),
        "today": today,
        "sent": request.form,
        **rows.controls(seat),
    }


def _one(seat: Seat, number: int) -> Mapping[str, Any]:
    today, controls = seat.today(access.now()), rows.controls(seat)
    file = lists.file_of(seat.project, number, by=seat.user, today=today)
    return {
        "file": file,
        "item": file.item,
        "history": activity.told(seat.project, file.history),
        "today": today,
        "refusal": None,
        "asked": "",
        "again": {},
        "sent": request.form,
        "kinds": tuple(EvidenceKind),
        "corrections": tuple(Correction),
        "rulings": tuple(Ruling),
        **lists.choices(seat.project),
        **controls,
    }
