"""The calendar that other programs subscribe to, and the forms by which its address comes and goes."""

from __future__ import annotations

import hashlib
from urllib.parse import urljoin

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from ..services import feeds
from . import access, preferences

bp = Blueprint("feeds", __name__)


@bp.get("/feed/<token>.ics")
@access.open_to_everyone
def calendar(token: str) -> Answer:
    content = feeds.read(token, current_app.config["VANTAGE_BASE_URL"].rstrip("/"))
    response = Response(content, mimetype=feeds.MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers.set("Content-Disposition", "inline", filename="readiness.ics")
    response.set_etag(hashlib.sha256(content).hexdigest())
    return response.make_conditional(request)


@bp.post("/account/letters/calendar")
@access.signed_in
@access.freshly_proven
def make() -> Answer:
    token = feeds.make(access.visit().user, at=access.now())
    path = url_for(".calendar", token=token).lstrip("/")
    return preferences.page(feed=urljoin(current_app.config["VANTAGE_BASE_URL"] + "/", path))


@bp.post("/account/letters/calendar/revoke")
@access.signed_in
def revoke() -> Answer:
    feeds.revoke(access.visit().user, at=access.now())
    flash("The calendar address opens nothing any more.", "success")
    return redirect(url_for("preferences.show") + "#calendar")
