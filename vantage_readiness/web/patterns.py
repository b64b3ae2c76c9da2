"""Every part in every state, for those who build pages. Hung in only while debugging."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from . import access, pages

bp = Blueprint("patterns", __name__)


@bp.get("/patterns")
@access.open_to_everyone
def show() -> Response:
    return pages.simple("patterns.html", now=access.now(), nav=[("Patterns", "layers", url_for(".show"), True)])
