"""How a project reminds, and who stands in for whom."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from flask import url_for
from marshmallow import fields, validate

from ...domain.reminders import MOST_HOLIDAYS, Rules
from ...domain.words import Tier
from ...services import reminders
from ...services.projects import Project, Seat
from .. import access
from . import members
from .fields import Day, Given, Sent, Truth, Whole
from .members import MemberShown
from .room import Room
from .versions import tagged, version, versioned

bp = Room("reminders", "Reminders: when people hear of what is due, and who hears of it next.")

HERE = "/projects/<slug>/reminders"
_EACH_TIER = [tier.value for tier in Tier]


class EscalationShown(Given):
    """After how many days overdue the owner's deputy hears of an item, and after how many the leads."""

    deputy = Whole()
    leads = Whole()


class RulesShown(Given):
    """The rules of reminders. Days of the week are 1 for Monday to 7; hours are those of the project's clocks."""

    hour = Whole()
    working_days = fields.List(Whole())
    holidays = fields.List(fields.Date())
    before = fields.List(Whole())
    every = Whole()
    blocked_days = Whole()
    untouched_days = Whole()
    escalations = fields.Dict(fields.String(validate=validate.OneOf(_EACH_TIER)), fields.Nested(EscalationShown))
    report_day = Whole()
    report_hour = Whole()
    report_is_automatic = fields.Boolean()
    version = Whole()
    self = fields.String()


class EscalationSent(Sent):
    """After how many days overdue the owner's deputy hears of an item, and after how many the leads."""

    deputy = Whole(0, 365, required=True)
    leads = Whole(0, 365, required=True)


class RulesPatch(Sent):
    """What to change; what is not named stays, also a tier that `escalations` does not name."""

    hour = Whole(0, 23)
    working_days = fields.List(Whole(1, 7), validate=validate.Length(1, 7))
    holidays = fields.List(Day(), validate=validate.Length(max=MOST_HOLIDAYS))
    before = fields.List(Whole(0, 90), validate=validate.Length(max=10))
    every = Whole(1, 365)
    blocked_days = Whole(1, 365)
    untouched_days = Whole(1, 365)
    escalations = fields.Dict(fields.String(validate=validate.OneOf(_EACH_TIER)), fields.Nested(EscalationSent))
    report_day = Whole(1, 7)
    report_hour = Whole(0, 23)
    report_is_automatic = Truth()


class DeputySent(Sent):
    """Who stands in, by the person's number; null for nobody."""

    deputy = Whole(1, required=True, allow_none=True)


@bp.get(HERE)
@access.reading
@bp.gives(RulesShown)
def one(slug: str) -> tuple[Any, ...]:
    """Give the rules of reminders; their version is that of the project's settings."""
    seat = access.seat(slug)
    return _shown(seat, seat.project)


@bp.patch(HERE)
@access.leading
@versioned
@bp.asks(RulesPatch)
@bp.gives(RulesShown)
def change(sent: dict[str, Any], slug: str) -> tuple[Any, ...]:
    """Change when people are reminded."""
    seat = access.seat(slug)
    rules = _patched(reminders.rules_of(seat.project), sent)
    return _shown(seat, reminders.change_rules(seat.project, rules, version() or 0, by=seat.user, at=access.now()))


@bp.post("/projects/<slug>/members/<int:user>/deputy")
@access.leading
@bp.asks(DeputySent)
@bp.gives(MemberShown)
def name_deputy(sent: dict[str, Any], slug: str, user: int) -> dict[str, Any]:
    """Say who stands in for a member: the deputy hears of what the member leaves overdue."""
    seat = access.seat(slug)
    reminders.name_deputy(seat.project, user, sent["deputy"], by=seat.user, at=access.now())
    return members.find(seat, user)


def _patched(rules: Rules, sent: dict[str, Any]) -> Rules:
    named = {name: tuple(value) if isinstance(value, list) else value for name, value in sent.items()}
    if "escalations" in sent:
        given = {Tier(tier): (days["deputy"], days["leads"]) for tier, days in sent["escalations"].items()}
        named["escalations"] = MappingProxyType({**rules.escalations, **given})
    return Rules(**{name: named.get(name, getattr(rules, name)) for name in Rules.__dataclass_fields__})


def _shown(seat: Seat, project: Project) -> tuple[Any, ...]:
    rules = reminders.rules_of(project)
    plain = {name: getattr(rules, name) for name in Rules.__dataclass_fields__}
    plain["escalations"] = {
        tier.value: {"deputy": deputy, "leads": leads} for tier, (deputy, leads) in rules.escalations.items()
    }
    address = url_for("api_reminders.one", slug=seat.slug)
    return tagged({**plain, "version": project.settings_version, "self": address})
