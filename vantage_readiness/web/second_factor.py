"""The second factor: asked for at the door, and set up, renewed and removed in one's account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ..domain import second_factor as codes
from ..domain.refusals import Refused
from ..output.square import square
from ..services import second_factor, site
from ..services.sign_ins import Visit
from . import access, account, pages, safety
from .forms import CodeForm, number

bp = Blueprint("second_factor", __name__)

_SECRET = "factor"  # noqa: S105 — where in the session it waits until a code proves it
_FOLDER = "account/second_factor"


@bp.get("/second-factor")
@access.open_to_everyone
def ask() -> Response:
    if access.find_pending() is None:
        return redirect(url_for("account.sign_in", next=request.args.get("next")))
    return _asked(CodeForm(next=request.args.get("next", "")), 200)


@bp.post("/second-factor")
@access.open_to_everyone
def answer() -> Response:
    form, pending = CodeForm(request.form), access.find_pending()
    if pending is None:
        flash("Your sign-in took too long, or has ended. Sign in again.", "info")
        return redirect(url_for("account.sign_in", next=form.said("next") or None))
    if not form.validate():
        return _asked(form)
    try:
        return _opened(pending, form)
    except Refused as refusal:
        form.code.errors = [refusal.sentence]
        return _asked(form)


@bp.get("/account/second-factor")
@access.signed_in
@access.without_factor
def show() -> Response:
    user = access.visit().user
    return pages.simple(
        f"{_FOLDER}.html",
        user=user,
        left=second_factor.codes_left(user),
        is_required=user.is_administrator and site.needs_factor(),
    )


@bp.post("/account/second-factor/begin")
@access.signed_in
@access.without_factor
@access.freshly_proven
def begin() -> Response:
    session[_SECRET] = second_factor.new_secret()
    return redirect(url_for(".new"))


@bp.get("/account/second-factor/new")
@access.signed_in
@access.without_factor
def new() -> Response:
    return _shown(CodeForm(), 200)


@bp.post("/account/second-factor/new")
@access.signed_in
@access.without_factor
@access.freshly_proven
def add() -> Response:
    form = CodeForm(request.form)
    if not form.validate() or _SECRET not in session:
        return _shown(form)
    try:
        made = second_factor.add(access.visit(), session[_SECRET], form.said("code"), at=access.now())
    except Refused as refusal:
        form.code.errors = [refusal.sentence]
        return _shown(form)
    del session[_SECRET]
    return _codes(made, is_new=True)


@bp.post("/account/second-factor/codes")
@access.signed_in
@access.freshly_proven
def renew_codes() -> Response:
    return _codes(second_factor.renew_codes(access.visit(), at=access.now()), is_new=False)


@bp.post("/account/second-factor/codes/file")
@access.signed_in
@access.without_factor
@safety.only_looks
def download() -> Response:
    """Give the codes that a page has just shown as a file; they come from that page, for we keep only hashes."""
    given = request.form.getlist("code")[: codes.RECOVERY_CODES]
    if not second_factor.are_current(access.visit().user, given):
        raise Refused("These codes were renewed or used meanwhile. Make fresh ones in your account.")
    lines = ["Vantage Readiness: recovery codes", "Each opens once, instead of a code of your app.", ""]
    text = "\n".join([*lines, *(codes.grouped(each) for each in given), ""])
    return pages.file(text, "recovery-codes.txt", "text/plain")


@bp.post("/account/second-factor/remove")
@access.signed_in
@access.freshly_proven
def remove() -> Response:
    second_factor.remove(access.visit(), at=access.now())
    flash("Your second factor is removed. Every other sign-in has ended.", "success")
    return redirect(url_for(".show"))


@bp.post("/administration/second-factor")
@access.administering
@access.freshly_proven
def require() -> Response:
    is_needed = request.form.get("required") == "yes"
    seen = number(request.form.get("version"), "the version") or 0
    site.require_factor(is_needed, seen=seen, by=access.visit().user, at=access.now())
    said = "Administrators need a second factor now." if is_needed else "Administrators may do without a second factor."
    flash(said, "success")
    return redirect(account.next_page(request.form.get("back")))


def _opened(pending: Visit, form: CodeForm) -> Response:
    opened = second_factor.open_door(pending, form.said("code"), at=access.now())
    answered = account.let_in(opened.token, form.said("next"))
    if opened.codes_left is not None:
        left = "1 recovery code is" if opened.codes_left == 1 else f"{opened.codes_left} recovery codes are"
        flash(f"That recovery code is used up; {left} left. You can make fresh ones in your account.", "warning")
    return answered


def _asked(form: CodeForm, status: int = 422) -> Response:
    return pages.simple(f"{_FOLDER}_ask.html", status, form=form, errors=form.sentences)


def _shown(form: CodeForm, status: int = 422) -> Response:
    """Show the secret that waits in this browser, to be taken over into an app."""
    secret = session.get(_SECRET)
    if secret is None:
        return redirect(url_for(".show"))
    user = access.visit().user
    return pages.simple(
        f"{_FOLDER}_new.html",
        status,
        form=form,
        errors=form.sentences,
        secret=codes.grouped(secret),
        square=square(second_factor.address_of(secret, user)),
    )


def _codes(made: list[str], *, is_new: bool) -> Response:
    shown = [(each, codes.grouped(each)) for each in made]
    return pages.simple(f"{_FOLDER}_codes.html", codes=shown, is_new=is_new)
