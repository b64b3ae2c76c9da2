"""The door: first set-up, signing in and out, one's own account."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import Refused
from ..services import accounts, founding, links, people, sign_ins
from ..services.sign_ins import Where
from . import access, pages
from .forms import AddressForm, NameForm, OurForm, PasswordForm, SetUpForm, SignInForm

bp = Blueprint("account", __name__)

_ASIDE = "account/link_spent.html"


@bp.get("/setup/<token>")
@access.open_to_everyone
def set_up(token: str) -> Response:
    if not links.is_usable(token, links.SETUP, access.now()):
        return pages.simple(_ASIDE, 410, purpose="setup")
    return pages.simple("account/set_up.html", form=SetUpForm(), errors=[])


@bp.post("/setup/<token>")
@access.open_to_everyone
def do_set_up(token: str) -> Response:
    form = SetUpForm(request.form)
    if not form.validate():
        return pages.simple("account/set_up.html", 422, form=form, errors=form.sentences)
    try:
        founding.set_up(token, form.said("name"), form.said("email"), form.said("password"), at=access.now())
    except Refused as refusal:
        return pages.simple("account/set_up.html", 422, form=form, errors=[("", refusal.sentence)])
    return let_in(sign_ins.sign_in(form.said("email"), form.said("password"), **browser(), at=access.now()))


@bp.get("/sign-in")
@access.open_to_everyone
def sign_in() -> Response:
    if access.find_visit():
        return redirect(next_page(request.args.get("next")))
    return _door(SignInForm(next=request.args.get("next", "")), [], 200)


@bp.post("/sign-in")
@access.open_to_everyone
def do_sign_in() -> Response:
    form = SignInForm(request.form)
    if not form.validate():
        return _door(form, form.sentences)
    try:
        token = sign_ins.sign_in(
            form.said("email"),
            form.said("password"),
            **browser(),
            at=access.now(),
            is_remembered=form.remember.data,
        )
    except Refused as refusal:
        return _door(form, [("", refusal.sentence)])
    return let_in(token, form.next.data)


@bp.get("/sign-in/<token>")
@access.open_to_everyone
def link(token: str) -> Response:
    if not links.is_usable(token, links.SIGN_IN, access.now()):
        return pages.simple(_ASIDE, 410, purpose="sign_in")
    return pages.simple("account/link.html", token=token)


@bp.post("/sign-in/<token>")
@access.open_to_everyone
def use_link(token: str) -> Response:
    try:
        return let_in(sign_ins.use_link(token, **browser(), at=access.now()))
    except Refused:
        return pages.simple(_ASIDE, 410, purpose="sign_in")


@bp.post("/sign-out")
@access.signed_in
@access.without_factor
def sign_out() -> Response:
    sign_ins.sign_out(access.visit(), at=access.now())
    access.end()
    return redirect(url_for(".sign_in"))


@bp.get("/account")
@access.signed_in
def show() -> Response:
    return _account()


@bp.post("/account/name")
@access.signed_in
def rename() -> Response:
    form = NameForm(request.form)
    if not form.validate():
        return _account(form.sentences, name_form=form)
    people.rename(access.visit(), form.said("name"), at=access.now())
    flash("Your name is changed.", "success")
    return redirect(url_for(".show"))


@bp.post("/account/password")
@access.signed_in
def change_password() -> Response:
    if not access.visit().user.password_hash:
        access.prove()  # else an unlocked screen could choose the very password that is asked for everywhere else
    form = PasswordForm(request.form)
    if not form.validate():
        return _account(form.sentences, password_form=form)
    try:
        accounts.change_password(access.visit(), form.said("current"), form.said("new"), at=access.now())
    except Refused as refusal:
        return _account([("", refusal.sentence)], password_form=form)
    flash("Your password is changed. Every other sign-in has ended.", "success")
    return redirect(url_for(".show"))


@bp.post("/account/address")
@access.signed_in
@access.freshly_proven
def change_address() -> Response:
    form = AddressForm(request.form)
    if not form.validate():
        return _account(form.sentences, address_form=form)
    try:
        accounts.change_email(access.visit(), form.said("email"), form.said("password"), at=access.now())
    except Refused as refusal:
        return _account([("", refusal.sentence)], address_form=form)
    flash("Your e-mail address is changed. You sign in with it from now on.", "success")
    return redirect(url_for(".show"))


@bp.post("/account/sign-out-everywhere")
@access.signed_in
@access.freshly_proven
def sign_out_everywhere() -> Response:
    sign_ins.sign_out_everywhere(access.visit(), at=access.now())
    access.end()
    flash("You are signed out everywhere.", "success")
    return redirect(url_for(".sign_in"))


@bp.post("/account/sign-ins/<int:number>/end")
@access.signed_in
def end_sign_in(number: int) -> Response:
    sign_ins.end_sign_in(access.visit(), number, at=access.now())
    flash("That sign-in has ended.", "success")
    return redirect(url_for(".show"))


def _door(form: SignInForm, errors: list[tuple[str, str]], status: int = 422) -> Response:
    return pages.simple("account/sign_in.html", status, form=form, errors=errors, is_set_up=founding.is_set_up())


def _account(errors: list[tuple[str, str]] | None = None, **forms: OurForm) -> Response:
    visit, now = access.visit(), access.now()
    standard = {"name_form": NameForm(name=visit.user.name), "password_form": PasswordForm()}
    return pages.simple(
        "account/account.html",
        422 if errors else 200,
        visit=visit,
        errors=errors or [],
        sign_ins=sign_ins.living(visit.user, now),
        events=accounts.lately(visit.user, now),
        **{**standard, "address_form": AddressForm(formdata=None), **forms},
    )


def let_in(token: str, wanted: str | None = None) -> Response:
    """Let this browser in, or to the page that asks for the code if that is still owed."""
    if sign_ins.find_pending(token, access.now()):
        access.wait(token)
        return redirect(url_for("second_factor.ask", next=wanted or None))
    access.begin(token)
    return redirect(next_page(wanted))


def next_page(wanted: str | None) -> str:
    """Give where to go after signing in: a path of ours, read as a browser reads it, or the front page."""
    path = (wanted or "").replace("\\", "/")
    if not path.startswith("/") or path.startswith("//") or any(ord(sign) < 33 for sign in path):
        return url_for("portfolio.home")
    parts = urlsplit(path)
    if parts.scheme or parts.netloc:
        abort(400)
    return path


def browser() -> Where:
    """Give where whoever asks signs in from."""
    return {"address": request.remote_addr or "", "browser": request.user_agent.string}
