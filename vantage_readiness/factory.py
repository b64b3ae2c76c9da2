"""Putting the house together: `create_app` gives a WSGI application from configuration."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from sqlalchemy.engine import make_url

from . import cli, clock, config, logs, places, web
from .storage import schema
from .storage.database import db, engine_options, prepare


class App(Flask):
    """Flask without the question, asked five times in every request, whether one of our functions is a coroutine."""

    url_rule_class = web.rules.LateRule

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(environment: Mapping[str, str] | None = None, **overrides: Any) -> Flask:
    """Give the application, configured from an environment (default: this process's) and overrides by Flask name.

    Raises `config.Misconfigured` with a sentence when a setting is unusable.
    """
    settings = config.load(os.environ if environment is None else environment)
    app = App(__name__, template_folder=str(places.templates()), static_folder=None)
    app.config.from_mapping(_flask_settings(settings))
    app.config.update(overrides)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    schema.init_app(app)
    with app.app_context():
        prepare(db.engine)
    web.init_app(app)
    if not app.testing:  # tests look at the log themselves
        logs.set_up(app.config["VANTAGE_LOG"], web.logs.about)
    cli.init_app(app)
    clock.init_app(app)
    return app


def _flask_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    url = settings["DATABASE_URL"]
    secure = settings["VANTAGE_BASE_URL"].startswith("https://")
    plain = f"readiness-{settings['PORT']}"  # cookies know no ports: two installations would share one name
    try:
        make_url(url)
    except Exception as error:
        raise config.Misconfigured(
            "DATABASE_URL cannot be read. Write it like postgresql://user:password@host/db."
        ) from error
    return {
        **settings,
        "SECRET_KEY": settings["VANTAGE_SECRET_KEY"],
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "TRUSTED_HOSTS": config.trusted_hosts(settings),
        "SESSION_COOKIE_NAME": "__Host-readiness" if secure else plain,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 12_000,
    }
