"""Digests: to whom, when, once, and against a real mail server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, select, text

from tests.conftest import NOW, World
from tests.letterbox import Letterbox, serving, silent_server
from vantage_readiness.domain.deliveries import MailServer
from vantage_readiness.domain.diary import CONSOLE
from vantage_readiness.domain.preferences import Concern
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.words import Role, Status, Tier
from vantage_readiness.output.mail.transport import MailLine
from vantage_readiness.services import deliveries, digests, members, sending
from vantage_readiness.services.projects import Project, User
from vantage_readiness.services.sending import Office
from vantage_readiness.storage import items
from vantage_readiness.storage import projects as kept
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery
from vantage_readiness.storage.items import Item
from vantage_readiness.storage.preferences import Preference
from vantage_readiness.storage.reports import Claim

pytestmark = pytest.mark.usefixtures("nothing_owed")

BASE = "https://ready.example.org"
TODAY = NOW.date()
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def box() -> Letterbox:
    return Letterbox()


@pytest.fixture
def port(box: Letterbox) -> Iterator[int]:
    with serving(box) as port:
        yield port


def send(port: int, at: datetime = NOW) -> int:
    line = MailLine(MailServer("127.0.0.1", port, "offered"), seconds=10)
    return sending.send_due(Office(line, "Readiness <readiness@example.org>", BASE), lambda: at)


def person(world: World, name: str, role: Role = Role.MEMBER, project: Project | None = None) -> User:
    """Give somebody of the cast or somebody new, who has come in."""
    project = project or world.project
    members.invite(project, name, f"{name.lower()}@example.org", role, by=world.person("Ada"), at=NOW - 9 * DAY)
    db.session.execute(delete(Delivery))
    return come_in(world, name)


def come_in(world: World, name: str) -> User:
    user = world.person(name)
    user.password_hash = "chosen"
    db.session.commit()
    return user


def give(project: Project, number: int, owner: User, due: date | None, **differs: Any) -> Item:
    """Let somebody have an item."""
    item = items.find(project.id, number)
    assert item is not None
    item.owner_id, item.due, item.confirmed_on = owner.id, due, TODAY
    for name, value in differs.items():
        setattr(item, name, value)
    db.session.commit()
    return item


def prefer(user: User, **differs: Any) -> None:
    db.session.add(Preference(user_id=user.id, **{"muted": [], "quiet_days": [], **differs}))
    db.session.commit()


def change_rules(project: Project, **differs: Any) -> None:
    project.reminders = {**Rules().as_kept(), **differs}
    db.session.commit()


def letters(user: User | None = None) -> list[Delivery]:
    db.session.rollback()
    query = select(Delivery).order_by(Delivery.id)
    return list(db.session.scalars(query.where(Delivery.user_id == user.id) if user else query))


def claims() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Claim.key)))


def quiet(world: World) -> None:
    """Let Ada, who leads, want nothing."""
    prefer(world.person("Ada"), digest="off")


def test_digests_that_failed_day_after_day_are_one_letter_when_sent_again(
    world: World, box: Letterbox, port: int
) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    for n in range(3):
        give(world.project, n + 1, ben, TODAY + n * DAY)
        assert digests.run_due(NOW + n * DAY) == 1
        box.answers["RCPT"] = ["550 no such mailbox"]
        assert send(port, NOW + n * DAY) == 0
    assert [row.state for row in letters(ben)] == ["failed"] * 3
    later = NOW + 2 * DAY + HOUR
    assert deliveries.send_all_again(by=CONSOLE, at=later) == 3
    assert send(port, later) == 1
    assert [row.state for row in letters(ben)] == ["sent", "dropped", "dropped"]
    assert all(f"/items/{n}\r\n" in box.body() for n in (1, 2, 3))


def test_two_people_with_different_items_get_different_digests_once(
    world: World, box: Letterbox, port: int, both: None
) -> None:
    quiet(world)
    ben, fay, _ = come_in(world, "Ben"), person(world, "Fay"), person(world, "Gil")
    give(world.project, 1, ben, TODAY - 3 * DAY, title="Only of Ben")
    give(world.project, 2, fay, TODAY + DAY, title="Only of Fay")
    assert [digests.run_due(NOW + n * HOUR) for n in range(3)] == [2, 0, 0]
    assert [send(port, NOW + n * HOUR) for n in range(3)] == [2, 0, 0]
    found = {letter["To"]: number for number, letter in enumerate(box.taken)}
    assert found.keys() == {"ben@example.org", "fay@example.org"}
    for address, mine, other in (("ben", "Ben", "Fay"), ("fay", "Fay", "Ben")):
        for kind in ("plain", "html"):
            body = box.body(found[f"{address}@example.org"], kind)
            assert f"Only of {mine}" in body
            assert f"Only of {other}" not in body
    assert box.taken[found["ben@example.org"]]["Subject"] == "Overdue by 3 days: Only of Ben"
    assert f"digest:{world.person('Gil').id}:2026-11-23" in claims()


def test_a_digest_says_how_to_end_it_and_leads_straight_to_the_item(world: World, box: Letterbox, port: int) -> None:
    quiet(world)
    give(world.project, 1, come_in(world, "Ben"), TODAY)
    digests.run_due(NOW)
    send(port)
    [letter] = box.taken
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].strip("<>") in box.body()
    assert f"{BASE}/p/vantage-ai/items/1\r\n" in box.body()
    assert f'href="{BASE}/p/vantage-ai/items/1"' in box.body(kind="html")


@pytest.mark.parametrize(
    ("at", "rules"),
    [
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), {}),
        (datetime(2026, 11, 22, 12, tzinfo=UTC), {}),
        (NOW, {"hour": 10}),
        (NOW, {"holidays": ["2026-11-23"]}),
        (NOW, {"working_days": [2]}),
    ],
)
def test_nothing_comes_before_its_hour_or_on_a_day_nobody_works(
    world: World, at: datetime, rules: dict[str, Any]
) -> None:
    give(world.project, 1, come_in(world, "Ben"), TODAY)
    change_rules(world.project, **rules)
    assert digests.run_due(at) == 0
    assert not [key for key in claims() if key.startswith(f"digest:{world.person('Ben').id}:")]


def test_the_hour_is_the_one_of_the_project(world: World) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY)
    world.project.time_zone = "Pacific/Auckland"
    db.session.commit()
    at = datetime(2026, 11, 22, 18, 59, tzinfo=UTC)  # 07:59 on Monday
    assert digests.run_due(at) == 0
    assert digests.run_due(at + timedelta(minutes=1)) == 1
    assert letters()[0].key == f"digest:{ben.id}:2026-11-23"


@pytest.mark.parametrize("wish", [{"digest": "off"}, {"quiet_days": [1]}, {"muted": ["due"]}])
def test_what_somebody_does_not_want_does_not_come(world: World, wish: dict[str, Any]) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY)
    prefer(ben, **wish)
    assert digests.run_due(NOW) == 0


def test_after_a_quiet_day_nothing_is_lost(world: World) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY + DAY, tier=Tier.NICE)
    change_rules(world.project, before=[0])
    prefer(ben, quiet_days=[2])
    assert [digests.run_due(NOW + n * DAY) for n in range(3)] == [1, 0, 1]  # ahead of Tuesday, and overdue


def test_a_weekly_digest_comes_once_a_week_and_catches_up(world: World) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY - 60 * DAY, tier=Tier.NICE)
    prefer(ben, digest="weekly")
    due = [digests.run_due(NOW + n * DAY) for n in (0, 1, 4, 5, 9, 10)]
    assert due == [1, 0, 0, 0, 1, 0]  # Monday, then Wednesday of the next week, the first on which the clock ran
    assert {f"digest:{ben.id}:2026-W48", f"digest:{ben.id}:2026-W49"} <= claims()


def test_after_five_days_down_there_is_one_digest(world: World) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    digests.run_due(NOW)
    for number in range(1, 6):
        give(world.project, number, ben, TODAY + number * DAY)
    assert digests.run_due(NOW + 7 * DAY) == 1
    assert digests.preview(ben, NOW + 7 * DAY).subject.endswith("and 4 more")


def test_old_news_send_nothing_until_there_is_some_again(world: World) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY - DAY, tier=Tier.NICE)
    assert [digests.run_due(NOW + n * DAY) for n in range(9)] == [1, 0, 0, 1, 0, 0, 0, 0, 1]


def test_a_digest_tells_how_things_stand_when_it_is_sent(world: World, box: Letterbox, port: int) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    for number in (1, 2):
        give(world.project, number, ben, TODAY - 3 * DAY, title=f"Item of Ben {number}", tier=Tier.IMPORTANT)
    digests.run_due(NOW)
    give(world.project, 1, ben, TODAY - 3 * DAY, status=Status.DONE, evidence_on=None)
    send(port)
    assert box.taken[0]["Subject"] == "Overdue by 3 days: Item of Ben 2"
    assert "Item of Ben 1" not in box.body()


def test_when_all_is_done_before_it_is_sent_nothing_is(world: World, box: Letterbox, port: int) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY)
    digests.run_due(NOW)
    give(world.project, 1, ben, TODAY, status=Status.DONE, evidence_on=None)
    assert send(port) == 0
    assert [(row.state, row.error) for row in letters()] == [("dropped", "Nothing in it is news any more.")]


def test_who_stopped_digests_meanwhile_gets_none(world: World, box: Letterbox, port: int) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY)
    digests.run_due(NOW)
    prefer(ben, digest="off")
    assert send(port) == 0
    assert letters()[0].error == "Ben wants no digests any more."


def test_three_days_without_a_mail_server_are_one_letter_that_tells_it_all(
    world: World, box: Letterbox, port: int
) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    change_rules(world.project, before=[30])
    for n in range(3):
        give(world.project, n + 1, ben, TODAY + (30 + n) * DAY, title=f"Item of Ben {n}", tier=Tier.NICE)
    with silent_server() as dead:
        pass
    for n in range(3):
        assert digests.run_due(NOW + n * DAY) == 1
        assert send(dead, NOW + n * DAY) == 0
    assert send(port, NOW + 2 * DAY + HOUR) == 1
    assert all(f"Item of Ben {n}" in box.body() for n in range(3))
    assert [row.state for row in letters()] == ["dropped", "dropped", "sent"]


def test_every_try_has_the_same_message_id(world: World, box: Letterbox, port: int) -> None:
    quiet(world)
    give(world.project, 1, come_in(world, "Ben"), TODAY)
    digests.run_due(NOW)
    box.answers["DATA"] = ["drop"]
    send(port)
    send(port, NOW + HOUR)
    assert len(box.taken) == 2
    assert len({letter["Message-ID"] for letter in box.taken}) == 1


def test_an_address_that_nobody_has_proven_gets_nothing(world: World) -> None:
    quiet(world)
    give(world.project, 1, world.person("Ben"), TODAY)
    assert digests.run_due(NOW) == 0


@pytest.mark.parametrize("way", ["disabled", "left"])
def test_who_cannot_see_the_project_any_more_hears_nothing_of_it(world: World, way: str) -> None:
    quiet(world)
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY)
    if way == "disabled":
        ben.disabled_at = NOW
    else:
        db.session.delete(kept.find_membership(world.project.id, ben.id))
    db.session.commit()
    assert digests.run_due(NOW) == 0


def test_the_deputy_and_then_the_leads_hear_of_what_stays_undone(world: World) -> None:
    ben, fay = come_in(world, "Ben"), person(world, "Fay")
    give(world.project, 1, ben, TODAY - DAY, tier=Tier.IMPORTANT)
    seat = kept.find_membership(world.project.id, ben.id)
    assert seat is not None
    seat.deputy_id = fay.id
    db.session.commit()

    def escalated(user: User, at: datetime) -> bool:
        return any(entry.concern is Concern.ESCALATED for entry in digests.preview(user, at).entries)

    ada = world.person("Ada")
    assert [escalated(fay, NOW + n * DAY) for n in (1, 2)] == [False, True]
    assert [escalated(ada, NOW + n * DAY) for n in (5, 6)] == [False, True]
    give(world.project, 1, ben, TODAY + 20 * DAY, tier=Tier.IMPORTANT)
    assert not escalated(ada, NOW + 6 * DAY)


def test_several_projects_are_one_letter_with_a_chapter_each(world: World) -> None:
    quiet(world)
    other = next(project for project in kept.every() if project.id != world.project.id)
    members.invite(other, "Ben", "ben@example.org", Role.MEMBER, by=world.person("Dan"), at=NOW)
    db.session.execute(delete(Delivery))
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY)
    give(other, 1, ben, TODAY)
    assert digests.run_due(NOW) == 1
    assert [chapter.name for chapter in digests.preview(ben, NOW).chapters] == ["OTHER THING", "VANTAGE AI"]


def test_zones_on_both_sides_of_the_date_line_make_one_digest_a_day(world: World) -> None:
    quiet(world)
    other = next(project for project in kept.every() if project.id != world.project.id)
    members.invite(other, "Ben", "ben@example.org", Role.MEMBER, by=world.person("Dan"), at=NOW)
    world.project.time_zone, other.time_zone = "Pacific/Auckland", "America/New_York"
    ben = come_in(world, "Ben")
    at, end = datetime(2026, 11, 25, tzinfo=UTC), datetime(2026, 12, 5, tzinfo=UTC)
    while at < end:
        digests.run_due(at)
        at += timedelta(minutes=20)
    days = [date(2026, 11, 25) + DAY * n for n in range(11)]
    mine = {f"digest:{ben.id}:{day}" for day in days if day.isoweekday() <= 5}
    assert {key for key in claims() if key.startswith(f"digest:{ben.id}:")} == mine


def test_a_clock_that_is_set_back_tells_nothing_twice(world: World) -> None:
    quiet(world)
    give(world.project, 1, come_in(world, "Ben"), TODAY)
    jumps = (timedelta(0), -HOUR, -DAY, -DAY + HOUR, timedelta(0))
    assert [digests.run_due(NOW + jump) for jump in jumps] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize("broken", [{"reminders": {"hour": "noon"}}, {"policy": {"weights": {"heavy": 9}}}])
def test_a_project_that_cannot_be_read_is_told_and_holds_up_nobody_else(
    world: World, broken: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    other = next(project for project in kept.every() if project.id != world.project.id)
    give(other, 1, come_in(world, "Dan"), TODAY)
    give(world.project, 1, come_in(world, "Ben"), TODAY)
    for name, value in broken.items():
        setattr(world.project, name, value)
    db.session.commit()
    assert digests.run_due(NOW) == 1
    assert "could not be made" in caplog.text or "cannot be read" in caplog.text


def test_a_letter_that_cannot_be_kept_holds_up_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    quiet(world)
    ben, fay = come_in(world, "Ben"), person(world, "Fay")
    for number, owner in enumerate((ben, fay), 1):
        give(world.project, number, owner, TODAY)
    refuse = (
        "CREATE TRIGGER refuse BEFORE INSERT ON delivery WHEN NEW.user_id = {} BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    db.session.execute(text(refuse.format(ben.id, "SELECT RAISE(ABORT, 'no')")))
    db.session.commit()
    assert digests.run_due(NOW) == 1
    assert [row.user_id for row in letters()] == [fay.id]
    assert f"The digest of person {ben.id} could not be kept." in caplog.text
    db.session.execute(text("DROP TRIGGER refuse"))
    db.session.commit()
    assert digests.run_due(NOW + HOUR) == 1


def test_four_clocks_owe_each_letter_once(world: World, both: None) -> None:
    quiet(world)
    for n in range(12):
        give(world.project, n + 1, person(world, f"Kim{n}"), TODAY)
    owed: list[int] = []

    def clock() -> None:
        with world.app.app_context():
            owed.append(digests.run_due(NOW))

    clocks = [threading.Thread(target=clock) for _ in range(4)]
    for thread in clocks:
        thread.start()
    for thread in clocks:
        thread.join()
    assert sum(owed) == len(letters()) == 12


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give the statements of a block."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_more_people_and_items_are_no_more_questions(world: World) -> None:
    quiet(world)
    counts = []
    for first, last in ((0, 2), (2, 20)):
        for n in range(first, last):
            give(world.project, n + 1, person(world, f"Kim{n}"), TODAY)
        with counted() as asked:
            assert len(digests.due(NOW)) == last
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_tick_with_nothing_due_asks_next_to_nothing(world: World) -> None:
    quiet(world)
    give(world.project, 1, come_in(world, "Ben"), TODAY)
    with counted() as asked:
        digests.run_due(NOW - 3 * HOUR)
    assert len(asked) <= 2
    digests.run_due(NOW)
    with counted() as asked:
        digests.run_due(NOW + HOUR)
    assert len(asked) <= 8
    assert not [statement for statement in asked if "FROM item" in statement]


def test_a_preview_writes_nothing(world: World) -> None:
    ben = come_in(world, "Ben")
    give(world.project, 1, ben, TODAY)
    assert digests.preview(ben, NOW).is_news
    assert digests.preview(world.person("Cleo"), NOW).chapters == ()
    assert (letters(), claims()) == ([], set())
