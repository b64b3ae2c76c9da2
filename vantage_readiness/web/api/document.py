"""The OpenAPI document: made from what the views declare, when somebody first asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Flask, current_app, json, request
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from ... import __version__
from .. import access
from . import once, problems
from .room import PREFIX

bp = Blueprint("api_document", __name__, url_prefix=PREFIX)

_OF_VERSIONS: Mapping[str, frozenset[int]] = MappingProxyType(
    {"": frozenset(), "body": frozenset({412}), "one": frozenset({412, 428}), "any": frozenset({412, 428})}
)
_KEY = "api_document"
_IF_MATCH = 'The version you looked at, as the header ETag gave it: "7".'
_OR_ANY = " Or * for whichever version stands."
_ONCE = "A fresh word of yours for each thing you create; who asks again with it gets the same answer."
_ABOUT = (
    "Everything the pages can do, for programs. Show a token in the header Authorization: Bearer …; "
    "a token opens one project, for one person, within its scopes. Errors are problem details (RFC 9457)."
)


@bp.get("/openapi.json")
@access.open_to_everyone
def show() -> Response:
    """Give the document; it tells what can be asked and holds nothing of any project."""
    raw = json.dumps(document(), indent=1).encode()
    response = Response(raw, mimetype="application/json")
    response.set_etag(hashlib.sha256(raw).hexdigest()[:32])
    return response.make_conditional(request)


def document() -> dict[str, Any]:
    """Give the OpenAPI document of this application as plain JSON values."""
    kept = current_app.extensions
    if _KEY not in kept:
        kept[_KEY] = _made(current_app)
    found: dict[str, Any] = kept[_KEY]
    return found


def _made(app: Flask) -> dict[str, Any]:
    from apispec import APISpec
    from apispec.ext.marshmallow import MarshmallowPlugin
    from flask_smorest.spec.plugins import FlaskPlugin

    from . import rooms, schemas

    spec = APISpec(
        "Vantage Readiness", __version__, "3.1.0", [FlaskPlugin(), MarshmallowPlugin()], info={"description": _ABOUT}
    )
    spec.components.schema("Problem", schema=schemas.Problem)
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.response(HTTPStatus(422).name, {"description": HTTPStatus(422).phrase})
    for room in rooms.ROOMS:
        room.register_views_in_doc(_Kind, app, spec, name=room.name, parameters=None)
        spec.tag({"name": room.name.removeprefix("api_"), "description": room.description})
    found: dict[str, Any] = spec.to_dict()
    del found["components"]["responses"]
    for rule, method in _operations(app):
        _complete(app, found, rule, method)
    return found


class _Kind:
    """What the library wants to know of an API besides its views."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    DEFAULT_REQUEST_BODY_CONTENT_TYPE = DEFAULT_RESPONSE_CONTENT_TYPE = "application/json"


def _operations(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(PREFIX) and not rule.endpoint.startswith(bp.name):
            yield from ((rule, method) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def _complete(app: Flask, found: dict[str, Any], rule: Rule, method: str) -> None:
    """Add to an operation what follows from how its view is declared: token, headers, problems."""
    from flask_smorest.spec.plugins import FlaskPlugin

    operation = found["paths"][FlaskPlugin.flaskpath2openapi(rule.rule)][method.lower()]
    view = app.view_functions[rule.endpoint]
    need, version = access.need_of(app, rule.endpoint), getattr(view, "takes_version", "")
    operation["operationId"] = rule.endpoint.removeprefix("api_").replace(".", "_")
    operation["tags"] = [rule.endpoint.partition(".")[0].removeprefix("api_")]
    operation["security"] = [{"token": []}]
    operation["x-needs"] = need.value if need else ""
    headers = operation.setdefault("parameters", [])
    if version in ("one", "any"):
        headers.append(_header("If-Match", _IF_MATCH + _OR_ANY * (version == "any"), required=True))
    if hasattr(view, "is_once"):
        headers.append(_header(once.HEADER, _ONCE, minLength=1, maxLength=once.LONGEST, pattern="^[ -~]+$"))
    for status in sorted(_problems(operation, need, version, once=hasattr(view, "is_once"))):
        operation["responses"][str(status)] = _problem(status)


def _problems(operation: dict[str, Any], need: access.Need | None, version: str, *, once: bool) -> set[int]:
    """List with which problems an operation can answer."""
    found = {400, 401, 404, 503}
    if need and need.role and need is not access.Need.VIEWER:
        found |= {403, 409, 411, 422}
    if "requestBody" in operation:
        found |= {413, 415, 422}
    if "422" in operation["responses"] or once:  # what is read from the address can be refused
        found.add(422)
    return found | _OF_VERSIONS[version]


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": problems.TITLES[status], "content": {problems.MEDIA_TYPE: {"schema": schema}}}


def _header(name: str, about: str, *, required: bool = False, **more: Any) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "description": about,
        "required": required,
        "schema": {"type": "string", **more},
    }
