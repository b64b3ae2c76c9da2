"""Waivers: accepted risk for a limited time."""

from __future__ import annotations

from datetime import date, datetime

from ..domain import items as decisions
from ..storage.database import db
from ..storage.items import Waiver
from ..storage.people import User
from ..storage.projects import Project
from .edits import Edit


def waive(
    project: Project,
    number: int,
    *,
    reason: str,
    control: str,
    until: date,
    requested_by: User,
    by: User,
    at: datetime,
) -> Waiver:
    """Accept an item's risk for a limited time; the approver `by` is not the requester."""
    edit = Edit.whatever_version(project, number, by, at)
    change = decisions.waive(
        edit.item,
        until,
        requested_by=requested_by.id,
        by=by.id,
        at=at,
        today=edit.today,
        policy=edit.policy,
        reason=reason,
    )
    row = Waiver(
        item_id=edit.item.id,
        reason=change.note,
        control=decisions.required(control, "what holds the risk down meanwhile"),
        begins=edit.today,
        ends=until,
        requested_by_id=requested_by.id,
        approved_by_id=by.id,
        at=at,
    )
    db.session.add(row)
    edit.item.waived_until = until
    edit.keep(change)
    return row
