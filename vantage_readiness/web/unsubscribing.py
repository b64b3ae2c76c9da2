"""The link that ends letters: opening it shows what would end, and only the button, or a mail program, ends it."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from ..domain.refusals import Refused
from ..services import unsubscribing
from ..services.unsubscribing import Ending
from . import access, pages
from .safety import csrf

bp = Blueprint("unsubscribing", __name__)


@bp.get("/unsubscribe/<token>")
@access.open_to_everyone
def show(token: str) -> Response:
    try:
        return _page(token, unsubscribing.look(token), "look")
    except Refused as refusal:
        return _unknown(refusal)


@bp.post("/unsubscribe/<token>")
@access.open_to_everyone
def end(token: str) -> Response:
    try:
        return _page(token, unsubscribing.end(token, at=access.now()), "end")
    except Refused as refusal:
        return _unknown(refusal)


csrf.exempt(end)  # RFC 8058: a mail program posts here that never saw a page of ours; the signed address is the proof


@bp.post("/unsubscribe/<token>/again")
@access.open_to_everyone
def begin_again(token: str) -> Response:
    try:
        return _page(token, unsubscribing.begin_again(token, request.form.get("how", ""), at=access.now()), "again")
    except Refused as refusal:
        return _unknown(refusal)


def _page(token: str, ending: Ending, did: str) -> Response:
    return pages.simple("account/unsubscribe.html", token=token, ending=ending, did=did)


def _unknown(refusal: Refused) -> Response:
    return pages.simple("account/unsubscribe_unknown.html", 404, sentence=refusal.sentence)
