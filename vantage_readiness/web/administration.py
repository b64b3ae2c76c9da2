"""Administration: everybody there is, one person, and what an administrator may do about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.diary import person
from ..domain.refusals import NotAllowed, NotFound, Refused
from ..services import administration, deliveries, people, removals, site_activity, transactions
from ..services.administration import Wish
from ..services.projects import User
from . import access, pages

bp = Blueprint("administration", __name__)

_ROOMS = (
    ("People", "administration.show", ("people", "person", "remove")),
    ("Projects", "administration.projects", ("projects", "delete")),
    ("Letters", "deliveries.show", ("letters", "letter")),
    ("Activity", "administration.activity", ("activity",)),
    ("Health", "administration.health", ("health",)),
)
_SHOWN = 10


@bp.get("/administration")
@access.administering
def show() -> Response:
    wish = Wish.read(request.args)
    listing = administration.people_page(wish)
    return page("people", wish=wish, listing=listing, states=list(administration.STATES.items()))


@bp.get("/administration/people/<int:number>")
@access.administering
def person_page(number: int) -> Response:
    return _person(number)


@bp.post("/administration/people/<int:number>/disable")
@access.administering
@access.freshly_proven
def disable(number: int) -> Response:
    return _done(number, people.disable, "is disabled: every sign-in, link and token has ended")


@bp.post("/administration/people/<int:number>/enable")
@access.administering
@access.freshly_proven
def enable(number: int) -> Response:
    return _done(number, people.enable, "can sign in again")


@bp.post("/administration/people/<int:number>/administrator")
@access.administering
@access.freshly_proven
def make_administrator(number: int) -> Response:
    return _done(number, people.make_administrator, "is an administrator now")


@bp.post("/administration/people/<int:number>/no-administrator")
@access.administering
@access.freshly_proven
def unmake_administrator(number: int) -> Response:
    return _done(number, people.unmake_administrator, "is no administrator any more")


@bp.post("/administration/people/<int:number>/sign-out")
@access.administering
@access.freshly_proven
def sign_out(number: int) -> Response:
    return _done(number, people.sign_out_everywhere, "is signed out everywhere")


@bp.post("/administration/people/<int:number>/invite")
@access.administering
@access.freshly_proven
def invite(number: int) -> Response:
    """Give a fresh link to somebody who never came in; it is shown once."""
    try:
        token = administration.invite_again(number, by=_me(), at=access.now())
    except NotFound:
        raise
    except Refused as refusal:
        return _person(number, refusal)
    link = urljoin(current_app.config["VANTAGE_BASE_URL"] + "/", url_for("invitations.join", token=token).lstrip("/"))
    return _person(number, link=link)


@bp.get("/administration/people/<int:number>/remove")
@access.administering
def ask_to_remove(number: int) -> Response:
    return _removal(number)


@bp.post("/administration/people/<int:number>/remove")
@access.administering
@access.freshly_proven
def remove(number: int) -> Response:
    typed = request.form.get("typed", "")
    try:
        name = removals.remove(number, typed, by=access.visit().user, at=access.now())
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return _removal(number, refusal, typed)
    flash(f"The person was removed. What they did stays, under the name {name}.", "success")
    return redirect(url_for(".show"))


def page(room: str, status: int = 200, **values: Any) -> Response:
    """Answer with a page of the administration."""
    failed = {"deliveries.show": deliveries.failed() or None}  # somebody has to see to these
    tabs = [(label, url_for(door), room in pages_of, failed.get(door)) for label, door, pages_of in _ROOMS]
    return pages.simple(f"administration/{room}.html", status, tabs=tabs, **values)


def _person(number: int, refusal: Refused | None = None, link: str | None = None) -> Response:
    file = administration.person_file(number, access.now())
    wish = site_activity.read({"by": person(number)})
    return page(
        "person",
        422 if refusal else 200,
        file=file,
        is_me=number == access.visit().user_id,
        lately=site_activity.about(number, access.now().date(), _SHOWN),
        more=url_for(".activity") + wish.query(),
        today=access.now().date(),
        refusal=refusal,
        link=link,
    )


def _removal(number: int, refusal: Refused | None = None, typed: str = "") -> Response:
    transactions.give_up()
    file = administration.person_file(number, access.now())
    if file.line.state == "removed":
        raise NotFound("This person was removed already.")
    status = 422 if refusal else 200
    return page("remove", status, file=file, pseudonym=removals.pseudonym(number), refusal=refusal, typed=typed)


def _done(number: int, act: Callable[..., User], said: str) -> Response:
    """Do one thing about a person, say it and show them again."""
    try:
        user = act(number, by=_me(), at=access.now())
    except NotFound:
        raise
    except Refused as refusal:
        transactions.give_up()
        return _person(number, refusal)
    flash(f"{user.name} {said}.", "success")
    return redirect(url_for(".person_page", number=number) if access.visit().user.is_administrator else "/")


def _me() -> str:
    return person(access.visit().user_id)
