"""What would be after applying an assessment: items and states as a comparison would leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from .movements import State
from .reassessment import Changed, Comparison, Known
from .shapes import Item
from .words import Correction, Difference, Status, Tier


@dataclass(frozen=True, slots=True)
class Sketch:
    """An item that is not kept; it has the shape of one."""

    number: int
    title: str
    tier: Tier
    original: bool
    phase_id: int | None
    area_id: int | None
    owner_id: int | None
    owner_name: str | None
    due: date | None
    status: Status
    confirmed_on: date
    claimed_on: date | None
    blocked_since: date | None
    evidence_on: date | None
    waived_until: date | None
    correction: Correction | None
    born_done: bool
    vanished: bool
    proposed_tier: Tier | None


_NAMES = tuple(each.name for each in fields(Sketch))


def foresee(items: Iterable[Item], comparison: Comparison) -> list[Item]:
    """Give a project's items as they would be once the comparison is applied; new ones get the next numbers."""
    changes = {change.item: change for change in comparison.changes if change.item is not None}
    later: list[Item] = []
    for item in items:
        change = changes.get(item.number)
        later.append(_changed(item, change) if change else item)
    following = max((item.number for item in later), default=0) + 1
    arriving = [change for change in comparison.changes if change.item is None]
    return [*later, *(_arrived(number, change) for number, change in enumerate(arriving, following))]


def foresee_states(states: Mapping[int, State], comparison: Comparison) -> dict[int, State]:
    """Give what the diary would say of the items once the comparison is applied."""
    later = dict(states)
    for change in comparison.changes:
        if change.item in later and change.to is not None:
            later[change.item] = replace(later[change.item], status=change.to, born_done=False)
    return later


def state_of(known: Known) -> State:
    """Give what a diary would say of an item that has only just been imported; a tick puts it aside."""
    return State(known.tier, known.status, None, None, known.status is Status.DONE)


def _changed(item: Item, change: Changed) -> Item:
    sketch = Sketch(**{name: getattr(item, name) for name in _NAMES})
    vanishes = change.kind is Difference.VANISHED and change.waits
    return replace(
        sketch,
        status=change.to or item.status,
        born_done=item.born_done and change.to is None,
        vanished=vanishes or (item.vanished and not change.returns),
        proposed_tier=change.proposed_tier or (None if change.withdrawn else item.proposed_tier),
    )


def _arrived(number: int, change: Changed) -> Item:
    return Sketch(
        number=number,
        title=change.title,
        tier=change.tier,
        original=False,
        phase_id=None,
        area_id=None,
        owner_id=None,
        owner_name=None,
        due=None,
        status=change.to or Status.OPEN,
        confirmed_on=date.min,
        claimed_on=None,
        blocked_since=None,
        evidence_on=None,
        waived_until=None,
        correction=None,
        born_done=change.kind is Difference.BORN_DONE,
        vanished=False,
        proposed_tier=None,
    )
