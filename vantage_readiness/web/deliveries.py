"""Letters under administration: how each stands, and a button for those that failed."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.deliveries import LetterState
from ..services import deliveries
from . import access, administration

bp = Blueprint("deliveries", __name__)


@bp.get("/administration/letters")
@access.administering
def show() -> Response:
    wanted = request.args.get("state", "")
    state = LetterState(wanted) if wanted in set(LetterState) else None
    server = current_app.config["VANTAGE_SMTP"]
    return administration.page(
        "letters",
        post=deliveries.list_letters(state),
        state=state,
        states=tuple(LetterState),
        server=server.place if server else None,
        sender=current_app.config["VANTAGE_MAIL_FROM"],
    )


@bp.post("/administration/letters/<int:number>/send")
@access.administering
@access.freshly_proven
def send_again(number: int) -> Response:
    deliveries.send_again(number, by=access.visit().user, at=access.now())
    flash("The letter is due now.", "success")
    return redirect(url_for(".show"))
