"""What many rooms of the API show: people, problems, what was merely done."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields

from .fields import Given


class Person(Given):
    """Somebody, by number and name."""

    id = fields.Integer()
    name = fields.String()


class FieldProblem(Given):
    """One field that is not as it has to be."""

    field = fields.String()
    detail = fields.String()


class ClashShown(Given):
    """One field that two changed: what was wanted, what stands now, and who changed it when."""

    field = fields.String()
    wanted = fields.String()
    current = fields.String()
    by = fields.String()
    at = fields.String()


class Problem(Schema):
    """What was refused, missing or went wrong (RFC 9457)."""

    class Meta:
        unknown = RAISE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldProblem))
    clashes = fields.List(fields.Nested(ClashShown))
    error = fields.String()
