"""The weekly report by mail: who is owed one, and what stands in it."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from tests.conftest import NOW, World
from tests.letterbox import Letterbox, serving
from tests.services.test_sending import office, send
from vantage_readiness.domain.deliveries import LetterState
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.weeks import Week
from vantage_readiness.domain.words import Way
from vantage_readiness.output.mail.letter import Letter
from vantage_readiness.services import letters, members, report_letters, report_trials, reports, subscriptions
from vantage_readiness.services.occasions import Occasion
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery
from vantage_readiness.storage.reports import WeeklyReport

pytestmark = pytest.mark.usefixtures("nothing_owed")

BASE = "https://ready.example.org"
W47 = Week(2026, 47)


def subscribe(world: World, **ways: Way) -> None:
    for name, way in ways.items():
        subscriptions.choose(world.project, world.person(name), way, at=NOW)


def publish(world: World, week: Week = W47) -> WeeklyReport:
    return reports.publish(world.project, week, by="clock", at=NOW)


def owed() -> list[Delivery]:
    db.session.rollback()
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def written(row: Delivery) -> Letter:
    return letters.write(Occasion(row, BASE, NOW))


def test_publishing_owes_each_subscriber_one_letter(world: World, both: None) -> None:
    subscribe(world, Ada=Way.ATTACHED, Ben=Way.LINKED)
    report = publish(world)
    assert [row.key for row in owed()] == [
        f"report:{world.project.id}:2026-W47:1:{world.person(name).id}" for name in ("Ada", "Ben")
    ]
    assert report_letters.owe(report, NOW) == 2
    db.session.commit()
    assert len(owed()) == 2


def test_nobody_is_owed_what_nobody_wished_for(world: World) -> None:
    publish(world)
    assert owed() == []


def test_a_linked_letter_says_the_same_as_the_report_and_has_no_files(world: World) -> None:
    subscribe(world, Ben=Way.LINKED)
    publish(world)
    letter = written(owed()[0])
    assert "47" in letter.subject
    assert letter.body
    assert reports.read(reports.latest(world.project)).gate.sentence in letter.body.text
    assert letter.link == ("Open the report", f"{BASE}/p/vantage-ai/reports/{W47.name}")
    assert letter.attachments == ()
    assert letter.unsubscribe
    assert letter.unsubscribe.startswith(f"{BASE}/unsubscribe/")
    assert letter.unsubscribe in letter.footer


def test_an_attached_letter_carries_the_frozen_bytes(world: World) -> None:
    subscribe(world, Ben=Way.ATTACHED)
    report = publish(world)
    letter = written(owed()[0])
    hashes = {each.name: each.sha256 for each in reports.files(report)}
    assert [each.name for each in letter.attachments] == [
        "vantage-ai-2026-W47-report.html",
        "vantage-ai-2026-W47-report.xlsx",
    ]
    for each in letter.attachments:
        assert hashlib.sha256(each.body).hexdigest() == hashes[each.name.removeprefix("vantage-ai-2026-W47-")]


def test_files_that_are_too_large_stay_behind_the_link(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_letters, "MOST", 1000)
    subscribe(world, Ben=Way.ATTACHED)
    publish(world)
    letter = written(owed()[0])
    assert letter.attachments == ()
    assert any("too large for a letter (0.0 MB)" in paragraph for paragraph in letter.paragraphs)


def test_who_left_or_ended_it_meanwhile_gets_nothing(world: World) -> None:
    subscribe(world, Ben=Way.LINKED, Cleo=Way.LINKED, Ada=Way.LINKED)
    publish(world)
    rows = {row.address[:3]: row for row in owed()}
    members.change_role(world.project, world.person("Ben").id, None, by=world.person("Ada"), at=NOW)
    subscriptions.choose(world.project, world.person("Cleo"), None, at=NOW)
    world.person("Ada").disabled_at = NOW
    db.session.commit()
    for name, why in (("ben", "does not belong"), ("cle", "does not want"), ("ada", "cannot sign in")):
        with pytest.raises(letters.Unwanted, match=why):
            written(rows[name])


def test_a_letter_arrives_with_its_files_and_one_way_to_end_it(world: World) -> None:
    subscribe(world, Ben=Way.ATTACHED)
    publish(world)
    box = Letterbox()
    with serving(box) as port:
        assert send(office(port)) == 1
    (message,) = box.taken
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "vantage-ai-2026-W47-report.html",
        "vantage-ai-2026-W47-report.xlsx",
    ]
    assert owed()[0].state == LetterState.SENT


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("is_published", [True, False])
def test_a_test_is_the_letter_as_it_would_come_to_oneself_alone(world: World, way: Way, is_published: bool) -> None:
    subscribe(world, Ben=Way.LINKED)
    if is_published:
        publish(world)
    cleo = world.person("Cleo")
    report_trials.send(world.project, W47, cleo, way, at=NOW)
    report_trials.send(world.project, W47, cleo, way, at=NOW)
    (row,) = [row for row in owed() if row.kind == "trial"]
    letter = written(row)
    assert (row.address, letter.subject.startswith("Test: ")) == ("cleo@example.org", True)
    assert letter.unsubscribe is None
    assert "Nobody else got it" in letter.paragraphs[0]
    assert bool(letter.attachments) is (way is Way.ATTACHED)


def test_a_test_of_a_week_there_is_nothing_to_tell_of_is_refused(world: World) -> None:
    for week in (Week(2026, 45), Week(2026, 49)):
        with pytest.raises(Refused):
            report_trials.send(world.project, week, world.person("Ada"), Way.LINKED, at=NOW)
    assert owed() == []
