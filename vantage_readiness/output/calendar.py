"""A calendar as other programs subscribe to it (RFC 5545): days, not hours, and nothing that blocks anybody's time.

Due dates are events and not tasks, because most calendars show no tasks of a calendar they only subscribe to. The same
days give the same bytes: nothing in it is the moment at which it was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from unicodedata import category

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar"
_AGAIN = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Entry:
    """One day in a calendar. `key` names it for ever; `version` grows when it changes; `since` is when it began."""

    key: str
    day: date
    title: str
    detail: str
    url: str
    category: str
    version: int
    since: datetime


def calendar(name: str, host: str, entries: Iterable[Entry]) -> bytes:
    """Give a calendar with these days; `host` is where they come from, so that nobody else has the same names."""
    made = Calendar()
    made.add("prodid", "-//Vantage Readiness//Due dates//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.key)):
        made.add_component(_event(entry, host))
    return bytes(made.to_ical())


def _event(entry: Entry, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", entry.since.replace(microsecond=0))
    event.add("sequence", entry.version)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", _plain(entry.title))
    event.add("description", _plain(entry.detail))
    event.add("url", entry.url)
    event.add("categories", [_plain(entry.category)])
    event.add("transp", "TRANSPARENT")
    return event


def _plain(text: str) -> str:
    """Give a text without what no calendar may hold (RFC 5545, 3.1): control signs but for line ends, half signs."""
    return "".join(sign for sign in text if sign == "\n" or category(sign) not in ("Cc", "Cs"))
