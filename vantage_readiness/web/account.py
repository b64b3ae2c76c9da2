"""The door: first set-up, signing in and out, one's own account."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import Refused
from ..services import people
from . import access, pages
from .forms import NameForm, PasswordForm, SetUpForm, SignInForm

bp = Blueprint("account", __name__)

_ASIDE = "account/link_spent.html"


@bp.get("/setup/<token>")
@access.open_to_everyone
def set_up(token: str) -> Response:
    if not people.is_usable(token, people.SETUP, access.now()):
        return pages.simple(_ASIDE, 410, purpose="setup")
    return pages.simple("account/set_up.html", form=SetUpForm(), errors=[])


@bp.post("/setup/<token>")
@access.open_to_everyone
def do_set_up(token: str) -> Response:
    form = SetUpForm(request.form)
    if not form.validate():
        return pages.simple("account/set_up.html", 422, form=form, errors=form.sentences)
    try:
        people.set_up(token, form.said("name"), form.said("email"), form.said("password"), at=access.now())
    except Refused as refusal:
        return pages.simple("account/set_up.html", 422, form=form, errors=[("", refusal.sentence)])
    return _let_in(people.sign_in(form.said("email"), form.said("password"), **_browser(), at=access.now()))


@bp.get("/sign-in")
@access.open_to_everyone
def sign_in() -> Response:
    if access.find_visit():
        return redirect(_next(request.args.get("next")))
    return _door(SignInForm(next=request.args.get("next", "")), [], 200)


@bp.post("/sign-in")
@access.open_to_everyone
def do_sign_in() -> Response:
    form = SignInForm(request.form)
    if not form.validate():
        return _door(form, form.sentences)
    try:
        token = people.sign_in(form.said("email"), form.said("password"), **_browser(), at=access.now())
    except Refused as refusal:
        return _door(form, [("", refusal.sentence)])
    return _let_in(token, form.next.data)


@bp.get("/sign-in/<token>")
@access.open_to_everyone
def link(token: str) -> Response:
    if not people.is_usable(token, people.SIGN_IN, access.now()):
        return pages.simple(_ASIDE, 410, purpose="sign_in")
    return pages.simple("account/link.html", token=token)


@bp.post("/sign-in/<token>")
@access.open_to_everyone
def use_link(token: str) -> Response:
    try:
        return _let_in(people.use_link(token, browser=_browser()["browser"], at=access.now()))
    except Refused:
        return pages.simple(_ASIDE, 410, purpose="sign_in")


@bp.post("/sign-out")
def sign_out() -> Response:
    people.sign_out(access.visit(), at=access.now())
    access.end()
    return redirect(url_for(".sign_in"))


@bp.get("/account")
def show() -> Response:
    return _account(NameForm(name=access.visit().user.name), PasswordForm())


@bp.post("/account/name")
def rename() -> Response:
    form = NameForm(request.form)
    if not form.validate():
        return _account(form, PasswordForm(), form.sentences, 422)
    people.rename(access.visit(), form.said("name"), at=access.now())
    flash("Your name is changed.", "success")
    return redirect(url_for(".show"))


@bp.post("/account/password")
def change_password() -> Response:
    form = PasswordForm(request.form)
    if not form.validate():
        return _account(_name_form(), form, form.sentences, 422)
    try:
        people.change_password(access.visit(), form.said("current"), form.said("new"), at=access.now())
    except Refused as refusal:
        return _account(_name_form(), form, [("", refusal.sentence)], 422)
    flash("Your password is changed. Every other sign-in has ended.", "success")
    return redirect(url_for(".show"))


@bp.post("/account/sign-ins/<int:number>/end")
def end_sign_in(number: int) -> Response:
    people.end_sign_in(access.visit(), number, at=access.now())
    flash("That sign-in has ended.", "success")
    return redirect(url_for(".show"))


def _door(form: SignInForm, errors: list[tuple[str, str]], status: int = 422) -> Response:
    return pages.simple("account/sign_in.html", status, form=form, errors=errors, is_set_up=people.is_set_up())


def _account(
    name: NameForm, password: PasswordForm, errors: list[tuple[str, str]] | None = None, status: int = 200
) -> Response:
    visit = access.visit()
    return pages.simple(
        "account/account.html",
        status,
        visit=visit,
        name_form=name,
        password_form=password,
        errors=errors or [],
        sign_ins=people.sign_ins(visit.user, access.now()),
    )


def _name_form() -> NameForm:
    return NameForm(name=access.visit().user.name)


def _let_in(token: str, wanted: str | None = None) -> Response:
    access.begin(token)
    return redirect(_next(wanted))


def _next(wanted: str | None) -> str:
    """Give where to go after signing in: a path of ours, read as a browser reads it, or the front page."""
    path = (wanted or "").replace("\\", "/")
    if not path.startswith("/") or path.startswith("//") or any(ord(sign) < 33 for sign in path):
        return url_for("portfolio.home")
    parts = urlsplit(path)
    if parts.scheme or parts.netloc:
        abort(400)
    return path


def _browser() -> dict[str, str]:
    return {"address": request.remote_addr or "", "browser": request.user_agent.string}
