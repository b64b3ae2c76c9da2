"""A demonstration: people and eight weeks of believable history, made through the same services as everything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ... import places
from ...domain.diary import SETUP
from ...storage import people
from ...storage.people import User
from ...storage.projects import Project
from .. import assessments, evidence, items, members
from .. import links as doors
from .. import people as introductions
from .. import projects as settings
from ..items import Bulk
from .story import CAST, TALES, Event, Person, Tale
from .teller import ZONE, Teller, seen_now

__all__ = ["CAST", "is_told", "links", "tell"]

WEEKS = 8


def is_told() -> bool:
    """Answer whether the demonstration is in this database."""
    return people.find_by_email(CAST[0].email) is not None


def tell(*, now: datetime) -> None:
    """Make the projects, the cast and the story, ending this week. What would lie in the future is left out."""
    first = (now.astimezone(ZoneInfo(ZONE)) - timedelta(weeks=WEEKS)).date()
    first -= timedelta(days=first.weekday())
    for tale in TALES:
        _tell(tale, first + timedelta(weeks=tale.begins), now)


def links(now: datetime) -> list[tuple[str, str, str]]:
    """Make a fresh one-time sign-in token for each of the cast: name, what they do, token."""
    found = [(person, people.find_by_email(person.email)) for person in CAST]
    return [
        (person.name, person.part, doors.sign_in_link(user, now, lasting=doors.INVITE_LASTS))
        for person, user in found
        if user
    ]


def _tell(tale: Tale, monday: date, now: datetime) -> None:
    begun = datetime.combine(monday, time(8, 10), ZoneInfo(ZONE))
    raw = (places.seed() / tale.document).read_bytes()
    links = (places.seed() / tale.links).read_text("utf-8")
    project = assessments.create_project(raw, links=links, as_of=monday, by=SETUP, at=begun)
    people_ = {first: _introduce(project, person, begun) for person in CAST if (first := _first(person)) in tale.cast}
    _prepare(project, tale, people_, monday, begun)
    teller, noted = Teller(project, people_), 0
    for event, at in _when(tale.events, monday):
        if at > now:
            break
        if event.week > noted:
            noted = event.week
            evidence.note_aged_evidence(project, at=_at(monday, event.week, 0, hour=6))
        teller.tell(event, at)
    evidence.note_aged_evidence(project, at=now)


def _when(events: tuple[Event, ...], monday: date) -> Iterator[tuple[Event, datetime]]:
    """Give each event its moment: those of one day follow each other by the hour."""
    day, hour = (-1, -1), 0
    for event in events:
        hour = hour + 1 if (event.week, event.weekday) == day else 9 + (event.week + event.weekday) % 3
        day = (event.week, event.weekday)
        yield event, _at(monday, *day, hour=hour)


def _first(person: Person) -> str:
    return person.name.split()[0]


def _introduce(project: Project, person: Person, at: datetime) -> User:
    known = people.find_by_email(person.email)
    user = known or introductions.introduce(person.name, person.email, at=at, is_administrator=person is CAST[0])
    members.join(project, user, person.role, by=SETUP, at=at)
    return user


def _prepare(project: Project, tale: Tale, cast: dict[str, User], monday: date, at: datetime) -> None:
    """Set the dates, and give every item that matters an owner and a due date."""
    settings.change_dates(
        project,
        name=project.name,
        start=monday,
        target=monday + timedelta(weeks=tale.weeks),
        time_zone=ZONE,
        seen=project.settings_version,
        by=cast["Ada"],
        at=at,
    )
    for share in tale.shares:
        wish = Bulk(owner=cast[share.who].id, due=monday + timedelta(weeks=share.until, days=4))
        items.change_many(project, [seen_now(project, number) for number in share.items], wish, by=cast["Ada"], at=at)


def _at(monday: date, week: int, weekday: int, *, hour: int) -> datetime:
    day = monday + timedelta(weeks=week, days=weekday)
    return datetime.combine(day, time(hour, 10), ZoneInfo(ZONE))
