"""Invitations: coming in by one, and a lead sending it again or taking it back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import Refused
from ..services import invitations
from ..services.invitations import Invitation
from . import access, account, pages, settings
from .forms import JoinForm

bp = Blueprint("invitations", __name__)


@bp.get("/join/<token>")
@access.open_to_everyone
def join(token: str) -> Response:
    found = invitations.find(token, access.now())
    return _page(found, JoinForm(name=found.name), []) if found else _spent()


@bp.post("/join/<token>")
@access.open_to_everyone
def do_join(token: str) -> Response:
    form, found = JoinForm(request.form), invitations.find(token, access.now())
    if found is None:
        return _spent()
    if not form.validate():
        return _page(found, form, form.sentences)
    try:
        new = invitations.accept(
            token,
            form.said("name"),
            form.said("password"),
            **account.browser(),
            at=access.now(),
            is_remembered=form.remember.data,
        )
    except Refused as refusal:
        return _page(found, form, [("", refusal.sentence)])
    return account.let_in(new)


@bp.post("/p/<slug>/settings/people/<int:user>/invite-again")
@access.leading
@access.freshly_proven
def invite_again(slug: str, user: int) -> Response:
    seat = access.seat(slug)
    invited, token = invitations.invite_again(seat.project, user, by=seat.user, at=access.now())
    if token:
        return settings.invited(seat, invited.name, token)
    flash(f"{invited.name} belongs to other projects too and gets the new link by mail only.", "success")
    return redirect(url_for("settings.show", slug=slug, _anchor="people"))


@bp.post("/p/<slug>/settings/people/<int:user>/withdraw")
@access.leading
def withdraw(slug: str, user: int) -> Response:
    seat = access.seat(slug)
    gone = invitations.withdraw(seat.project, user, by=seat.user, at=access.now())
    flash(f"The invitation of {gone.name} is taken back; the links no longer work.", "success")
    return redirect(url_for("settings.show", slug=slug, _anchor="people"))


def _page(found: Invitation, form: JoinForm, errors: list[tuple[str, str]]) -> Response:
    return pages.simple("account/join.html", 422 if errors else 200, invitation=found, form=form, errors=errors)


def _spent() -> Response:
    return pages.simple("account/link_spent.html", 410, purpose="invite")
