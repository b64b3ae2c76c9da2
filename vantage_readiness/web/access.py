"""Who is at the door and what they may enter. A view obtains a project only from here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar, cast

import flask_login
from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ..domain.words import Role
from ..services import people
from ..services.people import Visit
from ..services.projects import Seat

View = TypeVar("View", bound=Callable[..., object])

_login = flask_login.LoginManager()
_OPEN = "is_open_to_everyone"


class Visitor(flask_login.UserMixin):  # type: ignore[misc]
    """A signed-in person as Flask-Login sees one; its id is the token of a sign-in that can be ended."""

    def __init__(self, token: str, visit: Visit) -> None:
        self.token = token
        self.visit = visit

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    _login.init_app(app)
    _login.session_protection = None  # a sign-in is a row that can be ended; the address may change on the way
    _login.user_loader(_load)
    app.before_request(_require_sign_in)


def now() -> datetime:
    """Give the moment of this request, the same throughout."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return cast(datetime, g.now)


def open_to_everyone(view: View) -> View:
    """Mark a view that needs no sign-in; every other one does."""
    setattr(view, _OPEN, True)
    return view


def is_shut() -> bool:
    """Answer whether the view asked for needs a sign-in and nobody is signed in."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and not getattr(view, _OPEN, False) and find_visit() is None


def visit() -> Visit:
    """Give who is signed in; a view that is not open to everyone always has somebody."""
    found = find_visit()
    if found is None:
        abort(401)
    return found


def find_visit() -> Visit | None:
    """Find who is signed in, on a page that is open to everyone."""
    if "visit" not in g:
        visitor = flask_login.current_user
        g.visit = visitor.visit if visitor.is_authenticated else None
    return cast("Visit | None", g.visit)


def begin(token: str) -> None:
    """Let this browser in with a fresh session that holds the sign-in's token."""
    session.clear()
    session.permanent = True
    found = _load(token)
    if found is None:
        abort(401)
    flask_login.login_user(found)
    g.visit = found.visit


def end() -> None:
    """Make this browser forget everything."""
    flask_login.logout_user()
    session.clear()
    g.visit = None


def project_for_reading(slug: str) -> Seat:
    """Give the seat of whoever is signed in; 404 if there is no such project for this person."""
    seat = visit().seat
    if seat is None or seat.slug != slug:
        abort(404)
    return seat


def project_for_editing(slug: str) -> Seat:
    """Give a seat that may edit items; 404 for strangers, 403 for viewers."""
    return _at_least(Role.MEMBER, slug)


def project_for_leading(slug: str) -> Seat:
    """Give a seat that may change settings, people and imports; 404 for strangers, 403 for others."""
    return _at_least(Role.LEAD, slug)


def _at_least(role: Role, slug: str) -> Seat:
    seat = project_for_reading(slug)
    if not seat.role.includes(role):
        abort(403)
    return seat


def _load(token: str) -> Visitor | None:
    """Find who is at the door and, where the address names a project, what they are in it."""
    visit = people.find_visit(token, now(), (request.view_args or {}).get("slug", ""))
    return Visitor(token, visit) if visit else None


def _require_sign_in() -> Response | None:
    """Send everybody who is not signed in to the door, unless the view is open."""
    if not is_shut():
        return None
    if request.headers.get("X-Live") or request.headers.get("HX-Request") or request.method not in ("GET", "HEAD"):
        abort(401)
    wanted = request.full_path.rstrip("?")
    return redirect(url_for("account.sign_in", next=wanted if wanted != "/" else None))
