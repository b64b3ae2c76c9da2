"""One item held for one change: loaded under the project's lock, refused when stale, kept with all that follows.

The diary, the tallies and the phases move in the transaction of the item; whoever decides is elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..domain import movements, phases
from ..domain.diary import Change, Kind
from ..domain.movements import Bucket
from ..domain.policy import Policy
from ..domain.refusals import Clash, NotFound, Refused, Stale
from ..domain.words import Status
from ..storage import diary as lines
from ..storage import items, plan, projects
from ..storage.database import db
from ..storage.items import Item
from ..storage.people import User
from ..storage.projects import Project
from . import diary
from .policies import policy_of


class Seen(NamedTuple):
    """Which version of an item the asker was looking at; None for whoever states a fact, whichever version stands."""

    number: int
    version: int | None


@dataclass(slots=True)
class Edit:
    """One item held for one change."""

    project: Project
    item: Item
    by: User
    at: datetime
    today: date
    policy: Policy
    before: Bucket

    @classmethod
    def begin(cls, project: Project, seen: Seen, by: User, at: datetime, field: str, wanted: str) -> Edit:
        """Hold the project and the item; refuse if somebody changed it after the asker looked."""
        return cls.begin_many(project, seen, by, at, {field: wanted})

    @classmethod
    def begin_many(cls, project: Project, seen: Seen, by: User, at: datetime, wanted: Mapping[str, str]) -> Edit:
        """Do the same for a change of several fields; `wanted` is what the asker wants, by the field's label."""
        edit = cls.whatever_version(project, seen.number, by, at)
        if seen.version not in (None, edit.item.version):
            raise _stale(edit.project, edit.item, wanted)
        return edit

    @classmethod
    def whatever_version(cls, project: Project, number: int, by: User, at: datetime) -> Edit:
        """Hold the project and the item for something that is added to it and overwrites nothing."""
        project = projects.lock(project.id)
        item = get(project, number)
        return cls(project, item, by, at, diary.local_day(project, at), policy_of(project), movements.bucket(item))

    def place(self, to: Status) -> None:
        """Set the status and what follows from it."""
        item = self.item
        item.blocked_since = self.today if to is Status.BLOCKED else None
        if to is Status.DONE and item.status is not Status.VERIFIED:
            item.claimed_by_id, item.claimed_on = self.by.id, self.today
        elif to in (Status.OPEN, Status.IN_PROGRESS, Status.BLOCKED):
            item.claimed_by_id = item.claimed_on = None
        item.verified_by_id = self.by.id if to is Status.VERIFIED else None
        item.born_done = False
        item.vanished = item.vanished and not to.is_settled
        item.exemption_by_id = None
        item.status, item.confirmed_on = to, self.today

    def note(self, change: Change) -> None:
        """Write the change and what follows from it; the caller commits."""
        self.before = write(self.project, self.item, change, out_of=self.before)

    def keep(self, change: Change) -> Item:
        """Write the change and commit."""
        self.note(change)
        return self.done()

    def done(self) -> Item:
        """Commit what was written."""
        db.session.commit()
        return self.item


def get(project: Project, number: int) -> Item:
    """Give an item by its number; raise `NotFound` with a sentence."""
    item = items.find(project.id, number)
    if item is None:
        raise NotFound(f"There is no item {number} in this project.")
    return item


def write(project: Project, item: Item, change: Change, *, out_of: Bucket | None) -> Bucket:
    """Write a change of an item, its movement and what it did to phases; the caller commits.

    `out_of` is the bucket the item was in, None if it was not there; gives the one it is in now.
    """
    into = movements.bucket(item)
    touched = [bucket.phase for bucket in (out_of, into) if bucket and bucket.phase] if out_of != into else []
    earlier = {phase: _progress(project, phase) for phase in touched}
    diary.write(project, change, out_of=out_of, into=into)
    if into.phase and phases.is_touched(item.status, in_scope=bool(into.scope)):
        _note_start(project, into.phase, change.at)
    for phase, then in earlier.items():
        _note_crossing(project, phase, then, change.by, change.at)
    return into


