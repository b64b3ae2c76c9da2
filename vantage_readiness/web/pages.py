"""Answering with a page: unchanged (304), from a kept letter, or freshly written.

A page is written once for everybody who sees the same of a project, like a form letter: what differs from person to
person (name, CSRF token, ETag) are blanks, filled in as it leaves. Letters are kept by the project's revision, so
a change anywhere makes them useless at once, in every process, without anybody being told. The blanks' names are
random, so that no text that people write can pass for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from flask import (
    Flask,
    Response,
    current_app,
    get_flashed_messages,
    make_response,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from werkzeug.http import parse_accept_header

from ..services.projects import Seat
from . import access
from .letters import INITIALS, NAME, TAG, TOKEN, Letter, Shelf

Kept = TypeVar("Kept")

_KEPT = 256


def init_app(app: Flask) -> None:
    app.extensions["letters"] = Shelf(_KEPT)
    app.jinja_env.globals.update(csrf=_csrf_input, csrf_token=lambda: TOKEN)


def page(seat: Seat, template: str, write: Callable[[], Mapping[str, Any]], *, personal: bool = False) -> Response:
    """Answer with a page of a project; `write` gives what the template prints and is called only when needed.

    `personal` pages show different things to people of the same role.
    """
    tag = etag(seat)
    if notices := get_flashed_messages(with_categories=True):
        said = _written(seat, template, {**write(), "notices": notices}, live=True)
        return make_response(said.filled(_reader(said, seat.user_name, tag)))
    if request.if_none_match.contains_weak(tag):
        return _unchanged(tag)
    letter = kept(seat, template, lambda: _written(seat, template, write(), live=True), personal=personal)
    reader, packed = _reader(letter, seat.user_name, tag), _may_be_packed()
    response = Response(letter.packed(reader) if packed else letter.filled(reader), mimetype="text/html")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return _tagged(response, tag)


def answer(seat: Seat, kind: str, write: Callable[[], str], *, mimetype: str) -> Response:
    """Answer with data of a project (chart, table) under the same rules as a page."""
    tag = etag(seat)
    if request.if_none_match.contains_weak(tag):
        return _unchanged(tag)
    return _tagged(Response(kept(seat, kind, write), mimetype=mimetype), tag)


def simple(template: str, status: int = 200, **values: Any) -> Response:
    """Answer with a page outside any project, written for this one visitor."""
    visit = access.find_visit()
    name = visit.user.name if visit else ""
    standard = _standard(None, "") | {"me": _BLANK if visit else None}
    letter = Letter(render_template(template, **{**standard, **values}))
    return make_response(letter.filled(_reader(letter, name)), status)


def written(seat: Seat, template: str, status: int = 200, **values: Any) -> Response:
    """Answer with a page of a project written for this one moment: with notices, form errors, a conflict."""
    letter = _written(seat, template, values)
    return make_response(letter.filled(_reader(letter, seat.user_name)), status)


def plain(template: str, status: int, **values: Any) -> Response:
    """Answer with a part of a page that belongs to nobody."""
    return make_response(render_template(template, **values), status)


def fragment(seat: Seat, template: str, status: int = 200, **values: Any) -> Response:
    """Answer with the one part of a page that changed."""
    letter = Letter(render_template(template, project=seat.project, seat=seat, **values))
    return make_response(letter.filled(_reader(letter, seat.user_name)), status)


def file(content: str | bytes, name: str, mimetype: str) -> Response:
    """Answer with something to keep: browsers save it under this name and never show it as a page."""
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def kept(seat: Seat, kind: str, write: Callable[[], Kept], *, personal: bool = False) -> Kept:
    """Give a letter from the shelf, writing it first if it is not there."""
    shelf = current_app.extensions["letters"]
    reader = seat.user_id if personal else 0
    key = (seat.project_id, seat.revision, seat.today(access.now()), seat.role, reader, kind, request.full_path)
    letter: Kept | None = shelf.find(key)
    if letter is None:
        letter = write()
        shelf.keep(key, letter)
    return letter


def etag(seat: Seat) -> str:
    """Give what names the state of everything this person sees of the project."""
    version, day = current_app.extensions["static_version"], seat.today(access.now()).toordinal()
    reader = f"{seat.role.rank}-{access.visit().sign_in_id}-{seat.user_version}"
    return f"{version}-{seat.project_id}-{seat.revision}-{day}-{reader}"


def _written(seat: Seat, template: str, values: Mapping[str, Any], *, live: bool = False) -> Letter:
    """Write a letter; a `live` page renews itself when its tag is no longer the newest."""
    standard = _standard(seat, TAG if live else "")
    return Letter(render_template(template, **{**standard, **values}))


def _standard(seat: Seat | None, revision: str) -> dict[str, Any]:
    """Give what every page is told besides its own values."""
    return {
        "project": seat.project if seat else None,
        "seat": seat,
        "me": _BLANK,
        "today": seat.today(access.now()) if seat else None,
        "nav": _nav(seat) if seat else [],
        "notices": get_flashed_messages(with_categories=True),
        "revision": revision or None,
        "theme": "auto",
        "doors": {
            "home": url_for("portfolio.home"),
            "account": url_for("account.show"),
            "sign_in": url_for("account.sign_in"),
            "sign_out": url_for("account.sign_out"),
        },
    }


class _Blank(NamedTuple):
    """Whoever reads the letter."""

    name: str
    initials: str


_BLANK = _Blank(NAME, INITIALS)


def initials(name: str) -> str:
    """Give up to two letters that stand for a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def _reader(letter: Letter, name: str, tag: str = "") -> dict[str, bytes]:
    """Give what fills the blanks for whoever asked."""
    values = {NAME: name, INITIALS: initials(name), TAG: f'W/"{tag}"'}
    token = {TOKEN: _token(session.get("csrf_token"))} if letter.needs(TOKEN) else {}
    return {blank: str(escape(value)).encode() for blank, value in values.items()} | token


def _token(secret: str | None) -> bytes:
    """Give the CSRF token of this session, which has no secret yet before its first form."""
    return _signed(secret) if secret else str(generate_csrf()).encode()


@lru_cache(maxsize=1024)
def _signed(_secret: str) -> bytes:
    """Sign a session's secret: tokens last as long as their session, so that once is enough."""
    return str(generate_csrf()).encode()


def _may_be_packed() -> bool:
    """Answer whether to compress: an address that asks for something may repeat a stranger's words on the page."""
    return not request.query_string and _takes_gzip(request.headers.get("Accept-Encoding", ""))


@lru_cache
def _takes_gzip(accepted: str) -> bool:
    return parse_accept_header(accepted).quality("gzip") > 0


def _csrf_input() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(TOKEN)


def _unchanged(tag: str) -> Response:
    return _tagged(Response(status=304), tag)


def _tagged(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


def _nav(seat: Seat) -> list[tuple[str, str, str, bool]]:
    """List the pages of a project: label, icon, address, whether it is the one being read."""
    here = request.blueprint
    return [
        (label, icon, url_for(f"{room}.show", slug=seat.project.slug), room == here)
        for label, icon, room in _ROOMS
        if room != "settings" or seat.may_lead
    ]


_ROOMS = (
    ("Overview", "gauge", "overview"),
    ("Items", "list-checks", "items"),
    ("My work", "user", "my_work"),
    ("Plan", "map", "plan"),
    ("Costs", "wallet", "costs"),
    ("Reports", "calendar", "reports"),
    ("Assessment", "file-text", "assessments"),
    ("Activity", "activity", "activity"),
    ("Settings", "settings", "settings"),
)
