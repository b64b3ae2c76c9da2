"""A room of the API: a blueprint that says what its views ask for and give, so that the document is always true."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar, cast

from flask import Request, abort
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema
from webargs.flaskparser import FlaskParser

View = TypeVar("View", bound=Callable[..., object])

PREFIX = "/api/v1"


class _Reader(FlaskParser):
    """Reads what a program sends: one JSON object in UTF-8, nothing doubled, nothing that is not JSON."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"json": RAISE, "query": RAISE}

    def _raw_load_json(self, req: Request) -> Any:
        if req.mimetype != "application/json":
            abort(415)
        return read(req.get_data(cache=True))

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        if any(len(values) > 1 for _name, values in req.args.lists()):
            abort(422, "The address names something twice. Give several words as one list, with commas.")
        return super().load_querystring(req, schema)


class Room(Blueprint):  # type: ignore[misc]  # the library has no types
    """A room of the API under its prefix; `description` says what it is about."""

    ARGUMENTS_PARSER = _Reader()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(f"api_{name}", __name__, url_prefix=PREFIX, description=description)

    def get(self, rule: str) -> Callable[[View], View]:
        return self._takes("GET", rule)

    def post(self, rule: str) -> Callable[[View], View]:
        return self._takes("POST", rule)

    def patch(self, rule: str) -> Callable[[View], View]:
        return self._takes("PATCH", rule)

    def delete(self, rule: str) -> Callable[[View], View]:
        return self._takes("DELETE", rule)

    def asks(self, schema: type[Schema], *, location: str = "json") -> Callable[[View], View]:
        """Say what a view is sent; it gets that, read and checked, as its first argument."""
        return cast(Callable[[View], View], self.arguments(schema, location=location))

    def narrows(self, schema: type[Schema]) -> Callable[[View], View]:
        """Say what the address of a view may carry after its question mark."""
        return self.asks(schema, location="query")

    def gives_bytes(self) -> Callable[[View], View]:
        """Say that a view answers with the bytes of a file."""
        schema = {"type": "string", "format": "binary"}
        kind = "application/octet-stream"
        return cast(Callable[[View], View], self.response(200, schema, content_type=kind))

    def gives(self, schema: type[Schema] | None, status: int = 200) -> Callable[[View], View]:
        """Say what a view answers; what it returns is written as that."""
        return cast(Callable[[View], View], self.response(status, schema))

    def _takes(self, method: str, rule: str) -> Callable[[View], View]:
        return cast(Callable[[View], View], self.route(rule, methods=[method]))


def read(raw: bytes) -> Any:
    """Read JSON as its standard has it, or answer 400: no NaN, no name twice, no broken signs, not too deep."""
    try:
        found = json.loads(raw.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_each_once)
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half of a pair of signs cannot be kept
    except (ValueError, RecursionError) as error:
        _refuse(error)
    return found


def _refuse(error: Exception) -> NoReturn:
    said = str(error) if isinstance(error, _Unfit) else ""
    abort(400, said or "The body is not JSON in UTF-8. Nothing was changed.")


class _Unfit(ValueError):
    """JSON that Python would read, but that is none, or means two things."""


def _no_number(name: str) -> NoReturn:
    raise _Unfit(f"{name} is not a number in JSON. Nothing was changed.")


def _each_once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unfit("The body names a field twice. Nothing was changed.")
    return found
