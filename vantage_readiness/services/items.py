"""Working on items: every edit loads, decides, keeps and writes the diary in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..domain import items as decisions
from ..domain.diary import Change, Kind, Value, person
from ..domain.refusals import Refused
from ..domain.words import Status, Tier
from ..storage import assessments, items, projects
from ..storage.database import db
from ..storage.items import Comment, Item
from ..storage.people import User
from ..storage.projects import Project
from . import diary, edits, steps
from .edits import Edit, Seen, get, name_of, phase_name

__all__ = ["Bulk", "Item", "Seen"]


@dataclass(frozen=True, slots=True)
class Bulk:
    """What to change on many items at once; a field left at None stays as it is. Owner 0 takes the owner away."""

    status: Status | None = None
    owner: int | None = None
    due: date | None = None
    phase: int | None = None


def move_item(project: Project, seen: Seen, to: Status, *, by: User, at: datetime, note: str = "") -> Item:
    """Change an item's status."""
    edit = Edit.begin(project, seen, by, at, "Status", to.label)
    return edit.keep(steps.move(edit, to, note))


def own_item(project: Project, seen: Seen, owner: int | None, *, by: User, at: datetime) -> Item:
    """Change who has an item."""
    edit = Edit.begin(project, seen, by, at, "Owner", name_of(project, owner))
    return edit.keep(steps.own(edit, owner))


def set_due(project: Project, seen: Seen, due: date | None, *, by: User, at: datetime) -> Item:
    """Change when an item is due."""
    edit = Edit.begin(project, seen, by, at, "Due date", due.isoformat() if due else "No date")
    return edit.keep(steps.set_due(edit, due))


def postpone(project: Project, seen: Seen, due: date, reason: str, *, by: User, at: datetime) -> Item:
    """Acknowledge that an item slips: a new due date and why. That ends its escalation."""
    edit = Edit.begin(project, seen, by, at, "Due date", due.isoformat())
    return edit.keep(steps.postpone(edit, due, reason))


def put_in_phase(project: Project, seen: Seen, phase_id: int | None, *, by: User, at: datetime) -> Item:
    """Change the phase an item is done in."""
    edit = Edit.begin(project, seen, by, at, "Phase", phase_name(project, phase_id))
    return edit.keep(steps.put_in_phase(edit, phase_id))


def retier_item(project: Project, seen: Seen, to: Tier, *, by: User, at: datetime, reason: str) -> Item:
    """Change how much an item matters."""
    edit = Edit.begin(project, seen, by, at, "Tier", to.label)
    return edit.keep(steps.retier(edit, to, reason))


def reword_item(project: Project, seen: Seen, title: str, detail: str, *, by: User, at: datetime) -> Item:
    """Change an item's title and detail."""
    edit = Edit.begin(project, seen, by, at, "Title", title)
    return edit.keep(steps.reword(edit, title, detail))


def confirm_item(project: Project, seen: Seen, *, by: User, at: datetime) -> Item:
    """Say that an item's status is still true."""
    edit = Edit.begin(project, seen, by, at, "Status", "Still true")
    change = decisions.confirm(edit.item, by=by.id, at=at)
    edit.item.confirmed_on = edit.today
    return edit.keep(change)


def add_item(
    project: Project,
    title: str,
    tier: Tier,
    *,
    by: User,
    at: datetime,
    detail: str = "",
    area_id: int | None = None,
    phase_id: int | None = None,
    owner_id: int | None = None,
    due: date | None = None,
    reason: str = "",
) -> Item:
    """Add an item: a visible change of scope."""
    project = projects.lock(project.id)
    phase_name(project, phase_id)
    if owner_id is not None:
        steps.refuse_stranger(project, owner_id)
    if area_id is not None and assessments.find_area(project.id, area_id) is None:
        raise Refused("Choose an area of this project’s assessment.")
    item = Item(
        project_id=project.id,
        number=items.highest_number(project.id) + 1,
        title=decisions.titled(title),
        detail=decisions.bounded(detail),
        tier=tier,
        status=Status.OPEN,
        area_id=area_id,
        phase_id=phase_id,
        owner_id=owner_id,
        due=due,
        confirmed_on=diary.local_day(project, at),
        created_at=at,
    )
    db.session.add(item)
    keep_added(project, item, by=person(by.id), at=at, note=decisions.bounded(reason))
    db.session.commit()
    return item


def keep_added(project: Project, item: Item, *, by: str, at: datetime, note: str = "") -> None:
    """Write the diary line of a new item and its movement; the caller commits."""
    edits.write(project, item, added(item, by=by, at=at, note=note), out_of=None)


def added(item: Item, *, by: str, at: datetime, note: str = "") -> Change:
    """Give the diary line of a new item."""
    after: Value = {
        "title": item.title,
        "tier": item.tier.value,
        "phase": item.phase_id,
        "area": item.area_id,
        "status": item.status.value,
        "born_done": bool(item.born_done),
        "owner": item.owner_id,
        "due": item.due.isoformat() if item.due else None,
        "original": bool(item.original),
    }
    return Change(Kind.ITEM_ADDED, item.title, by, at, None, after, note, item.number)


def comment(project: Project, number: int, text: str, *, by: User, at: datetime) -> Comment:
    """Write under an item."""
    project = projects.lock(project.id)
    item = get(project, number)
    text = decisions.required(text, "a comment")
    row = Comment(item_id=item.id, by_id=by.id, at=at, text=text)
    db.session.add(row)
    diary.write(project, Change(Kind.ITEM_COMMENTED, item.title, person(by.id), at, after=text[:500], item=number))
    db.session.commit()
    return row


def change_many(project: Project, seen: Sequence[Seen], wish: Bulk, *, by: User, at: datetime) -> int:
    """Change many items in one transaction, or none of them; give how many changed."""
    if not seen:
        raise Refused("Choose at least one item.")
    if wish == Bulk():
        raise Refused("Choose what to change.")
    project = projects.lock(project.id)
    changed = 0
    for one in seen:
        edit = Edit.begin(project, one, by, at, "Item", "the bulk change")
        changed += _apply(edit, wish)
    db.session.commit()
    return changed


def numbers(seen: Iterable[str]) -> list[Seen]:
    """Read `number:version` pairs as forms send them."""
    found = []
    for pair in seen:
        number, _, version = pair.partition(":")
        if not all(part.isascii() and part.isdecimal() and len(part) <= 9 for part in (number, version)):
            raise Refused("One of the chosen items could not be read. Reload the page and choose again.")
        found.append(Seen(int(number), int(version)))
    return found


def _apply(edit: Edit, wish: Bulk) -> bool:
    """Make the wished changes that differ from what is; answer whether any did."""
    wanted: list[Callable[[], Change]] = []
    item = edit.item
    if wish.owner is not None and (wish.owner or None) != item.owner_id:
        wanted.append(lambda: steps.own(edit, wish.owner or None))
    if wish.due is not None and wish.due != item.due:
        wanted.append(lambda: steps.set_due(edit, wish.due))
    if wish.phase is not None and (wish.phase or None) != item.phase_id:
        wanted.append(lambda: steps.put_in_phase(edit, wish.phase or None))
    if wish.status is not None and wish.status is not item.status:
        status = wish.status
        wanted.append(lambda: steps.move(edit, status, ""))
    for step in wanted:
        edit.note(step())
    return bool(wanted)
