"""Ending letters by a link that needs no sign-in: signed, for one person and one kind of letter, good for ever."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import current_app
from itsdangerous import URLSafeSerializer

DIGEST = "digest"
_SALT = "unsubscribe"


def link(base: str, user_id: int, what: str) -> str:
    """Give the address that ends a kind of letter for a person; `what` is "digest" or "report:<project id>"."""
    return urljoin(base + "/", f"unsubscribe/{_signer().dumps([user_id, what])}")


def report(project_id: int) -> str:
    """Give what stands in a link for the weekly report of a project."""
    return f"report:{project_id}"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
