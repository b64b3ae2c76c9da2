"""What every request and every response must satisfy: origin, body, headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, IntegerConverter, ValidationError

from ..domain.refusals import Refused
from ..domain.weeks import Week
from ..services import transactions

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

View = TypeVar("View", bound=Callable[..., object])

csrf = CSRFProtect()
_LOOKS = "only_looks"


class _Number(IntegerConverter):
    """A number in an address, as far as any database can count: beyond it there is nothing."""

    regex = r"\d{1,9}"


class _Text(BaseConverter):
    """A word in an address, without NUL: PostgreSQL keeps none and refuses to look for one."""

    regex = r"[^/\x00]+"
    part_isolating = True


class WeekInAddress(BaseConverter):
    """An ISO week in an address, such as 2026-W47; one that no year has leads nowhere."""

    regex = r"[0-9]{4}-W[0-9]{2}"

    def to_python(self, value: str) -> Week:
        try:
            return Week.read(value)
        except Refused:
            raise ValidationError from None

    def to_url(self, value: object) -> str:
        return value.name if isinstance(value, Week) else str(value)


def init_app(app: Flask) -> None:
    if app.config["VANTAGE_PROXIES"]:
        hops = app.config["VANTAGE_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.url_map.converters |= {"int": _Number, "default": _Text, "week": WeekInAddress}
    app.before_request(_guard)
    app.teardown_request(_forget)
    csrf.init_app(app)


def seal(app: Flask) -> None:
    """Put our headers on everything that leaves; called last, so that nothing is outside of it."""
    app.wsgi_app = _sealing(app.wsgi_app, _headers(app))  # type: ignore[method-assign, assignment]


def _guard() -> None:
    """Refuse what no browser of ours sends, and say whether this request may write."""
    looking = request.method in LOOKING
    transactions.set_looking(looking or _only_looks())
    if looking:
        return
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        abort(411)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    if not _is_ours(request.headers.get("Origin")):
        abort(403)
    if not _is_readable(request.headers.get("Referer", "")):
        abort(400)


def _is_ours(origin: str | None) -> bool:
    """Answer whether a form comes from a page of ours; who says nothing is judged by the token alone."""
    if origin is None:
        return True
    scheme, _, host = origin.partition("://")
    return host == request.host and (scheme == "https" or not current_app.config["SESSION_COOKIE_SECURE"])


def only_looks(view: View) -> View:
    """Mark a view that is sent a form and writes nothing, so that it never makes a writer wait."""
    setattr(view, _LOOKS, True)
    return view


def _only_looks() -> bool:
    return hasattr(current_app.view_functions.get(request.endpoint or ""), _LOOKS)


def _is_readable(address: str) -> bool:
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _forget(_error: BaseException | None) -> None:
    """Leave nothing behind for whatever this thread does next, which may write."""
    transactions.set_looking(False)


def _headers(app: Flask) -> list[tuple[str, str]]:
    headers = {**HEADERS, "Cache-Control": "no-store"}
    if app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return list(headers.items())


def _sealing(app: WSGIApplication, ours: list[tuple[str, str]]) -> WSGIApplication:
    """Put our headers on everything that leaves, whoever made it, where it has none of that name."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def put(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], object]:
            there = {name.lower() for name, _ in headers}
            sealed = [*headers, *(header for header in ours if header[0].lower() not in there)]
            return start(status, sealed, error) if error else start(status, sealed)

        return app(environ, put)

    return answer
