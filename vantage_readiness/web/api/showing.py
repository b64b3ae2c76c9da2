"""How items and people look to programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from marshmallow import fields

from ...domain import readiness
from ...domain.diary import person
from ...domain.words import Correction, Standing, Status, Tier
from ...services import diary, lists, policies
from ...services.projects import Seat
from .. import access
from .fields import Given, Whole, word
from .schemas import Person
from .versions import tagged


class Named(Given):
    """An area or a phase, by number and name."""

    id = Whole()
    name = fields.String()


class Exemption(Given):
    """Somebody's wish that an item be not applicable; it waits for a second person."""

    by = fields.Nested(Person)
    reason = fields.String()


class ItemShown(Given):
    """An item. `status` is what people said, `standing` what that counts as today; days are days of the project."""

    number = Whole()
    title = fields.String()
    detail = fields.String()
    tier = word(Tier)
    area = fields.Nested(Named, allow_none=True)
    phase = fields.Nested(Named, allow_none=True)
    original = fields.Boolean()

    owner = fields.Nested(Person, allow_none=True)
    due = fields.Date(allow_none=True)

    status = word(Status)
    standing = word(Standing)
    confirmed_on = fields.Date()
    blocked_since = fields.Date(allow_none=True)
    claimed_by = fields.Nested(Person, allow_none=True)
    claimed_on = fields.Date(allow_none=True)
    evidence_on = fields.Date(allow_none=True)
    waived_until = fields.Date(allow_none=True)

    correction = word(Correction, allow_none=True)
    exemption = fields.Nested(Exemption, allow_none=True)
    vanished = fields.Boolean()
    born_done = fields.Boolean()
    proposed_tier = word(Tier, allow_none=True)

    version = Whole()
    self = fields.String()


def item(seat: Seat, number: int) -> tuple[Any, ...]:
    """Give an item as it stands now, with its version as the tag of the answer."""
    return tagged(items_of(seat)(lists.get(seat.project, number)))


def items_of(seat: Seat) -> Callable[[Any], dict[str, Any]]:
    """Give the way to show items of a project; what all of them need is loaded once."""
    known = people_of(seat)
    policy, today = policies.policy_of(seat.project), seat.today(access.now())

    def show(row: Any) -> dict[str, Any]:
        return {
            **{name: getattr(row, name) for name in _PLAIN},
            "area": _named(row.area_id, row.area_name),
            "phase": _named(row.phase_id, row.phase_name),
            "owner": known(row.owner_id),
            "claimed_by": known(row.claimed_by_id),
            "exemption": _exemption(row, known),
            "standing": readiness.standing(row, today, policy),
            "self": url_for("api_item.one", slug=seat.slug, number=row.number),
        }

    return show


def people_of(seat: Seat) -> Callable[[int | None], dict[str, Any] | None]:
    """Give the way to show people of a project by their id; who left is called a former member."""
    names = diary.names(seat.project_id)

    def show(user_id: int | None) -> dict[str, Any] | None:
        return {"id": user_id, "name": names[person(user_id)]} if user_id else None

    return show


_PLAIN = (
    *("number", "title", "detail", "tier", "original", "due", "status", "confirmed_on", "blocked_since"),
    *("claimed_on", "evidence_on", "waived_until", "correction", "vanished", "born_done", "proposed_tier", "version"),
)


def _named(id_: int | None, name: str | None) -> dict[str, Any] | None:
    return {"id": id_, "name": name} if id_ else None


def _exemption(row: Any, known: Callable[[int | None], dict[str, Any] | None]) -> dict[str, Any] | None:
    return {"by": known(row.exemption_by_id), "reason": row.exemption_reason} if row.exemption_by_id else None
