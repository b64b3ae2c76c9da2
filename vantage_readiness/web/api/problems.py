"""What programs are told when something is refused, missing or went wrong: problem details as RFC 9457 has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from flask import Response, json, request
from werkzeug.exceptions import HTTPException, SecurityError

from ...domain.refusals import NotAllowed, NotFound, Refused, Stale

MEDIA_TYPE = "application/problem+json"

WORDS: Mapping[int, str] = MappingProxyType(
    {
        400: "unreadable",
        401: "no-token",
        403: "not-allowed",
        404: "not-found",
        405: "wrong-method",
        409: "at-the-same-moment",
        411: "no-length",
        412: "stale",
        413: "too-large",
        415: "not-json",
        422: "refused",
        428: "no-version",
        429: "too-many",
        500: "error",
        503: "unavailable",
    }
)
TITLES: Mapping[int, str] = MappingProxyType(
    {
        400: "This could not be read",
        401: "A token is needed",
        403: "This is not allowed",
        404: "There is nothing here",
        405: "This cannot be done this way",
        409: "Somebody was faster",
        411: "This was sent in pieces",
        412: "Somebody changed this",
        413: "This is too large",
        415: "This is not JSON",
        422: "This is not possible",
        428: "The version is missing",
        429: "Too many requests",
        500: "This should not happen",
        503: "The service is not available",
    }
)
_SENTENCES: Mapping[int, str] = MappingProxyType(
    {
        400: "The request could not be read. Send one JSON object in UTF-8.",
        401: "Send a valid token in the header “Authorization: Bearer …”. It may have run out or been revoked.",
        403: "The token or its person may not do this, or the request came from another site.",
        404: "There is no such thing, or it belongs to a project this token does not open.",
        405: "This address does not know this method. See the header Allow.",
        409: "Somebody changed this at the same moment. Ask again; nothing was overwritten.",
        411: "Send the body whole, with its length. Nothing was changed.",
        413: "Send less than 2 MB at a time. Nothing was changed.",
        415: "Send the body as JSON, with “Content-Type: application/json”.",
        422: "Something in the request is not as it has to be. Nothing was changed.",
        428: "Send the version you looked at in the header “If-Match”, as the header “ETag” gave it.",
    }
)


def answer(status: int, sentence: str = "", **more: Any) -> Response:
    """Give a problem; `more` are its further members, such as `errors` and `clashes`."""
    body = {
        "type": f"/api#{WORDS.get(status, 'other')}",
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence or _SENTENCES.get(status, "Nothing was changed."),
        "instance": request.path,
        **more,
    }
    response = Response(json.dumps(body) + "\n", status, mimetype=MEDIA_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Vantage Readiness"'
    return response


def of_refusal(refusal: Refused) -> Response:
    """Give the problem of a refusal; a stale edit carries what the asker wanted beside what stands now."""
    if isinstance(refusal, Stale):
        names = ("field", "wanted", "current", "by", "at")
        clashes = [{name: getattr(clash, name) for name in names} for clash in refusal.clashes]
        return answer(412, refusal.sentence, clashes=clashes)
    status = 404 if isinstance(refusal, NotFound) else 403 if isinstance(refusal, NotAllowed) else 422
    return answer(status, refusal.sentence)


def of_http(error: HTTPException) -> Response:
    """Give the problem of an HTTP error; one of a field that does not fit names each."""
    status = error.code or 500
    messages = getattr(error, "data", {}).get("messages")
    is_ours = error.description != type(error).description and not isinstance(error, SecurityError)  # that names a host
    ours = error.description if is_ours else ""
    more = {"errors": list(_fields(messages))} if messages else {}
    response = answer(status, ours or "", **more)
    _carry_over(error, response)
    return response


def _carry_over(error: HTTPException, response: Response) -> None:
    """Keep what the error says in headers of its own, such as which methods are allowed."""
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value


def _fields(messages: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """List each field with what is wrong with it; where it was sent is left out."""
    for inner in messages.values():
        yield from _told("", inner)


def _told(path: str, messages: Any) -> Iterator[dict[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            where = path if name == "_schema" else f"{path}.{name}" if path else str(name)
            yield from _told(where, inner)
        return
    for sentence in messages:
        yield {"field": _plain(path), "detail": str(sentence)}


def _plain(path: str) -> str:
    """Give a path fit to be sent, whatever the names in it were."""
    return path[:200].encode("utf-8", "replace").decode("utf-8")
