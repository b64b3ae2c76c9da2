"""What people see: pages, forms, access. HTTP only."""

from __future__ import annotations

from flask import Flask

from . import (
    access,
    account,
    activity,
    assessments,
    assets,
    charts,
    costs,
    errors,
    health,
    histories,  # noqa: F401 — hangs in the room of the assessments, as the re-assessments do
    item,  # noqa: F401 — one item; its views hang in the room of the items
    items,
    my_work,
    overview,
    pages,
    patterns,
    plan,
    portfolio,
    reassessments,  # noqa: F401
    rulings,  # noqa: F401 — hangs in the room of the items
    safety,
    sessions,
    settings,
    words,
)


def init_app(app: Flask) -> None:
    """Hang every room of the web storey into the application."""
    sessions.init_app(app)
    safety.init_app(app)
    access.init_app(app)
    pages.init_app(app)
    words.init_app(app)
    errors.init_app(app)
    for room in (
        account,
        portfolio,
        overview,
        items,
        my_work,
        plan,
        costs,
        assessments,
        activity,
        charts,
        settings,
        health,
    ):
        app.register_blueprint(room.bp)
    if app.debug:
        app.register_blueprint(patterns.bp)
    assets.init_app(app)
