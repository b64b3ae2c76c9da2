"""What people see: pages, forms, access. HTTP only."""

from __future__ import annotations

from flask import Flask

from . import (
    access,
    account,
    activity,
    administration,
    api,
    assessments,
    assets,
    charts,
    confirmations,
    costs,
    deliveries,
    errors,
    feeds,
    health,
    histories,  # noqa: F401 — hangs in the room of the assessments, as the re-assessments do
    invitations,
    item,  # noqa: F401 — one item; its views hang in the room of the items
    items,
    logs,
    manual,
    my_work,
    overview,
    pages,
    patterns,
    plan,
    portfolio,
    preferences,
    project_files,  # noqa: F401 — hangs in the room of the settings
    reassessments,  # noqa: F401
    reminders,  # noqa: F401 — hangs in the rooms of the settings and of the items
    report_files,  # noqa: F401 — hangs in the room of the reports, as their mails do
    report_mails,  # noqa: F401
    reports,
    resets,
    rules,  # noqa: F401 — what the factory makes addresses of
    rulings,  # noqa: F401 — hangs in the room of the items
    safety,
    second_factor,
    sessions,
    settings,
    site,  # noqa: F401 — hangs in the room of the administration
    sso,
    tokens,
    unsubscribing,
    words,
)


def init_app(app: Flask) -> None:
    """Hang every room of the web storey into the application."""
    sessions.init_app(app)
    logs.init_app(app)
    safety.init_app(app)
    access.init_app(app)
    pages.init_app(app)
    words.init_app(app)
    errors.init_app(app)
    confirmations.init_app(app)
    sso.init_app(app)
    for room in (
        account,
        resets,
        invitations,
        second_factor,
        confirmations,
        tokens,
        manual,
        portfolio,
        overview,
        items,
        my_work,
        plan,
        costs,
        assessments,
        reports,
        activity,
        administration,
        deliveries,
        sso,
        charts,
        settings,
        preferences,
        unsubscribing,
        feeds,
        health,
    ):
        app.register_blueprint(room.bp)
    api.init_app(app)
    if app.debug:
        app.register_blueprint(patterns.bp)
    access.refuse_undeclared(app)
    assets.init_app(app)
    health.init_app(app)
    app.wsgi_app = logs.following(  # type: ignore[method-assign, assignment]
        app.wsgi_app, trusts_proxies=bool(app.config["VANTAGE_PROXIES"]), count=health.counted(app)
    )
    safety.seal(app)
