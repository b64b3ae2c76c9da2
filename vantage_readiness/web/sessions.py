"""The signed cookie: Flask's own, but one that was checked a moment ago is not checked again."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any, cast

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

_SECONDS = 60
_KEPT = 1024


def init_app(app: Flask) -> None:
    app.session_interface = Sessions(app)


class Sessions(SecureCookieSessionInterface):
    """Browsers send the same cookie with every request; checking it costs a fifth of answering "unchanged".

    What a checked cookie says is kept for at most a minute under the whole cookie, signature included: only who
    sends exactly what was signed is told. Whether the sign-in in it still holds is asked of the database every time.
    """

    def __init__(self, app: Flask) -> None:
        self._serializer = cast(URLSafeTimedSerializer, self.get_signing_serializer(app))  # we never run without a key

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        lifetime = int(app.permanent_session_lifetime.total_seconds())
        try:
            said = _read(self._serializer, cookie, lifetime, int(time.time() // _SECONDS))
        except BadSignature:
            return self.session_class()
        # what is kept is never lent out: the one list in a session, of notices, is appended to
        return self.session_class(
            {name: list(value) if isinstance(value, list) else value for name, value in said.items()}
        )


@lru_cache(maxsize=_KEPT)
def _read(serializer: URLSafeTimedSerializer, cookie: str, lifetime: int, _minute: int) -> Any:
    """Give what a cookie says; raise `BadSignature` if it is not ours or older than its lifetime in seconds."""
    return serializer.loads(cookie, max_age=lifetime)
