"""The door for programs: a token in the header, never a cookie, never in the address."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask import Flask, Response, abort, after_this_request, current_app, g, request

from ...domain.tokens import PREFIX as BEGINNING
from ...domain.tokens import Scope
from ...domain.words import Role
from ...services import tokens
from ...services.tokens import ProgramVisit

PREFIX = "/api/"

_TELLING = frozenset({"token", "access_token", "api_key", "apikey", "api_token", "authorization", "bearer"})


def is_for_programs() -> bool:
    """Answer whether the address belongs to the API; there only a token counts, and answers are JSON."""
    return request.path.startswith(PREFIX)


def find_visit(at: datetime, slug: str) -> ProgramVisit | None:
    """Find for whom a program acts, by the token in its header; `slug` is the project of the address, if any."""
    _refuse_tokens_in_address()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    found = tokens.find_visit(token.strip(), at, slug)
    if found:
        _note_use(found, at)
    return found


def _note_use(visit: ProgramVisit, at: datetime) -> None:
    """Let the day of the token's last use be noted once the answer has left; looking never waits for a writer."""
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]

    def note() -> None:
        with app.app_context():
            tokens.note_use(visit, at)

    @after_this_request
    def later(response: Response) -> Response:
        response.call_on_close(note)
        return response


def visit() -> ProgramVisit:
    """Give for whom the program acts; a view that is not open to everyone always has somebody."""
    return cast(ProgramVisit, g.visit)


def sentence_of_missing(role: Role) -> str:
    """Say which scope and role a view needs."""
    scope = next(scope for scope in Scope if scope.role is role)
    who = "a lead" if role is Role.LEAD else f"at least a {role.value}"
    return f"This needs a token with the scope “{scope.value}”, of somebody who is {who} in the project."


def _refuse_tokens_in_address() -> None:
    """An address is kept in logs and histories: a token in it counts as given away."""
    if any(name.lower() in _TELLING or value.startswith(BEGINNING) for name, value in request.args.items(True)):
        abort(400, "Send the token in the header “Authorization: Bearer …”, never in the address. Revoke this one.")
