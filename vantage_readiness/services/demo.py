"""A demonstration: people and eight weeks of believable history, made through the same services as everything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..domain.diary import SETUP
from ..domain.words import EntryKind, EvidenceKind, Role, Status, Tier
from ..storage import costs, people
from ..storage import items as item_rows
from ..storage.people import User
from ..storage.projects import Project
from . import assessments, evidence, items, money, overview, waivers
from . import people as doors
from . import projects as settings
from .items import Bulk, Seen

ZONE = "Europe/Berlin"
WEEKS = 8
SECRETS, CORS, AUTH, RATE, HEADERS, TOKENS, HTTPS, LOGGING = range(1, 9)
ENCRYPTION, POOLING, APM, ALERTING, AUDIT, RETENTION, BACKUPS, SCANNING = range(9, 17)


class Person(NamedTuple):
    """One of the cast."""

    name: str
    email: str
    role: Role
    part: str


CAST = (
    Person("Ada Novak", "ada@demo.example", Role.LEAD, "leads engineering"),
    Person("Ben Osei", "ben@demo.example", Role.MEMBER, "builds"),
    Person("Dana Ito", "dana@demo.example", Role.LEAD, "leads security"),
    Person("Eli Weiss", "eli@demo.example", Role.MEMBER, "runs operations"),
    Person("Cleo Marin", "cleo@demo.example", Role.VIEWER, "reads one page a week"),
)


class Event(NamedTuple):
    """One thing that happened: on which working day of the story, who did what."""

    week: int  # 0 to 8
    weekday: int  # Monday is 0
    who: str
    verb: str
    item: int = 0
    words: str = ""
    more: str = ""


STORY = (
    Event(0, 0, "Ada", "start", SECRETS),
    Event(0, 1, "Ben", "start", CORS),
    Event(0, 2, "Dana", "comment", TOKENS, "Rotate the keys **after** the migration, not before."),
    Event(
        0, 3, "Ada", "claim", SECRETS, "https://git.demo.example/vantage/pull/412", "Secrets come from the vault now"
    ),
    Event(0, 4, "Dana", "verify", SECRETS),
    Event(
        1, 0, "Ben", "claim", CORS, "https://git.demo.example/vantage/pull/418", "Origins are listed per environment"
    ),
    Event(1, 1, "Ben", "start", HEADERS),
    Event(1, 1, "Eli", "start", HTTPS),
    Event(1, 2, "Dana", "verify", CORS),
    Event(1, 3, "Ada", "start", AUTH),
    Event(1, 4, "Eli", "spend", 6, "2400", "Penetration test, first half"),
    Event(2, 0, "Ben", "claim", HEADERS, "https://ci.demo.example/runs/9034", "Header scan is green"),
    Event(2, 1, "Eli", "block", HTTPS, "Waiting for the registrar to hand over the domain"),
    Event(2, 2, "Dana", "verify", HEADERS),
    Event(2, 3, "Eli", "start", APM),
    Event(2, 4, "Eli", "due", HTTPS, "+28"),
    Event(3, 0, "Ada", "claim", AUTH, "https://git.demo.example/vantage/pull/431", "The bypass is gone"),
    Event(3, 1, "Dana", "verify", AUTH),
    Event(
        3, 2, "Dana", "add", 0, "Restore drill with a stopwatch", "The assessment forgot that a backup must come back"
    ),
    Event(3, 3, "Ben", "start", RATE),
    Event(3, 4, "Eli", "claim", APM, "https://apm.demo.example/vantage", "Traces arrive from all services"),
    Event(4, 0, "Ada", "reopen", CORS, "Staging answers any origin again since the gateway moved"),
    Event(4, 1, "Ben", "start", CORS),
    Event(4, 2, "Eli", "verify_by", APM, "Ada"),
    Event(4, 3, "Ben", "claim", CORS, "https://git.demo.example/vantage/pull/447", "Gateway uses the same list"),
    Event(4, 4, "Dana", "verify", CORS),
    Event(4, 4, "Ada", "spend", 7, "3100", "Monitoring set-up"),
    Event(5, 0, "Dana", "raise", SCANNING, "A customer's contract asks for it before go-live"),
    Event(5, 1, "Ben", "start", TOKENS),
    Event(5, 2, "Eli", "start", ALERTING),
    Event(5, 3, "Ben", "start", POOLING),
    Event(5, 4, "Ben", "claim", POOLING, "https://git.demo.example/vantage/pull/460", "Limits follow the load test"),
    Event(6, 0, "Ada", "verify", POOLING),
    Event(6, 1, "Dana", "claim", SCANNING, "https://ci.demo.example/runs/9377", "Nightly scan, no highs"),
    Event(6, 2, "Ada", "verify", SCANNING),
    Event(
        6,
        3,
        "Eli",
        "waive",
        LOGGING,
        "Central logging arrives with the new cluster",
        "Logs are kept 30 days on each host",
    ),
    Event(6, 4, "Eli", "claim", ALERTING, "https://pager.demo.example/teams/vantage", "Pager rota is live"),
    Event(
        7, 0, "Ben", "claim", TOKENS, "https://git.demo.example/vantage/pull/488", "Tokens are encrypted; backfill done"
    ),
    Event(7, 1, "Ben", "start", BACKUPS),
    Event(7, 1, "Dana", "start", AUDIT),
    Event(7, 2, "Ada", "promise", 8, "4000", "Caching and query work ordered"),
    Event(7, 3, "Ben", "prove", SECRETS, "https://ci.demo.example/runs/9501", "Secret scan of the whole history"),
    Event(7, 4, "Dana", "comment", RATE, "Please cover the public search endpoint too."),
)


def is_told() -> bool:
    """Answer whether the demonstration is in this database."""
    return people.find_by_email(CAST[0].email) is not None


def tell(raw: bytes, links: str, *, now: datetime) -> None:
    """Make the project, the cast and the story, ending this week. What would lie in the future is left out."""
    monday = (now.astimezone(ZoneInfo(ZONE)) - timedelta(weeks=WEEKS)).date()
    monday -= timedelta(days=monday.weekday())
    begun = _at(monday, 0, 0, hour=8)
    project = assessments.create_project(raw, links=links, as_of=monday, by=SETUP, at=begun)
    cast = {person.name.split()[0]: _introduce(project, person, begun) for person in CAST}
    _prepare(project, cast, monday, begun)
    teller = _Teller(project, cast, monday)
    noted = 0
    for number, event in enumerate(STORY):
        at = _at(monday, event.week, event.weekday, hour=9 + number % 8)
        if at > now:
            break
        if event.week > noted:
            noted = event.week
            evidence.note_aged_evidence(project, at=_at(monday, noted, 0, hour=6))
        teller.tell(event, at)
    evidence.note_aged_evidence(project, at=now)


def links(now: datetime) -> list[tuple[str, str, str]]:
    """Make a fresh one-time sign-in token for each of the cast: name, what they do, token."""
    found = [(person, people.find_by_email(person.email)) for person in CAST]
    return [(person.name, person.part, doors.sign_in_link(user, now)) for person, user in found if user]


class _Teller:
    """Makes events happen through the services."""

    def __init__(self, project: Project, cast: dict[str, User], monday: date) -> None:
        self._project, self._cast, self._monday = project, cast, monday

    def tell(self, event: Event, at: datetime) -> None:
        verbs: dict[str, Callable[[Event, User, datetime], object]] = {
            "start": lambda e, by, at: self._move(e.item, Status.IN_PROGRESS, by, at),
            "block": lambda e, by, at: self._move(e.item, Status.BLOCKED, by, at, e.words),
            "reopen": lambda e, by, at: self._move(e.item, Status.OPEN, by, at, e.words),
            "verify": lambda e, by, at: self._move(e.item, Status.VERIFIED, by, at),
            "verify_by": lambda e, _by, at: self._move(e.item, Status.VERIFIED, self._cast[e.words], at),
            "claim": self._claim,
            "prove": self._prove,
            "comment": lambda e, by, at: items.comment(self._project, e.item, e.words, by=by, at=at),
            "due": self._slip,
            "add": self._add,
            "raise": lambda e, by, at: items.retier_item(
                self._project, self._seen(e.item), Tier.CRITICAL, by=by, at=at, reason=e.words
            ),
            "waive": self._waive,
            "spend": lambda e, by, at: self._record(e, EntryKind.ACTUAL, by, at),
            "promise": lambda e, by, at: self._record(e, EntryKind.COMMITTED, by, at),
        }
        verbs[event.verb](event, self._cast[event.who], at)

    def _seen(self, number: int) -> Seen:
        item = item_rows.find(self._project.id, number)
        return Seen(number, item.version if item else 0)

    def _move(self, number: int, to: Status, by: User, at: datetime, note: str = "") -> None:
        items.move_item(self._project, self._seen(number), to, by=by, at=at, note=note)

    def _claim(self, event: Event, by: User, at: datetime) -> None:
        self._prove(event, by, at)
        self._move(event.item, Status.DONE, by, at)

    def _prove(self, event: Event, by: User, at: datetime) -> None:
        evidence.add_evidence(
            self._project,
            event.item,
            EvidenceKind.LINK,
            event.words,
            collected_on=at.astimezone(ZoneInfo(ZONE)).date(),
            note=event.more,
            by=by,
            at=at,
        )

    def _slip(self, event: Event, by: User, at: datetime) -> None:
        later = at.date() + timedelta(days=int(event.words))
        items.set_due(self._project, self._seen(event.item), later, by=by, at=at)

    def _add(self, event: Event, by: User, at: datetime) -> None:
        due = at.date() + timedelta(days=35)
        items.add_item(
            self._project, event.words, Tier.IMPORTANT, owner_id=by.id, due=due, reason=event.more, by=by, at=at
        )

    def _waive(self, event: Event, by: User, at: datetime) -> None:
        waivers.waive(
            self._project,
            event.item,
            reason=event.words,
            control=event.more,
            until=at.date() + timedelta(days=30),
            requested_by=by,
            by=self._cast["Dana"],
            at=at,
        )

    def _record(self, event: Event, kind: EntryKind, by: User, at: datetime) -> None:
        line = costs.lines(self._project.id)[event.item - 1][0]
        money.record_entry(
            self._project, line.id, kind, Decimal(event.words), day=at.date(), note=event.more, by=by, at=at
        )


def _introduce(project: Project, person: Person, at: datetime) -> User:
    user = doors.introduce(person.name, person.email, at=at, is_administrator=person is CAST[0])
    doors.join(project, user, person.role, by=SETUP, at=at)
    return user


def _prepare(project: Project, cast: dict[str, User], monday: date, at: datetime) -> None:
    """Set the dates, and give every item that matters an owner and a due date."""
    settings.change_dates(
        project,
        name=project.name,
        start=monday,
        target=monday + timedelta(weeks=WEEKS + 3),
        time_zone=ZONE,
        seen=project.settings_version,
        by=cast["Ada"],
        at=at,
    )
    for owner, numbers, weeks in (
        ("Ada", (SECRETS, AUTH), 3),
        ("Ben", (CORS, RATE, HEADERS, TOKENS), 7),
        ("Eli", (HTTPS, LOGGING), 4),
        ("Ben", (POOLING, BACKUPS, ENCRYPTION), 9),
        ("Eli", (APM, ALERTING), 6),
        ("Dana", (AUDIT, RETENTION, SCANNING), 10),
    ):
        seen = [Seen(number, _version(project, number)) for number in numbers]
        wish = Bulk(owner=cast[owner].id, due=monday + timedelta(weeks=weeks, days=4))
        items.change_many(project, seen, wish, by=cast["Ada"], at=at)
    first = next((finding for finding in overview.findings(project) if finding.code == "star-count"), None)
    if first:
        assessments.decide_finding(project, first.id, "The number counts.", by=cast["Ada"], at=at)


def _version(project: Project, number: int) -> int:
    item = item_rows.find(project.id, number)
    return item.version if item else 0


def _at(monday: date, week: int, weekday: int, *, hour: int) -> datetime:
    day = monday + timedelta(weeks=week, days=weekday)
    return datetime.combine(day, time(hour, 10), ZoneInfo(ZONE))
