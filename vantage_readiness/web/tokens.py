"""Tokens for programs: one's own, made and revoked; and those that open a project, for its leads."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import Blueprint, current_app, flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ..domain import tokens as rules
from ..domain.refusals import NotFound, Refused
from ..services import projects, tokens
from ..services.projects import Project
from . import access, forms, pages
from .forms import TokenForm

bp = Blueprint("tokens", __name__)

_PAGE = "account/tokens.html"


@bp.get("/account/tokens")
@access.signed_in
def show() -> Response:
    return _page(_form(None))


@bp.post("/account/tokens")
@access.signed_in
@access.freshly_proven
def make() -> Response:
    form = _form(request.form)
    if not form.validate():
        return _page(form, form.sentences, 422)
    try:
        project = _project(form.said("project"))
        row, token = tokens.make(
            project,
            access.visit().user,
            form.said("name"),
            rules.up_to(form.said("scope")),
            form.days.data or 0,
            at=access.now(),
        )
    except NotFound:
        raise
    except Refused as refusal:
        return _page(form, [("", refusal.sentence)], 422)
    return _page(_form(None), made=row.name, token=token, line=_line(project, token))


@bp.post("/account/tokens/<int:number>/revoke")
@access.signed_in
@access.freshly_proven
def revoke(number: int) -> Response:
    row = tokens.revoke(number, by=access.visit().user, at=access.now())
    flash(f"The token “{row.name}” opens nothing any more.", "success")
    return redirect(url_for(".show"))


@bp.post("/p/<slug>/settings/tokens/<int:number>/revoke")
@access.leading
@access.freshly_proven
def revoke_of_project(slug: str, number: int) -> Response:
    seat = access.seat(slug)
    row = tokens.revoke(number, by=seat.user, at=access.now(), within=seat.project)
    flash(f"The token “{row.name}” opens nothing any more.", "success")
    return redirect(url_for("settings.show", slug=slug) + "#tokens")


def _page(
    form: TokenForm,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
    *,
    made: str = "",
    token: str = "",
    line: str = "",
) -> Response:
    """Answer with one's tokens; `token` is shown this one time."""
    return pages.simple(
        _PAGE,
        status,
        form=form,
        errors=errors or [],
        tokens=tokens.list_of(access.visit().user),
        at=access.now(),
        made=made,
        token=token,
        line=line,
    )


def _form(sent: MultiDict[str, str] | None) -> TokenForm:
    form = TokenForm(sent, days=rules.USUAL_DAYS)
    form.project.choices = forms.options((seat.slug, seat.project.name) for seat in _seats())
    return form


def _seats() -> list[projects.Seat]:
    return projects.seats_of(access.visit().user)


def _project(slug: str) -> Project:
    """Give the project somebody chose from their own."""
    return next(seat.project for seat in _seats() if seat.slug == slug)


def _line(project: Project, token: str) -> str:
    """Give a line for a terminal that tries the token."""
    address = urljoin(current_app.config["VANTAGE_BASE_URL"] + "/", f"api/v1/projects/{project.slug}")
    return f'curl -H "Authorization: Bearer {token}" {address}'
