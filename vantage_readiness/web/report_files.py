"""The files of a published report: frozen bytes that are always the same, and the PDF that is made of them."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, Response, request, url_for

from ..domain.weeks import Week
from ..output.weekly import KINDS, pdf
from ..services import reports
from ..services.projects import Seat
from ..services.reports import WeeklyReport
from . import access, forms, pages

bp = Blueprint("reports", __name__)

_BYTES = "application/octet-stream"
PDF, PAGE = "report.pdf", "report.html"
NAMES = (*KINDS, PDF)
NAME = f"<any({', '.join(repr(name) for name in NAMES)}):name>"


class File(NamedTuple):
    """One file to download: its name, address, and, of those that are frozen, size in bytes and SHA-256."""

    name: str
    url: str
    size: int
    sha256: str


@bp.get(f"/p/<slug>/reports/<week:week>/{NAME}")
@access.reading
def file(slug: str, week: Week, name: str) -> Response:
    """Give a file of a published week, of its newest edition unless the address names one."""
    edition = forms.number(request.args.get("edition"), "an edition")
    return answer(access.seat(slug), week, name, edition)


@bp.get(f"/p/<slug>/reports/latest/{NAME}")
@access.reading
def latest_file(slug: str, name: str) -> Response:
    """Give a file of the newest report, under an address that stays."""
    seat = access.seat(slug)
    report = reports.latest(seat.project)
    return answer(seat, report.iso, name, report.edition)


def answer(seat: Seat, week: Week, name: str, edition: int | None, *, is_plain: bool = False) -> Response:
    """Answer with a file, as plain bytes if wished; who has the same bytes already is told so (304)."""
    frozen = PAGE if name == PDF else name
    body, sha256, report = reports.file(seat.project, week, frozen, edition)
    tag = f"{sha256}-pdf" if name == PDF else sha256
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        made = pdf.pdf(body) if name == PDF else body
        response = pages.file(made, called(seat.slug, report, name), _BYTES if is_plain else _kind(name))
    response.set_etag(tag)
    return response


def called(slug: str, report: WeeklyReport, name: str) -> str:
    """Give the name under which a file is kept: vantage-ai-2026-W47-report.html."""
    again = f"-edition-{report.edition}" if report.edition > 1 else ""
    return f"{slug}-{report.iso.name}{again}-{name}"


def list_of(slug: str, report: WeeklyReport) -> list[File]:
    """List what there is to download of a report."""

    def url(name: str) -> str:
        return url_for("reports.file", slug=slug, week=report.iso, name=name, edition=report.edition)

    there = [File(each.name, url(each.name), each.size, each.sha256) for each in reports.files(report)]
    return [*there, File(PDF, url(PDF), 0, "")]


def _kind(name: str) -> str:
    return "application/pdf" if name == PDF else KINDS[name].partition(";")[0]
