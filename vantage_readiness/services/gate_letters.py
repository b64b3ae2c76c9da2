"""Letters to the leads when the gate of their project says something else than it did."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..domain.deliveries import LetterKind
from ..domain.diary import Kind, Value
from ..domain.gate import Gate
from ..domain.refusals import NotFound
from ..domain.words import Role, Verdict
from ..output.mail import gate as paper
from ..output.mail.letter import Letter
from ..storage import diary as lines
from ..storage import projects
from ..storage.database import db, looking
from ..storage.projects import Project
from . import activity, deliveries
from .diary import local_day
from .newcomers import at_home
from .occasions import Occasion, Unwanted, reader
from .overview import Look

REASONS = 12
CHANGES = 8
_NOUNS = ("assessment", "finding", "item", "retier", "exemption", "evidence", "waiver", "project")
_SMALL_TALK = (Kind.ITEM_COMMENTED, Kind.ITEM_CONFIRMED, Kind.ITEM_REWORDED)
_THAT_MATTER = tuple(kind.value for kind in Kind if kind.value.partition(".")[0] in _NOUNS and kind not in _SMALL_TALK)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a project's gate said on a day, at a revision, and how many lines its diary had."""

    project_id: int
    slug: str
    revision: int
    today: date
    lines: int
    gate: Gate

    @property
    def mark(self) -> str:
        """What the project remembers of it."""
        return f"{self.revision}|{self.today.isoformat()}|{self.lines}"


def run_due(at: datetime) -> int:
    """Look at every gate that may have changed and owe letters about those that did; give how many letters.

    A gate is judged only when its project or the day changed since it was looked at. What fails is logged, and due
    again.
    """
    return sum(_tell(seen, at) for seen in _look(at))


def write(occasion: Occasion) -> Letter:
    """Give the letter about a gate, as it stood when it changed."""
    user = reader(occasion.row)
    project = db.session.get(Project, occasion.row.project_id) if occasion.row.project_id else None
    seat = projects.find_membership(project.id, user.id) if project else None
    if project is None or seat is None or seat.role is not Role.LEAD:
        raise Unwanted(f"{user.name} does not lead this project any more.")
    return paper.letter(_turn(project, occasion.row.about), user.name, occasion.base, occasion.footer)


def _look(at: datetime) -> list[Seen]:
    """Judge the gates that may say something else than when they were looked at; nothing is written."""
    with looking():
        found = [seen for project in projects.every() if (seen := _judged(project, local_day(project, at)))]
        db.session.rollback()
    return found


def _judged(project: Project, today: date) -> Seen | None:
    if (project.gate_looked or "").startswith(f"{project.revision}|{today.isoformat()}|"):
        return None
    try:
        written, _ = lines.length(project.id)
        return Seen(project.id, project.slug, project.revision, today, written, Look(project, today).gate)
    except Exception:  # noqa: BLE001 — whatever it was, the other gates are looked at
        _log.exception("The gate of project %s could not be judged.", project.slug)
        return None


def _tell(seen: Seen, at: datetime) -> int:
    try:
        owed = _owe(seen, at)
        db.session.commit()
    except NotFound:  # deleted meanwhile
        db.session.rollback()
        return 0
    except Exception:  # noqa: BLE001 — as above
        db.session.rollback()
        _log.exception("What the gate of project %s says could not be told.", seen.slug)
        return 0
    return owed


def _owe(seen: Seen, at: datetime) -> int:
    """Keep what the gate says and owe the letters; a project that was never looked at has nothing to compare with."""
    project = projects.lock(seen.project_id)
    if project.revision != seen.revision or project.gate_looked == seen.mark:
        return 0  # it was changed, or another clock was faster
    before, verdict = project.gate_told, seen.gate.verdict.value
    earlier = _lines_at(project.gate_looked)
    project.gate_told, project.gate_looked = verdict, seen.mark
    if before is None or before == verdict:
        return 0
    leads = at_home([user for user, role in projects.members(project.id) if role is Role.LEAD])
    about: dict[str, Value] = {
        "before": before,
        "after": verdict,
        "day": seen.today.isoformat(),
        "sentence": seen.gate.sentence,
        "reasons": [reason.sentence for reason in seen.gate.reasons[:REASONS]],
        "more": max(0, len(seen.gate.reasons) - REASONS),
        "lines": [earlier, seen.lines],
    }
    for lead in leads:
        key = f"gate:{project.id}:{seen.lines}:{seen.today.isoformat()}:{lead.id}"
        kind = LetterKind.GATE.value
        deliveries.owe(kind, key=key, user=lead, address=lead.email, about=about, at=at, project=project)
    return len(leads)


def _lines_at(mark: str | None) -> int:
    """Give how many lines the diary had when the gate was looked at before."""
    return int(mark.split("|")[2]) if mark else 0


def _turn(project: Project, about: Any) -> paper.Turn:
    """Read what a letter is about, as it was owed."""
    earlier, now = about["lines"]
    newest = lines.lines(project.id, kinds=_THAT_MATTER, before_number=now + 1, limit=CHANGES)
    told = activity.told(project, [line for line in newest if line.number > earlier])
    return paper.Turn(
        project=project.name,
        slug=project.slug,
        before=Verdict(about["before"]),
        after=Verdict(about["after"]),
        on=date.fromisoformat(about["day"]),
        sentence=about["sentence"],
        reasons=about["reasons"],
        more=about["more"],
        changes=[f"{each.by} {each.sentence}." for each in told],
    )
