"""A person's own calendar: what stands in it, who may read it, and that it is dead when it should be."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import event, select

from tests.conftest import NOW, World
from vantage_readiness.domain.diary import SITE, Kind, person
from vantage_readiness.domain.refusals import NotFound
from vantage_readiness.domain.words import Correction, Role, Status
from vantage_readiness.services import edits, feeds, items, members, people, projects, removals, scope, waivers
from vantage_readiness.services.items import Seen
from vantage_readiness.storage import diary, preferences
from vantage_readiness.storage.database import db
from vantage_readiness.storage.preferences import Preference

BASE = "https://ready.example"
DUE = date(2026, 12, 1)


def give(world: World, number: int, to: str, due: date | None = DUE) -> None:
    ada, project = world.person("Ada"), world.project
    items.own_item(project, Seen(number, None), world.person(to).id, by=ada, at=NOW)
    if due:
        items.set_due(project, Seen(number, None), due, by=ada, at=NOW)


def waive(world: World, number: int, until: date, requested_by: str = "Ben", by: str = "Ada") -> None:
    asked, approves = world.person(requested_by), world.person(by)
    said = {"reason": "late", "control": "firewall", "until": until, "at": NOW}
    waivers.waive(world.project, number, requested_by=asked, by=approves, **said)  # type: ignore[arg-type]


def read(token: str) -> list[Any]:
    return Calendar.from_ical(feeds.read(token, BASE)).walk("VEVENT")


def keys(token: str, kind: str = "") -> list[str]:
    found = [str(each["uid"]).partition("@")[0] for each in read(token)]
    return [key for key in found if key.startswith(kind)]


def test_what_is_due_stands_on_its_day_and_takes_nobodys_time(world: World, both: None) -> None:
    give(world, 3, "Ben")
    project = world.project
    token = feeds.make(world.person("Ben"), at=NOW)
    (found,) = [each for each in read(token) if str(each["uid"]).startswith("due-")]
    item = edits.get(project, 3)
    assert found["uid"] == f"due-{project.id}-3@ready.example"
    assert (found["dtstart"].dt, found["dtend"].dt) == (DUE, DUE + timedelta(days=1))
    assert found["dtstart"].params["VALUE"] == "DATE"
    assert found["summary"] == f"Due: {item.title} ({project.name})"
    assert found["url"] == f"{BASE}/p/{project.slug}/items/3"
    assert (found["transp"], int(found["sequence"])) == ("TRANSPARENT", item.version)


def test_the_same_days_are_the_same_bytes_and_a_change_moves_the_sequence(world: World) -> None:
    give(world, 3, "Ben")
    token = feeds.make(world.person("Ben"), at=NOW)
    first = feeds.read(token, BASE)
    assert feeds.read(token, BASE) == first
    was = int(next(each for each in read(token) if str(each["uid"]).startswith("due-"))["sequence"])
    items.set_due(world.project, Seen(3, None), DUE + timedelta(days=7), by=world.person("Ada"), at=NOW)
    (now,) = [each for each in read(token) if str(each["uid"]).startswith("due-")]
    assert (now["dtstart"].dt, int(now["sequence"])) == (DUE + timedelta(days=7), was + 1)


def test_nobody_elses_items_and_nothing_finished_stand_in_it(world: World) -> None:
    for number, name in ((1, "Ben"), (2, "Ada"), (3, "Ben"), (4, "Ben"), (5, "Ben")):
        give(world, number, name)
    give(world, 6, "Ben", due=None)
    ada = world.person("Ada")
    items.move_item(world.project, Seen(3, None), Status.DONE, by=ada, at=NOW)
    scope.correct_item(world.project, Seen(4, None), Correction.DUPLICATE, by=ada, at=NOW, reason="twice")
    token = feeds.make(world.person("Ben"), at=NOW)
    assert keys(token, "due-") == [f"due-{world.project.id}-{number}" for number in (1, 5)]


def test_waivers_stand_in_the_calendar_of_everybody_who_has_to_do_with_them(world: World) -> None:
    give(world, 2, "Cleo", due=None)
    waive(world, 2, DUE)
    for name in ("Ada", "Ben", "Cleo"):  # approved, asked, has it
        assert len(keys(feeds.make(world.person(name), at=NOW), "waiver-")) == 1, name
    waive(world, 2, DUE + timedelta(days=1))
    token = feeds.make(world.person("Ben"), at=NOW)
    (ending,) = [each for each in read(token) if str(each["uid"]).startswith("waiver-")]
    assert ending["dtstart"].dt == DUE + timedelta(days=1)


def test_phases_that_are_not_complete_end_on_their_latest_day(world: World) -> None:
    token = feeds.make(world.person("Cleo"), at=NOW)
    assert keys(token, "phase-") == []  # no start date, no days
    project, ada = world.project, world.person("Ada")
    start, version = date(2026, 12, 7), project.settings_version
    said = {"name": project.name, "target": None, "time_zone": "UTC", "seen": version, "by": ada, "at": NOW}
    projects.change_dates(project, start=start, **said)  # type: ignore[arg-type]
    ends = [each["dtstart"].dt for each in read(token) if str(each["uid"]).startswith("phase-")]
    assert ends[0] > start
    assert ends == sorted(ends)
    assert len(ends) > 1


def test_the_token_is_kept_as_a_hash_and_written_down_without_it(world: World) -> None:
    ben = world.person("Ben")
    token = feeds.make(ben, at=NOW)
    row = preferences.find(ben.id)
    assert row is not None
    assert row.feed_hash == hashlib.sha256(token.encode()).hexdigest()
    assert db.session.scalars(select(Preference).where(Preference.feed_hash == row.feed_hash)).one() is row
    (line,) = [line for line in diary.lines(SITE, limit=20) if line.kind == Kind.FEED_MADE]
    assert (line.subject, token in str(vars(line))) == (person(ben.id), False)


def test_a_renewed_or_revoked_address_is_dead_at_once(world: World, both: None) -> None:
    ben = world.person("Ben")
    first = feeds.make(ben, at=NOW)
    second = feeds.make(ben, at=NOW)
    refuse(first)
    assert feeds.read(second, BASE)
    for _ in range(2):
        feeds.revoke(ben, at=NOW)
    refuse(second)
    assert len([line for line in diary.lines(SITE, limit=20) if line.kind == Kind.FEED_REVOKED]) == 1


def test_whoever_is_disabled_or_removed_has_no_calendar(world: World) -> None:
    ada, ben = world.person("Ada"), world.person("Ben")
    token = feeds.make(ben, at=NOW)
    people.disable(ben.id, by=person(ada.id), at=NOW)
    refuse(token)
    people.enable(ben.id, by=person(ada.id), at=NOW)
    assert feeds.read(token, BASE)
    removals.remove(ben.id, "ben@example.org", by=ada, at=NOW)
    refuse(token)


def test_a_project_that_was_left_is_gone_from_it(world: World) -> None:
    ada, ben, project = world.person("Ada"), world.person("Ben"), world.project
    waive(world, 2, DUE)
    give(world, 3, "Ben")
    token = feeds.make(ben, at=NOW)
    assert keys(token)
    members.change_role(project, ben.id, None, by=ada, at=NOW)
    assert keys(token) == []
    members.join(project, ben, Role.MEMBER, by=person(ada.id), at=NOW)
    assert len(keys(token, "waiver-")) == 1


def test_what_people_write_cannot_break_out_of_its_line(world: World) -> None:
    ada, title = world.person("Ada"), "Due; now, \\ really \x07 BEGIN:VEVENT " + "ü" * 80
    added = items.add_item(
        world.project, title, edits.get(world.project, 1).tier, owner_id=ada.id, due=DUE, by=ada, at=NOW
    )
    token = feeds.make(ada, at=NOW)
    content = feeds.read(token, BASE)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert content.count(b"\r\nBEGIN:VEVENT") == 1
    (found,) = read(token)
    assert str(found["summary"]) == f"Due: {added.title.replace(chr(7), '')} ({world.project.name})"


def test_it_costs_four_queries_however_much_there_is(world: World) -> None:
    token = feeds.make(world.person("Ben"), at=NOW)
    asked: list[str] = []
    listen = lambda *said: asked.append(said[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    counts = []
    for numbers in ((1,), (2, 3, 4, 5)):
        for number in numbers:
            give(world, number, "Ben")
        db.session.expire_all()
        asked.clear()
        feeds.read(token, BASE)
        counts.append(len([sql for sql in asked if sql.startswith("SELECT")]))
    event.remove(db.engine, "before_cursor_execute", listen)
    assert counts == [4, 4]


def refuse(token: str) -> None:
    with pytest.raises(NotFound):
        feeds.read(token, BASE)
