"""A week of a project as a value: made in time or nine weeks later it is the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import KEY, NOW, World, close
from tests.services.test_items import move, prove, seen
from tests.services.wandering import Wanderer
from vantage_readiness.domain import past
from vantage_readiness.domain.weekly import Happening, Weekly
from vantage_readiness.domain.weeks import Week
from vantage_readiness.domain.words import Status
from vantage_readiness.factory import create_app
from vantage_readiness.output import weekly as papers
from vantage_readiness.services import demo, items, people, projects, removals, setup, weekly
from vantage_readiness.services.projects import Project
from vantage_readiness.storage import diary as lines
from vantage_readiness.storage import preferences
from vantage_readiness.storage import projects as kept
from vantage_readiness.storage.database import db

WEEK = Week.of(NOW.date())  # Monday to Sunday; everything below begins on its Monday
NINE_WEEKS = 9


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def build(project: Project, week: Week, today: date | None = None) -> Weekly:
    """Give a week as it is told on the Monday after, or later."""
    return weekly.build(project, week, today=today or week.after.first)


def rename(world: World, name: str, to: str, at: datetime) -> None:
    people.call(world.person(name), to, at=at)
    db.session.commit()


@pytest.mark.parametrize("seed", range(2))
def test_a_week_told_nine_weeks_later_is_what_was_told_in_time(world: World, both: None, seed: int) -> None:
    wanderer, timely = Wanderer(world, seed), dict[Week, Weekly]()
    for number in range(NINE_WEEKS + 1):
        week = Week.of(wanderer.today)
        wanderer.wander_until(midnight(week.after.first))
        timely[week] = build(world.project, week)
        rename(world, "Ben", f"Ben {number}", wanderer.at + timedelta(minutes=1))
    assert wanderer.done > 60
    for week, told in timely.items():
        late = build(world.project, week, wanderer.today + timedelta(days=40))
        assert late == told
        assert papers.files(late) == papers.files(told)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Flask]:
    app = create_app({"DATA_DIR": str(tmp_path), "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
    with app.app_context():
        setup.bring_up_to_date()
        demo.tell(now=NOW)
        yield app
    close(app)


def test_the_demonstration_is_told_late_as_it_would_have_been_in_time(tmp_path: Path) -> None:
    """The story is told twice, once until three weeks ago and once to its end; the same week is made of both."""
    week, found = Week.of(NOW.date() - timedelta(weeks=4)), []
    for now in (midnight(week.after.first) + timedelta(hours=9), NOW):
        app = create_app({"DATA_DIR": str(tmp_path / f"{now:%d}"), "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
        with app.app_context():
            setup.bring_up_to_date()
            _tell_from_one_beginning(now)
            project = kept.find("vantage-ai")
            assert project is not None
            found.append(papers.files(build(project, week, now.date())))
        close(app)
    assert found[0] == found[1]


def _tell_from_one_beginning(now: datetime) -> None:
    """Tell the story up to a moment; it always begins eight weeks before the same Monday."""
    first = (NOW - timedelta(weeks=demo.WEEKS)).date()
    first -= timedelta(days=first.weekday())
    for tale in demo.TALES:
        begins = first + timedelta(weeks=tale.begins)
        if midnight(begins) < now:
            demo._tell(tale, begins, now)


def test_opening_an_old_item_again_changes_no_old_report(world: World, both: None) -> None:
    prove(world, 1)
    before = build(world.project, WEEK)
    move(world, 1, Status.OPEN, days=30)
    assert build(world.project, WEEK, NOW.date() + timedelta(days=31)) == before
    later = build(world.project, Week.of(NOW.date() + timedelta(days=30)))
    assert [event.title for event in later.of(Happening.REOPENED)] == [before.rows[0].title]
    assert before.of(Happening.VERIFIED)


def test_a_new_name_is_told_from_its_week_on_and_a_removed_person_by_a_pseudonym(world: World, both: None) -> None:
    move(world, 1, Status.DONE)
    rename(world, "Ben", "Benedikt", midnight(WEEK.after.first) + timedelta(hours=1))
    move(world, 2, Status.DONE, days=7)
    assert [event.who for event in build(world.project, WEEK).of(Happening.DONE)] == ["Ben"]
    assert [event.who for event in build(world.project, WEEK.after).of(Happening.DONE)] == ["Benedikt"]
    ben = world.person("Ben")
    db.session.rollback()
    world.person("Ada").is_administrator = True
    db.session.commit()
    removals.remove(ben.id, ben.email, by=world.person("Ada"), at=NOW + timedelta(days=20))
    assert [event.who for event in build(world.project, WEEK).of(Happening.DONE)] == [f"Former person {ben.id}"]


def test_the_first_week_has_nothing_before_it(world: World) -> None:
    first = Week.of(lines.first_day(world.project.id) or NOW.date())
    told = build(world.project, first)
    assert (told.gate_before, told.numbers_before) == (None, None)
    assert len(told.of(Happening.ADDED)) == len(told.rows)
    assert build(world.project, first.after).gate_before == told.gate


def test_a_running_week_is_told_as_of_today(world: World) -> None:
    move(world, 1, Status.DONE)
    move(world, 2, Status.DONE, days=2)
    assert len(build(world.project, WEEK, NOW.date()).of(Happening.DONE)) == 1
    running = build(world.project, WEEK, NOW.date() + timedelta(days=2))
    assert len(running.of(Happening.DONE)) == 2
    assert running.burn_down.incomplete_from == NOW.date() + timedelta(days=2)
    assert build(world.project, WEEK).burn_down.incomplete_from == WEEK.after.first


def test_a_date_that_moves_slips_and_what_is_due_next_comes(world: World) -> None:
    ben = world.person("Ben")
    for due, days in ((WEEK.last, 0), (WEEK.after.first, 1)):
        at = NOW + timedelta(days=days)
        items.set_due(world.project, seen(world, 1), due, by=ben, at=at)
    told = build(world.project, WEEK)
    assert not told.slipped  # it had no date when the week began
    assert [each.number for each in told.coming] == [1]
    items.set_due(world.project, seen(world, 1), WEEK.after.last, by=ben, at=NOW + timedelta(days=8))
    (slip,) = build(world.project, WEEK.after).slipped
    assert (slip.before, slip.after, slip.who) == (WEEK.after.first, WEEK.after.last, "Ben")


def test_a_week_is_that_of_the_projects_clocks(world: World) -> None:
    project, ada = world.project, world.person("Ada")
    projects.change_dates(
        project,
        name=project.name,
        start=None,
        target=None,
        time_zone="Pacific/Auckland",
        seen=project.settings_version,
        by=ada,
        at=NOW,
    )
    sunday_evening = midnight(WEEK.last) + timedelta(hours=11, minutes=30)  # Monday 00:30 in Auckland
    items.move_item(project, seen(world, 1), Status.DONE, by=ada, at=sunday_evening - timedelta(hours=1))
    items.move_item(project, seen(world, 2), Status.DONE, by=ada, at=sunday_evening)
    assert [event.item for event in build(world.project, WEEK).of(Happening.DONE)] == [1]
    assert [event.item for event in build(world.project, WEEK.after).of(Happening.DONE)] == [2]
    assert build(world.project, WEEK).time_zone == "Pacific/Auckland"


def test_a_later_document_brings_no_money_into_earlier_weeks(told: Flask) -> None:
    project = kept.find("vantage-ai")
    assert project is not None
    first = Week.of(lines.first_day(project.id) or NOW.date())
    assert [len(build(project, week).scores) for week in (first, first.after, WEEK.before)] == [1, 1, 2]
    assert build(project, first).money
    assert build(project, first).numbers.stated == build(project, first).scores[0].stated


def test_forecasts_are_made_and_judged(told: Flask) -> None:
    project = kept.find("vantage-ai")
    assert project is not None
    newest = build(project, WEEK.before)
    assert [each.goal for each in newest.forecasts] == ["All criticals verified", "All items verified"]
    assert {each.outcome for each in newest.fared} <= {"held", "missed", "open"}
    assert newest.fared
    second = build(project, Week.of(lines.first_day(project.id) or NOW.date()))
    assert second.forecasts[0].sentence == "Not enough data: 1 of 2 weeks."


@pytest.mark.parametrize("leak", ["names of today", "policy of today", "lines of today"])
def test_a_report_that_read_what_is_today_would_be_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, leak: str
) -> None:
    wanderer = Wanderer(world, 1)
    wanderer.wander_until(midnight(WEEK.after.first))
    timely = build(world.project, WEEK)
    rename(world, "Ben", "Benedikt", wanderer.at + timedelta(minutes=1))
    wanderer.wander_until(midnight(WEEK.after.after.after.first))
    today = wanderer.today
    assert build(world.project, WEEK, today) == timely
    if leak == "names of today":
        monkeypatch.setattr(preferences, "names_at", lambda _: [])
    elif leak == "policy of today":
        monkeypatch.setattr(lines, "told_later", lambda *_, **__: [])
    else:
        sound, cut = lines.told, past.until
        monkeypatch.setattr(lines, "told", lambda book, until: sound(book, until=max(until, today)))
        monkeypatch.setattr(past, "until", lambda told, day: cut(told, day if day < WEEK.last else today))
    assert build(world.project, WEEK, today) != timely
