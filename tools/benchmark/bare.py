"""The measure of all other pages: the smallest Flask application there can be."""

from __future__ import annotations

from flask import Flask


def create_app() -> Flask:
    """Give an application with one page at `/`."""
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "<!doctype html><title>Bare</title><h1>A bare page</h1>")
    return app
