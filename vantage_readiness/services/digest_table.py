"""What digests of one moment are made from, and whose turn it is."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from ..domain import digest as shapes
from ..domain.digest import Chapter, Digest
from ..domain.preferences import Often, Wish
from ..domain.refusals import Refused
from ..domain.reminders import Rules
from ..domain.triggers import Matter
from ..domain.weeks import Week
from ..domain.windows import REACHES_BACK, Window, window
from ..storage import digests, projects
from ..storage.people import User
from ..storage.projects import Project
from .grounds import Members, matters_of, members_of
from .newcomers import at_home
from .preferences import wish_of
from .reminders import rules_of

_A_DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose digest it is, for which day as the clocks of a time zone show it, and the day of the one before."""

    user_id: int
    email: str
    wish: Wish
    day: date
    zone: str
    before: date | None

    @property
    def week(self) -> str:
        return Week.of(self.day).name


class Table:
    """What digests of one moment are made from. Whatever several of them need is loaded once."""

    def __init__(self, at: datetime, only: User | None = None) -> None:
        self._at, self._only = at, only  # the only reader, if there is but one
        self.rules: dict[int, Rules] = {}  # those of `projects`
        self._matters: dict[tuple[int, date], Mapping[int, Sequence[Matter]]] = {}
        self._news: dict[tuple[int, Window], bool] = {}
        self._seats: dict[int, list[int]] = {}
        self._members: dict[int, Members] = {}

    @cached_property
    def projects(self) -> dict[int, Project]:
        """Every project by its id; those whose rules cannot be read are left out, and told."""
        return {project.id: project for project in projects.every() if self._can_be_read(project)}

    def _can_be_read(self, project: Project) -> bool:
        try:
            self.rules[project.id] = rules_of(project)
        except (Refused, ValueError, TypeError, KeyError):
            _log.exception("The rules of the reminders of project %s cannot be read.", project.slug)
            return False
        return True

    @cached_property
    def today(self) -> dict[int, date]:
        """The day it is in every project."""
        return {each: self._local(project).date() for each, project in self.projects.items()}

    def unclaimed(self) -> dict[int, date]:
        """Give who may have a digest due, and for which day: the latest of those whose hour has come.

        Whoever had the digest of a later day, in another time zone or because the clock was ahead, has had it.
        """
        days: defaultdict[date, list[int]] = defaultdict(list)
        for each, project in self.projects.items():
            local = self._local(project)
            if self.rules[each].is_time(local):
                days[local.date()].append(each)
        found: dict[int, date] = {}
        for day in sorted(days, reverse=True):
            words = [(day + _A_DAY * n).isoformat() for n in (0, 1)]
            for user_id in digests.without(words, days[day]):
                found.setdefault(user_id, day)
        return found

    def turns(self, days: Mapping[int, date]) -> list[Turn]:
        """Give the turns of those who want a digest on their day and may open what it tells, by person."""
        if not days:
            return []
        wishes = wish_of(days)
        wanted = {each: day for each, day in days.items() if _may_come(wishes[each], day)}
        weekly = {each: day for each, day in wanted.items() if wishes[each].often is Often.WEEKLY}
        had = _had_their_week(weekly)
        here = at_home(digests.people(wanted.keys() - had))
        if not here:
            return []
        before = days_before({user.id: wanted[user.id] for user in here})
        self.seat([user.id for user in here])
        return [
            Turn(user.id, user.email, wishes[user.id], day, self._zone(user.id, day), before.get(user.id))
            for user in here
            for day in [wanted[user.id]]
        ]

    def seat(self, user_ids: Collection[int]) -> None:
        """Load what these people belong to, and who else does."""
        for user_id in user_ids:
            self._seats[user_id] = []
        for row in digests.seats(user_ids):
            if row.project_id in self.projects:
                self._seats[row.user_id].append(row.project_id)
        new = {each for user_id in user_ids for each in self._seats[user_id]} - self._members.keys()
        self._members.update(members_of(sorted(new)))

    def days_of(self, user_id: int) -> list[date]:
        """Give the day it is in each project of somebody."""
        return [self.today[each] for each in self._seat_of(user_id)]

    def digest(self, turn: Turn) -> Digest:
        """Make a digest."""
        chapters: list[Chapter] = []
        for project, rules, matters, days in self._told(turn):
            chapters.append(shapes.chapter(project.slug, project.name, matters, rules, turn.wish, days))
        return shapes.compose(turn.day, chapters)

    def tells_news(self, turn: Turn) -> bool | None:
        """Answer whether the digest would say anything new; None if it cannot be made, which the log then says."""
        try:
            return any(
                matter.concern not in turn.wish.muted and self._is_news(matter, days, rules)
                for _, rules, matters, days in self._told(turn)
                for matter in matters
            )
        except Exception:  # noqa: BLE001 — whatever it was, the others get theirs
            _log.exception("The digest of person %s could not be made.", turn.user_id)
            return None

    def _told(self, turn: Turn) -> Iterator[tuple[Project, Rules, Sequence[Matter], Window]]:
        """Walk somebody's projects by name, with what each tells them."""
        mine = [self.projects[each] for each in self._seat_of(turn.user_id)]
        days = window(turn.day, turn.before, turn.wish, [self.rules[project.id] for project in mine])
        for project in sorted(mine, key=lambda project: (project.name.casefold(), project.id)):
            yield project, self.rules[project.id], self._matters_of(project, turn.day).get(turn.user_id, ()), days

    def _is_news(self, matter: Matter, days: Window, rules: Rules) -> bool:
        """Answer it once for all who read the same and had their last digest on the same day."""
        key = (id(matter), days)
        if key not in self._news:
            self._news[key] = matter.rings.is_news(days, rules)
        return self._news[key]

    def _seat_of(self, user_id: int) -> list[int]:
        if user_id not in self._seats:
            self.seat([user_id])
        return self._seats[user_id]

    def _matters_of(self, project: Project, day: date) -> Mapping[int, Sequence[Matter]]:
        if (project.id, day) not in self._matters:
            only = self._only.id if self._only else None
            self._matters[project.id, day] = matters_of(project, day, self._members[project.id], only=only)
        return self._matters[project.id, day]

    def _local(self, project: Project) -> datetime:
        return self._at.astimezone(ZoneInfo(project.time_zone))

    def _zone(self, user_id: int, day: date) -> str:
        """Give the time zone of a project of somebody's in which it is this day."""
        mine = (each for each in self._seats[user_id] if self.today[each] == day)
        return self.projects[next(mine)].time_zone


def _may_come(wish: Wish, day: date) -> bool:
    return wish.often is not Often.OFF and day.isoweekday() not in wish.quiet_days


def _had_their_week(days: Mapping[int, date]) -> set[int]:
    """Give who of these people has the digest of the week their day is in."""
    weeks: defaultdict[str, list[int]] = defaultdict(list)
    for user_id, day in days.items():
        weeks[Week.of(day).name].append(user_id)
    return {user_id for week, those in weeks.items() for user_id in digests.with_claim(week, those)}


def days_before(days: Mapping[int, date]) -> dict[int, date]:
    """Give the day of the digest before, of those who had one lately; asks day by day, until all are found."""
    found: dict[int, date] = {}
    last = max(days.values(), default=date.min)
    for back in range(1, REACHES_BACK + 2):
        left = {user_id for user_id, day in days.items() if user_id not in found and day > last - back * _A_DAY}
        if left:
            earlier = last - back * _A_DAY
            found |= dict.fromkeys(digests.with_claim(earlier.isoformat(), left), earlier)
    return found
