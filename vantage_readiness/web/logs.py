"""Requests in the log: each has an id, which is also in its answer, and ends with one line."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, g, has_request_context, request
from werkzeug.wsgi import ClosingIterator

from ..domain.diary import person

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "X-Request-Id"

_ID = "vantage.request_id"
_ABOUT = "vantage.about"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = ("/static/", "/healthz", "/readyz", "/metrics")
_LONGEST_PART = 24  # what is longer in an address that leads nowhere may be a secret
_log = logging.getLogger("vantage_readiness.requests")

Count = Callable[[str, str, int], None]


def init_app(app: Flask) -> None:
    app.teardown_request(_remember)


def number() -> str:
    """Give the id of this request."""
    return str(request.environ.get(_ID, ""))


def about() -> Mapping[str, Any]:
    """Give what is known of the request that is being answered: id, method, path, person, project."""
    return {} if not has_request_context() else {"request": number(), "method": request.method, **_known(request)}


def following(app: WSGIApplication, *, trusts_proxies: bool, count: Count) -> WSGIApplication:
    """Give every request an id, and when it is answered, a line in the log; `count` hears method, route and status."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        began, said = time.monotonic(), [500]
        environ[_ID] = name = _id(environ.get("HTTP_X_REQUEST_ID", "") if trusts_proxies else "")

        def start_here(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], object]:
            said[0] = int(status[:3])
            headers = [*headers, (HEADER, name)]
            return start(status, headers, error) if error else start(status, headers)

        def finish() -> None:
            known = environ.get(_ABOUT) or {"path": _veiled(_decoded(environ.get("PATH_INFO", "")))}
            method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in _METHODS else "other"
            count(method, known.get("route", "none"), said[0])
            ms = round((time.monotonic() - began) * 1000, 1)
            _tell(known["path"], {"request": name, "method": method, **known, "status": said[0], "ms": ms})

        return ClosingIterator(app(environ, start_here), finish)

    return answer


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _tell(path: str, known: Mapping[str, Any]) -> None:
    quiet = known["status"] < 400 and path.startswith(_QUIET)
    level = logging.DEBUG if quiet else logging.INFO
    if _log.isEnabledFor(level):
        message = f"{known['method']} {path} {known['status']}"
        _log.log(level, "%s", message, extra={"about": known})


def _id(offered: str) -> str:
    return offered if _SANE.fullmatch(offered) else secrets.token_hex(8)


def _remember(_error: BaseException | None) -> None:
    request.environ[_ABOUT] = _known(request)


def _known(asked: Request) -> dict[str, Any]:
    known: dict[str, Any] = {"path": _path(asked)}
    if asked.url_rule:
        known["route"] = asked.url_rule.rule
    if visit := g.get("visit"):
        known["person"] = person(visit.user_id)
    if slug := (asked.view_args or {}).get("slug"):
        known["project"] = slug
    return known


def _path(asked: Request) -> str:
    """Give the path, with the names of projects and numbers in it, and nothing else that somebody put there."""
    if asked.url_rule is None:
        return _veiled(asked.path)
    path = asked.url_rule.rule
    for name, value in (asked.view_args or {}).items():
        if name == "slug" or isinstance(value, int):
            path = re.sub(rf"<(\w+:)?{name}>", str(value).replace("\\", ""), path)
    return path


def _veiled(path: str) -> str:
    return "/".join(part if len(part) <= _LONGEST_PART else "…" for part in path[:500].split("/"))


def _decoded(path: str) -> str:
    return path.encode("latin-1", "replace").decode("utf-8", "replace")  # as WSGI hands it over
