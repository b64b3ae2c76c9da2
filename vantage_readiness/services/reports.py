"""Weekly reports: published once as bytes that never change, found again, compared, and published when due."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..domain import week_comparison
from ..domain.diary import CLOCK, Change, Kind, Value
from ..domain.items import bounded
from ..domain.phrases import day
from ..domain.refusals import NotFound, Refused
from ..domain.week_comparison import Comparison
from ..domain.weekly import Weekly
from ..domain.weeks import Week, newest_due, newest_over
from ..domain.words import Verdict
from ..output import weekly as papers
from ..storage import diary as lines
from ..storage import projects
from ..storage import reports as kept
from ..storage.database import db, looking
from ..storage.projects import Project
from ..storage.reports import ReportFile, WeeklyReport
from . import diary, report_letters, weekly
from .reminders import rules_of

__all__ = ["Comparison", "Weekly", "WeeklyReport"]

WHOLE = "report.json"  # says everything; its hash stands for the report

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WeekLook:
    """One week that is over: the newest edition of its report, or nothing but the week if none is published."""

    week: Week
    edition: int | None = None
    published_at: datetime | None = None
    published_by: str | None = None  # a name
    note: str = ""
    verdict: Verdict | None = None
    sentence: str = ""
    sha256: str = ""

    @property
    def is_published(self) -> bool:
        return self.edition is not None


def weeks(project: Project, *, today: date) -> list[WeekLook]:
    """List every week of a project that is over, newest first, as its newest edition says."""
    newest: dict[Week, WeeklyReport] = {}
    for row in kept.published(project.id):
        newest.setdefault(row.iso, row)
    known = diary.names(project.id)
    looks = [_look(week, newest.get(week), known) for week in _weeks_over(lines.first_day(project.id), today)]
    return looks[::-1]


def draft(project: Project, week: Week, *, today: date) -> Weekly:
    """Give a week as it would be published; the running one as it stands today."""
    _refuse_before_the_first(project, week)
    if week.first > today:
        raise Refused(f"{week.name} has not begun.")
    return weekly.build(project, week, today=today)


def publish(project: Project, week: Week, *, by: str, at: datetime, note: str = "") -> WeeklyReport:
    """Publish a week that is over, `by` an actor's code; once published it takes a note to publish a new edition.

    A new edition is refused if it would say what the one before says.
    """
    project = projects.lock(project.id)
    report = _publish(project, week, by=by, at=at, note=note.strip())
    report_letters.owe(report, at)
    db.session.commit()
    return report


def find(project: Project, week: Week, edition: int | None = None) -> WeeklyReport:
    """Give an edition of a week, the newest if none is named; raise `NotFound` with a sentence."""
    report = kept.find(project.id, week, edition)
    if report is None:
        which = f"edition {edition}" if edition is not None else "report"
        raise NotFound(f"There is no {which} of {week.name}.")
    return report


def latest(project: Project) -> WeeklyReport:
    """Give the newest edition of the newest week published; raise `NotFound` with a sentence."""
    report = kept.newest(project.id)
    if report is None:
        raise NotFound("No weekly report of this project is published yet.")
    return report


def files(report: WeeklyReport) -> Sequence[ReportFile]:
    """List a report's files by name: name, hash and size, without their bytes."""
    return kept.files(report.id)


def file(project: Project, week: Week, name: str, edition: int | None = None) -> tuple[bytes, str, WeeklyReport]:
    """Give one file of a published report: its bytes, their SHA-256 (64 hex digits), and the report."""
    report = find(project, week, edition)
    found = kept.file(report.id, name)
    if found is None:
        raise NotFound(f"The report of {week.name} has no file “{name[:60]}”.")
    return found.body, found.sha256, report


def read(report: WeeklyReport) -> Weekly:
    """Give what a published report says, from its frozen bytes."""
    return papers.json.read(_whole(report))


def compare(project: Project, earlier: Week, later: Week, *, today: date) -> Comparison:
    """Hold two weeks against each other: as published, or as they would be."""
    if later < earlier:
        earlier, later = later, earlier
    return week_comparison.compare(*(_said(project, week, today) for week in (earlier, later)))


def publish_due(at: datetime) -> int:
    """Publish what is due in all projects, oldest week first; give how many reports.

    Only the newest week is mailed: after a long sleep nobody gets five letters. What fails in one project is logged
    and tried again next time; it does not hold up the others.
    """
    with looking():
        begun, done = lines.first_days(), kept.weeks_by_project()
        missing = [
            (project.id, project.slug)
            for project in projects.every()
            if done.get(project.id, 0) < len(_weeks_over(begun.get(project.id), diary.local_day(project, at)))
        ]
        db.session.rollback()
    return sum(_publish_missing(project_id, slug, at) for project_id, slug in missing)


def _publish_missing(project_id: int, slug: str, at: datetime) -> int:
    """Publish all that is due in one project, each week in a transaction of its own; give how many."""
    published = 0
    try:
        with looking():
            due = _weeks_due(db.session.get_one(Project, project_id), lines.first_day(project_id), at)
            there = {report.iso for report in kept.published(project_id)}
            db.session.rollback()
        for week in due:
            if week not in there:
                published += _publish_once(project_id, week, at, is_newest=week == due[-1])
    except Exception:  # noqa: BLE001 — whatever it was, the other projects wait for their reports
        db.session.rollback()
        _log.exception("The weekly report of %s could not be published; it is tried again.", slug)
    return published


