"""Evidence: what shows that an item is done, and the day it stops counting."""

from __future__ import annotations

from datetime import date, datetime

from ..domain import movements
from ..domain.diary import CLOCK, Change, Kind
from ..domain.words import EvidenceKind
from ..storage import items, projects
from ..storage.database import db
from ..storage.items import Evidence
from ..storage.people import User
from ..storage.projects import Project
from . import diary, edits, steps
from .edits import Edit
from .policies import policy_of


def add_evidence(
    project: Project,
    number: int,
    kind: EvidenceKind,
    reference: str,
    *,
    collected_on: date,
    by: User,
    at: datetime,
    note: str = "",
) -> Evidence:
    """Add what shows that an item is done."""
    edit = Edit.whatever_version(project, number, by, at)
    row, change = steps.prove(edit, kind, reference, collected_on=collected_on, note=note)
    edit.keep(change)
    return row


def note_aged_evidence(project: Project, *, at: datetime) -> int:
    """Write into the diary whose evidence became too old since the last look, or counts again; give how many."""
    noted = note_ages(projects.lock(project.id), at=at)
    db.session.commit()
    return noted


def note_ages(project: Project, *, at: datetime) -> int:
    """Do the same in a transaction that holds the project already; the caller commits."""
    since = policy_of(project).evidence_since(diary.local_day(project, at))
    changed = items.with_evidence_out_of_step(project.id, since)
    for item in changed:
        before = movements.bucket(item)
        item.aged = not item.aged
        change = Change(Kind.EVIDENCE_AGED, item.title, CLOCK, at, not item.aged, item.aged, item=item.number)
        edits.write(project, item, change, out_of=before)
    return len(changed)
