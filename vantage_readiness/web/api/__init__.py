"""What programs see: the JSON API. HTTP only, through the same services as the pages."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Hang every room of the API into the application; programs show a token, so no form's token is asked of them."""
    from ..safety import csrf
    from . import document, rooms

    for room in (*rooms.ROOMS, document.bp):
        app.register_blueprint(room)
        csrf.exempt(room)
