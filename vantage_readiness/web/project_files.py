"""Taking a whole project away as one file; a post, because the diary says who took it."""

from __future__ import annotations

from flask import Response, send_file

from ..domain.diary import person
from ..services import project_files
from . import access
from .settings import bp


@bp.post("/p/<slug>/settings/export")
@access.leading
@access.freshly_proven
def export(slug: str) -> Response:
    seat = access.seat(slug)
    file = project_files.export(seat.project, by=person(seat.user_id), at=access.now())
    name = f"{slug}-{access.now():%Y-%m-%d}.zip"
    return send_file(file, "application/zip", as_attachment=True, download_name=name)