def _publish_once(project_id: int, week: Week, at: datetime, *, is_newest: bool) -> bool:
    """Publish a week that nobody has published, in one transaction; answer whether it was us.

    The long part, telling the week, holds nobody up: what was told is still right when the project is held, if the
    diary of that week is as long as it was. If not, the next tick tells it anew.
    """
    with looking():
        project = db.session.get_one(Project, project_id)
        said = weekly.build(project, week, today=diary.local_day(project, at))
        files = papers.files(said)
        db.session.rollback()
    project = projects.lock(project_id)
    is_ours = (
        kept.find(project_id, week) is None
        and lines.length_on(project_id, week.last) == said.mark.count
        and kept.claim(f"report:{project_id}:{week.name}", at)
    )
    if is_ours:
        report = _write(project, said, files, 1, by=CLOCK, at=at)
        if is_newest:
            report_letters.owe(report, at)
    db.session.commit()
    return is_ours


def _publish(project: Project, week: Week, *, by: str, at: datetime, note: str) -> WeeklyReport:
    """Keep one edition with its files and its line in the diary; the caller holds the project and commits."""
    today = diary.local_day(project, at)
    _refuse_before_the_first(project, week)
    if not week.is_over(today):
        raise Refused(f"{week.name} is not over. It can be published from {day(week.after.first)}.")
    earlier = kept.find(project.id, week)
    if earlier and not note:
        raise Refused(f"{week.name} is published already. Say in a note why it is published anew.")
    said = weekly.build(project, week, today=today)
    changes = _changes(earlier, said) if earlier else ()
    edition = earlier.edition + 1 if earlier else 1
    return _write(project, said, papers.files(said, edition, changes), edition, by=by, at=at, note=note)


def _changes(earlier: WeeklyReport, said: Weekly) -> Sequence[str]:
    changes = week_comparison.differences(read(earlier), said)
    if not changes:
        raise Refused(
            f"Nothing in {said.week.name} is different from edition {earlier.edition}. Nothing was published."
        )
    return changes


def _write(
    project: Project, said: Weekly, files: Mapping[str, bytes], edition: int, *, by: str, at: datetime, note: str = ""
) -> WeeklyReport:
    """Write an edition, its files and its line in the diary."""
    seals = {name: hashlib.sha256(body).hexdigest() for name, body in sorted(files.items())}
    report = WeeklyReport(
        project_id=project.id,
        year=said.week.year,
        week=said.week.number,
        edition=edition,
        published_at=at,
        published_by=by,
        note=bounded(note),
        verdict=said.gate.verdict.value,
        sentence=said.gate.sentence,
        sha256=seals[WHOLE],
    )
    db.session.add(report)
    db.session.flush()
    db.session.add_all(
        ReportFile(report_id=report.id, name=name, sha256=seals[name], size=len(body), body=body)
        for name, body in files.items()
    )
    after: Value = {"week": said.week.name, "edition": edition, "sha256": report.sha256, "files": seals}
    diary.write(project, Change(Kind.REPORT_PUBLISHED, said.week.name, by, at, None, after, report.note))
    db.session.flush()
    return report


def _look(week: Week, report: WeeklyReport | None, known: diary.Names) -> WeekLook:
    if report is None:
        return WeekLook(week)
    return WeekLook(
        week=week,
        edition=report.edition,
        published_at=report.published_at,
        published_by=known[report.published_by],
        note=report.note,
        verdict=Verdict(report.verdict),
        sentence=report.sentence,
        sha256=report.sha256,
    )


def _weeks_over(first: date | None, today: date) -> list[Week]:
    """List the weeks from that of the first line of a diary to the newest that is over, oldest first."""
    return list(Week.of(first).until(newest_over(today))) if first else []


def _weeks_due(project: Project, first: date | None, at: datetime) -> list[Week]:
    """List the weeks whose report should be there by now, published automatically, oldest first."""
    rules = rules_of(project)
    if not rules.report_is_automatic or first is None:
        return []
    local = at.astimezone(ZoneInfo(project.time_zone))
    return list(Week.of(first).until(newest_due(local, rules.report_day, rules.report_hour)))


def _refuse_before_the_first(project: Project, week: Week) -> None:
    first = lines.first_day(project.id)
    if first is None or week < Week.of(first):
        begun = f" It begins with {Week.of(first).name}." if first else ""
        raise NotFound(f"The diary of this project does not reach back to {week.name}.{begun}")


def _said(project: Project, week: Week, today: date) -> Weekly:
    """Give a week as it is published, else as it would be."""
    report = kept.find(project.id, week)
    return read(report) if report else draft(project, week, today=today)


def _whole(report: WeeklyReport) -> bytes:
    found = kept.file(report.id, WHOLE)
    if found is None:
        raise NotFound(f"The report of {report.iso.name} has lost its {WHOLE}. `flask diary verify` says more.")
    return found.body
