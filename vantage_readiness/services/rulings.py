"""Deciding about what a document said of an item: it vanished, arrived already ticked, or changed its tier."""

from __future__ import annotations

from datetime import datetime

from ..domain import items as decisions
from ..domain import rulings
from ..domain.diary import Change, Kind, person
from ..domain.words import Correction, Ruling, Status
from ..storage.items import Item
from ..storage.people import User
from ..storage.projects import Project
from .edits import Edit, Seen

_CORRECTIONS = {Ruling.DUPLICATE: Correction.DUPLICATE, Ruling.NOT_A_GAP: Correction.NOT_A_GAP}


def rule_on_vanished(project: Project, seen: Seen, ruling: Ruling, *, by: User, at: datetime, reason: str) -> Item:
    """Decide about an item that the newest assessment no longer names.

    Done is a claim, never a verification. Not applicable is a wish that a second person approves; until then the item
    keeps holding the gate.
    """
    edit = Edit.begin(project, seen, by, at, "Decision", ruling.label)
    line = rulings.rule(edit.item, ruling, by=by.id, at=at, reason=reason)
    change = _follow(edit, ruling, line.note)
    edit.item.vanished = ruling is Ruling.NOT_APPLICABLE and edit.item.status is not Status.NOT_APPLICABLE
    edit.note(line)
    return edit.keep(change) if change else edit.done()


def accept_born_done(project: Project, seen: Seen, *, by: User, at: datetime, reason: str = "") -> Item:
    """Accept an item that arrived already ticked: from now on it is a claim like any other, and by this person."""
    edit = Edit.begin(project, seen, by, at, "Decision", "Accepted")
    change = rulings.accept(edit.item, by=by.id, at=at, reason=reason)
    item = edit.item
    item.born_done, item.confirmed_on = False, edit.today
    item.claimed_by_id, item.claimed_on = by.id, edit.today
    return edit.keep(change)


def approve_tier(project: Project, seen: Seen, *, by: User, at: datetime, reason: str) -> Item:
    """Approve the tier that a document gives an item."""
    edit = Edit.begin(project, seen, by, at, "Tier", "approve")
    change = rulings.approve_tier(edit.item, by=by.id, at=at, reason=reason)
    edit.item.tier, edit.item.proposed_tier = edit.item.proposed_tier or edit.item.tier, None
    return edit.keep(change)


def decline_tier(project: Project, seen: Seen, *, by: User, at: datetime, reason: str) -> Item:
    """Keep an item's tier against a document."""
    edit = Edit.begin(project, seen, by, at, "Tier", "keep")
    change = rulings.decline_tier(edit.item, by=by.id, at=at, reason=reason)
    edit.item.proposed_tier = None
    return edit.keep(change)


def _follow(edit: Edit, ruling: Ruling, reason: str) -> Change | None:
    """Do to the item what the decision says; give the change that it is besides, if any."""
    item, by, at = edit.item, edit.by.id, edit.at
    if ruling in _CORRECTIONS:
        change = decisions.correct(item, _CORRECTIONS[ruling], by=by, at=at, reason=reason)
        item.correction = _CORRECTIONS[ruling]
        return change
    if ruling is Ruling.NOT_APPLICABLE:
        return _exempt(edit, reason)
    if ruling is Ruling.DONE and item.status is not Status.DONE:
        change = decisions.move(item, Status.DONE, by=by, at=at, policy=edit.policy, note=reason)
        edit.place(Status.DONE)
        return change
    item.confirmed_on = edit.today
    return None


def _exempt(edit: Edit, reason: str) -> Change:
    item = edit.item
    change = decisions.exempt(item, by=edit.by.id, at=edit.at, policy=edit.policy, reason=reason)
    item.exemption_reason = reason
    if change is None:
        item.exemption_by_id = edit.by.id
        return Change(Kind.EXEMPTION_ASKED, item.title, person(edit.by.id), edit.at, note=reason, item=item.number)
    edit.place(Status.NOT_APPLICABLE)
    return change
