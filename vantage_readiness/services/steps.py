"""Single steps of changing an item that is held: decide, set, give the diary its line. Whoever strings them keeps."""

from __future__ import annotations

from datetime import date

from ..domain import items as decisions
from ..domain import readiness
from ..domain.diary import Change, Kind, Value, person
from ..domain.refusals import Refused
from ..domain.words import EvidenceKind, Status, Tier
from ..storage import projects
from ..storage.database import db
from ..storage.items import Evidence
from ..storage.projects import Project
from .edits import Edit, phase_name


def move(edit: Edit, to: Status, note: str) -> Change:
    """Change the status."""
    change = decisions.move(edit.item, to, by=edit.by.id, at=edit.at, policy=edit.policy, note=note)
    edit.place(to)
    return change


def own(edit: Edit, owner: int | None) -> Change:
    """Change who has it; only somebody of the project."""
    if owner is not None:
        refuse_stranger(edit.project, owner)
    change = decisions.own(edit.item, owner, by=edit.by.id, at=edit.at)
    edit.item.owner_id = owner
    return change


def set_due(edit: Edit, due: date | None) -> Change:
    """Change when it is due."""
    change = decisions.fall_due(edit.item, due, by=edit.by.id, at=edit.at)
    edit.item.due = due
    return change


def postpone(edit: Edit, due: date, reason: str) -> Change:
    """Put off what slips, with the reason."""
    change = decisions.postpone(edit.item, due, by=edit.by.id, at=edit.at, today=edit.today, reason=reason)
    edit.item.due = due
    return change


def put_in_phase(edit: Edit, phase_id: int | None) -> Change:
    """Change the phase; only one of the project's plan."""
    phase_name(edit.project, phase_id)
    change = decisions.put_in_phase(edit.item, phase_id, by=edit.by.id, at=edit.at)
    edit.item.phase_id = phase_id
    return change


def retier(edit: Edit, to: Tier, reason: str) -> Change:
    """Change how much it matters."""
    change = decisions.retier(edit.item, to, by=edit.by.id, at=edit.at, reason=reason)
    edit.item.tier, edit.item.proposed_tier = to, None
    return change


def reword(edit: Edit, title: str, detail: str) -> Change:
    """Change title and detail."""
    change = decisions.reword(edit.item, title, detail, by=edit.by.id, at=edit.at)
    edit.item.title, edit.item.detail = decisions.titled(title), detail.strip()
    return change


def prove(edit: Edit, kind: EvidenceKind, reference: str, *, collected_on: date, note: str) -> tuple[Evidence, Change]:
    """Add what shows that it is done."""
    item, note = edit.item, decisions.bounded(note)
    reference = decisions.evidence(kind, reference, collected_on=collected_on, today=edit.today)
    row = Evidence(item_id=item.id, kind=kind, reference=reference, note=note, collected_on=collected_on)
    row.by_id, row.at = edit.by.id, edit.at
    db.session.add(row)
    item.evidence_on = max(item.evidence_on or collected_on, collected_on)
    renews = item.aged and not readiness.is_aged(item.evidence_on, edit.today, edit.policy)
    item.aged = item.aged and not renews
    after: Value = {
        "kind": kind.value,
        "reference": reference,
        "renews": renews,
        "collected_on": collected_on.isoformat(),
    }
    by = person(edit.by.id)
    return row, Change(Kind.EVIDENCE_ADDED, item.title, by, edit.at, after=after, note=note, item=item.number)


def refuse_stranger(project: Project, user_id: int) -> None:
    """Refuse an owner who does not belong to the project."""
    if projects.find_membership(project.id, user_id) is None:
        raise Refused("Choose an owner from the people of this project.")
