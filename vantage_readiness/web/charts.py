"""What charts are drawn from: figures for the browser, and the numbers behind them as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, Response, request

from ..domain.burndown import BurnDown
from ..domain.phases import Plan
from ..domain.words import Tier, Unit
from ..output import charts, tables
from ..services import plan
from ..services.overview import Look
from ..services.projects import Seat
from . import access, forms, pages

bp = Blueprint("charts", __name__)

_JSON, _CSV = "application/json", "text/csv"


class _Wish(NamedTuple):
    """What to count, and of which items."""

    unit: Unit
    tier: Tier | None
    phase: int | None
    area: int | None


@bp.get("/p/<slug>/charts/burn-down.json")
@access.reading
def burn_down_json(slug: str) -> Response:
    return _drawn(slug, "burn-down.json", charts.burn_down, _JSON)


@bp.get("/p/<slug>/charts/burn-up.json")
@access.reading
def burn_up_json(slug: str) -> Response:
    return _drawn(slug, "burn-up.json", charts.burn_up, _JSON)


@bp.get("/p/<slug>/charts/sparkline.json")
@access.reading
def sparkline_json(slug: str) -> Response:
    return _drawn(slug, "sparkline.json", lambda drawn, _plan: charts.sparkline(drawn.remaining), _JSON)


@bp.get("/p/<slug>/charts/burn-down.csv")
@access.reading
def burn_down_csv(slug: str) -> Response:
    response = _drawn(slug, "burn-down.csv", lambda drawn, _plan: tables.csv_of(*tables.burn_down_table(drawn)), _CSV)
    return _saved(response, f"{slug}-burn-down.csv")


@bp.get("/p/<slug>/charts/timeline.json")
@access.reading
def timeline_json(slug: str) -> Response:
    seat = access.seat(slug)

    def answer() -> str:
        look = _look(seat)
        return charts.timeline(look.plan, plan.actuals(look), today=look.today)

    return pages.answer(seat, "timeline.json", answer, mimetype=_JSON)


@bp.get("/p/<slug>/charts/timeline.csv")
@access.reading
def timeline_csv(slug: str) -> Response:
    seat = access.seat(slug)
    response = pages.answer(
        seat, "timeline.csv", lambda: tables.csv_of(plan.HEADER, plan.dates(_look(seat))), mimetype=_CSV
    )
    return _saved(response, f"{slug}-plan.csv")


def _drawn(slug: str, kind: str, write: Callable[[BurnDown, Plan | None], str], mimetype: str) -> Response:
    seat = access.seat(slug)
    wish = _wish()

    def answer() -> str:
        look = _look(seat)
        drawn = look.burn(wish.unit, tier=wish.tier, phase=wish.phase, area=wish.area)
        return write(drawn, look.plan if wish.phase is None else None)

    return pages.answer(seat, kind, answer, mimetype=mimetype)


def _wish() -> _Wish:
    asked = request.args
    return _Wish(
        unit=forms.word(Unit, asked.get("unit") or Unit.POINTS.value, "a unit"),
        tier=forms.word(Tier, asked["tier"], "a tier") if asked.get("tier") else None,
        phase=forms.number(asked.get("phase"), "a phase"),
        area=forms.number(asked.get("area"), "an area"),
    )


def _look(seat: Seat) -> Look:
    return Look(seat.project, seat.today(access.now()))


def _saved(response: Response, name: str) -> Response:
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
