"""The weekly report by mail: owed to whoever subscribed as it is published, written from what was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..domain.deliveries import LetterKind
from ..domain.weekly import Weekly
from ..domain.words import Way
from ..output import weekly as papers
from ..output.mail.letter import Attachment, Letter
from ..output.weekly import json
from ..output.weekly import letter as words
from ..output.weekly.told import Edition
from ..storage import projects, reports
from ..storage.database import db
from ..storage.deliveries import Delivery
from ..storage.people import User
from ..storage.projects import Project
from ..storage.reports import WeeklyReport
from . import deliveries, subscriptions, unsubscribing
from .occasions import Occasion, Unwanted, reader

ATTACHED = ("report.html", "report.xlsx")
MOST = 5_000_000  # bytes that come with a letter; mail servers refuse what is much larger
_WHOLE = "report.json"
_TEST = "This is a test that you sent to yourself. Nobody else got it."


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter tells: the week, which edition, the files that may come with it, and why it was published anew."""

    weekly: Weekly
    edition: Edition
    files: Mapping[str, bytes] = field(repr=False)
    note: str = ""


def owe(report: WeeklyReport, at: datetime) -> int:
    """Owe a published report to everybody who subscribed, in the caller's transaction; give to how many.

    The same report twice is one letter each.
    """
    project = db.session.get_one(Project, report.project_id)
    readers = reports.readers(project.id)
    for user, _way in readers:
        deliveries.owe(
            LetterKind.REPORT.value,
            key=f"report:{project.id}:{report.iso.name}:{report.edition}:{user.id}",
            user=user,
            address=user.email,
            about={"report": report.id},
            at=at,
            project=project,
        )
    return len(readers)


def write(occasion: Occasion) -> Letter:
    """Give the letter about a published report, the way its reader wants it by now."""
    user, project = reader_in_project(occasion.row)
    about = occasion.row.about
    report = db.session.get(WeeklyReport, about["report"]) if isinstance(about, Mapping) else None
    way = subscriptions.way_of(project.id, user.id)
    if report is None or way is None:
        raise Unwanted(f"{user.name} does not want the reports of this project any more.")
    return letter(occasion, user, frozen(report, way), way)


def reader_in_project(row: Delivery) -> tuple[User, Project]:
    """Give whom a letter is for and its project; raises `Unwanted` if they do not belong to it any more."""
    user = reader(row)
    project = db.session.get(Project, row.project_id) if row.project_id else None
    if project is None or projects.find_membership(project.id, user.id) is None:
        raise Unwanted(f"{user.name} does not belong to the project any more.")
    return user, project


def frozen(report: WeeklyReport, way: Way) -> Content:
    """Give what a published report says, with the files that come with the letter."""
    wanted = (_WHOLE, *(ATTACHED if way is Way.ATTACHED else ()))
    files = {name: found.body for name in wanted if (found := reports.file(report.id, name))}
    whole = files.pop(_WHOLE)
    return Content(json.read(whole), json.edition_of(whole), files, report.note)


def draft(weekly: Weekly) -> Content:
    """Give what the report would say if it were published now."""
    files = papers.files(weekly, draft=True)
    return Content(weekly, Edition(draft=True), {name: files[name] for name in ATTACHED})


def letter(occasion: Occasion, user: User, content: Content, way: Way, *, is_trial: bool = False) -> Letter:
    """Give the letter: the summary, a link to the report, and its files if they are wanted and not too large."""
    weekly = content.weekly
    attached, said = _attached(weekly, content.files) if way is Way.ATTACHED else ((), ())
    test = (_TEST,) if is_trial else ()
    note = (f"Why it is published anew: {content.note}",) if content.note and content.edition.number > 1 else ()
    end = None if is_trial else _end_of(occasion, user)
    return Letter(
        f"{'Test: ' if is_trial else ''}{words.subject(weekly, content.edition)}",
        (*test, *note, *said),
        f"You asked for the weekly report of {weekly.project}.{_ending(end)}\n{occasion.footer}",
        ("Open the report", occasion.address(f"p/{weekly.slug}/reports/{weekly.week.name}")),
        body=words.summary(weekly, content.edition),
        attachments=attached,
        unsubscribe=end,
    )


def _attached(weekly: Weekly, files: Mapping[str, bytes]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Give the files for the letter, or a sentence why they are not in it."""
    size = sum(map(len, files.values()))
    if size > MOST:
        mega = f"{size / 1_000_000:.1f} MB"
        return (), (f"The files are too large for a letter ({mega}). You find them behind the link.",)
    stem = f"{weekly.slug}-{weekly.week.name}"
    return tuple(Attachment(f"{stem}-{name}", papers.KINDS[name], body) for name, body in sorted(files.items())), ()


def _end_of(occasion: Occasion, user: User) -> str:
    what = unsubscribing.report(occasion.row.project_id or 0)
    return unsubscribing.link(occasion.base, user.id, what)


def _ending(end: str | None) -> str:
    return f" To end it, open {end}" if end else ""
