"""What somebody wants to be written: the digest, the weekly reports, and the address of their own calendar."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain import preferences as decisions
from ..domain.phrases import WEEKDAYS
from ..domain.preferences import Concern, Often, Wish
from ..domain.refusals import Refused, Stale
from ..domain.words import Way
from ..output.mail import digest as paper
from ..services import digests, preferences, subscriptions, transactions
from . import access, forms, pages
from .errors import status_of

bp = Blueprint("preferences", __name__)

_WAY = "way-"  # the field of a project's report ends with the project's slug


@bp.get("/account/letters")
@access.signed_in
def show() -> Response:
    return page()


@bp.post("/account/letters")
@access.signed_in
def change() -> Response:
    user, wanted = access.visit().user, None
    try:
        seen = forms.number(request.form.get("version"), "the version") or 0
        wanted = _wanted()
        preferences.change(user, wanted, seen=seen, at=access.now())
    except Refused as refusal:
        transactions.give_up()
        return page(refusal=refusal, wanted=wanted)
    flash("Noted: this is what you are written from now on.", "success")
    return redirect(url_for(".show"))


@bp.post("/account/letters/reports")
@access.signed_in
def choose_reports() -> Response:
    user = access.visit().user
    chosen = [
        (project, forms.word(Way, sent, "how the report comes") if sent else None)
        for project, _way in subscriptions.of(user)
        if (sent := request.form.get(_WAY + project.slug)) is not None
    ]
    for project, way in chosen:
        subscriptions.choose(project, user, way, at=access.now())
    flash("Noted: these are the weekly reports you get.", "success")
    return redirect(url_for(".show") + "#reports")


@bp.get("/account/letters/preview")
@access.signed_in
def preview() -> Response:
    digest = digests.preview(access.visit().user, access.now())
    return pages.simple("account/digest.html", digest=digest, heading=paper.heading, most=paper.MOST)


def page(*, refusal: Refused | None = None, wanted: Wish | None = None, feed: str = "") -> Response:
    """Answer with the page; `wanted` is what was typed and refused, `feed` an address that is shown this one time."""
    user = access.visit().user
    said = preferences.said_by(user)
    values: dict[str, Any] = {
        "wish": wanted or said.wish,
        "said": said,
        "reports": subscriptions.of(user),
        "feed": feed,
        "refusal": refusal,
        "clashes": refusal.clashes if isinstance(refusal, Stale) else (),
        "often": tuple(Often),
        "concerns": tuple(Concern),
        "ways": tuple(Way),
        "weekdays": tuple(enumerate(WEEKDAYS, 1)),
    }
    return pages.simple("account/letters.html", status_of(refusal) if refusal else 200, **values)


def _wanted() -> Wish:
    """Read the form: ticked is what somebody wants to be told, so what is left out is the rest."""
    told = set(request.form.getlist("tell"))
    muted = [concern.value for concern in Concern if concern.value not in told]
    quiet = [forms.number(day, "a day") or 0 for day in request.form.getlist("quiet")]
    return decisions.wish(request.form.get("often", ""), muted, quiet)
