"""Where the project stands: the four numbers, the gate with its reasons, the areas, the burn-down day by day."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from ...domain.burndown import BurnDown
from ...domain.causes import Effect
from ...domain.words import Tier, Unit
from ...services import documents
from .. import access
from .fields import Given, Sent, WholeInAddress, word
from .looking import GateShown, look_of
from .room import Room

bp = Room("readiness", "Where the project stands, by the same functions as the pages.")


class PointsShown(Given):
    """Weights added up."""

    scope = fields.Integer()
    claimed = fields.Integer()
    verified = fields.Integer()


class TierShown(Given):
    """Items of one tier; `scope` is the sum of the other five."""

    tier = word(Tier)
    scope = fields.Integer()
    undone = fields.Integer()
    claimed = fields.Integer()
    verified = fields.Integer()
    aged = fields.Integer()
    waived = fields.Integer()


class AsideShown(Given):
    """Items outside the scope, by why."""

    not_applicable = fields.Integer()
    corrected = fields.Integer()
    born_done = fields.Integer()


class ReadinessShown(Given):
    """The four numbers of today: `stated` as a score out of ten, the others as whole, floored percentages.

    `estimate` is today's score by assumption; where nothing weighs anything, `why_empty` says why there is no number.
    """

    day = fields.Date()
    stated = fields.Float(allow_none=True)
    claimed = fields.Integer(allow_none=True)
    verified = fields.Integer(allow_none=True)
    coverage = fields.Integer(allow_none=True)
    estimate = fields.Float(allow_none=True)
    points = fields.Nested(PointsShown)
    tiers = fields.List(fields.Nested(TierShown))
    aside = fields.Nested(AsideShown)
    why_empty = fields.String(allow_none=True)


class LiftShown(Given):
    """What verifying an item adds: percentage points, and points of the score where it is part of it."""

    claimed_percent = fields.Float()
    verified_percent = fields.Float()
    score = fields.Float(allow_none=True)


class ObstacleShown(Given):
    """An item between us and go, with the worst it does to the gate."""

    number = fields.Integer()
    title = fields.String()
    tier = word(Tier)
    effect = word(Effect)
    sentence = fields.String()
    lift = fields.Nested(LiftShown)


class GateOfToday(GateShown):
    """The gate as it stands today, with the first items to work on."""

    day = fields.Date()
    obstacles = fields.List(fields.Nested(ObstacleShown))


class AreaShown(Given):
    """One area of an assessment in numbers; `covered` gaps have an item that covers them, `done` is a claim."""

    area_id = fields.Integer()
    name = fields.String()
    stated_score = fields.Float(allow_none=True)
    strengths = fields.Integer()
    gaps = fields.Integer()
    covered = fields.Integer()
    items = fields.Integer()
    done = fields.Integer()
    verified = fields.Integer()


class Areas(Given):
    """The areas of one assessment, in its order; `assessment` is its number."""

    assessment = fields.Integer(allow_none=True)
    data = fields.List(fields.Nested(AreaShown))


class AreasWish(Sent):
    """Of which assessment; without a number, of the newest."""

    assessment = WholeInAddress(1)


class BurnDownWish(Sent):
    """What to count, and of which items."""

    unit = word(Unit, load_default=Unit.POINTS)
    tier = word(Tier)
    phase = WholeInAddress()
    area = WholeInAddress()


class BurnDownDay(Given):
    """Where things stood at the end of a day; a day that is not over is marked."""

    day = fields.Date()
    scope = fields.Integer()
    claimed = fields.Integer()
    verified = fields.Integer()
    remaining = fields.Integer()
    unproven = fields.Integer()
    is_over = fields.Boolean()


class ScopeStepShown(Given):
    """A day on which the scope changed: by how much, and the items behind it."""

    day = fields.Date()
    by = fields.Integer()
    names = fields.List(fields.String())


class BurnDownShown(Given):
    """Burn-down and burn-up: one row a day, oldest first; without rows, `why_empty` says why."""

    unit = word(Unit)
    summary = fields.String()
    why_empty = fields.String(allow_none=True)
    days = fields.List(fields.Nested(BurnDownDay))
    steps = fields.List(fields.Nested(ScopeStepShown))


@bp.get("/projects/<slug>/readiness")
@access.reading
@bp.gives(ReadinessShown)
def readiness(slug: str) -> dict[str, Any]:
    """Give the four numbers of today and what they are made of."""
    look = look_of(access.seat(slug))
    names = ("stated", "claimed", "verified", "coverage", "estimate", "points", "tiers", "aside", "why_empty")
    return {"day": look.today, **{name: getattr(look.readiness, name) for name in names}}


@bp.get("/projects/<slug>/gate")
@access.reading
@bp.gives(GateOfToday)
def gate(slug: str) -> dict[str, Any]:
    """Give what the gate reports today, its reasons in order."""
    look = look_of(access.seat(slug))
    found = look.gate
    reported = {"verdict": found.verdict, "sentence": found.sentence, "reasons": found.reasons}
    return {"day": look.today, **reported, "obstacles": look.obstacles}


@bp.get("/projects/<slug>/areas")
@access.reading
@bp.narrows(AreasWish)
@bp.gives(Areas)
def areas(wish: dict[str, Any], slug: str) -> dict[str, Any]:
    """Give the areas of an assessment, with what is claimed and verified in each."""
    look = look_of(access.seat(slug))
    number = wish.get("assessment")
    found = documents.get(look.project, number) if number else documents.find(look.project)
    if found is None:
        return {"assessment": None, "data": []}
    return {"assessment": found.number, "data": documents.areas_of(look, found)}


@bp.get("/projects/<slug>/burn-down")
@access.reading
@bp.narrows(BurnDownWish)
@bp.gives(BurnDownShown)
def burn_down(wish: dict[str, Any], slug: str) -> dict[str, Any]:
    """Give burn-down and burn-up as one row a day, whole or of one tier, phase or area."""
    narrowed = {name: wish.get(name) for name in ("tier", "phase", "area")}
    drawn = look_of(access.seat(slug)).burn(wish["unit"], **narrowed)
    rest = {name: getattr(drawn, name) for name in ("unit", "summary", "why_empty", "steps")}
    return {**rest, "days": _days(drawn)}


def _days(drawn: BurnDown) -> list[dict[str, Any]]:
    names = ("scope", "claimed", "verified", "remaining", "unproven")
    columns = (getattr(drawn, name) for name in names)
    return [
        {"day": on, **dict(zip(names, numbers, strict=True)), "is_over": on < drawn.incomplete_from}
        for on, *numbers in zip(drawn.days, *columns, strict=True)
    ]
