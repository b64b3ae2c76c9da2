"""Who is at the door and what they may enter: every view declares what it needs, and obtains its project here.

A view says in one line above it whom it lets in. Before it runs, that is checked; what it declares nothing about is
shut, and such an application does not start.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import NoReturn, TypeVar, cast

import flask_login
from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ..domain.refusals import NotAllowed, Refused
from ..domain.words import Role
from ..services import confirmations, sign_ins
from ..services.projects import Seat
from ..services.sign_ins import Visit
from .api import doors

View = TypeVar("View", bound=Callable[..., object])

PROOF = "proof"  # the field with a password or code that a sensitive form brings with it

_login = flask_login.LoginManager()
_SENSITIVE, _WITHOUT_FACTOR = "is_sensitive", "is_open_without_factor"
_PENDING = "pending"


class Need(Enum):
    """What somebody has to be for a view to open. A project's role includes the lesser ones."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed in"
    VIEWER = "viewer"
    MEMBER = "member"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"

    @property
    def role(self) -> Role | None:
        """The role in the project of the address; None if the view belongs to no project."""
        return _ROLES.get(self)


_ROLES = {Need.VIEWER: Role.VIEWER, Need.MEMBER: Role.MEMBER, Need.LEAD: Role.LEAD}


def needs(need: Need) -> Callable[[View], View]:
    """Declare what a view needs."""

    def declare(view: View) -> View:
        view.needs = need  # type: ignore[attr-defined]
        return view

    return declare


open_to_everyone = needs(Need.EVERYONE)
signed_in = needs(Need.SIGNED_IN)
reading = needs(Need.VIEWER)
editing = needs(Need.MEMBER)
leading = needs(Need.LEAD)
administering = needs(Need.ADMINISTRATOR)


class Unproven(Exception):
    """The view matters, and it is too long ago that its visitor proved who they are; or the proof sent was wrong."""

    @property
    def sentence(self) -> str:
        return str(self.args[0]) if self.args else ""


def freshly_proven(view: View) -> View:
    """Mark a view that runs only for whoever proved within the last minutes who they are."""
    setattr(view, _SENSITIVE, True)
    return view


def without_factor(view: View) -> View:
    """Mark a view that is open also to an administrator who still owes a second factor."""
    setattr(view, _WITHOUT_FACTOR, True)
    return view


def is_sensitive(app: Flask, endpoint: str) -> bool:
    """Answer whether a view asks for a fresh proof."""
    return hasattr(app.view_functions.get(endpoint), _SENSITIVE)


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
    app.before_request(_guard)


def refuse_undeclared(app: Flask) -> None:
    """Refuse to start with a view that does not say what it needs, or asks for a role where there is no project."""
    for rule in app.url_map.iter_rules():
        need = need_of(app, rule.endpoint)
        if need is None:
            raise RuntimeError(f"The view {rule.endpoint} does not declare what it needs (see web.access).")
        if need.role and "slug" not in rule.arguments:
            raise RuntimeError(f"The view {rule.endpoint} needs a role, but its address names no project.")


def need_of(app: Flask, endpoint: str) -> Need | None:
    """Give what a view declares; none if it declares nothing."""
    return getattr(app.view_functions.get(endpoint), "needs", None)


def now() -> datetime:
    """Give the moment of this request, the same throughout."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return cast(datetime, g.now)


def is_shut() -> bool:
    """Answer whether the view asked for needs a sign-in and nobody is signed in."""
    endpoint = request.endpoint or ""
    known = endpoint in current_app.view_functions
    return known and need_of(current_app, endpoint) is not Need.EVERYONE and find_visit() is None


def visit() -> Visit:
    """Give who is signed in; a view that is not open to everyone always has somebody."""
    found = find_visit()
    if found is None:
        abort(401)
    return found


def find_visit() -> Visit | None:
    """Find who is signed in, on a page that is open to everyone."""
    if "visit" not in g:
        g.visit = doors.find_visit(now(), _slug()) if doors.is_for_programs() else _browser()
    return cast("Visit | None", g.visit)


def begin(token: str) -> None:
    """Let this browser in with a fresh session that holds the sign-in's token."""
    session.clear()
    found = _load(token)
    if found is None:
        abort(401)
    session.permanent = found.visit.sign_in.is_remembered
    flask_login.login_user(found)
    g.visit = found.visit


