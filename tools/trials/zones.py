"""Eight time zones and 400 days under a clock that leaps, sleeps and is set back: nothing missed, nothing twice.

It calls the real services with the hour given, on SQLite. What is expected is told from the moments of the ticks and
the clocks of each place alone.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text

from tools.trials.letters import close
from tools.trials.trial import Result
from tools.trials.zones_broken import BROKEN
from vantage_readiness.domain.deliveries import LetterKind
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.steadiness import Steadiness
from vantage_readiness.domain.weeks import Week
from vantage_readiness.domain.words import Role
from vantage_readiness.factory import create_app
from vantage_readiness.services import assessments, digests, founding, members, reports, setup
from vantage_readiness.services.projects import Project, User
from vantage_readiness.storage import projects
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery
from vantage_readiness.storage.items import Item
from vantage_readiness.storage.preferences import Preference
from vantage_readiness.storage.reports import Subscription, WeeklyReport

DAYS = 400
BEGIN = datetime(2027, 10, 18, 12, 0, tzinfo=UTC)  # a Monday; both changes of the clocks and a leap day follow
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "America/St_Johns",
    "Africa/Casablanca",
    "UTC",
)
# Hours that a change of the clocks skips and repeats, the first and the last of a day, an ordinary one.
HOURS = (2, 2, 2, 2, 0, 23, 8, 0)
WEEKS = ((1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7), (7, 1, 2, 3, 4), (1, 3, 5))  # working days


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment at which a clock looked: the hour it showed, and how much time had really passed."""

    shown: datetime
    passed: timedelta


@dataclass(frozen=True, slots=True)
class Place:
    """A project in a time zone with somebody who wants digests daily, and somebody who wants them weekly."""

    project_id: int
    zone: ZoneInfo
    rules: Rules
    daily: int
    weekly: int

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def is_eligible(self, at: datetime) -> bool:
        """Answer whether a digest of this local day may come at this moment."""
        local = self.local(at)
        return self.rules.is_working_day(local.date()) and local.hour >= self.rules.hour


def run(scale: float, seed: int) -> list[Result]:
    """Run all zones together, once."""
    return [try_zones(ZONES, max(30, round(DAYS * scale)), seed)]


def try_zones(zones: Sequence[str], days: int, seed: int, broken: str = "") -> Result:
    """Let a clock tick over so many days; hold every letter and every report against the ticks."""
    ticks = list(_ticks(days, random.Random(seed)))  # noqa: S311 — a seed makes it again
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{Path(folder) / 'zones.sqlite3'}"})
        with app.app_context():
            places = _found(zones)
            with BROKEN.get(broken, nullcontext)():
                trusted = _run_through(ticks)
            failures = [sentence for place in places for sentence in _judge(place, ticks, trusted)]
        close(app)
    name = f"{len(zones)} time zones, {days} days, {len(ticks):,} ticks"
    return Result(name, len(zones) * days, tuple(failures), seed)


def _ticks(days: int, chance: random.Random) -> Iterator[Tick]:
    """Tick at odd intervals; sleep now and then for up to ten days, once for eleven; show a wrong hour for a while."""
    passed, wrong, mends_at, slept = timedelta(), timedelta(), timedelta(), False
    while passed < days * DAY:
        if passed > 3 * DAY and not slept:
            passed, slept = passed + 11 * DAY, True  # two reports are due at once
        passed += timedelta(minutes=chance.uniform(20, 170))
        dice = chance.random()
        if dice < 0.004:
            passed += timedelta(hours=chance.uniform(5, 250))  # nobody ticks
        if wrong and passed >= mends_at:
            wrong = timedelta()
        elif not wrong and dice > 0.988:
            wrong = chance.choice([-HOUR, -HOUR, -DAY, YEAR])
            mends_at = passed + timedelta(minutes=chance.uniform(10, 50) if wrong is YEAR else chance.uniform(10, 2000))
        yield Tick(BEGIN + passed + wrong, passed)


def _run_through(ticks: Sequence[Tick]) -> list[Tick]:
    """Do at every tick what a clock does; give those whose hour it believed."""
    steadiness, believed = Steadiness(), []
    for tick in ticks:
        if steadiness.believes(tick.shown, tick.passed):
            believed.append(tick)
            digests.run_due(tick.shown)
            reports.publish_due(tick.shown)
            db.session.execute(text("UPDATE delivery SET state = 'sent', sent_at = created_at WHERE state = 'waiting'"))
            db.session.commit()
    return believed


def _judge(place: Place, ticks: Sequence[Tick], trusted: Sequence[Tick]) -> Iterator[str]:
    """Name what was missed or came twice in one place."""
    name = place.zone.key
    if len(trusted) < len(ticks) * 0.9:
        yield f"only {len(trusted)} of {len(ticks)} ticks were believed"
    daily, weekly = _days_told(place, place.daily), _days_told(place, place.weekly)
    for who, told in (("daily", daily), ("weekly", weekly)):
        yield from (f"{name}: two {who} digests on {day}" for day, times in told.items() if len(times) > 1)
        wrong = [day for day, times in told.items() if place.local(times[0]).date() != day]
        yield from (f"{name}: the {who} digest of {day} came on another day" for day in wrong)
        early = [day for day, times in told.items() if not place.is_eligible(times[0])]
        yield from (f"{name}: the {who} digest of {day} came too early, or on a day off" for day in early)
    yield from (f"{name}: no digest on {day}" for day in _missed(place, trusted, daily))
    yield from _judge_weeks(place, trusted, weekly)
    yield from _judge_reports(place, trusted)


