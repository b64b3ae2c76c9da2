"""All projects of whoever is signed in, side by side, and making a new one from a document."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from ..domain.assessment.decode import Unreadable
from ..domain.refusals import Refused, WrongDate
from ..services import portfolio, projects, transactions
from ..services.portfolio import Line
from ..services.projects import Seat
from . import access, errors, pages, uploads
from .uploads import NewProjectForm

bp = Blueprint("portfolio", __name__)


@bp.get("/")
@access.signed_in
def home() -> Response:
    """Give the only project there is, or the portfolio."""
    seats = projects.seats_of(access.visit().user)
    if len(seats) == 1:
        return redirect(url_for("overview.show", slug=seats[0].slug))
    found = portfolio.side_by_side(_line(seat) for seat in seats)
    return pages.simple("portfolio/portfolio.html", portfolio=found, may_create=_may_create())


def _line(seat: Seat) -> Line:
    """Sum up one project, once per revision and day."""
    return pages.kept(seat, "portfolio", lambda: portfolio.line(seat, seat.today(access.now())))


def _may_create() -> bool:
    return access.visit().user.is_administrator


@bp.get("/projects/new")
@access.administering
def new() -> Response:
    return _form(NewProjectForm())


@bp.post("/projects/new")
@access.administering
def create() -> Response:
    administrator, form = access.visit().user, NewProjectForm(uploads.sent())
    if not form.validate():
        return _form(form, 422)
    try:
        project, is_new = portfolio.create_project(
            form.raw, name=form.name.data, as_of=form.as_of.data, by=administrator, at=access.now()
        )
    except Refused as refusal:
        return _refused(form, refusal)
    flash(
        f"{project.name} is read from its document." if is_new else "This document was read before; nothing changed.",
        "success" if is_new else "info",
    )
    return redirect(url_for("assessments.show", slug=project.slug))


def _refused(form: NewProjectForm, refusal: Refused) -> Response:
    transactions.give_up()
    if isinstance(refusal, Unreadable):
        form.refuse_document(refusal)
    elif isinstance(refusal, WrongDate):
        form.as_of.errors = [refusal.sentence]
    else:
        form.name.errors = [refusal.sentence]
    return _form(form, errors.status_of(refusal))


def _form(form: NewProjectForm, status: int = 200) -> Response:
    return pages.simple("portfolio/new.html", status, form=form, errors=form.sentences)
