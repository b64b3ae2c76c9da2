"""Deciding about what a newer assessment said of one item: it is missing, arrived ticked, or changed its tier."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from ..domain.words import Ruling
from ..services import rulings
from ..services.items import Seen
from ..services.projects import Seat
from . import access, forms
from .item import change_item, text
from .items import bp


@bp.post("/p/<slug>/items/<int:number>/ruling")
@access.editing
def rule(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        ruling = forms.word(Ruling, request.form.get("ruling"), "what became of it")
        rulings.rule_on_vanished(seat.project, seen, ruling, by=seat.user, at=access.now(), reason=text("reason"))
        return f"Decided: {ruling.label.lower()}."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/accept")
@access.editing
def accept(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        rulings.accept_born_done(seat.project, seen, by=seat.user, at=access.now(), reason=text("reason"))
        return "Accepted: it is a claim now, like any other."

    return change_item(slug, number, change)


@bp.post("/p/<slug>/items/<int:number>/proposed-tier")
@access.leading
def decide_tier(slug: str, number: int) -> Response:
    def change(seat: Seat, seen: Seen) -> str:
        is_approved = request.form.get("approve") == "yes"
        decide = rulings.approve_tier if is_approved else rulings.decline_tier
        item = decide(seat.project, seen, by=seat.user, at=access.now(), reason=text("reason"))
        return f"The tier is {'now' if is_approved else 'still'} {item.tier.label.lower()}."

    return change_item(slug, number, change)
