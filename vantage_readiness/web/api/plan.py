"""The plan: its phases with dates and counts, what is in none, and gap ↔ item ↔ step."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from ...domain.phases import PhaseState
from ...services.overview import PhaseLook
from ...services.plan import PlanLook
from ...services.projects import Seat
from .. import access
from .fields import Given, word
from .looking import ItemBrief, brief, look_of
from .room import Room

bp = Room("plan", "The plan: phases, dates, and what traces to what.")


class BandShown(Given):
    """When a phase runs if all goes fast, and if all takes its time."""

    earliest_start = fields.Date()
    earliest_end = fields.Date()
    latest_start = fields.Date()
    latest_end = fields.Date()


class PhaseShown(Given):
    """One phase; `planned` is null while the plan has no dates."""

    id = fields.Integer()
    number = fields.Integer()
    name = fields.String()
    weeks_min = fields.Float(allow_none=True)
    weeks_max = fields.Float(allow_none=True)
    state = word(PhaseState)
    total = fields.Integer()
    claimed = fields.Integer()
    verified = fields.Integer()
    planned = fields.Nested(BandShown, allow_none=True)
    started_on = fields.Date(allow_none=True)
    completed_on = fields.Date(allow_none=True)


class Phases(Given):
    """The phases of the plan, in order."""

    data = fields.List(fields.Nested(PhaseShown))


class WedgeShown(Given):
    """The whole plan: where it starts, and between which days it ends."""

    start = fields.Date()
    earliest_end = fields.Date()
    latest_end = fields.Date()


class PlanShown(Given):
    """The plan; without dates, `why_empty` says what is missing."""

    day = fields.Date()
    start_date = fields.Date(allow_none=True)
    target_date = fields.Date(allow_none=True)
    summary = fields.String()
    wedge = fields.Nested(WedgeShown, allow_none=True)
    why_empty = fields.String(allow_none=True)
    phases = fields.List(fields.Nested(PhaseShown))
    unphased = fields.List(fields.Nested(ItemBrief))


class TraceShown(Given):
    """One line of gap ↔ item ↔ step; `item` is null for a gap or step that no item covers."""

    gaps = fields.List(fields.String())
    item = fields.Nested(ItemBrief, allow_none=True)
    steps = fields.List(fields.String())
    phase = fields.String(allow_none=True)


class Traces(Given):
    """What traces to what, what has gaps first."""

    data = fields.List(fields.Nested(TraceShown))


@bp.get("/projects/<slug>/plan")
@access.reading
@bp.gives(PlanShown)
def show(slug: str) -> dict[str, Any]:
    """Give the plan with its phases and the unsettled items that are in none."""
    seat = access.seat(slug)
    plan = PlanLook(look_of(seat))
    project, dates = plan.look.project, plan.look.plan
    return {
        "day": plan.look.today,
        "start_date": project.start_date,
        "target_date": project.target_date,
        "summary": plan.summary,
        "wedge": dates.wedge,
        "why_empty": dates.why_empty,
        "phases": [_phase(each) for each in plan.look.phase_looks],
        "unphased": [brief(seat, item) for item in (*plan.loose_criticals, *plan.loose_others)],
    }


@bp.get("/projects/<slug>/phases")
@access.reading
@bp.gives(Phases)
def phases(slug: str) -> dict[str, Any]:
    """List the phases of the plan; an item is put into one by its id."""
    return {"data": [_phase(each) for each in look_of(access.seat(slug)).phase_looks]}


@bp.get("/projects/<slug>/traces")
@access.reading
@bp.gives(Traces)
def traces(slug: str) -> dict[str, Any]:
    """Give gap ↔ item ↔ step, what is not covered first."""
    seat = access.seat(slug)
    return {"data": [_trace(seat, each) for each in PlanLook(look_of(seat)).traces]}


def _phase(each: PhaseLook) -> dict[str, Any]:
    names = ("number", "name", "total", "claimed", "verified", "started_on", "completed_on")
    return {
        **{name: getattr(each, name) for name in names},
        "id": each.phase.id,
        "weeks_min": each.phase.weeks_min,
        "weeks_max": each.phase.weeks_max,
        "state": each.progress.state,
        "planned": each.band,
    }


def _trace(seat: Seat, trace: Any) -> dict[str, Any]:
    item = brief(seat, trace.item) if trace.item else None
    return {"gaps": trace.gaps, "item": item, "steps": trace.steps, "phase": trace.phase}
