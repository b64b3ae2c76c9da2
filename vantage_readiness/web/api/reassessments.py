"""A newer assessment handed in by a program: a dry run that writes nothing, and applying what the dry run showed."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import url_for
from marshmallow import ValidationError, fields, validate

from ...domain.assessment.decode import LIMIT
from ...domain.reassessment import Proposal
from ...domain.words import Severity, Tier
from ...services import documents, reassessments
from ...services.reassessments import Decisions, Preview
from .. import access, safety
from .assessments import ChangeShown, bp, changed
from .fields import Day, Given, Sent, Text, Whole, word
from .looking import ExplainedShown, GateShown
from .once import once
from .versions import versions_in_body

_LONGEST = LIMIT * 4 // 3 + 8
_MOST = 10_000


class Packed(Text):
    """A document as base64 of its bytes, so that nothing changes them on the way."""

    def _deserialize(self, value: object, *rest: Any, **more: Any) -> Any:
        text = super()._deserialize(value, *rest, **more)
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError("Send the document as base64, without line breaks: base64 -w0 FILE.") from None


class SameSent(Sent):
    """Which line of the document means which item; item 0 says that it is an item of its own."""

    line = Whole(1, required=True)
    item = Whole(required=True)


class HandedIn(Sent):
    """A document with the day it speaks of, null if nobody knows it, and what a person decided about it."""

    document = Packed(_LONGEST, shortest=1, required=True)
    as_of = Day(required=True, allow_none=True)
    same = fields.List(fields.Nested(SameSent), load_default=list, validate=validate.Length(max=_MOST))
    reopen = fields.List(Whole(1), load_default=list, validate=validate.Length(max=_MOST))


class Sealed(HandedIn):
    """The same once more, with the seal of the dry run that was decided on."""

    seal = Text(64, shortest=64, required=True)


class ProposalShown(Given):
    """Two titles that may mean one item, for a person to decide; `same` is null while nobody has."""

    line = fields.Integer()
    title = fields.String()
    tier = word(Tier, allow_none=True)
    item = fields.Integer()
    item_title = fields.String()
    similarity = fields.Integer()
    same = fields.Boolean(allow_none=True)


class ForeseenShown(Given):
    """A finding the document would bring; `is_decided` if an earlier decision will hold for it."""

    code = fields.String()
    severity = word(Severity)
    message = fields.String()
    lines = fields.List(fields.Integer())
    item = fields.Integer(allow_none=True)
    is_decided = fields.Boolean()


class UnreadShown(Given):
    """A line that was not understood."""

    number = fields.Integer()
    text = fields.String()


class PreviewShown(Given):
    """What a document would change; nothing is written. `seal` stands for all of it: applying hands it back."""

    seal = fields.String()
    sentence = fields.String()
    title = fields.String()
    as_of = fields.Date(allow_none=True)
    stated_before = fields.Float(allow_none=True)
    stated_after = fields.Float(allow_none=True)
    explained = fields.Nested(ExplainedShown, allow_none=True)
    gate_before = fields.Nested(GateShown)
    gate_after = fields.Nested(GateShown)
    changes = fields.List(fields.Nested(ChangeShown))
    proposals = fields.List(fields.Nested(ProposalShown))
    findings = fields.List(fields.Nested(ForeseenShown))
    warnings = fields.List(fields.String())
    not_understood = fields.List(fields.Nested(UnreadShown))


class AppliedShown(Given):
    """What was applied."""

    number = fields.Integer()
    sentence = fields.String()
    changes = fields.List(fields.Nested(ChangeShown))
    self = fields.String()


@bp.post("/projects/<slug>/assessments/preview")
@access.leading
@safety.only_looks
@bp.asks(HandedIn)
@bp.gives(PreviewShown)
def preview(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Say what a newer document would change; a dry run, nothing is written."""
    seat = access.seat(slug)
    today, decisions = seat.today(access.now()), _decisions(sent)
    found = reassessments.preview(seat.project, sent["document"], as_of=sent["as_of"], today=today, decisions=decisions)
    return _shown(found)


@bp.post("/projects/<slug>/assessments")
@access.leading
@versions_in_body
@once
@bp.asks(Sealed)
@bp.gives(AppliedShown, 201)
def apply(sent: dict[str, Any], slug: str) -> tuple[Any, ...]:
    """Apply a newer document in one transaction, if it would still change what its dry run showed."""
    seat = access.seat(slug)
    applied = reassessments.apply(
        seat.project,
        sent["document"],
        as_of=sent["as_of"],
        seen=sent["seal"],
        by=seat.user,
        at=access.now(),
        decisions=_decisions(sent),
    )
    address = url_for("api_assessments.one", slug=slug, number=applied.number)
    changes = [changed(each) for each in applied.comparison.changes]
    body = {"number": applied.number, "sentence": applied.comparison.sentence, "changes": changes, "self": address}
    return body, 201, {"Location": address}


def _decisions(sent: dict[str, Any]) -> Decisions:
    return Decisions({each["line"]: each["item"] for each in sent["same"]}, frozenset(sent["reopen"]))


def _shown(found: Preview) -> dict[str, Any]:
    names = ("seal", "sentence", "as_of", "stated_before", "stated_after", "explained", "gate_before", "gate_after")
    unread = [line for line in documents.lines_of(found.found) if line.kind == "not understood"]
    return {
        **{name: getattr(found, name) for name in (*names, "warnings")},
        "title": found.found.title,
        "changes": [changed(each) for each in found.comparison.changes],
        "proposals": [_proposal(each) for each in found.comparison.proposals],
        "findings": [{**each._asdict(), "is_decided": not each.undecided} for each in found.noticed],
        "not_understood": [{"number": line.number, "text": line.text} for line in unread],
    }


def _proposal(each: Proposal) -> dict[str, Any]:
    names = ("line", "title", "tier", "item", "item_title", "similarity", "same")
    return {name: getattr(each, name) for name in names}
