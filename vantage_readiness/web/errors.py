"""What people are told when something is refused, missing, or went wrong."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from ..domain.refusals import NotAllowed, NotFound, Refused, Stale
from ..services import setup, transactions
from . import access, logs, pages
from .api import doors, problems

_log = logging.getLogger(__name__)

_SENTENCES = {
    400: ("This could not be read", "The request was not complete. Go back, reload the page and try again."),
    401: ("Sign in first", "Your sign-in has ended. Sign in again; what was saved is safe."),
    403: ("This is not for you to change", "You can look at this project, but not do this. Ask a lead of the project."),
    404: ("There is nothing here", "The page does not exist, or it belongs to a project you are not a member of."),
    405: ("This cannot be done this way", "Go back and use the button on the page."),
    411: ("This was sent in pieces", "Send it whole, with its length. Nothing was changed."),
    413: ("This is too large", "Send less than 2 MB at a time. Nothing was changed."),
}
_STALE_FORM = "This page was open too long, or in another session. Reload it and try again; nothing was changed."
_LARGE_FILE = "An assessment may have up to 512 kB. Nothing was changed; go back and choose another file."
_OVERTAKEN = "Somebody changed this at the same moment. Reload the page and try again; nothing was overwritten."


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    for overtaken in transactions.OVERTAKEN:
        app.register_error_handler(overtaken, _overtaken)
    for unavailable in transactions.UNAVAILABLE:
        app.register_error_handler(unavailable, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def status_of(refusal: Refused) -> int:
    """Give the HTTP status of a refusal that is shown on the page it concerns."""
    return 409 if isinstance(refusal, Stale) else 422


def _refused(refusal: Refused) -> Response:
    """A refusal no view has turned into a form error."""
    transactions.give_up()
    if doors.is_for_programs():
        return problems.of_refusal(refusal)
    if isinstance(refusal, NotFound):
        return _page(404, "There is nothing here", refusal.sentence)
    if isinstance(refusal, NotAllowed):
        return _page(403, "This is not allowed", refusal.sentence)
    return _page(status_of(refusal), "This is not possible", refusal.sentence)


def _stale_form(_error: CSRFError) -> Response:
    if access.is_shut():
        return _page(401, *_SENTENCES[401])
    return _page(400, "This page is too old", _STALE_FORM)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None:
        return error.get_response()  # type: ignore[return-value]
    if doors.is_for_programs():
        return problems.of_http(error)
    title, sentence = _SENTENCES.get(status, (error.name, error.description or error.name))
    if status == 413 and request.mimetype == "multipart/form-data":
        sentence = _LARGE_FILE
    return _page(status, title, sentence)


def _overtaken(_error: Exception) -> Response:
    transactions.give_up()
    return _page(409, "Somebody was faster", _OVERTAKEN)


def _unavailable(error: Exception) -> Response:
    transactions.give_up()
    _log.warning("The database did not answer: %s", error)
    if setup.is_older():
        return _not_set_up()
    response = _page(503, "The database does not answer", "Nothing was changed. Try again in a moment.")
    response.headers["Retry-After"] = "2"
    return response


def _not_set_up() -> Response:
    return _page(503, "The database is not set up for this version", "Run `flask setup` once, then reload the page.")


def _unexpected(error: Exception) -> Response:
    transactions.give_up()
    if isinstance(error, transactions.MISFITS) and setup.is_older():
        return _not_set_up()
    _log.error("Something unexpected happened while answering.", exc_info=error)
    sentence = "Something went wrong on our side, and nothing was changed. Tell your administrator the number below."
    if doors.is_for_programs():
        return problems.answer(500, sentence, request=logs.number())
    return _page(500, "This should not happen", sentence)


def _page(status: int, title: str, sentence: str) -> Response:
    if doors.is_for_programs():
        return problems.answer(status, sentence if status > 499 else "")
    if request.headers.get("HX-Request"):
        return pages.plain("parts/_refusal.html", status, title=title, sentence=sentence, number=logs.number())
    if isinstance(request.routing_exception, SecurityError):
        return _words(status, title, sentence)  # not our host: no links to give
    try:
        return pages.simple("error.html", status, title=title, sentence=sentence, number=logs.number())
    except (*transactions.UNAVAILABLE, *transactions.MISFITS):
        return _words(status, title, sentence)


def _words(status: int, title: str, sentence: str) -> Response:
    return Response(f"{title}. {sentence} (Request {logs.number()})\n", status, mimetype="text/plain")
