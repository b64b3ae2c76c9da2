"""Evidence: what shows that an item is done, and the day it stops counting."""

from __future__ import annotations

from datetime import date, datetime

from ..domain import items as decisions
from ..domain import movements, readiness
from ..domain.diary import CLOCK, Change, Kind, Value, person
from ..domain.words import EvidenceKind
from ..storage import items, projects
from ..storage.database import db
from ..storage.items import Evidence
from ..storage.people import User
from ..storage.projects import Project
from . import diary, edits
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
    item, note = edit.item, decisions.bounded(note)
    reference = decisions.evidence(kind, reference, collected_on=collected_on, today=edit.today)
    row = Evidence(
        item_id=item.id, kind=kind, reference=reference, note=note, collected_on=collected_on, by_id=by.id, at=at
    )
    db.session.add(row)
    item.evidence_on = max(item.evidence_on or collected_on, collected_on)
    renews = item.aged and not readiness.is_aged(item.evidence_on, edit.today, edit.policy)
    item.aged = item.aged and not renews
    after: Value = {"kind": kind.value, "reference": reference, "renews": renews}
    edit.keep(Change(Kind.EVIDENCE_ADDED, item.title, person(by.id), at, after=after, note=note, item=number))
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
