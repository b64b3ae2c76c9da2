"""Digests: who gets one today, what stands in it, and that it is owed once whoever finds it due."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from ..domain import digest as shapes
from ..domain.deliveries import LetterKind
from ..domain.diary import Value
from ..domain.digest import Chapter, Digest
from ..domain.preferences import Often, Wish
from ..domain.refusals import Refused
from ..domain.reminders import Rules
from ..domain.triggers import Matter
from ..domain.weeks import Week
from ..domain.windows import REACHES_BACK, window
from ..output.mail import digest as paper
from ..output.mail.letter import Letter
from ..storage import digests, projects, reports
from ..storage.database import db, looking
from ..storage.people import User
from ..storage.projects import Project
from . import deliveries, unsubscribing
from .grounds import Members, matters_of, members_of
from .newcomers import at_home
from .occasions import Occasion, Unwanted, reader
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


def run_due(at: datetime, *, only: User | None = None) -> int:
    """Claim every digest that is due and owe those that say something new; give how many letters are owed.

    Each person's claim and letter are one transaction; what fails is logged and due again.
    """
    return sum(_keep(turn, digest, at) for turn, digest in due(at, only=only))


def due(at: datetime, *, only: User | None = None) -> list[tuple[Turn, Digest]]:
    """List the digests that are due and not claimed, with or without news. Nothing is written."""
    with looking():
        table = Table(at)
        days = table.unclaimed()
        if only:
            days = {user_id: day for user_id, day in days.items() if user_id == only.id}
        found = [(turn, digest) for turn in table.turns(days) if (digest := _made(table, turn))]
        db.session.rollback()
    return found


def preview(user: User, at: datetime) -> Digest:
    """Give the digest a person would get now, whether or not its hour has come or anything in it is news."""
    table = Table(at)
    wish = wish_of([user.id])[user.id]
    day = max(table.days_of(user.id), default=at.date())
    before = _days_before({user.id: day}).get(user.id)
    return table.digest(Turn(user.id, user.email, wish, day, "UTC", before))


def write(occasion: Occasion) -> Letter:
    """Give the letter of a digest as everything stands now; what was done since it was owed is not in it."""
    user = reader(occasion.row)
    wish = wish_of([user.id])[user.id]
    if wish.often is Often.OFF:
        raise Unwanted(f"{user.name} wants no digests any more.")
    if digests.is_told(occasion.row, occasion.at):
        raise Unwanted("An earlier digest, sent since, told it.")
    about = occasion.row.about
    assert isinstance(about, Mapping)  # noqa: S101 — as it was owed
    day, zone, before = (str(about[name]) for name in ("day", "zone", "before"))
    today = max(date.fromisoformat(day), occasion.at.astimezone(ZoneInfo(zone)).date())
    turn = Turn(user.id, user.email, wish, today, zone, date.fromisoformat(before) if before else None)
    digest = Table(occasion.at).digest(turn)
    if not digest.is_news:
        raise Unwanted("Nothing in it is news any more.")
    end = unsubscribing.link(occasion.base, user.id, unsubscribing.DIGEST)
    return paper.letter(digest, user.name, occasion.base, occasion.footer, end)


class Table:
    """What digests of one moment are made from. Whatever several of them need is loaded once."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self.rules: dict[int, Rules] = {}  # those of `projects`
        self._matters: dict[tuple[int, date], Mapping[int, Sequence[Matter]]] = {}
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
        before = _days_before({user.id: wanted[user.id] for user in here})
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
        mine = [self.projects[each] for each in self._seat_of(turn.user_id)]
        days = window(turn.day, turn.before, turn.wish, [self.rules[project.id] for project in mine])
        chapters: list[Chapter] = []
        for project in sorted(mine, key=lambda project: (project.name.casefold(), project.id)):
            matters = self._matters_of(project, turn.day).get(turn.user_id, ())
            chapters.append(
                shapes.chapter(project.slug, project.name, matters, self.rules[project.id], turn.wish, days)
            )
        return shapes.compose(turn.day, chapters)

    def _seat_of(self, user_id: int) -> list[int]:
        if user_id not in self._seats:
            self.seat([user_id])
        return self._seats[user_id]

    def _matters_of(self, project: Project, day: date) -> Mapping[int, Sequence[Matter]]:
        if (project.id, day) not in self._matters:
            self._matters[project.id, day] = matters_of(project, day, self._members[project.id])
        return self._matters[project.id, day]

    def _local(self, project: Project) -> datetime:
        return self._at.astimezone(ZoneInfo(project.time_zone))

    def _zone(self, user_id: int, day: date) -> str:
        """Give the time zone of a project of somebody's in which it is this day."""
        mine = (each for each in self._seats[user_id] if self.today[each] == day)
        return self.projects[next(mine)].time_zone


def _made(table: Table, turn: Turn) -> Digest | None:
    try:
        return table.digest(turn)
    except Exception:  # noqa: BLE001 — whatever it was, the others get theirs
        _log.exception("The digest of person %s could not be made.", turn.user_id)
        return None


def _keep(turn: Turn, digest: Digest, at: datetime) -> bool:
    """Claim a digest and owe its letter if it says something new; answer whether a letter is owed."""
    try:
        owed = _claimed(turn, at) and digest.is_news
        if owed:
            _owe(turn, at)
        db.session.commit()
    except Exception:  # noqa: BLE001 — as above
        db.session.rollback()
        _log.exception("The digest of person %s could not be kept.", turn.user_id)
        return False
    return owed


def _claimed(turn: Turn, at: datetime) -> bool:
    weekly = turn.wish.often is Often.WEEKLY
    if weekly and not reports.claim(digests.key(turn.user_id, _week(turn.day)), at):
        return False
    return reports.claim(digests.key(turn.user_id, turn.day.isoformat()), at)


def _owe(turn: Turn, at: datetime) -> None:
    """Owe the letter; an earlier one that could not leave yet stays here, and this one tells what it would have."""
    user = db.session.get_one(User, turn.user_id)
    before = turn.before.isoformat() if turn.before else ""
    for row in reversed(digests.waiting(user.id, at)):
        before = str(row.about["before"]) if isinstance(row.about, Mapping) else before
        deliveries.withdraw(row.key, "A newer digest tells it.")
    about: dict[str, Value] = {"day": turn.day.isoformat(), "before": before, "zone": turn.zone}
    key = digests.key(user.id, turn.day.isoformat())
    deliveries.owe(LetterKind.DIGEST.value, key=key, user=user, address=user.email, about=about, at=at)


def _may_come(wish: Wish, day: date) -> bool:
    return wish.often is not Often.OFF and day.isoweekday() not in wish.quiet_days


def _week(day: date) -> str:
    return Week.of(day).name


def _had_their_week(days: Mapping[int, date]) -> set[int]:
    """Give who of these people has the digest of the week their day is in."""
    weeks: defaultdict[str, list[int]] = defaultdict(list)
    for user_id, day in days.items():
        weeks[_week(day)].append(user_id)
    return {user_id for week, those in weeks.items() for user_id in digests.with_claim(week, those)}


def _days_before(days: Mapping[int, date]) -> dict[int, date]:
    """Give the day of the digest before, of those who had one lately; asks day by day, until all are found."""
    found: dict[int, date] = {}
    last = max(days.values(), default=date.min)
    for back in range(1, REACHES_BACK + 2):
        left = {user_id for user_id, day in days.items() if user_id not in found and day > last - back * _A_DAY}
        if left:
            earlier = last - back * _A_DAY
            found |= dict.fromkeys(digests.with_claim(earlier.isoformat(), left), earlier)
    return found
