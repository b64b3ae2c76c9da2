"""Assessments: the history of the score, each document as it was read, and any two beside each other."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from marshmallow import fields

from ...domain.reassessment import Changed
from ...domain.words import Difference, Severity, Tier
from ...services import comparisons, documents, histories
from ...services.comparisons import TwoAssessments
from ...services.documents import DocumentFile
from ...services.histories import Milestone
from .. import access, pages
from .fields import Given, Moment, Sent, WholeInAddress, word
from .looking import ExplainedShown, Money
from .readiness import AreaShown
from .room import Room

bp = Room(
    "assessments", "Assessments: immutable documents, what was understood line by line, and what changed between."
)


class MilestoneShown(Given):
    """One assessment in the history: what it states, and what was claimed and verified once it was applied.

    `explained` is the change since the one before; null for the first.
    """

    number = fields.Integer()
    title = fields.String()
    as_of = fields.Date(allow_none=True)
    imported_at = Moment()
    imported_by = fields.String()
    stated = fields.Float(allow_none=True)
    printed = fields.String(allow_none=True)
    claimed = fields.Integer(allow_none=True)
    verified = fields.Integer(allow_none=True)
    estimate = fields.Float(allow_none=True)
    explained = fields.Nested(ExplainedShown, allow_none=True)
    self = fields.String()


class Assessments(Given):
    """All assessments of the project, oldest first."""

    data = fields.List(fields.Nested(MilestoneShown))


class LineShown(Given):
    """One line of a document with its fate; `kind` is null for a blank one, `items` stand here."""

    number = fields.Integer()
    text = fields.String()
    kind = fields.String(allow_none=True)
    what = fields.String()
    findings = fields.List(fields.Integer())
    items = fields.List(fields.Integer())


class FateShown(Given):
    """How many lines met one kind of fate."""

    kind = fields.String()
    lines = fields.Integer()


class NoticedShown(Given):
    """Something the reader noticed in this document."""

    id = fields.Integer()
    severity = word(Severity)
    message = fields.String()
    lines = fields.List(fields.Integer())
    item = fields.Integer(allow_none=True)
    decision = fields.String()
    is_carried = fields.Boolean()


class AssessmentShown(Given):
    """One assessment as it was read; `sha256` is of the bytes received, which `document` gives."""

    number = fields.Integer()
    title = fields.String()
    as_of = fields.Date(allow_none=True)
    sha256 = fields.String()
    encoding_repair = fields.String(allow_none=True)
    score = fields.Float(allow_none=True)
    score_printed = fields.String(allow_none=True)
    risk = fields.String(allow_none=True)
    weeks_min = fields.Float(allow_none=True)
    weeks_max = fields.Float(allow_none=True)
    next_review = fields.String(allow_none=True)
    imported_at = Moment()
    imported_by = fields.String()
    fates = fields.List(fields.Nested(FateShown))
    findings = fields.List(fields.Nested(NoticedShown))
    areas = fields.List(fields.Nested(AreaShown))
    lines = fields.List(fields.Nested(LineShown))
    document = fields.String()


class TwoWish(Sent):
    """Which two assessments, by number; the order does not matter."""

    one = WholeInAddress(1, required=True)
    other = WholeInAddress(1, required=True)


class PrintedShown(Given):
    """What a document prints of an item."""

    title = fields.String()
    tier = word(Tier, allow_none=True)
    state = fields.String()
    line = fields.Integer()


class ChangeShown(Given):
    """One item in two documents, or in one of them; `follows` says what applying the newer one does to it."""

    kinds = fields.List(word(Difference))
    item = fields.Integer(allow_none=True)
    title = fields.String()
    tier = word(Tier)
    before = fields.Nested(PrintedShown, allow_none=True)
    after = fields.Nested(PrintedShown, allow_none=True)
    waits = fields.Boolean()
    follows = fields.String()


class AreaDriftShown(Given):
    """What two documents print as the score of one area."""

    name = fields.String()
    before = fields.Float(allow_none=True)
    after = fields.Float(allow_none=True)


class PhaseDriftShown(Given):
    """One phase as two documents print its length; null where a document has none."""

    name = fields.String()
    before = fields.String(allow_none=True)
    after = fields.String(allow_none=True)
    done = fields.Boolean()


class RangeShown(Given):
    """A range of money."""

    low = Money()
    high = Money()


class CostDriftShown(Given):
    """One cost line as two documents print it; null where a document prints no range."""

    group = fields.String()
    name = fields.String()
    period = fields.String()
    currency = fields.String()
    before = fields.Nested(RangeShown, allow_none=True)
    after = fields.Nested(RangeShown, allow_none=True)


class TwoShown(Given):
    """Two assessments beside each other, the earlier first."""

    earlier = fields.Integer()
    later = fields.Integer()
    sentence = fields.String()
    explained = fields.Nested(ExplainedShown, allow_none=True)
    changes = fields.List(fields.Nested(ChangeShown))
    areas = fields.List(fields.Nested(AreaDriftShown))
    phases = fields.List(fields.Nested(PhaseDriftShown))
    costs = fields.List(fields.Nested(CostDriftShown))
    gaps_gone = fields.List(fields.String())
    gaps_new = fields.List(fields.String())


@bp.get("/projects/<slug>/assessments")
@access.reading
@bp.gives(Assessments)
def every(slug: str) -> dict[str, Any]:
    """List all assessments with the numbers of their day and how each change of the score is explained."""
    seat = access.seat(slug)
    return {"data": [_milestone(slug, each) for each in histories.history(seat.project)]}


@bp.get("/projects/<slug>/assessments/compare")
@access.reading
@bp.narrows(TwoWish)
@bp.gives(TwoShown)
def compare(wish: dict[str, Any], slug: str) -> dict[str, Any]:
    """Put any two assessments beside each other."""
    return _two(comparisons.compare(access.seat(slug).project, wish["one"], wish["other"]))


@bp.get("/projects/<slug>/assessments/<int:number>")
@access.reading
@bp.gives(AssessmentShown)
def one(slug: str, number: int) -> dict[str, Any]:
    """Give one assessment as it was read, every line with its fate."""
    seat = access.seat(slug)
    found = documents.get(seat.project, number)
    return _file(slug, documents.file_of(seat.project, found, seat.today(access.now())))


@bp.get("/projects/<slug>/assessments/<int:number>/document")
@access.reading
@bp.gives_bytes()
def document(slug: str, number: int) -> Response:
    """Give the bytes of an assessment as they were received."""
    found = documents.get(access.seat(slug).project, number)
    return pages.file(found.raw, f"{slug}-assessment-{number}.md", "application/octet-stream")


def changed(change: Changed) -> dict[str, Any]:
    """Give what differs about one item."""
    names = ("kinds", "item", "title", "tier", "before", "after", "waits", "follows")
    return {name: getattr(change, name) for name in names}


def _milestone(slug: str, each: Milestone) -> dict[str, Any]:
    names = ("number", "title", "as_of", "imported_at", "imported_by", "stated", "printed", "claimed", "verified")
    plain = {name: getattr(each, name) for name in (*names, "estimate", "explained")}
    return {**plain, "self": url_for("api_assessments.one", slug=slug, number=each.number)}


def _file(slug: str, file: DocumentFile) -> dict[str, Any]:
    found = file.assessment
    names = ("number", "title", "as_of", "sha256", "encoding_repair", "score", "score_printed", "risk")
    plain = {name: getattr(found, name) for name in (*names, "weeks_min", "weeks_max", "next_review")}
    return {
        **plain,
        "imported_at": file.imported_at,
        "imported_by": file.imported_by,
        "fates": [{"kind": each.kind, "lines": each.lines} for each in file.fates],
        "findings": file.findings,
        "areas": file.areas,
        "lines": [{**line._asdict(), "findings": [each.id for each in line.findings]} for line in file.lines],
        "document": url_for("api_assessments.document", slug=slug, number=found.number),
    }


def _two(two: TwoAssessments) -> dict[str, Any]:
    return {
        "earlier": two.earlier.number,
        "later": two.later.number,
        "sentence": two.comparison.sentence,
        "explained": two.explained,
        "changes": [changed(each) for each in two.comparison.changes],
        "areas": two.areas,
        "phases": two.drift.phases,
        "costs": [_cost(each) for each in two.drift.costs],
        "gaps_gone": two.drift.gaps_gone,
        "gaps_new": two.drift.gaps_new,
    }


def _cost(drift: Any) -> dict[str, Any]:
    plain = {name: getattr(drift, name) for name in ("group", "name", "period", "currency")}
    ranges = {name: getattr(drift, name) for name in ("before", "after")}
    return {
        **plain,
        **{name: dict(zip(("low", "high"), ends, strict=True)) if ends else None for name, ends in ranges.items()},
    }