class Batch:
    """Many changes of a project's items in one transaction; what they do to phases is told once, at the end."""

    def __init__(self, project: Project, *, by: str, at: datetime) -> None:
        self._project, self._by, self._at = project, by, at
        self._pen = diary.Pen(project)
        self._earlier = {phase.id: _progress(project, phase.id) for phase in plan.phases(project.id)}
        self._touched: set[int] = set()

    def write(self, item: Item, change: Change, *, out_of: Bucket | None) -> None:
        """Add a change of an item; `out_of` is the bucket it was in, None if it was not there."""
        into = movements.bucket(item)
        self._pen.write(change, out_of=out_of, into=into)
        if into.phase and phases.is_touched(item.status, in_scope=bool(into.scope)):
            self._touched.add(into.phase)

    def close(self) -> None:
        """Bring tallies and phases up to date; the caller commits."""
        self._pen.close()
        for phase in sorted(self._touched):
            _note_start(self._project, phase, self._at)
        for phase, then in self._earlier.items():
            _note_crossing(self._project, phase, then, self._by, self._at)


def name_of(project: Project, user_id: int | None) -> str:
    """Give a member's name, as both values of a refusal show it."""
    if user_id is None:
        return "Nobody"
    return next((user.name for user, _ in projects.members(project.id) if user.id == user_id), "a former member")


def phase_name(project: Project, phase_id: int | None) -> str:
    """Give a phase's name; refuse one of another project."""
    if phase_id is None:
        return "No phase"
    phase = plan.find_phase(project.id, phase_id)
    if phase is None:
        raise Refused("Choose a phase of this project’s plan.")
    return phase.name


def _progress(project: Project, phase_id: int) -> phases.PhaseProgress:
    db.session.flush()
    return phases.progress_of(*lines.phase_totals(project.id, phase_id))


def _note_start(project: Project, phase_id: int, at: datetime) -> None:
    phase = plan.find_phase(project.id, phase_id)
    if phase is not None and phase.started_on is None:
        phase.started_on = diary.local_day(project, at)


def _note_crossing(project: Project, phase_id: int, earlier: phases.PhaseProgress, by: str, at: datetime) -> None:
    """Write that a phase was completed or fell back, if this change did it."""
    kind = phases.crossing(earlier, _progress(project, phase_id))
    phase = plan.find_phase(project.id, phase_id)
    if kind is None or phase is None:
        return
    phase.completed_on = diary.local_day(project, at) if kind is Kind.PHASE_COMPLETED else None
    diary.write(project, Change(kind, phase.name, by, at, after=phase.number))


def _stale(project: Project, item: Item, wanted: Mapping[str, str]) -> Stale:
    """Tell the asker what stands now, and who changed it when."""
    newest = next(iter(lines.lines(project.id, item=item.number, limit=1)), None)
    by = diary.names(project.id)[newest.by] if newest else "somebody"
    when = newest.at.astimezone(ZoneInfo(project.time_zone)).strftime("%H:%M") if newest else ""
    clashes = tuple(Clash(field, said, _current(project, item, field), by, when) for field, said in wanted.items())
    sentence = f"“{item.title}” was changed by {by} at {when} after you opened it. Nothing was overwritten."
    return Stale(sentence, clashes)


def _current(project: Project, item: Item, field: str) -> str:
    if field == "Owner":
        return name_of(project, item.owner_id)
    if field == "Due date":
        return item.due.isoformat() if item.due else "No date"
    if field == "Phase":
        return phase_name(project, item.phase_id)
    if field == "Tier":
        return item.tier.label
    if field == "Title":
        return item.title
    if field == "Detail":
        return item.detail
    if field == "Scope":
        return item.correction.label if item.correction else "In scope"
    return item.status.label
