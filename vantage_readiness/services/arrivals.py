"""What a newer assessment does to the items: ticks become claims, what is missing waits, what is new arrives."""

from __future__ import annotations

from datetime import date, datetime

from ..domain import movements
from ..domain.diary import ASSESSOR, Change, Kind
from ..domain.reassessment import Changed, Comparison
from ..domain.words import Difference, Status, Tier
from ..storage import items
from ..storage.assessments import ItemSource
from ..storage.database import db
from ..storage.items import Item
from . import diary, edits
from .edits import Batch
from .imports import Imported
from .items import added


def keep(done: Imported, comparison: Comparison, *, at: datetime) -> None:
    """Keep what a comparison does to the items of a project; the caller holds the project and commits."""
    today = diary.local_day(done.project, at)
    batch = edits.Batch(done.project, by=ASSESSOR, at=at)
    rows = {item.number: item for item in items.every(done.project.id)}
    with db.session.no_autoflush:
        found = _arrivals(done, comparison, max(rows, default=0) + 1, today, at)
        for change in comparison.changes:
            item = found.pop(0) if change.item is None else rows[change.item]
            if change.item is None:
                batch.write(item, added(item, by=ASSESSOR, at=at, note=_note(done, change)), out_of=None)
            else:
                _follow(done, batch, item, change, today, at)
            _remember(done, item, change)
    batch.close()


def _arrivals(done: Imported, comparison: Comparison, number: int, today: date, at: datetime) -> list[Item]:
    """Make the items that only the newer document names, in their order."""
    new = [change for change in comparison.changes if change.item is None]
    found = [_new(done, change, number + place, today, at) for place, change in enumerate(new)]
    db.session.add_all(found)
    db.session.flush()
    return found


def _new(done: Imported, change: Changed, number: int, today: date, at: datetime) -> Item:
    entry = change.entry
    area = done.areas.get(entry.area or "") if entry else None
    return Item(
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


def _follow(done: Imported, batch: Batch, item: Item, change: Changed, today: date, at: datetime) -> None:
    """Do what follows from a difference, each as its own line of the diary."""
    if change.returns:
        item.vanished = False
        _tell(done, batch, item, change, Kind.ITEM_RETURNED, at)
    if change.kind is Difference.VANISHED and change.waits and not item.vanished:
        item.vanished = True
        _tell(done, batch, item, change, Kind.ITEM_VANISHED, at)
    if change.to is not None:
        _move(done, batch, item, change.to, change, today, at)
    if change.proposed_tier is not None:
        item.proposed_tier = change.proposed_tier
        _tell_tier(done, batch, item, change, Kind.RETIER_PROPOSED, change.proposed_tier, at)
    elif change.withdrawn is not None:
        item.proposed_tier = None
        _tell_tier(done, batch, item, change, Kind.RETIER_WITHDRAWN, change.withdrawn, at)


def _move(done: Imported, batch: Batch, item: Item, to: Status, change: Changed, today: date, at: datetime) -> None:
    """Set the status a document claims. Nobody of the project is the claimer, so anybody may verify it.

    What was verified is open again only because whoever applied the document decided so; the diary names them.
    """
    by = done.kept.imported_by if item.status is Status.VERIFIED else ASSESSOR
    before, out_of = item.status, movements.bucket(item)
    item.claimed_by_id, item.claimed_on = None, today if to is Status.DONE else None
    item.verified_by_id = item.blocked_since = None
    item.born_done = False
    item.exemption_by_id, item.exemption_reason = None, ""
    item.status, item.confirmed_on = to, today
    line = Change(Kind.ITEM_MOVED, item.title, by, at, before.value, to.value, _note(done, change), item.number)
    batch.write(item, line, out_of=out_of)


def _remember(done: Imported, item: Item, change: Changed) -> None:
    """Keep where the item stands in this document, as printed."""
    if change.after is None or change.entry is None:
        return
    done.items.setdefault(change.entry.title, item)
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


def _tell(done: Imported, batch: Batch, item: Item, change: Changed, kind: Kind, at: datetime) -> None:
    line = Change(kind, item.title, ASSESSOR, at, None, done.kept.number, _note(done, change), item.number)
    batch.write(item, line, out_of=movements.bucket(item))


def _tell_tier(done: Imported, batch: Batch, item: Item, change: Changed, kind: Kind, tier: Tier, at: datetime) -> None:
    note = _note(done, change)
    line = Change(kind, item.title, ASSESSOR, at, item.tier.value, tier.value, note, item.number)
    batch.write(item, line, out_of=movements.bucket(item))


def _note(done: Imported, change: Changed) -> str:
    where = f", line {change.after.line}" if change.after else ""
    return f"Assessment {done.kept.number}{where}"
