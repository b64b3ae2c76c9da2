"""How a project reminds, who stands in for whom, and the page on which an item is said to be still true.

The first two hang in the room of the settings, the last in that of the items.
"""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import NotFound, Refused, Stale
from ..domain.words import Role, Tier
from ..services import lists, projects, reminders, transactions
from ..services.projects import Seat
from . import access, forms, pages, reminder_forms, settings
from .errors import status_of
from .items import bp as items_bp
from .reminder_forms import RulesForm
from .settings import bp

_PAGE = "settings/reminders.html"


@bp.get("/p/<slug>/settings/reminders")
@access.leading
def reminders_of(slug: str) -> Response:
    seat = access.seat(slug)
    return pages.page(seat, _PAGE, lambda: _values(seat))


@bp.post("/p/<slug>/settings/reminders")
@access.leading
def save_reminders(slug: str) -> Response:
    seat = access.seat(slug)
    form = RulesForm(request.form, prefix=reminder_forms.PREFIX)
    if not form.validate():
        return _again(seat, form)
    try:
        reminders.change_rules(seat.project, form.rules(), form.version.data or 0, by=seat.user, at=access.now())
    except Refused as refusal:
        return _again(seat, form, refusal)
    flash("The reminders are saved; the next letters follow them.", "success")
    return redirect(url_for(".reminders_of", slug=slug))


@bp.post("/p/<slug>/settings/people/<int:user>/deputy")
@access.leading
def name_deputy(slug: str, user: int) -> Response:
    seat = access.seat(slug)
    try:
        deputy = forms.number(request.form.get("deputy"), "a deputy")
        reminders.name_deputy(seat.project, user, deputy, by=seat.user, at=access.now())
    except NotFound:
        raise
    except Refused as refusal:
        return _again(seat, None, refusal)
    flash("Noted: this person stands in." if deputy else "Noted: nobody stands in.", "success")
    return redirect(url_for(".reminders_of", slug=slug) + "#deputies")


@items_bp.get("/p/<slug>/items/<int:number>/still-true")
@access.editing
def still_true(slug: str, number: int) -> Response:
    seat = access.seat(slug)
    item = lists.get(seat.project, number)
    return pages.written(seat, "items/still_true.html", item=item, day=seat.today(access.now()))


def _again(seat: Seat, form: RulesForm | None, refusal: Refused | None = None) -> Response:
    """Say what was refused; what was typed stays, and of a stale edit both values are shown."""
    transactions.give_up()
    fresh = projects.find_seat(seat.user, seat.slug) or seat
    values = _values(fresh, form) | {"refusal": refusal}
    if form is not None and isinstance(refusal, Stale):
        values["clashes"] = settings.clashes(form, _form(fresh))
        form.version.data = fresh.project.settings_version
    return pages.written(fresh, _PAGE, status_of(refusal) if refusal else 422, **values)


def _form(seat: Seat) -> RulesForm:
    return reminder_forms.filled(reminders.rules_of(seat.project), seat.project.settings_version)


def _values(seat: Seat, form: RulesForm | None = None) -> dict[str, Any]:
    members = projects.members(seat.project)
    return {
        "form": form or _form(seat),
        "tiers": tuple(Tier),
        "members": members,
        "fit": [user for user, role in members if role.includes(Role.MEMBER)],
        "deputies": reminders.deputies(seat.project),
        "refusal": None,
        "clashes": [],
    }
