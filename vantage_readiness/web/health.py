"""Whether the process lives and whether it can work."""

from __future__ import annotations

from flask import Blueprint, Response

from ..services import setup
from . import access

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@access.open_to_everyone
def live() -> Response:
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@access.open_to_everyone
def ready() -> Response:
    if setup.is_ready():
        return Response("ready\n", mimetype="text/plain")
    return Response("The database does not answer, or has another schema.\n", 503, mimetype="text/plain")
