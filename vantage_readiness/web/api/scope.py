"""What takes an item out of scope without work, brings it back, and decides what a document said of it."""

from __future__ import annotations

from typing import Any

from ...domain.words import Correction, Ruling
from ...services import rulings, scope
from .. import access
from . import showing
from .fields import Sent, Text, Truth, word
from .item import ONE
from .room import Room
from .showing import ItemShown
from .versions import seen, versioned

bp = Room("scope", "Not applicable, duplicate, not a real gap; and decisions about what a newer assessment said.")


class Reason(Sent):
    """Why."""

    reason = Text(shortest=1, required=True)


class MaybeReason(Sent):
    """Why, if there is something to say."""

    reason = Text(load_default="")


class CorrectionSent(Reason):
    """Why an item is closed without work."""

    correction = word(Correction, required=True)


class RulingSent(Reason):
    """What became of an item that the newest assessment no longer names."""

    ruling = word(Ruling, required=True)


class TierDecided(Reason):
    """Whether an item takes the tier a document gives it."""

    approve = Truth(required=True)


@bp.post(f"{ONE}/not-applicable")
@access.editing
@versioned
@bp.asks(Reason)
@bp.gives(ItemShown)
def exempt(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Ask for an item to be not applicable; a second person approves it."""
    seat = access.seat(slug)
    scope.exempt_item(seat.project, seen(number), by=seat.user, at=access.now(), reason=sent["reason"])
    return showing.item(seat, number)


@bp.post(f"{ONE}/not-applicable/approve")
@access.editing
@versioned
@bp.gives(ItemShown)
def approve(slug: str, number: int) -> tuple[Any, ...]:
    """Approve, as a second person, that an item is not applicable."""
    seat = access.seat(slug)
    scope.approve_exemption(seat.project, seen(number), by=seat.user, at=access.now())
    return showing.item(seat, number)


@bp.post(f"{ONE}/not-applicable/decline")
@access.editing
@versioned
@bp.asks(Reason)
@bp.gives(ItemShown)
def decline(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Decline, or take back, the wish that an item be not applicable."""
    seat = access.seat(slug)
    scope.decline_exemption(seat.project, seen(number), by=seat.user, at=access.now(), reason=sent["reason"])
    return showing.item(seat, number)


@bp.post(f"{ONE}/correct")
@access.editing
@versioned
@bp.asks(CorrectionSent)
@bp.gives(ItemShown)
def correct(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Close an item as a duplicate or as not a real gap."""
    seat, to = access.seat(slug), sent["correction"]
    scope.correct_item(seat.project, seen(number), to, by=seat.user, at=access.now(), reason=sent["reason"])
    return showing.item(seat, number)


@bp.post(f"{ONE}/take-back")
@access.editing
@versioned
@bp.asks(Reason)
@bp.gives(ItemShown)
def take_back(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Take an item that was closed without work back into scope."""
    seat = access.seat(slug)
    scope.take_back(seat.project, seen(number), by=seat.user, at=access.now(), reason=sent["reason"])
    return showing.item(seat, number)


@bp.post(f"{ONE}/ruling")
@access.editing
@versioned
@bp.asks(RulingSent)
@bp.gives(ItemShown)
def rule(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Decide what became of an item that the newest assessment no longer names."""
    seat, ruling = access.seat(slug), sent["ruling"]
    rulings.rule_on_vanished(seat.project, seen(number), ruling, by=seat.user, at=access.now(), reason=sent["reason"])
    return showing.item(seat, number)


@bp.post(f"{ONE}/accept")
@access.editing
@versioned
@bp.asks(MaybeReason)
@bp.gives(ItemShown)
def accept(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Accept an item that arrived already ticked as a claim like any other."""
    seat = access.seat(slug)
    rulings.accept_born_done(seat.project, seen(number), by=seat.user, at=access.now(), reason=sent["reason"])
    return showing.item(seat, number)


@bp.post(f"{ONE}/proposed-tier")
@access.leading
@versioned
@bp.asks(TierDecided)
@bp.gives(ItemShown)
def decide_tier(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Approve or decline the tier that a document gives an item."""
    seat = access.seat(slug)
    decide = rulings.approve_tier if sent["approve"] else rulings.decline_tier
    decide(seat.project, seen(number), by=seat.user, at=access.now(), reason=sent["reason"])
    return showing.item(seat, number)
