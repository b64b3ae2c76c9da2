"""Whether the process lives, whether it can work, and numbers for machines that watch."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import asdict
from ipaddress import ip_address
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request
from prometheus_client.core import Metric

from .. import __version__
from ..domain.deliveries import LetterState
from ..output import metrics
from ..services import health
from . import access
from .logs import Count

bp = Blueprint("health", __name__)

_REQUESTS = "requests_counted"
_PASSED_ON = ("X-Forwarded", "Forwarded", "X-Real-Ip", "X-Client-Ip", "Via")  # what proxies put on a request


def init_app(app: Flask) -> None:
    app.extensions[_REQUESTS] = metrics.Requests()


def counted(app: Flask) -> Count:
    """Give what counts the requests of this process."""
    return _requests(app).count


@bp.get("/healthz")
@access.open_to_everyone
def live() -> Response:
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@access.open_to_everyone
def ready() -> tuple[Response, int]:
    checks = health.look(access.now(), wants_backups=bool(current_app.config["VANTAGE_BACKUP_KEEP"]))
    fit = health.can_work(checks)
    said = {name: asdict(check) for name, check in checks.items()}
    return jsonify(ready=fit, checks=said), 200 if fit else 503


@bp.get("/metrics")
@access.open_to_everyone
def numbers() -> Response:
    if not _may_watch():
        abort(404)
    families = _families(health.numbers(access.now()))
    return Response(metrics.page(families, _requests(current_app)), content_type=metrics.CONTENT_TYPE)


def _requests(app: Flask) -> metrics.Requests:
    return cast(metrics.Requests, app.extensions[_REQUESTS])


def _may_watch() -> bool:
    """Let in who shows the token; without one configured, who asks on this very machine, not through a proxy."""
    if token := current_app.config["VANTAGE_METRICS_TOKEN"]:
        scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(shown.strip().encode(), token.encode())
    passed_on = any(name.startswith(_PASSED_ON) for name, _value in request.headers)
    return not passed_on and _is_here(request.remote_addr or "")


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _families(said: health.Numbers) -> Iterator[Metric]:
    yield metrics.build(__version__)
    yield metrics.gates({each.slug: each.verdict for each in said.projects})
    yield from metrics.readiness({each.slug: each.readiness for each in said.projects})
    criticals = {each.slug: each.open_criticals for each in said.projects}
    yield metrics.by_label("open_criticals", "Critical items not done.", "project", criticals)
    yield metrics.by_label(
        "letters", "Letters by what became of them.", "state", {LetterState.WAITING.value: 0, **said.letters}
    )
    yield from metrics.gauge(
        "letter_oldest_seconds", "How long a letter that is due has waited.", said.oldest_letter_age
    )
    yield from metrics.gauge("clock_age_seconds", "Since a clock last ticked.", said.clock_age)
    yield from metrics.gauge("backup_age_seconds", "Since the last proven backup was begun.", said.backup_age)
    yield metrics.total("sign_ins", "People who signed in.", said.signed_in)
    yield metrics.total("sign_ins_refused", "Wrong passwords, codes and links.", said.refused)