def wait(token: str) -> None:
    """Let this browser wait with a fresh session for its second factor; it opens nothing else."""
    session.clear()
    session[_PENDING] = token
    g.visit = None


def find_pending() -> Visit | None:
    """Find who waits in this browser to show a second factor."""
    token = session.get(_PENDING)
    return sign_ins.find_pending(str(token), now()) if token else None


def end() -> None:
    """Make this browser forget everything."""
    flask_login.logout_user()
    session.clear()
    g.visit = None


def seat(slug: str) -> Seat:
    """Give the seat of whoever is signed in, as far as the view's need allows: the only way to obtain a project."""
    found = visit().seat
    if found is None or found.slug != slug:
        abort(404)
    return found


def prove() -> None:
    """Let pass who proved lately who they are; the proof may come with the form itself, so that it need not wait.

    For a view that is sensitive only now and then; one that always is says so by `freshly_proven`.
    """
    if confirmations.is_fresh(visit(), now()):
        return
    if PROOF not in request.form:
        raise Unproven
    try:
        confirmations.confirm(visit(), request.form[PROOF], at=now())
    except Refused as refusal:
        raise Unproven(refusal.sentence) from refusal


def _browser() -> Visit | None:
    """Find who is signed in in the browser that asks."""
    visitor = flask_login.current_user
    return visitor.visit if visitor.is_authenticated else None


def _load(token: str) -> Visitor | None:
    """Find who is at the door and, where the address names a project, what they are in it."""
    visit = sign_ins.find_visit(token, now(), _slug())
    return Visitor(token, visit) if visit else None


def _slug() -> str:
    """Give the project the address names; empty if it names none."""
    return str((request.view_args or {}).get("slug", ""))


def _guard() -> Response | None:
    """Let in who may enter: others are sent to the door (401), do not find the project (404), or are refused (403)."""
    endpoint = request.endpoint or ""
    if endpoint not in current_app.view_functions:
        return None
    need = need_of(current_app, endpoint)
    if need is Need.EVERYONE:
        return None
    if find_visit() is None:
        return _to_the_door()
    if visit().owes_factor and not hasattr(current_app.view_functions[endpoint], _WITHOUT_FACTOR):
        return _to_the_factor()
    if need is Need.ADMINISTRATOR and not visit().user.is_administrator:
        raise NotAllowed("Only an administrator can do this. Ask one of them.")
    if need is None or (need.role and not seat(_slug()).role.includes(need.role)):
        _refuse(need)
    if is_sensitive(current_app, endpoint):
        prove()
    return None


def _refuse(need: Need | None) -> NoReturn:
    """Say that somebody is let in, but not to this; a program is told which scope it needs."""
    if need and need.role and doors.is_for_programs():
        raise NotAllowed(doors.sentence_of_missing(need.role))
    abort(403)


def _to_the_factor() -> Response:
    """Send an administrator who owes a second factor to where one is set up; nothing else is open to them."""
    if _is_asked_for_by_script() or doors.is_for_programs():
        raise NotAllowed("Administrators need a second factor here. Set one up in your account first.")
    return redirect(url_for("second_factor.show"))


def _is_asked_for_by_script() -> bool:
    headers = request.headers
    return bool(headers.get("X-Live") or headers.get("HX-Request")) or request.method not in ("GET", "HEAD")


def _to_the_door() -> Response:
    if doors.is_for_programs() or _is_asked_for_by_script():
        abort(401)
    wanted = request.full_path.rstrip("?")
    return redirect(url_for("account.sign_in", next=wanted if wanted != "/" else None))