def _days_told(place: Place, user_id: int) -> Mapping[date, list[datetime]]:
    """Give the local days on which somebody was owed a digest, and when."""
    query = select(Delivery).where(Delivery.user_id == user_id, Delivery.kind == LetterKind.DIGEST.value)
    told: defaultdict[date, list[datetime]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(Delivery.id)):
        told[place.local(row.created_at).date()].append(row.created_at)
    return told


def _missed(place: Place, ticks: Sequence[Tick], told: Mapping[date, list[datetime]]) -> list[date]:
    """List the days on which a tick could have told something and none did.

    A day seen only after the digest of the next one, because the clock was set back, needs none.
    """
    seen = [tick for tick in reversed(ticks) if place.is_eligible(tick.shown)]
    first = {place.local(tick.shown).date(): tick.passed for tick in seen}
    return [day for day in sorted(first) if day not in told and first.get(day + DAY, 9 * YEAR) >= first[day]]


def _judge_weeks(place: Place, ticks: Sequence[Tick], told: Mapping[date, list[datetime]]) -> Iterator[str]:
    weeks = Counter(Week.of(day).name for day in told)
    yield from (f"{place.zone.key}: {count} weekly digests in {week}" for week, count in weeks.items() if count > 1)
    eligible = {Week.of(place.local(tick.shown).date()).name for tick in ticks if place.is_eligible(tick.shown)}
    yield from (f"{place.zone.key}: no weekly digest in {week}" for week in sorted(eligible - weeks.keys()))


def _judge_reports(place: Place, ticks: Sequence[Tick]) -> Iterator[str]:
    """Every week since the first has one report as soon as a tick saw its hour, and at most one letter tells of it."""
    name, first = place.zone.key, Week.of(place.local(BEGIN).date())
    rows = db.session.scalars(select(WeeklyReport).where(WeeklyReport.project_id == place.project_id)).all()
    times = Counter(row.iso for row in rows)
    yield from (f"{name}: {count} reports of {week.name}" for week, count in times.items() if count > 1)
    right = [tick.shown for tick in ticks if tick.shown <= BEGIN + tick.passed + DAY]
    seen = max(place.local(shown).replace(tzinfo=None) for shown in right)
    wanted, week = [], first
    while _hour_of(place, week) <= seen:
        wanted.append(week)
        week = week.after
    yield from (f"{name}: no report of {week.name}" for week in wanted if week not in times)
    yield from (f"{name}: a report of {week.name}, which is to come" for week in times if week not in wanted)
    early = [row for row in rows if place.local(row.published_at).replace(tzinfo=None) < _hour_of(place, row.iso)]
    yield from (f"{name}: the report of {row.iso.name} came too early" for row in early)
    yield from _judge_report_letters(place)


def _judge_report_letters(place: Place) -> Iterator[str]:
    """One letter for the newest week of every round that published something, and never two."""
    wanted = db.session.scalar(
        select(func.count(func.distinct(WeeklyReport.published_at))).where(WeeklyReport.project_id == place.project_id)
    )
    mailed = select(func.count()).where(
        Delivery.kind == LetterKind.REPORT.value, Delivery.project_id == place.project_id
    )
    got = db.session.scalar(mailed)
    if got != wanted:
        yield f"{place.zone.key}: {got} letters with a report, after {wanted} rounds that published"


def _hour_of(place: Place, week: Week) -> datetime:
    """Give when a week's report is due, as the clocks of the place show it."""
    day = week.after.first + timedelta(days=place.rules.report_day - 1)
    return datetime(day.year, day.month, day.day, place.rules.report_hour)  # noqa: DTZ001 — of the place


def _found(zones: Sequence[str]) -> list[Place]:
    setup.bring_up_to_date()
    token = founding.setup_link(BEGIN)
    assert token is not None
    ada = founding.set_up(token, "Ada", "ada@example.org", "a long enough password", at=BEGIN)
    return [_place(number, zone, ada) for number, zone in enumerate(zones)]


def _place(number: int, zone: str, ada: User) -> Place:
    rules = Rules(
        hour=HOURS[number],
        working_days=WEEKS[number % len(WEEKS)],
        holidays=(date(2027, 12, 24), date(2028, 2, 29)) if number % 2 else (),
        every=1,  # so that what is overdue is news on every working day
        report_day=1 + number % 2,
        report_hour=HOURS[number],
    )
    title = f"# Place {number} - Production Readiness Assessment"
    raw = f"{title}\n\n## Checklist\n\n### Critical\n- [ ] **One**\n- [ ] **Two**\n".encode()
    project = assessments.create_project(raw, links=None, as_of=None, by="setup", at=BEGIN)
    people = [_person(project, f"{who}{number}", ada) for who in ("daily", "weekly")]
    db.session.add(Preference(user_id=people[1], digest="weekly"))
    db.session.add(Subscription(project_id=project.id, user_id=people[0], way="linked"))
    held = projects.lock(project.id)
    held.time_zone, held.reminders = zone, rules.as_kept()
    for item, owner in zip(db.session.scalars(select(Item).where(Item.project_id == project.id)), people, strict=True):
        item.owner_id, item.due = owner, BEGIN.date() - 10 * DAY
    db.session.execute(text("DELETE FROM delivery"))
    db.session.commit()
    return Place(project.id, ZoneInfo(zone), rules, *people)


def _person(project: Project, name: str, ada: User) -> int:
    user, _ = members.invite(project, name, f"{name}@example.org", Role.MEMBER, by=ada, at=BEGIN)
    user.password_hash = "chosen"  # noqa: S105 — who never came in gets no digests
    db.session.commit()
    return user.id
