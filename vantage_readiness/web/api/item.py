"""One item: what it is, and what changes it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from ...domain import items as decisions
from ...domain.words import EvidenceKind, Status, Tier
from ...services import claims, items, patches
from ...services.claims import Proof
from ...services.patches import Patch
from .. import access
from . import showing
from .fields import Day, Sent, Text, Whole, word
from .room import Room
from .showing import ItemShown
from .versions import seen, versioned, versioned_or_any

bp = Room("item", "One item: looking at it and changing it.")

ONE = "/projects/<slug>/items/<int:number>"


class ItemPatch(Sent):
    """What to change; what is not named stays. Another tier needs a reason."""

    title = Text(decisions.LONGEST_TITLE, shortest=1)
    detail = Text()
    tier = word(Tier)
    reason = Text()
    owner = Whole(1, allow_none=True)
    due = Day(allow_none=True)
    phase = Whole(1, allow_none=True)


class ProofSent(Sent):
    """What shows that an item is done; without a day it was collected today."""

    kind = word(EvidenceKind, required=True)
    reference = Text(1000, shortest=1, required=True)
    note = Text(load_default="")
    collected_on = Day(load_default=None)


class StatusSent(Sent):
    """A status, with a note, and with what shows it."""

    status = word(Status, required=True)
    note = Text(load_default="")
    evidence = fields.Nested(ProofSent, load_default=None)


class Postponed(Sent):
    """A new day for something that slips, and why."""

    due = Day(required=True)
    reason = Text(2000, shortest=1, required=True)


@bp.get(ONE)
@access.reading
@bp.gives(ItemShown)
def one(slug: str, number: int) -> tuple[Any, ...]:
    """Give an item; its version is in the header ETag."""
    return showing.item(access.seat(slug), number)


@bp.patch(ONE)
@access.editing
@versioned
@bp.asks(ItemPatch)
@bp.gives(ItemShown)
def change(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Change title, detail, tier, owner, due date or phase: all that is named, or nothing."""
    seat, reason = access.seat(slug), sent.pop("reason", "")
    patches.patch_item(seat.project, seen(number), Patch(**sent), by=seat.user, at=access.now(), reason=reason)  # type: ignore[typeddict-item]
    return showing.item(seat, number)


@bp.post(f"{ONE}/status")
@access.editing
@versioned_or_any
@bp.asks(StatusSent)
@bp.gives(ItemShown)
def move(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Change the status, with evidence if there is some: both or neither.

    “done” with evidence of an item that is done or verified already only adds the evidence.
    """
    seat = access.seat(slug)
    proof = Proof(**sent["evidence"]) if sent["evidence"] else None
    note, to = sent["note"], sent["status"]
    claims.claim_item(seat.project, seen(number), to, by=seat.user, at=access.now(), note=note, proof=proof)
    return showing.item(seat, number)


@bp.post(f"{ONE}/confirm")
@access.editing
@versioned_or_any
@bp.gives(ItemShown)
def confirm(slug: str, number: int) -> tuple[Any, ...]:
    """Say that the status is still true."""
    seat = access.seat(slug)
    items.confirm_item(seat.project, seen(number), by=seat.user, at=access.now())
    return showing.item(seat, number)


@bp.post(f"{ONE}/postpone")
@access.editing
@versioned
@bp.asks(Postponed)
@bp.gives(ItemShown)
def postpone(sent: dict[str, Any], slug: str, number: int) -> tuple[Any, ...]:
    """Acknowledge that an item slips: a later due date and why. What was overdue is no longer escalated."""
    seat = access.seat(slug)
    items.postpone(seat.project, seen(number), sent["due"], sent["reason"], by=seat.user, at=access.now())
    return showing.item(seat, number)
