"""Costs: what the lines cost and what is left, the money recorded against them, closing and re-opening a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from marshmallow import ValidationError, fields

from ...domain import costs as decisions
from ...domain.refusals import Refused
from ...domain.words import EntryKind, Period
from ...services import money
from ...services.money import EntryLook, LineLook, Table
from .. import access
from .fields import Day, Given, Moment, Sent, Text, Whole, word
from .looking import Money
from .once import once
from .paging import Paged, page, page_of, place
from .room import Room

bp = Room("costs", "Costs: ranges beside what was committed and spent. Amounts are text with two decimals, exact.")


class CostLineShown(Given):
    """A cost line; a range is null where the document prints none."""

    id = fields.Integer()
    group = fields.String()
    name = fields.String()
    note = fields.String()
    period = word(Period)
    currency = fields.String()
    low = Money(allow_none=True)
    high = Money(allow_none=True)
    committed = Money()
    actual = Money()
    remaining_low = Money(allow_none=True)
    remaining_high = Money(allow_none=True)
    is_over = fields.Boolean()
    is_closed = fields.Boolean()
    phase = fields.String(allow_none=True)
    line = fields.Integer(allow_none=True)


class SumShown(Given):
    """Lines of one period and currency added up; `agrees` is null if the document states no total for them."""

    period = word(Period)
    currency = fields.String()
    low = Money()
    high = Money()
    stated_low = Money(allow_none=True)
    stated_high = Money(allow_none=True)
    agrees = fields.Boolean(allow_none=True)
    remaining_low = Money()
    remaining_high = Money()
    committed = Money()
    actual = Money()
    unpriced = fields.Integer()
    lines = fields.List(fields.Nested(CostLineShown))


class Costs(Given):
    """Costs by period and currency, which are never added together."""

    data = fields.List(fields.Nested(SumShown))


class EntryShown(Given):
    """Money recorded against a line."""

    id = fields.Integer()
    line = fields.Integer()
    line_name = fields.String()
    kind = word(EntryKind)
    amount = Money()
    currency = fields.String()
    day = fields.Date()
    note = fields.String()
    by = fields.String()
    at = Moment()


class _Amount(fields.String):
    """An amount as people type it: "1200" or "19.50"."""

    def _deserialize(self, value: object, *_rest: Any, **_more: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return decisions.amount(value)
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from None


class EntrySent(Sent):
    """Money to record; without a day, of today."""

    line = Whole(1, required=True)
    kind = word(EntryKind, required=True)
    amount = _Amount(required=True, metadata={"pattern": r"^[0-9]{1,9}(\.[0-9]{1,2})?$"})
    day = Day()
    note = Text(money.NOTE_LENGTH, load_default="")


class ReasonSent(Sent):
    """Why."""

    reason = Text(shortest=1, required=True)


@bp.get("/projects/<slug>/costs")
@access.reading
@bp.gives(Costs)
def show(slug: str) -> dict[str, Any]:
    """Give all cost lines with their sums."""
    return {"data": [_sum(table) for table in money.tables(access.seat(slug).project)]}


@bp.get("/projects/<slug>/costs/entries")
@access.reading
@bp.narrows(Paged)
@bp.gives(page_of(EntryShown))
def entries(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the money recorded, newest day first."""
    at = place(sent)
    found = money.entries_after(access.seat(slug).project, at.after, limit=at.limit + 1)
    return page(found, at, lambda look: [look.entry.day.isoformat(), look.entry.id], _entry)


@bp.post("/projects/<slug>/costs/entries")
@access.editing
@once
@bp.asks(EntrySent)
@bp.gives(EntryShown, 201)
def record(sent: dict[str, Any], slug: str) -> tuple[Any, ...]:
    """Record money committed or spent on a line."""
    seat = access.seat(slug)
    entry = money.record_entry(
        seat.project,
        sent["line"],
        sent["kind"],
        sent["amount"],
        day=sent.get("day") or seat.today(access.now()),
        note=sent["note"],
        by=seat.user,
        at=access.now(),
    )
    shown = _entry(money.look_at(seat.project, entry))
    return shown, 201, {"Location": url_for(".entries", slug=slug)}


@bp.post("/projects/<slug>/costs/lines/<int:line>/close")
@access.leading
@bp.asks(ReasonSent)
@bp.gives(CostLineShown)
def close(sent: dict[str, Any], slug: str, line: int) -> dict[str, Any]:
    """Close a line: nothing more is expected on it, and nothing of it remains."""
    return _set(slug, line, sent, money.close_line)


@bp.post("/projects/<slug>/costs/lines/<int:line>/reopen")
@access.leading
@bp.asks(ReasonSent)
@bp.gives(CostLineShown)
def reopen(sent: dict[str, Any], slug: str, line: int) -> dict[str, Any]:
    """Open a closed line again."""
    return _set(slug, line, sent, money.reopen_line)


def _set(slug: str, line: int, sent: dict[str, Any], change: Callable[..., object]) -> dict[str, Any]:
    seat = access.seat(slug)
    change(seat.project, line, sent["reason"], by=seat.user, at=access.now())
    looks = (look for table in money.tables(seat.project) for look in table.lines)
    return next(_line(look) for look in looks if look.line.id == line)


def _sum(table: Table) -> dict[str, Any]:
    names = ("period", "currency", "low", "high", "stated_low", "stated_high", "agrees")
    more = ("remaining_low", "remaining_high", "committed", "actual", "unpriced")
    return {
        **{name: getattr(table.sum, name) for name in (*names, *more)},
        "lines": [_line(look) for look in table.lines],
    }


def _line(look: LineLook) -> dict[str, Any]:
    names = ("id", "group", "name", "note", "period", "currency", "low", "high", "committed", "actual", "line")
    return {
        **{name: getattr(look.line, name) for name in names},
        "remaining_low": look.state.remaining_low,
        "remaining_high": look.state.remaining_high,
        "is_over": look.state.over,
        "is_closed": look.line.closed,
        "phase": look.phase,
    }


def _entry(look: EntryLook) -> dict[str, Any]:
    plain = {name: getattr(look.entry, name) for name in ("id", "kind", "amount", "day", "note", "at")}
    line = {"line": look.line.id, "line_name": look.line.name, "currency": look.line.currency}
    return {**plain, **line, "by": look.by}
