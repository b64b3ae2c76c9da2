"""Proving again who one is: what stands between somebody and a view that matters, when their proof has grown old."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import Refused
from ..services import confirmations, transactions
from . import access, account, logs, pages
from .access import PROOF, Unproven

bp = Blueprint("confirmations", __name__)

_OURS = frozenset({"csrf_token", PROOF})


def init_app(app: Flask) -> None:
    app.register_error_handler(Unproven, _unproven)


@bp.get("/account/confirm")
@access.signed_in
@access.without_factor
def ask() -> Response:
    if confirmations.is_fresh(access.visit(), access.now()):
        return redirect(account.next_page(request.args.get("next")))
    return _page(url_for("confirmations.answer"), [("next", request.args.get("next", ""))], "", 200)


@bp.post("/account/confirm")
@access.signed_in
@access.without_factor
def answer() -> Response:
    wanted = request.form.get("next", "")
    try:
        confirmations.confirm(access.visit(), request.form.get(PROOF, ""), at=access.now())
    except Refused as refusal:
        transactions.give_up()
        return _page(url_for("confirmations.answer"), [("next", wanted)], refusal.sentence, 422)
    flash("Confirmed. You will not be asked again for 10 minutes.", "success")
    return redirect(account.next_page(wanted))


def _unproven(reason: Unproven) -> Response:
    """Ask for proof: a form that was sent is kept in the page that asks, so that nothing typed is lost."""
    transactions.give_up()
    if request.headers.get("HX-Request") or request.headers.get("X-Live"):
        return _go(url_for("confirmations.ask", next=account.next_page(request.form.get("back"))))
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("confirmations.ask", next=request.full_path.rstrip("?")))
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in _OURS]
    return _page(request.full_path.rstrip("?"), kept, reason.sentence, 422 if reason.sentence else 403)


def _go(address: str) -> Response:
    """Send the whole page there, where only a part of it was asked for."""
    sentence = "This matters, and it is more than 10 minutes since you proved who you are."
    said = {"title": "Confirm that it is you", "sentence": sentence, "number": logs.number()}
    answered = pages.plain("parts/_refusal.html", 403, **said)
    answered.headers["HX-Redirect"] = address
    return answered


def _page(action: str, kept: list[tuple[str, str]], error: str, status: int) -> Response:
    return pages.simple(
        "account/confirm.html",
        status,
        action=action,
        kept=kept,
        proof=confirmations.proof_of(access.visit().user).value,
        field=PROOF,
        errors=[(PROOF, error)] if error else [],
        has_files=bool(request.files),
    )
