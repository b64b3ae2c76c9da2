"""Weekly reports: published once and kept as they were, found again, compared, verified, and published when due."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.conftest import NOW, World
from tests.services.test_items import move, prove
from tests.services.test_weekly import midnight, rename
from tests.services.wandering import Wanderer
from vantage_readiness.domain.diary import CLOCK, Kind, person
from vantage_readiness.domain.refusals import NotFound, Refused
from vantage_readiness.domain.reminders import Rules
from vantage_readiness.domain.weekly import Happening
from vantage_readiness.domain.weeks import Week
from vantage_readiness.domain.words import Status, Verdict, Way
from vantage_readiness.output import weekly as papers
from vantage_readiness.services import diary, removals, report_checks, reports, subscriptions, weekly
from vantage_readiness.storage import deliveries as letters
from vantage_readiness.storage import diary as lines
from vantage_readiness.storage import guard, projects
from vantage_readiness.storage.database import db
from vantage_readiness.storage.reports import ReportFile, WeeklyReport

WEEK = Week.of(NOW.date())
MONDAY = midnight(WEEK.after.first) + timedelta(hours=9)
ADA = person(1)


def publish(world: World, week: Week = WEEK, at: datetime = MONDAY, note: str = "") -> WeeklyReport:
    return reports.publish(world.project, week, by=ADA, at=at, note=note)


def set_rules(world: World, **differs: Any) -> None:
    world.project.reminders = replace(Rules(), **differs).as_kept()
    db.session.commit()


def first_week(world: World) -> Week:
    return Week.of(lines.first_day(world.project.id) or NOW.date())


def names_published(world: World) -> list[str]:
    found = reports.weeks(world.project, today=(NOW + timedelta(weeks=60)).date())
    return [look.week.name for look in found if look.is_published]


def letters_owed() -> int:
    return db.session.query(letters.Delivery).filter_by(kind="report").count()


def test_a_published_week_is_kept_with_every_file_and_its_line_in_the_diary(world: World, both: None) -> None:
    prove(world, 1)
    report = publish(world)
    names = [file.name for file in reports.files(report)]
    assert names == sorted(papers.KINDS)
    for name in names:
        body, sha256, found = reports.file(world.project, WEEK, name)
        assert (hashlib.sha256(body).hexdigest(), found.id) == (sha256, report.id)
    line = lines.lines(world.project.id, kinds=(Kind.REPORT_PUBLISHED.value,))[0]
    seals = {each.name: each.sha256 for each in reports.files(report)}
    assert line.after == {"week": WEEK.name, "edition": 1, "sha256": report.sha256, "files": seals}
    assert (line.by, line.subject) == (ADA, WEEK.name)
    said = reports.read(report)
    assert (said.week, said.gate.sentence, said.gate.verdict.value) == (WEEK, report.sentence, report.verdict)
    assert said == reports.draft(world.project, WEEK, today=MONDAY.date())


@pytest.mark.parametrize("seed", range(2))
def test_a_week_published_in_time_has_the_bytes_of_one_made_nine_weeks_later(
    world: World, both: None, seed: int
) -> None:
    wanderer = Wanderer(world, seed)
    for number in range(9):
        week = Week.of(wanderer.today)
        wanderer.wander_until(midnight(week.after.first) + timedelta(hours=7))
        publish(world, week, at=wanderer.at)
        rename(world, "Ben", f"Ben {number}", wanderer.at)
    looks = [look for look in reports.weeks(world.project, today=wanderer.today) if look.is_published]
    assert len(looks) == 9
    for look in looks:
        late = papers.files(weekly.build(world.project, look.week, today=wanderer.today))
        assert {name: reports.file(world.project, look.week, name)[0] for name in late} == late
    assert diary.verify(report_checks.marks())[1] == []
    assert report_checks.verify()[1] == []


def test_opening_an_old_item_again_changes_no_byte_of_an_old_report(world: World, both: None) -> None:
    prove(world, 1)
    publish(world)
    before = reports.file(world.project, WEEK, "report.html")[:2]
    move(world, 1, Status.OPEN, days=60)
    assert reports.file(world.project, WEEK, "report.html")[:2] == before
    late = weekly.build(world.project, WEEK, today=(NOW + timedelta(days=61)).date())
    assert papers.files(late)["report.html"] == before[0]


def test_the_database_refuses_to_change_a_published_report(world: World, both: None) -> None:
    publish(world)
    for table, column in (("weekly_report", "sentence"), ("report_file", "name")):
        with pytest.raises(Exception, match="never changes"):
            db.session.execute(text(f"UPDATE {table} SET {column} = 'other'"))
        db.session.rollback()


def test_a_week_is_published_when_it_is_over_and_not_before(world: World) -> None:
    with pytest.raises(Refused, match=r"is not over\. It can be published from 30 November 2026"):
        publish(world, at=midnight(WEEK.last) + timedelta(hours=23))
    db.session.rollback()
    with pytest.raises(NotFound, match="does not reach back to 2020-W01"):
        publish(world, Week(2020, 1))
    db.session.rollback()
    with pytest.raises(Refused, match="has not begun"):
        reports.draft(world.project, WEEK.after, today=NOW.date())
    with pytest.raises(NotFound, match="There is no report of 2026-W48"):
        reports.find(world.project, WEEK)
    with pytest.raises(NotFound, match="No weekly report"):
        reports.latest(world.project)
    assert names_published(world) == []


def test_a_new_edition_needs_a_note_and_something_new(world: World, both: None) -> None:
    move(world, 1, Status.DONE)
    first = publish(world).sha256
    with pytest.raises(Refused, match=r"published already\. Say in a note why"):
        publish(world)
    db.session.rollback()
    with pytest.raises(Refused, match=r"different from edition 1\. Nothing was published"):
        publish(world, note="once more")
    db.session.rollback()
    _remove_ben(world)
    second = publish(world, note="Ben asked to be forgotten", at=MONDAY + timedelta(days=3))
    assert (second.edition, second.note) == (2, "Ben asked to be forgotten")
    edition = papers.json.edition_of(reports.file(world.project, WEEK, "report.json")[0])
    assert edition.number == 2
    assert "What happened in the week changed." in edition.changes
    assert reports.find(world.project, WEEK).edition == 2
    assert reports.find(world.project, WEEK, 1).sha256 == first
    assert reports.latest(world.project).edition == 2
    with pytest.raises(NotFound, match=r"There is no edition 3 of 2026-W48"):
        reports.find(world.project, WEEK, 3)
    with pytest.raises(NotFound, match=r"has no file “report\.doc”"):
        reports.file(world.project, WEEK, "report.doc")
    assert report_checks.verify()[1] == []


def _remove_ben(world: World) -> None:
    world.person("Ada").is_administrator = True
    db.session.commit()
    ben = world.person("Ben")
    removals.remove(ben.id, ben.email, by=world.person("Ada"), at=MONDAY + timedelta(days=1))


def test_every_week_that_is_over_is_listed_newest_first(world: World) -> None:
    publish(world)
    looks = reports.weeks(world.project, today=MONDAY.date())
    assert looks[0].week == WEEK
    assert looks[-1].week == first_week(world)
    newest = looks[0]
    assert (newest.edition, newest.published_by, newest.verdict) == (1, "Ada", Verdict.NOT_MET)
    assert newest.published_at == MONDAY
    assert newest.sentence.startswith("Not ready")
    assert len(newest.sha256) == 64
    assert not reports.weeks(world.project, today=midnight(first_week(world).last).date())


def test_two_who_publish_at_once_publish_one(world: World, both: None) -> None:
    barrier, outcomes = threading.Barrier(4), list[str]()

    def run() -> None:
        with world.app.app_context():
            barrier.wait()
            try:
                publish(world)
                outcomes.append("published")
            except Refused as refusal:
                db.session.rollback()
                outcomes.append(refusal.sentence)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("published") == 1
    assert all("published already" in each for each in outcomes if each != "published")
    assert len(lines.lines(world.project.id, kinds=(Kind.REPORT_PUBLISHED.value,))) == 1


def test_two_weeks_are_compared_whichever_is_named_first(world: World) -> None:
    publish(world)
    move(world, 2, Status.DONE, days=8)
    today = (NOW + timedelta(days=14)).date()
    found = reports.compare(world.project, WEEK.after, WEEK, today=today)
    assert (found.earlier.week, found.later.week) == (WEEK, WEEK.after)
    assert [(moved.number, moved.what[0]) for moved in found.moved] == [(2, "status open → done")]


# published by the clock


def due_from(world: World, week: Week = WEEK) -> datetime:
    """Give the moment from which a week is due by the standard rules: Monday, 07:00."""
    return midnight(week.after.first) + timedelta(hours=7)


def test_a_report_is_published_at_its_hour_and_once(world: World, both: None) -> None:
    reports.publish_due(due_from(world, WEEK.before))
    before = names_published(world)
    assert reports.publish_due(due_from(world) - timedelta(minutes=1)) == 0
    assert reports.publish_due(due_from(world)) == len(projects.every())
    assert reports.publish_due(due_from(world) + timedelta(minutes=1)) == 0
    assert names_published(world) == [WEEK.name, *before]
    assert reports.find(world.project, WEEK).published_by == CLOCK


def test_after_a_long_sleep_all_weeks_are_published_and_the_newest_is_mailed(world: World, both: None) -> None:
    subscriptions.choose(world.project, world.person("Ben"), Way.LINKED, at=NOW)
    reports.publish_due(due_from(world, WEEK.before))
    before = letters_owed()
    weeks = [WEEK, WEEK.after, WEEK.after.after]
    reports.publish_due(due_from(world, weeks[-1]) + timedelta(days=2))
    published = names_published(world)
    assert published[:3] == [week.name for week in reversed(weeks)]
    assert letters_owed() == before + 1
    numbers = [reports.find(world.project, week).id for week in weeks]
    assert numbers == sorted(numbers)


def test_a_clock_that_goes_back_publishes_nothing_again(world: World) -> None:
    reports.publish_due(due_from(world))
    published = names_published(world)
    for back in (timedelta(hours=1), timedelta(days=1), timedelta(days=9)):
        assert reports.publish_due(due_from(world) - back) == 0
    assert names_published(world) == published


@pytest.mark.parametrize(
    ("differs", "days", "hour", "due"),
    [
        ({"report_is_automatic": False}, 6, 23, False),
        ({"report_day": 3, "report_hour": 15}, 2, 14, False),
        ({"report_day": 3, "report_hour": 15}, 2, 15, True),
    ],
)
def test_a_project_decides_when_its_report_is_published(
    world: World, differs: dict[str, Any], days: int, hour: int, due: bool
) -> None:
    set_rules(world, **differs)
    reports.publish_due(midnight(WEEK.after.first) + timedelta(days=days, hours=hour))
    assert (WEEK.name in names_published(world)) is due


def test_what_somebody_published_is_not_published_again_by_the_clock(world: World) -> None:
    publish(world, at=midnight(WEEK.after.first) + timedelta(hours=1))
    reports.publish_due(due_from(world))
    assert reports.find(world.project, WEEK).published_by == ADA
    assert len(names_published(world)) == len(reports.weeks(world.project, today=MONDAY.date()))


def test_one_project_that_fails_does_not_hold_up_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sound, broken = weekly.build, world.project.id

    def build(project: Any, week: Week, **rest: Any) -> Any:
        if project.id == broken:
            raise RuntimeError("its diary is broken")
        return sound(project, week, **rest)

    monkeypatch.setattr(weekly, "build", build)
    assert reports.publish_due(due_from(world)) > 0
    assert names_published(world) == []
    assert "could not be published; it is tried again" in caplog.text
    monkeypatch.setattr(weekly, "build", sound)
    assert reports.publish_due(due_from(world)) > 0
    assert WEEK.name in names_published(world)


def test_a_week_whose_diary_grew_while_it_was_told_is_told_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = weekly.build

    def build(project: Any, week: Week, **rest: Any) -> Any:
        """Tell the week, and let somebody write into it before it is published."""
        said = sound(project, week, **rest)
        db.session.rollback()
        monkeypatch.setattr(weekly, "build", sound)
        move(world, 1, Status.DONE, days=2)
        return said

    reports.publish_due(due_from(world, WEEK.before))
    set_rules(world)
    monkeypatch.setattr(weekly, "build", build)
    reports.publish_due(due_from(world))
    assert WEEK.name not in names_published(world)
    reports.publish_due(due_from(world))
    done = reports.read(reports.find(world.project, WEEK)).of(Happening.DONE)
    assert [event.item for event in done] == [1]


def test_clocks_that_tick_at_once_publish_each_week_once(world: World, both: None) -> None:
    barrier, counted = threading.Barrier(3), list[int]()

    def tick() -> None:
        with world.app.app_context():
            barrier.wait()
            counted.append(reports.publish_due(due_from(world)))

    threads = [threading.Thread(target=tick) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = db.session.query(WeeklyReport).all()
    assert sum(counted) == len(kept)
    assert len({(report.project_id, report.iso) for report in kept}) == len(kept)


# what holds reports and diary against each other


def tamper(world: World, statement: str, **values: Any) -> None:
    """Play somebody who owns the machine."""
    with db.engine.begin() as connection:
        guard.thaw(connection)
        guard.open_up(connection)
        connection.execute(text(statement), values)


def test_a_changed_file_is_found(world: World, both: None) -> None:
    publish(world)
    db.session.rollback()
    tamper(world, "UPDATE report_file SET body = :body WHERE name = 'report.md'", body=b"All is well.")
    (said,) = report_checks.verify()[1]
    assert said.endswith("has another report.md than was published.")
    assert "edition 1, of project" in said


def test_a_file_that_was_changed_together_with_its_hash_or_lost_is_found(world: World, both: None) -> None:
    publish(world)
    body = b"<p>All is well.</p>"
    values = {"body": body, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
    db.session.rollback()
    change = "UPDATE report_file SET body = :body, sha256 = :sha256, size = :size WHERE name = 'report.html'"
    tamper(world, change, **values)
    tamper(world, "DELETE FROM report_file WHERE name = 'report.md'")
    other, gone = report_checks.verify()[1]
    assert other.endswith("has another report.html than was published.")
    assert gone.endswith("has lost its report.md.")


def test_a_line_of_the_diary_that_was_emptied_is_told_like_any_other(world: World) -> None:
    publish(world)
    db.session.rollback()
    tamper(world, "UPDATE change SET after = NULL WHERE kind = 'report.published'")
    assert any("is not the one that the diary says" in said for said in report_checks.verify()[1])


def test_a_report_that_was_swapped_or_taken_away_is_found(world: World, both: None) -> None:
    publish(world)
    body = b"{}"
    sha256 = hashlib.sha256(body).hexdigest()
    db.session.rollback()
    tamper(
        world,
        "UPDATE report_file SET body = :body, sha256 = :sha256, size = 2 WHERE name = 'report.json'",
        body=body,
        sha256=sha256,
    )
    tamper(world, "UPDATE weekly_report SET sha256 = :sha256", sha256=sha256)
    assert report_checks.marks() == []  # it cannot be read, and that stops nothing
    other, said = report_checks.verify()[1]
    assert other.endswith("has another report.json than was published.")
    assert said.endswith("is not the one that the diary says was published.")
    db.session.rollback()
    tamper(world, "DELETE FROM report_file")
    tamper(world, "DELETE FROM weekly_report")
    (said,) = report_checks.verify()[1]
    assert said.endswith("is gone.")


def test_a_report_remembers_a_diary_that_was_written_anew(world: World, both: None) -> None:
    move(world, 1, Status.DONE)
    publish(world)
    (mark,) = report_checks.marks()
    assert mark.where == f"the weekly report {WEEK.name}"
    assert diary.verify([mark])[1] == []
    forged = replace(mark, head="0" * 64)
    (flaw,) = diary.verify([forged])[1]
    assert "is not what the weekly report 2026-W48 remembers" in flaw.sentence
    longer = replace(mark, count=mark.count + 900)
    (flaw,) = diary.verify([longer])[1]
    assert "according to the weekly report 2026-W48" in flaw.sentence


def test_a_report_whose_bytes_were_changed_remembers_nothing(world: World) -> None:
    publish(world)
    db.session.rollback()
    tamper(world, "UPDATE report_file SET body = :body WHERE name = 'report.json'", body=b"{}")
    assert report_checks.marks() == []
    assert len(report_checks.verify()[1]) == 1


def test_a_report_that_lost_its_whole_says_so(world: World) -> None:
    report = publish(world)
    db.session.rollback()
    tamper(world, "DELETE FROM report_file WHERE name = 'report.json'")
    with pytest.raises(NotFound, match=r"has lost its report\.json"):
        reports.read(report)
    assert db.session.query(ReportFile).count() == len(papers.KINDS) - 1
