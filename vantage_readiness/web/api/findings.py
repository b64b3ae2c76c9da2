"""Findings: what the reader noticed in the documents, and what was decided about it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from ...domain.refusals import NotFound
from ...domain.words import Severity, Word
from ...services import diary, findings
from ...services.findings import FindingLook
from ...services.projects import Project
from .. import access
from .fields import Given, Moment, Sent, Text, word
from .paging import Paged, cut, page_of, place
from .room import Room
from .versions import versions_in_body

bp = Room("findings", "Findings: what the reader noticed, once for each document that says it.")


class FindingShown(Given):
    """A finding of one assessment; `decided_at` is null while nobody has decided."""

    id = fields.Integer()
    assessment = fields.Integer()
    code = fields.String()
    severity = word(Severity)
    message = fields.String()
    lines = fields.List(fields.Integer())
    item = fields.Integer(allow_none=True)
    decision = fields.String()
    decided_by = fields.String(allow_none=True)
    decided_at = Moment(allow_none=True)


class Decided(Word):
    """Whether a finding waits for a decision."""

    WAITING = "waiting"
    DECIDED = "decided"


class FindingsWish(Paged):
    """Which findings; without a state, all."""

    state = word(Decided)


class DecisionSent(Sent):
    """What is decided; `seen` is the decision that stood when you looked, empty if there was none."""

    decision = Text(shortest=1, required=True)
    seen = Text(load_default="")


@bp.get("/projects/<slug>/findings")
@access.reading
@bp.narrows(FindingsWish)
@bp.gives(page_of(FindingShown))
def every(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the findings of all assessments, oldest first."""
    project = access.seat(slug).project
    wanted, known = sent.get("state"), diary.names(project.id)
    found = [each for each in findings.every(project) if wanted in (None, _state(each))]
    return cut(
        sorted(found, key=lambda each: each.id), place(sent), lambda each: each.id, lambda each: _shown(each, known)
    )


@bp.get("/projects/<slug>/findings/<int:number>")
@access.reading
@bp.gives(FindingShown)
def one(slug: str, number: int) -> dict[str, Any]:
    """Give one finding by its id."""
    return _one(access.seat(slug).project, number)


@bp.post("/projects/<slug>/findings/<int:number>/decision")
@access.leading
@versions_in_body
@bp.asks(DecisionSent)
@bp.gives(FindingShown)
def decide(sent: dict[str, Any], slug: str, number: int) -> dict[str, Any]:
    """Decide about a finding, and with it about the same finding of other documents that waits."""
    seat = access.seat(slug)
    findings.decide(seat.project, number, sent["decision"], seen=sent["seen"], by=seat.user, at=access.now())
    return _one(seat.project, number)


def _one(project: Project, number: int) -> dict[str, Any]:
    found = next((each for each in findings.every(project) if each.id == number), None)
    if found is None:
        raise NotFound("There is no such finding in this project.")
    return _shown(found, diary.names(project.id))


def _state(finding: FindingLook) -> Decided:
    return Decided.WAITING if finding.undecided else Decided.DECIDED


def _shown(finding: FindingLook, known: dict[str, str]) -> dict[str, Any]:
    by = known[finding.decided_by] if finding.decided_by else None
    return {**finding._asdict(), "decided_by": by}
