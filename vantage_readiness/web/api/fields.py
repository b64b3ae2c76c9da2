"""Fields of what programs send and get: strict, because a program that sends 1 as "1" has a mistake somewhere."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from ...domain import items as decisions
from .. import forms

BIGGEST = 999_999_999  # as far as an address can count

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,9}")


class Sent(Schema):
    """What a program sends; a field we do not know is refused."""

    class Meta:
        unknown = RAISE


class Given(Schema):
    """What a program gets: every field named is always there."""

    class Meta:
        unknown = RAISE

    def on_bind_field(self, _name: str, field_obj: fields.Field[Any]) -> None:
        field_obj.required = True


class Text(fields.String):
    """Text of bounded length, without NUL; line ends are one sign, as in forms."""

    def __init__(self, longest: int = decisions.LONGEST_TEXT, *, shortest: int = 0, **more: Any) -> None:
        super().__init__(validate=validate.Length(shortest or None, longest), **more)

    def _deserialize(self, value: object, *_rest: Any, **_more: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if forms.NO_NUL in value:
            raise ValidationError("Leave out the sign NUL.")
        return forms.fill(value)


class Whole(fields.Integer):
    """A whole number from `least` to `most`."""

    def __init__(self, least: int = 0, most: int = BIGGEST, **more: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **more)


class WholeInAddress(Whole):
    """A whole number in an address, written with the digits 0 to 9."""

    def _deserialize(self, value: Any, *rest: Any, **more: Any) -> int:
        if not isinstance(value, str) or not _WHOLE.fullmatch(value):
            raise self.make_error("invalid")
        return super()._deserialize(int(value), *rest, **more)


class Truth(fields.Boolean):
    """True or false, and nothing that resembles it."""

    def _deserialize(self, value: object, *_rest: Any, **_more: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Day(fields.Date):
    """A day such as 2026-12-14, in the years our forms allow."""

    def _deserialize(self, value: object, *_rest: Any, **_more: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValidationError("Enter a date such as 2026-12-14.")
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise ValidationError("There is no such day.") from None
        if found.year not in forms.YEARS:
            raise ValidationError("Enter a date between the years 2000 and 2999.")
        return found


class Moment(fields.DateTime):
    """A moment in UTC, to the second: 2026-12-14T09:00:00Z."""

    def _serialize(self, value: datetime | None, *_rest: Any, **_more: Any) -> str | None:
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def word(kind: type[StrEnum], **more: Any) -> fields.Enum[Any]:
    """Give a field for a word from a list."""
    return fields.Enum(kind, by_value=fields.String, **more)
