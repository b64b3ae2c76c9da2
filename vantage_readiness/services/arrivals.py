"""What a newer assessment does to the items: ticks become claims, what is missing waits, what is new arrives."""

from __future__ import annotations

from datetime import date, datetime

from ..domain import movements
from ..domain.diary import ASSESSOR, Change, Kind
from ..domain.reassessment import Changed, Comparison
from ..domain.words import Difference, Status
from ..storage import items
from ..storage.assessments import ItemSource
from ..storage.database import db
from ..storage.items import Item
from . import diary, edits
from .imports import Imported
from .items import keep_added


def keep(done: Imported, comparison: Comparison, *, at: datetime) -> None:
    """Keep what a comparison does to the items of a project; the caller holds the project and commits."""
    today = diary.local_day(done.project, at)
    rows = {item.number: item for item in items.every(done.project.id)}
    following = max(rows, default=0) + 1
    for change in comparison.changes:
        if change.item is None:
            item = _add(done, change, following, today, at)
            following += 1
        else:
            item = rows[change.item]
            _follow(done, item, change, today, at)
        if change.entry is not None:
            done.items.setdefault(change.entry.title, item)
            _remember(done, item, change)


def _add(done: Imported, change: Changed, number: int, today: date, at: datetime) -> Item:
    entry = change.entry
    area = done.areas.get(entry.area or "") if entry else None
    item = Item(
        project_id=done.project.id,
        number=number,
        title=change.title[:500],
        detail=entry.detail if entry else "",
        tier=change.tier,
        status=change.to or Status.OPEN,
        born_done=change.kind is Difference.BORN_DONE,
        effort=(entry.effort or "")[:80] if entry else "",
        area_id=area.id if area else None,
        confirmed_on=today,
        created_at=at,
    )
    db.session.add(item)
    db.session.flush()
    keep_added(done.project, item, by=ASSESSOR, at=at, note=_note(done, change))
    return item


def _follow(done: Imported, item: Item, change: Changed, today: date, at: datetime) -> None:
    """Do what follows from a difference, each as its own line of the diary."""
    if change.returns:
        item.vanished = False
        _tell(done, item, change, Kind.ITEM_RETURNED, at)
    if change.kind is Difference.VANISHED and change.waits and not item.vanished:
        item.vanished = True
        _tell(done, item, change, Kind.ITEM_VANISHED, at)
    if change.to is not None:
        _move(done, item, change, change.to, today, at)
    if change.proposed_tier is not None:
        item.proposed_tier = change.proposed_tier
        line = Change(
            Kind.RETIER_PROPOSED,
            item.title,
            ASSESSOR,
            at,
            item.tier.value,
            change.proposed_tier.value,
            _note(done, change),
            item.number,
        )
        diary.write(done.project, line)


def _move(done: Imported, item: Item, change: Changed, to: Status, today: date, at: datetime) -> None:
    """Set the status a document claims. Nobody of the project is the claimer, so anybody may verify it."""
    before, out_of = item.status, movements.bucket(item)
    item.claimed_by_id, item.claimed_on = None, today if to is Status.DONE else None
    item.verified_by_id = item.blocked_since = None
    item.born_done = False
    item.exemption_by_id, item.exemption_reason = None, ""
    item.status, item.confirmed_on = to, today
    line = Change(Kind.ITEM_MOVED, item.title, ASSESSOR, at, before.value, to.value, _note(done, change), item.number)
    edits.write(done.project, item, line, out_of=out_of)


def _remember(done: Imported, item: Item, change: Changed) -> None:
    """Keep where the item stands in this document, as printed."""
    if change.after is None:
        return
    db.session.add(
        ItemSource(
            item_id=item.id,
            assessment_id=done.kept.id,
            line=change.after.line,
            printed_title=change.after.title[:500],
            printed_state=change.after.state.value,
            printed_tier=change.after.tier,
            how=change.how or "new",
        )
    )


def _tell(done: Imported, item: Item, change: Changed, kind: Kind, at: datetime) -> None:
    note = _note(done, change)
    diary.write(
        done.project, Change(kind, item.title, ASSESSOR, at, after=done.kept.number, note=note, item=item.number)
    )


def _note(done: Imported, change: Changed) -> str:
    where = f", line {change.after.line}" if change.after else ""
    return f"Assessment {done.kept.number}{where}"
