"""Claiming an item together with what shows it, in one transaction: what a build does when it has proven something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ..domain.words import EvidenceKind, Status
from ..storage.items import Item
from ..storage.people import User
from ..storage.projects import Project
from . import steps
from .edits import Edit, Seen

_CLAIMED = (Status.DONE, Status.VERIFIED)


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that an item is done; without a day it was collected today."""

    kind: EvidenceKind
    reference: str
    collected_on: date | None = None
    note: str = ""


def claim_item(
    project: Project, seen: Seen, to: Status, *, by: User, at: datetime, note: str = "", proof: Proof | None = None
) -> Item:
    """Change an item's status and add its evidence, both or neither.

    A claim with evidence of what is claimed or verified already only adds the evidence: a build that runs every night
    renews the proof and never takes a verification back.
    """
    edit = Edit.begin(project, seen, by, at, "Status", to.label)
    if proof:
        day = proof.collected_on or edit.today
        edit.note(steps.prove(edit, proof.kind, proof.reference, collected_on=day, note=proof.note)[1])
    if not (proof and to is Status.DONE and edit.item.status in _CLAIMED):
        edit.note(steps.move(edit, to, note))
    return edit.done()
