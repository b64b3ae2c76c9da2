"""Weekly reports by mail: everybody decides for themselves, and may send one to themselves to see it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.weeks import Week
from ..domain.words import Way
from ..services import reminders, report_trials, reports, subscriptions
from ..services.projects import Seat
from . import access, forms, pages
from .reports import bp

_SHOWN = 60  # weeks that are over, to choose a test from
_SAID = {
    Way.LINKED: "From the next report on you get a letter with the summary and a link.",
    Way.ATTACHED: "From the next report on you get a letter with the summary and the files.",
    None: "You get no more letters about reports of this project.",
}


@bp.get("/p/<slug>/reports/mail")
@access.reading
def mail(slug: str) -> Response:
    """Show what this one person chose; it changes without the project, so the page is written each time."""
    seat = access.seat(slug)
    return pages.written(seat, "reports/mail.html", **_mail(seat))


@bp.post("/p/<slug>/reports/mail")
@access.reading
def choose(slug: str) -> Response:
    seat = access.seat(slug)
    way = _way("a way")
    subscriptions.choose(seat.project, seat.user, way, at=access.now())
    flash(_SAID[way], "success")
    return redirect(url_for(".mail", slug=slug))


@bp.post("/p/<slug>/reports/mail/test")
@access.reading
def send_test(slug: str) -> Response:
    seat = access.seat(slug)
    week, way = Week.read(request.form.get("week", "")), _way("a way")
    report_trials.send(seat.project, week, seat.user, way or Way.LINKED, at=access.now())
    flash(f"A test with {week.name} is on its way to {seat.user.email}, and to nobody else.", "success")
    return redirect(url_for(".mail", slug=slug))


def _way(noun: str) -> Way | None:
    said = request.form.get("way", "")
    return forms.word(Way, said, noun) if said else None


def _mail(seat: Seat) -> dict[str, Any]:
    today = seat.today(access.now())
    over = [(look.week, look.is_published) for look in reports.weeks(seat.project, today=today)]
    return {
        "way": subscriptions.way_of(seat.project_id, seat.user_id),
        "ways": tuple(Way),
        "weeks": [*over[:_SHOWN], (Week.of(today), False)],
        "running": Week.of(today),
        "rules": reminders.rules_of(seat.project),
        "address": seat.user.email,
    }
