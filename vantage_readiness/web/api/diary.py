"""The diary: every change of the project, newest first, narrowed by person, item, kind and day."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate

from ...domain.diary import Kind, person_id
from ...services import activity
from ...services.activity import Entry
from ...services.diary import ACTORS
from .. import access
from .fields import Day, Given, Moment, Text, WholeInAddress
from .paging import Paged, page, page_of, place
from .room import Room

bp = Room("diary", "The diary: who changed what when; lines are added and never touched again.")

_NOUNS = sorted({kind.value.partition(".")[0] for kind in Kind})


class WriterShown(Given):
    """Who wrote a line: the code in the diary, and the name behind it today."""

    code = fields.String()
    name = fields.String()


class LineOfDiary(Given):
    """A line; `before` and `after` are the plain values that were sealed, `hash` seals this line and all before it."""

    number = fields.Integer()
    day = fields.Date()
    at = Moment()
    by = fields.Nested(WriterShown)
    kind = fields.String()
    item = fields.Integer(allow_none=True)
    subject = fields.String()
    sentence = fields.String()
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)
    note = fields.String()
    hash = fields.String()


class WriterCode(Text):
    """A code by which the diary knows who wrote a line."""

    def _deserialize(self, value: object, *rest: Any, **more: Any) -> str:
        code = super()._deserialize(value, *rest, **more)
        if code not in ACTORS and person_id(code) is None:
            raise ValidationError(f"Write a person's code such as person:7, or one of: {', '.join(ACTORS)}.")
        return code


class DiaryWish(Paged):
    """Which lines; `by` is a writer's code, `kind` a kind (item.moved) or its noun (item), days are the project's."""

    by = WriterCode(40)
    item = WholeInAddress(1)
    kind = fields.String(validate=validate.OneOf([*(kind.value for kind in Kind), *_NOUNS]))
    since = Day()
    until = Day()


@bp.get("/projects/<slug>/diary")
@access.reading
@bp.narrows(DiaryWish)
@bp.gives(page_of(LineOfDiary))
def lines(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """List lines of the diary, newest first."""
    at = place(sent)
    found = activity.entries(
        access.seat(slug).project,
        by=sent.get("by"),
        item=sent.get("item"),
        kinds=_kinds(sent.get("kind", "")),
        since=sent.get("since"),
        until=sent.get("until"),
        before_number=at.after[0] if at.after else None,
        limit=at.limit + 1,
    )
    return page(found, at, lambda entry: [entry.line.number], _shown)


def _kinds(wanted: str) -> tuple[str, ...]:
    return tuple(kind.value for kind in Kind if wanted and wanted in (kind.value, kind.value.partition(".")[0]))


def _shown(entry: Entry) -> dict[str, Any]:
    names = ("number", "day", "at", "kind", "item", "subject", "before", "after", "note", "hash")
    plain = {name: getattr(entry.line, name) for name in names}
    return {**plain, "by": {"code": entry.line.by, "name": entry.by}, "sentence": entry.sentence}
