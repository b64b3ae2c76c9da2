"""Long lists in pages: each says where the next begins, so that rows added meanwhile hide none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import abort, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from marshmallow import Schema, fields

from .fields import Given, Sent, Text, WholeInAddress

T = TypeVar("T")

MOST, USUAL = 200, 50


class Paged(Sent):
    """Which page of a list: how long, and after what."""

    limit = WholeInAddress(1, MOST, load_default=USUAL)
    cursor = Text(2000, load_default="")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list to go on: after the row with these keys; None is the beginning."""

    after: Sequence[Any] | None
    limit: int


def page_of(row: type[Schema]) -> type[Schema]:
    """Give the schema of a page of these rows."""
    inner = {"data": fields.List(fields.Nested(row)), "next": fields.String(allow_none=True)}
    return type(f"{row.__name__}Page", (Given,), inner)


def place(sent: dict[str, Any]) -> Place:
    """Read where a program wants to go on; a cursor that is not from this list is refused."""
    if not sent["cursor"]:
        return Place(None, sent["limit"])
    try:
        return Place(_signer().loads(sent["cursor"]), sent["limit"])
    except BadSignature:
        abort(422, "This cursor is not from this list. Take the address from “next” as it is, or begin without.")


def page(rows: Sequence[T], at: Place, key: Callable[[T], Sequence[Any]], shown: Callable[[T], Any]) -> dict[str, Any]:
    """Give a page from one row more than its limit: the rows as `shown`, and the address of the next page."""
    fitting = rows[: at.limit]
    return {"data": [shown(row) for row in fitting], "next": _next(key(fitting[-1])) if len(rows) > at.limit else None}


def cut(rows: Sequence[T], at: Place, key: Callable[[T], Any], shown: Callable[[T], Any]) -> dict[str, Any]:
    """Give a page of a list that is at hand whole and stands in the order of its keys, plain numbers, rising."""
    after = at.after[0] if at.after else None
    wanted = [row for row in rows if after is None or key(row) > after]
    return page(wanted[: at.limit + 1], at, lambda row: [key(row)], shown)


def _next(key: Sequence[Any]) -> str:
    query = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return f"{request.path}?{urlencode([*query, ('cursor', _signer().dumps(list(key)))])}"


def _signer() -> URLSafeSerializer:
    """Give what signs cursors of this list in this order; one of another list does not open it."""
    order = request.args.get("sort", "")
    return URLSafeSerializer(str(current_app.secret_key), salt=f"cursor {request.path} {order}")
