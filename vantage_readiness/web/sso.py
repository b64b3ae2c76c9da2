"""Single sign-on: the way to the provider, the way back, and what one is linked to there.

A form that leads to another site is stopped by our own content policy, so the way out is a page with a link that
opens by itself. The way back is a look, which writes nothing; the form on it signs in.
"""

from __future__ import annotations

from urllib.parse import urljoin

from flask import Blueprint, Flask, abort, current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import Refused
from ..domain.single_sign_on import Provider
from ..services import sso
from ..services.oidc import Journey
from . import access, pages
from .account import browser, let_in

bp = Blueprint("sso", __name__)

_KEPT = "journey"


def init_app(app: Flask) -> None:
    """Let every page know what single sign-on is called here; nothing where there is none."""
    provider = app.config["SINGLE_SIGN_ON"]
    app.jinja_env.globals["single_sign_on"] = provider.name if provider else None


@bp.post("/sso")
@access.open_to_everyone
def set_out() -> Response:
    provider = _provider()
    try:
        journey, place = sso.set_out(provider, _back(), request.form.get("next", "")[:2000], at=access.now())
    except Refused as refusal:
        return _door(refusal.sentence)
    session[_KEPT] = [journey.state, journey.nonce, journey.verifier, journey.wanted]
    return pages.simple("account/sso_out.html", provider=provider.name, place=place)


@bp.get("/sso/back")
@access.open_to_everyone
def back() -> Response:
    provider = _provider()
    code, state = request.args.get("code", ""), request.args.get("state", "")
    if not code or not state or len(code) + len(state) > 8000:
        return _door(f"{provider.name} did not sign you in. Try again, or sign in another way.")
    return pages.simple("account/sso_back.html", provider=provider.name, code=code, state=state)


@bp.post("/sso/finish")
@access.open_to_everyone
def finish() -> Response:
    journey = _journey()
    code, state = request.form.get("code", ""), request.form.get("state", "")
    try:
        token = sso.come_back(_provider(), journey, state, code, _back(), where=browser(), at=access.now())
    except Refused as refusal:
        return _door(refusal.sentence)
    return let_in(token, journey.wanted if journey else None)


@bp.get("/account/single-sign-on")
@access.signed_in
def show() -> Response:
    user = access.visit().user
    return pages.simple("account/sso.html", identities=sso.identities(user), has_password=bool(user.password_hash))


@bp.post("/account/single-sign-on/<int:number>/unlink")
@access.signed_in
@access.freshly_proven
def unlink(number: int) -> Response:
    sso.unlink(access.visit(), number, at=access.now())
    flash("The link is undone. You sign in with your password now.", "success")
    return redirect(url_for(".show"))


def _provider() -> Provider:
    provider: Provider | None = current_app.config["SINGLE_SIGN_ON"]
    if provider is None:
        abort(404)
    return provider


def _journey() -> Journey | None:
    """Give what this browser set out with, once."""
    kept = session.pop(_KEPT, None)
    return Journey(*kept) if kept else None


def _back() -> str:
    base: str = current_app.config["VANTAGE_BASE_URL"]
    return urljoin(base + "/", url_for("sso.back").lstrip("/"))


def _door(sentence: str) -> Response:
    return pages.simple("account/sso_refused.html", 422, sentence=sentence)
