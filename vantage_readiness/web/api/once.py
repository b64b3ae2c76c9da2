"""Creating once: whoever asks again with the same `Idempotency-Key` gets the same answer, and nothing happens twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, json, request
from werkzeug.wrappers import Response

from ...services import answered
from ...services.answered import Answer, Asked
from .. import access
from . import doors

View = TypeVar("View", bound=Callable[..., object])

HEADER = "Idempotency-Key"
LONGEST = 200


def once(view: View) -> View:
    """Let a view that creates something be asked again safely."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> object:
        key = request.headers.get(HEADER)
        if key is None:
            return view(*args, **kwargs)
        if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
            abort(400, f"The header {HEADER} takes 1 to {LONGEST} visible signs.")
        asked = Asked(f"token:{doors.visit().token_id}", key, _fingerprint())
        given, is_new = answered.once(asked, lambda: _kept(view(*args, **kwargs)), at=access.now())
        return _response(given, is_new=is_new)

    answer.is_once = True  # type: ignore[attr-defined]
    return cast(View, answer)


def _fingerprint() -> str:
    """Give what makes two requests the same."""
    parts = (request.method.encode(), request.full_path.encode("utf-8", "replace"), request.get_data(cache=True))
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _kept(response: object) -> Answer:
    given = cast(Response, response)
    return Answer(given.status_code, given.headers.get("Location"), given.get_data(as_text=True))


def _response(given: Answer, *, is_new: bool) -> Response:
    response = Response(given.body, given.status, mimetype="application/json")
    if given.location:
        response.headers["Location"] = given.location
    if (version := json.loads(given.body).get("version")) is not None:
        response.headers["ETag"] = f'"{version}"'
    if not is_new:
        response.headers["Idempotency-Replayed"] = "true"
    return response
