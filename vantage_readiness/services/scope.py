"""What leaves the scope without work, and what comes back: not applicable, duplicate, not a real gap."""

from __future__ import annotations

from datetime import datetime

from ..domain import items as decisions
from ..domain.diary import Change, Kind, person
from ..domain.words import Correction, Status
from ..storage.items import Item
from ..storage.people import User
from ..storage.projects import Project
from .edits import Edit, Seen


def correct_item(project: Project, seen: Seen, to: Correction, *, by: User, at: datetime, reason: str) -> Item:
    """Close an item as a duplicate or as not a real gap; it leaves the scope visibly."""
    edit = Edit.begin(project, seen, by, at, "Scope", to.label)
    change = decisions.correct(edit.item, to, by=by.id, at=at, reason=reason)
    edit.item.correction, edit.item.vanished = to, False
    return edit.keep(change)


def take_back(project: Project, seen: Seen, *, by: User, at: datetime, reason: str) -> Item:
    """Take an item that was closed without work back into scope, with the status it had."""
    edit = Edit.begin(project, seen, by, at, "Scope", "In scope")
    change = decisions.take_back(edit.item, by=by.id, at=at, reason=reason)
    edit.item.correction = None
    return edit.keep(change)


def exempt_item(project: Project, seen: Seen, *, by: User, at: datetime, reason: str) -> Item:
    """Ask for an item to be not applicable; it leaves the scope once a second person approves."""
    edit = Edit.begin(project, seen, by, at, "Status", Status.NOT_APPLICABLE.label)
    item, reason = edit.item, reason.strip()
    change = decisions.exempt(item, by=by.id, at=at, policy=edit.policy, reason=reason)
    item.exemption_reason, item.exemption_by_id = reason, by.id
    if change is None:
        return edit.keep(Change(Kind.EXEMPTION_ASKED, item.title, person(by.id), at, note=reason, item=item.number))
    edit.place(Status.NOT_APPLICABLE)
    return edit.keep(change)


def approve_exemption(project: Project, seen: Seen, *, by: User, at: datetime) -> Item:
    """Approve, as a second person, that an item is not applicable."""
    edit = Edit.begin(project, seen, by, at, "Status", Status.NOT_APPLICABLE.label)
    change = decisions.approve_exemption(edit.item, by=by.id, at=at, reason=edit.item.exemption_reason)
    edit.place(Status.NOT_APPLICABLE)
    return edit.keep(change)


def decline_exemption(project: Project, seen: Seen, *, by: User, at: datetime, reason: str) -> Item:
    """Decline, or take back, the wish to mark an item not applicable."""
    edit = Edit.begin(project, seen, by, at, "Status", "Stays in scope")
    change = decisions.decline_exemption(edit.item, by=by.id, at=at, reason=reason)
    edit.item.exemption_by_id, edit.item.exemption_reason = None, ""
    return edit.keep(change)
