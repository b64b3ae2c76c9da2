"""Letters under administration: how each stands, what lies in files, and what to do about those that failed."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.deliveries import LetterState
from ..domain.diary import person
from ..services import deliveries, filed_letters
from . import access, administration, pages

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
        me=access.visit().user.email,
    )


@bp.get("/administration/letters/<int:number>")
@access.administering
def letter(number: int) -> Response:
    return administration.page(
        "letter", letter=deliveries.get_letter(number), filed=filed_letters.find(number, _folder())
    )


@bp.post("/administration/letters/<int:number>/file")
@access.administering
@access.freshly_proven
def take_out(number: int) -> Response:
    """Give the file itself. Links in it open doors: hence the proof, and a post, because the book says who had it."""
    body = filed_letters.take_out(number, _folder(), by=_me(), at=access.now())
    return pages.file(body, f"letter-{number}.eml", "message/rfc822")


@bp.post("/administration/letters/<int:number>/send")
@access.administering
@access.freshly_proven
def send_again(number: int) -> Response:
    deliveries.send_again(number, by=_me(), at=access.now())
    flash("The letter is due now.", "success")
    return redirect(url_for(".show"))


@bp.post("/administration/letters/<int:number>/let-be")
@access.administering
@access.freshly_proven
def let_be(number: int) -> Response:
    deliveries.let_be(number, by=_me(), at=access.now())
    flash("The letter will not be sent.", "success")
    return redirect(url_for(".show"))


@bp.post("/administration/letters/send")
@access.administering
@access.freshly_proven
def send_all_again() -> Response:
    count = deliveries.send_all_again(by=_me(), at=access.now())
    flash(f"{count:,} {'letter is' if count == 1 else 'letters are'} due now.", "success")
    return redirect(url_for(".show"))


@bp.post("/administration/letters/test")
@access.administering
@access.freshly_proven
def test() -> Response:
    """Owe a test to who asks; the postman hands it over, so that a server that hangs holds up no page."""
    return redirect(url_for(".letter", number=deliveries.owe_test(access.visit().user, at=access.now())))


def _folder() -> Path:
    folder: Path = current_app.config["DATA_DIR"] / "letters"
    return folder


def _me() -> str:
    return person(access.visit().user_id)
