"""How the person behind a token gets the weekly report by mail."""

from __future__ import annotations

from typing import Any

from ...domain.words import Way
from ...services import subscriptions
from .. import access
from .fields import Given, Sent, word
from .reports import ALL, bp


class SubscriptionShown(Given):
    """How the token's person gets the report by mail; null for not at all."""

    way = word(Way, allow_none=True)


class SubscriptionSent(Sent):
    """How the token's person wants the report by mail; null ends it."""

    way = word(Way, allow_none=True, required=True)


@bp.get(f"{ALL}/subscription")
@access.reading
@bp.gives(SubscriptionShown)
def subscription(slug: str) -> dict[str, Any]:
    """Say how the token's person gets the report by mail."""
    seat = access.seat(slug)
    return {"way": subscriptions.way_of(seat.project_id, seat.user_id)}


@bp.patch(f"{ALL}/subscription")
@access.editing
@bp.asks(SubscriptionSent)
@bp.gives(SubscriptionShown)
def subscribe(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Choose how the token's person gets the report by mail."""
    seat = access.seat(slug)
    subscriptions.choose(seat.project, seat.user, sent["way"], at=access.now())
    return {"way": sent["way"]}
