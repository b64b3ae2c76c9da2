"""The API on one page, for people: how to begin, what it answers, and every operation as the document has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urljoin

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from ..domain.tokens import Scope
from ..services import projects
from . import access, pages
from .api import document, problems
from .api.examples import EXAMPLES

bp = Blueprint("manual", __name__)

_METHODS = ("get", "post", "patch", "put", "delete")


class Operation(NamedTuple):
    """One thing programs can ask; `sends` and `narrows` name the fields of the body and of the address.

    `answers` are the statuses of what went well; the problems are the same everywhere.
    """

    method: str
    path: str
    summary: str
    needs: str
    sends: list[str]
    narrows: list[str]
    answers: list[str]


class Group(NamedTuple):
    """Operations about the same thing."""

    name: str
    about: str
    operations: list[Operation]


@bp.get("/api")
@access.signed_in
def show() -> Response:
    return pages.simple(
        "manual/api.html",
        address=_address(),
        examples=EXAMPLES,
        scopes=tuple(Scope),
        problems=[(word, status, problems.TITLES[status]) for status, word in problems.WORDS.items()],
        groups=_groups(document.document()),
    )


def _address() -> str:
    """Give where the API of the reader's first project is."""
    seats = projects.seats_of(access.visit().user)
    path = url_for("api_projects.one", slug=seats[0].slug if seats else "PROJECT")
    return urljoin(f"{current_app.config['VANTAGE_BASE_URL']}/", path.lstrip("/"))


def _groups(found: Mapping[str, Any]) -> list[Group]:
    about = {tag["name"]: tag.get("description", "") for tag in found["tags"]}
    order = list(about)
    tagged = sorted(_operations(found), key=lambda pair: order.index(pair[0]))
    return [
        Group(name.replace("_", " ").capitalize(), about[name], [operation for _, operation in pairs])
        for name, pairs in groupby(tagged, key=lambda pair: pair[0])
    ]


def _operations(found: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    """List every operation with its tag, as the document orders them."""
    for path, of_path in found["paths"].items():
        for method in _METHODS:
            if method in of_path:
                yield of_path[method]["tags"][0], _operation(found, method, path, of_path[method])


def _operation(found: Mapping[str, Any], method: str, path: str, of: Mapping[str, Any]) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        summary=of.get("summary", ""),
        needs=of["x-needs"],
        sends=_fields(found, of),
        narrows=[each["name"] for each in of.get("parameters", []) if each["in"] == "query"],
        answers=[status for status in of["responses"] if status < "400"],
    )


def _fields(found: Mapping[str, Any], of: Mapping[str, Any]) -> list[str]:
    """List the names of what a body holds; what has to be there is marked with a star."""
    content = of.get("requestBody", {}).get("content", {})
    reference = next((kind["schema"].get("$ref", "") for kind in content.values()), "")
    schema = found["components"]["schemas"].get(reference.rpartition("/")[2], {})
    needed = schema.get("required", [])
    return [name + "*" * (name in needed) for name in schema.get("properties", {})]
