"""A forgotten password: asking for a link, and choosing a new one by it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import Refused
from ..services import resets
from . import access, pages
from .forms import ForgottenForm, ResetForm

bp = Blueprint("resets", __name__)

_ASK, _CHOOSE = "account/forgotten.html", "account/reset.html"


@bp.get("/forgotten")
@access.open_to_everyone
def ask() -> Response:
    return pages.simple(_ASK, form=ForgottenForm(), errors=[], is_sent=False)


@bp.post("/forgotten")
@access.open_to_everyone
def do_ask() -> Response:
    form = ForgottenForm(request.form)
    if not form.validate():
        return pages.simple(_ASK, 422, form=form, errors=form.sentences, is_sent=False)
    try:
        resets.ask(form.said("email"), address=request.remote_addr or "", at=access.now())
    except Refused as refusal:
        return pages.simple(_ASK, 422, form=form, errors=[("", refusal.sentence)], is_sent=False)
    return pages.simple(_ASK, form=form, errors=[], is_sent=True)


@bp.get("/reset/<token>")
@access.open_to_everyone
def choose(token: str) -> Response:
    if not resets.is_open(token, access.now()):
        return spent()
    return pages.simple(_CHOOSE, form=ResetForm(), errors=[])


@bp.post("/reset/<token>")
@access.open_to_everyone
def do_choose(token: str) -> Response:
    form = ResetForm(request.form)
    if not resets.is_open(token, access.now()):
        return spent()
    if not form.validate():
        return pages.simple(_CHOOSE, 422, form=form, errors=form.sentences)
    try:
        resets.reset(token, form.said("new"), address=request.remote_addr or "", at=access.now())
    except Refused as refusal:
        return pages.simple(_CHOOSE, 422, form=form, errors=[("", refusal.sentence)])
    access.end()
    flash("Your password is changed. Sign in with it.", "success")
    return redirect(url_for("account.sign_in"))


def spent() -> Response:
    """Answer for a link that opens nothing any more, whatever the reason."""
    return pages.simple("account/link_spent.html", 410, purpose="reset")
