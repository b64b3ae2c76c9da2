"""The rest of the administration: every project and deleting one, the site's book of the diary, health."""

from __future__ import annotations

from flask import current_app, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ..domain.diary import person
from ..domain.refusals import NotFound, Refused
from ..output import tables
from ..services import activity as diary
from ..services import administration, deletions, site_activity, transactions
from . import access, pages
from .administration import bp, page


@bp.get("/administration/projects")
@access.administering
def projects() -> Response:
    return page("projects", rows=administration.projects())


@bp.get("/administration/projects/<int:number>/delete")
@access.administering
def ask_to_delete(number: int) -> Response:
    return _deletion(number)


@bp.post("/administration/projects/<int:number>/delete")
@access.administering
@access.freshly_proven
def delete(number: int) -> Response:
    typed = request.form.get("typed", "")
    try:
        name = deletions.delete(number, typed, by=person(access.visit().user_id), at=access.now())
    except NotFound:
        raise
    except Refused as refusal:
        return _deletion(number, refusal, typed)
    flash(f"{name} is deleted. Its diary stays, and the diary of the site says who deleted it.", "success")
    return redirect(url_for(".projects"))


@bp.get("/administration/activity")
@access.administering
def activity() -> Response:
    wish, today = site_activity.read(request.args), access.now().date()
    return page(
        "activity",
        wish=wish,
        page=site_activity.page(wish, today),
        who=site_activity.who(wish),
        groups=[(key, label) for key, (label, _) in site_activity.GROUPS.items()],
        spans=list(diary.DAYS.items()),
        today=today,
    )


@bp.get("/administration/activity.csv")
@access.administering
def activity_csv() -> Response:
    wish = site_activity.read(request.args)
    text = tables.csv_of(diary.HEADER, site_activity.table(wish, access.now().date()))
    return pages.file(text, "site-activity.csv", "text/csv")


@bp.get("/administration/health")
@access.administering
def health() -> Response:
    return page(
        "health",
        facts=administration.health(access.now(), wants_backups=bool(current_app.config["VANTAGE_BACKUP_KEEP"])),
        factor=administration.factor(),
        has_factor=access.visit().user.totp_secret is not None,
        here=url_for(".health"),
    )


def _deletion(number: int, refusal: Refused | None = None, typed: str = "") -> Response:
    transactions.give_up()
    project = deletions.get(number)
    return page(
        "delete",
        422 if refusal else 200,
        doomed=project,
        contents=deletions.contents(project),
        refusal=refusal,
        typed=typed,
    )
