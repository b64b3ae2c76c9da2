"""What hangs on an item: evidence, comments, waivers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import fields

from ...domain.words import EvidenceKind
from ...services import evidence, items, lists
from ...services.projects import Seat
from .. import access
from .fields import Given, Moment, Sent, Text, Whole, word
from .item import ONE, ProofSent
from .once import once
from .paging import Paged, cut, page_of, place
from .room import Room
from .schemas import Person
from .showing import people_of

bp = Room("proof", "What hangs on an item: evidence, comments and waivers.")


class EvidenceShown(Given):
    """What shows that an item is done."""

    id = Whole()
    kind = word(EvidenceKind)
    reference = fields.String()
    note = fields.String()
    collected_on = fields.Date()
    by = fields.Nested(Person, allow_none=True)
    at = Moment()


class CommentShown(Given):
    """What somebody wrote under an item, in Markdown."""

    id = Whole()
    text = fields.String()
    by = fields.Nested(Person, allow_none=True)
    at = Moment()


class WaiverShown(Given):
    """Accepted risk, from its first to its last day."""

    id = Whole()
    reason = fields.String()
    control = fields.String()
    begins = fields.Date()
    ends = fields.Date()
    requested_by = fields.Nested(Person, allow_none=True)
    approved_by = fields.Nested(Person, allow_none=True)
    at = Moment()


class CommentSent(Sent):
    """A comment, in Markdown."""

    text = Text(shortest=1, required=True)


@bp.get(f"{ONE}/evidence")
@access.reading
@bp.narrows(Paged)
@bp.gives(page_of(EvidenceShown))
def list_evidence(sent: dict[str, Any], slug: str, number: int) -> dict[str, Any]:
    """List an item's evidence in the order in which it was added."""
    seat = access.seat(slug)
    rows = sorted(lists.evidence_of(seat.project, number), key=_id)
    return cut(rows, place(sent), _id, _showing(seat, _EVIDENCE))


@bp.post(f"{ONE}/evidence")
@access.editing
@once
@bp.asks(ProofSent)
@bp.gives(EvidenceShown, 201)
def add_evidence(sent: dict[str, Any], slug: str, number: int) -> dict[str, Any]:
    """Add what shows that an item is done."""
    seat, at = access.seat(slug), access.now()
    row = evidence.add_evidence(
        seat.project,
        number,
        sent["kind"],
        sent["reference"],
        collected_on=sent["collected_on"] or seat.today(at),
        note=sent["note"],
        by=seat.user,
        at=at,
    )
    return _showing(seat, _EVIDENCE)(row)


@bp.get(f"{ONE}/comments")
@access.reading
@bp.narrows(Paged)
@bp.gives(page_of(CommentShown))
def list_comments(sent: dict[str, Any], slug: str, number: int) -> dict[str, Any]:
    """List an item's comments, oldest first."""
    seat = access.seat(slug)
    return cut(lists.comments_of(seat.project, number), place(sent), _id, _showing(seat, _COMMENT))


@bp.post(f"{ONE}/comments")
@access.editing
@once
@bp.asks(CommentSent)
@bp.gives(CommentShown, 201)
def comment(sent: dict[str, Any], slug: str, number: int) -> dict[str, Any]:
    """Write under an item."""
    seat = access.seat(slug)
    return _showing(seat, _COMMENT)(items.comment(seat.project, number, sent["text"], by=seat.user, at=access.now()))


@bp.get(f"{ONE}/waivers")
@access.reading
@bp.narrows(Paged)
@bp.gives(page_of(WaiverShown))
def list_waivers(sent: dict[str, Any], slug: str, number: int) -> dict[str, Any]:
    """List an item's waivers, oldest first."""
    seat = access.seat(slug)
    rows = sorted(lists.waivers_of(seat.project, number), key=_id)
    return cut(rows, place(sent), _id, _showing(seat, _WAIVER))


_EVIDENCE = ("id", "kind", "reference", "note", "collected_on", "at", "by")
_COMMENT = ("id", "text", "at", "by")
_WAIVER = ("id", "reason", "control", "begins", "ends", "at", "requested_by", "approved_by")


def _id(row: Any) -> int:
    return int(row.id)


def _showing(seat: Seat, names: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    """Give the way to show rows: each name as it stands, people by id and name."""
    known = people_of(seat)

    def show(row: Any) -> dict[str, Any]:
        return {
            name: known(getattr(row, f"{name}_id")) if name.endswith("by") else getattr(row, name) for name in names
        }

    return show
