"""Weekly reports: every week, one as a value, its files, publishing."""

from __future__ import annotations

from typing import Any

from flask import Response, json, url_for
from marshmallow import ValidationError, fields

from ...domain.diary import person
from ...domain.refusals import NotFound, Refused
from ...domain.weekly import Weekly
from ...domain.weeks import Week
from ...domain.words import Verdict
from ...output.weekly import json as papers
from ...output.weekly.told import Edition
from ...services import diary, reports
from ...services.projects import Seat
from ...services.reports import WeekLook, WeeklyReport
from .. import access, report_files
from .fields import Given, Moment, Sent, Text, WholeInAddress, word
from .once import once
from .paging import Paged, page, page_of, place
from .room import Room

bp = Room("reports", "Weekly reports: frozen when they are published, one for each ISO week of the project.")

ALL = "/projects/<slug>/reports"
ONE, LATEST = f"{ALL}/<week:week>", f"{ALL}/latest"


class WeekField(fields.String):
    """An ISO week such as 2026-W47."""

    def _serialize(self, value: Any, *_rest: Any, **_more: Any) -> str | None:
        return value.name if value else None

    def _deserialize(self, value: object, *_rest: Any, **_more: Any) -> Any:
        try:
            return Week.read(value if isinstance(value, str) else "")
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from None


class WeekShown(Given):
    """A week that is over; what is known of its report is null until one is published. `sha256` is of report.json."""

    week = WeekField()
    edition = fields.Integer(allow_none=True)
    published_at = Moment(allow_none=True)
    published_by = fields.String(allow_none=True)
    note = fields.String()
    verdict = word(Verdict, allow_none=True)
    sentence = fields.String()
    sha256 = fields.String()
    self = fields.String()


class ReportFileShown(Given):
    """A file of a published report; size in bytes. The PDF is made when asked for and has neither size nor hash."""

    name = fields.String()
    size = fields.Integer(allow_none=True)
    sha256 = fields.String(allow_none=True)
    self = fields.String()


class ReportShown(Given):
    """One report. `report` is the value as the file report.json holds it; of a draft nothing is frozen."""

    week = WeekField()
    is_draft = fields.Boolean()
    edition = fields.Integer(allow_none=True)
    published_at = Moment(allow_none=True)
    published_by = fields.String(allow_none=True)
    note = fields.String()
    changes = fields.List(fields.String())
    files = fields.List(fields.Nested(ReportFileShown))
    report = fields.Dict()


class PublicationSent(Sent):
    """Which week to publish; publishing it anew takes a note why."""

    week = WeekField(required=True)
    note = Text(2000, load_default="")


class EditionWish(Sent):
    """Which edition; the newest if none is named."""

    edition = WholeInAddress(1)


@bp.get(ALL)
@access.reading
@bp.narrows(Paged)
@bp.gives(page_of(WeekShown))
def every(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the weeks that are over, newest first, published or not."""
    seat, at = access.seat(slug), place(sent)
    looks = reports.weeks(seat.project, today=seat.today(access.now()))
    wanted = [look for look in looks if at.after is None or look.week.name < at.after[0]]
    return page(wanted[: at.limit + 1], at, lambda look: [look.week.name], lambda look: _look(seat, look))


@bp.post(ALL)
@access.leading
@once
@bp.asks(PublicationSent)
@bp.gives(ReportShown, 201)
def publish(sent: dict[str, Any], slug: str) -> tuple[Any, ...]:
    """Publish a week that is over; from then on its report never changes."""
    seat = access.seat(slug)
    by, at = person(seat.user_id), access.now()
    report = reports.publish(seat.project, sent["week"], by=by, at=at, note=sent["note"])
    return _published(seat, report), 201, {"Location": url_for("api_reports.one", slug=slug, week=report.iso)}


@bp.get(LATEST)
@access.reading
@bp.gives(ReportShown)
def latest(slug: str) -> dict[str, Any]:
    """Give the newest report that is published."""
    seat = access.seat(slug)
    return _published(seat, reports.latest(seat.project))


@bp.get(ONE)
@access.reading
@bp.narrows(EditionWish)
@bp.gives(ReportShown)
def one(sent: dict[str, Any], slug: str, week: Week) -> dict[str, Any]:
    """Give the report of a week; as long as none is published, the draft of it."""
    seat, edition = access.seat(slug), sent.get("edition")
    try:
        return _published(seat, reports.find(seat.project, week, edition))
    except NotFound:
        if edition is not None:
            raise
    return _draft(reports.draft(seat.project, week, today=seat.today(access.now())))


@bp.get(f"{LATEST}/files/{report_files.NAME}")
@access.reading
@bp.narrows(Sent)
@bp.gives_bytes()
def latest_file(_sent: dict[str, Any], slug: str, name: str) -> Response:
    """Give the bytes of a file of the newest report."""
    seat = access.seat(slug)
    report = reports.latest(seat.project)
    return report_files.answer(seat, report.iso, name, report.edition, is_plain=True)


@bp.get(f"{ONE}/files/{report_files.NAME}")
@access.reading
@bp.narrows(EditionWish)
@bp.gives_bytes()
def file(sent: dict[str, Any], slug: str, week: Week, name: str) -> Response:
    """Give the bytes of a file of a published report; its hash is the tag."""
    return report_files.answer(access.seat(slug), week, name, sent.get("edition"), is_plain=True)


def _look(seat: Seat, look: WeekLook) -> dict[str, Any]:
    names = ("week", "edition", "published_at", "published_by", "note", "verdict", "sentence", "sha256")
    plain = {name: getattr(look, name) for name in names}
    return {**plain, "self": url_for("api_reports.one", slug=seat.slug, week=look.week)}


def _published(seat: Seat, report: WeeklyReport) -> dict[str, Any]:
    body, *_ = reports.file(seat.project, report.iso, reports.WHOLE, report.edition)
    return {
        **_value(body),
        "week": report.iso,
        "is_draft": False,
        "edition": report.edition,
        "published_at": report.published_at,
        "published_by": diary.names(seat.project_id)[report.published_by],
        "note": report.note,
        "files": [_file(seat, report, each) for each in report_files.list_of(seat.slug, report)],
    }


def _draft(weekly: Weekly) -> dict[str, Any]:
    nothing = dict.fromkeys(("edition", "published_at", "published_by"))
    value = _value(papers.write(weekly, Edition(draft=True)))
    return {**value, "week": weekly.week, "is_draft": True, **nothing, "note": "", "files": []}


def _value(body: bytes) -> dict[str, Any]:
    found = json.loads(body)
    return {"changes": found["changes"], "report": found["report"]}


def _file(seat: Seat, report: WeeklyReport, each: report_files.File) -> dict[str, Any]:
    address = url_for("api_reports.file", slug=seat.slug, week=report.iso, name=each.name, edition=report.edition)
    return {"name": each.name, "size": each.size or None, "sha256": each.sha256 or None, "self": address}
