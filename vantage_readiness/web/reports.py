"""Weekly reports: every week in a list, one as a page, publishing, and two beside each other.

A published week is shown from its frozen bytes and never counted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.diary import person
from ..domain.refusals import NotFound, Refused
from ..domain.weeks import Week
from ..output import tables
from ..output.weekly import json, picture
from ..services import diary, projects, reminders, reports, transactions
from ..services.projects import Seat
from ..services.reports import WeekLook, WeeklyReport
from . import access, errors, forms, pages, report_files, report_words, rows

bp = report_files.bp

_LIST, _ONE, _COMPARE = "reports/reports.html", "reports/week.html", "reports/compare.html"
_ON_A_PAGE = 26  # half a year


@bp.get("/p/<slug>/reports")
@access.reading
def show(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, _LIST, lambda: _list(seat))


@bp.get("/p/<slug>/reports/<week:week>")
@access.reading
def one(slug: str, week: Week) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, _ONE, lambda: _one(seat, week, forms.number(request.args.get("edition"), "an edition")))


@bp.get("/p/<slug>/reports/latest")
@access.reading
def latest(slug: str) -> Response:
    """Lead to the newest report; as long as there is none, to the list, which says when there will be."""
    seat = access.seat(slug)
    try:
        week = reports.latest(seat.project).iso
    except NotFound as refusal:
        flash(refusal.sentence, "info")
        return redirect(url_for(".show", slug=slug))
    return redirect(url_for(".one", slug=slug, week=week))


@bp.post("/p/<slug>/reports/<week:week>/publish")
@access.leading
def publish(slug: str, week: Week) -> Response:
    seat = access.seat(slug)
    note = forms.fill(request.form.get("note"))
    try:
        report = reports.publish(seat.project, week, by=person(seat.user_id), at=access.now(), note=note)
    except NotFound:
        raise
    except Refused as refusal:
        return _again(seat, week, refusal, note)
    flash(f"Edition {report.edition} of {week.name} is published and will not change any more.", "success")
    return redirect(url_for(".one", slug=slug, week=week))


@bp.get("/p/<slug>/reports/compare")
@access.reading
def compare(slug: str) -> Response:
    seat = access.seat(slug)
    try:
        return pages.page(seat, _COMPARE, lambda: _compared(seat))
    except NotFound:
        raise
    except Refused as refusal:
        transactions.give_up()
        values = {**_choice(seat, usual=True), "two": None, "sides": [], "problem": refusal.sentence}
        return pages.written(seat, _COMPARE, errors.status_of(refusal), **values)


def _again(seat: Seat, week: Week, refusal: Refused, note: str) -> Response:
    """Say why nothing was published; what was typed stays."""
    transactions.give_up()
    fresh = projects.find_seat(seat.user, seat.slug) or seat
    values = {**_one(fresh, week, None), "refusal": refusal, "note": note}
    return pages.written(fresh, _ONE, errors.status_of(refusal), **values)


def _list(seat: Seat) -> Mapping[str, Any]:
    today = seat.today(access.now())
    looks = reports.weeks(seat.project, today=today)
    count = max(1, -(-len(looks) // _ON_A_PAGE))
    here = min(max(forms.number(request.args.get("page"), "a page") or 1, 1), count)
    return {
        "looks": looks[(here - 1) * _ON_A_PAGE : here * _ON_A_PAGE],
        "page": here,
        "pages": count,
        "running": Week.of(today),
        "rules": reminders.rules_of(seat.project),
        "may_lead": seat.may_lead,
    }


def _one(seat: Seat, week: Week, edition: int | None) -> Mapping[str, Any]:
    today = seat.today(access.now())
    report = _find(seat, week, edition)
    weekly = reports.read(report) if report else reports.draft(seat.project, week, today=today)
    running = not week.is_over(today)
    return {
        "told": report_words.tell(weekly, today=today if running else None),
        "week": week,
        "running": running,
        "picture": picture.burn_down(weekly),
        "table": tables.weekly_table(weekly.burn_down),
        "note": "",
        "refusal": None,
        **_published(seat, report),
        **rows.controls(seat),
    }


def _find(seat: Seat, week: Week, edition: int | None) -> WeeklyReport | None:
    """Find what is published of a week; an edition that is asked for has to be there."""
    try:
        return reports.find(seat.project, week, edition)
    except NotFound:
        if edition is not None:
            raise
        return None


def _published(seat: Seat, report: WeeklyReport | None) -> Mapping[str, Any]:
    """Give what stands about a report besides what it says: its files, its editions, by whom."""
    if report is None:
        return {"report": None, "files": [], "newest": 0, "published_by": "", "changes": ()}
    body, *_ = reports.file(seat.project, report.iso, reports.WHOLE, report.edition)
    return {
        "report": report,
        "files": report_files.list_of(seat.slug, report),
        "newest": reports.find(seat.project, report.iso).edition,
        "published_by": diary.names(seat.project_id)[report.published_by],
        "changes": json.edition_of(body).changes,
    }


def _compared(seat: Seat) -> Mapping[str, Any]:
    choice = _choice(seat)
    earlier, later = choice["earlier"], choice["later"]
    two = None
    if earlier != later:
        two = reports.compare(seat.project, earlier, later, today=seat.today(access.now()))
    return {**choice, "two": two, "sides": report_words.beside(two) if two else [], "problem": None}


def _choice(seat: Seat, *, usual: bool = False) -> dict[str, Any]:
    """Give the weeks to choose from and the two that were chosen: the last two unless the address says others."""
    today = seat.today(access.now())
    known = _weeks(reports.weeks(seat.project, today=today), today)
    last = [week for week, _ in known[-3:-1]] or [known[-1][0]]
    return {
        "weeks": known,
        "earlier": (None if usual else _week("from")) or last[0],
        "later": (None if usual else _week("to")) or last[-1],
        **rows.controls(seat),
    }


def _weeks(looks: list[WeekLook], today: date) -> list[tuple[Week, str]]:
    """List the weeks with what they are called, oldest first; the running one is the last."""
    over = [(look.week, look.week.name + ("" if look.is_published else ", not published")) for look in reversed(looks)]
    return [*over, (Week.of(today), f"{Week.of(today).name}, so far")]


def _week(name: str) -> Week | None:
    asked = request.args.get(name, "")
    return Week.read(asked) if asked else None
