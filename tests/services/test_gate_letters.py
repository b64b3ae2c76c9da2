"""Letters to the leads when the gate turns: once each, whatever they wish, with what changed it."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest

from tests.conftest import NOW, World
from tests.letterbox import Letterbox
from tests.services.test_digests import BASE, DAY, box, come_in, counted, letters, person, port, prefer, send
from vantage_readiness.domain.words import Role, Status
from vantage_readiness.output.mail.letter import as_html, as_text
from vantage_readiness.services import findings, gate_letters, items, waivers
from vantage_readiness.services import letters as writers
from vantage_readiness.services.edits import Seen, get
from vantage_readiness.services.occasions import Occasion
from vantage_readiness.services.projects import Project
from vantage_readiness.storage import projects
from vantage_readiness.storage.database import db
from vantage_readiness.storage.plan import Phase

__all__ = ["box", "port"]
pytestmark = pytest.mark.usefixtures("nothing_owed")


def only_item(world: World) -> Project:
    """Give Dan's project with its one critical item, verified; the gate is met and was looked at."""
    project = next(each for each in projects.every() if each.id != world.project.id)
    phase = Phase(project_id=project.id, number=1, name="Only")
    db.session.add(phase)
    db.session.flush()
    item = get(project, 1)
    item.status, item.evidence_on, item.phase_id, item.due = Status.VERIFIED, NOW.date(), phase.id, NOW.date()
    dan = come_in(world, "Dan")
    item.owner_id = dan.id
    for finding in findings.every(project):
        findings.decide(project, finding.id, "Fine", by=dan, at=NOW)
    assert gate_letters.run_due(NOW) == 0
    assert project.gate_told == "met"
    return project


def reopen(world: World, project: Project, at: datetime = NOW) -> None:
    item = get(project, 1)
    items.move_item(project, Seen(1, item.version), Status.OPEN, by=world.person("Dan"), at=at)


def read(at: datetime = NOW, html: bool = False) -> str:
    """Give the newest letter as it is written."""
    letter = writers.write(Occasion(letters()[-1], BASE, at))
    return as_html(letter) if html else as_text(letter)


def test_the_first_look_tells_nothing(world: World) -> None:
    come_in(world, "Ben")
    assert gate_letters.run_due(NOW) == 0
    assert [project.gate_told for project in projects.every()] == ["not_met", "not_met"]


def test_every_lead_gets_one_letter_that_nobody_can_silence(
    world: World, box: Letterbox, port: int, both: None
) -> None:
    project = only_item(world)
    person(world, "Eve", Role.LEAD, project=project)
    person(world, "Fay", Role.MEMBER, project=project)
    prefer(world.person("Dan"), digest="off", muted=["plan"], quiet_days=[1])
    reopen(world, project)
    assert [gate_letters.run_due(NOW + n * DAY) for n in range(3)] == [2, 0, 0]
    assert send(port) == 2
    assert {letter["To"] for letter in box.taken} == {"dan@example.org", "eve@example.org"}
    assert box.taken[0]["Subject"] == "OTHER THING: the gate is not met, it was met"
    assert box.taken[0]["List-Unsubscribe"] is None


def test_the_letter_says_why_and_what_changed_it(world: World) -> None:
    project = only_item(world)
    reopen(world, project)
    gate_letters.run_due(NOW)
    for body in (read(), read(html=True)):
        assert "Since 23 November 2026 the gate of OTHER THING is not met. Before, it was met." in body
        assert "Not ready: " in body
        assert "Not ready: 1 of 1 critical item" in body
        assert "Dan moved “Secret of Dan” from verified to open." in body
        assert "decided" not in body  # that was before the gate was looked at


def test_what_happens_later_does_not_change_what_a_letter_tells(world: World) -> None:
    project = only_item(world)
    reopen(world, project)
    gate_letters.run_due(NOW)
    before = read()
    project.gate_told = "conditional"
    item = get(project, 1)
    items.move_item(project, Seen(1, item.version), Status.BLOCKED, by=world.person("Dan"), at=NOW)
    assert read(NOW + DAY) == before


def test_a_day_that_passes_can_turn_the_gate(world: World) -> None:
    project = only_item(world)
    dan, fay = world.person("Dan"), person(world, "Fay")
    reopen(world, project)
    waivers.waive(
        project, 1, reason="Later", control="A guard", until=(NOW + DAY).date(), requested_by=fay, by=dan, at=NOW
    )
    assert gate_letters.run_due(NOW) == 1
    assert "the gate of OTHER THING is met on conditions" in read()
    assert [gate_letters.run_due(NOW + n * DAY) for n in (1, 2)] == [0, 1]
    assert "Nobody changed anything: a day passed" in read()
    assert len({row.key for row in letters()}) == 2


def test_back_and_forth_within_a_tick_is_no_letter(world: World) -> None:
    project = only_item(world)
    reopen(world, project)
    item = get(project, 1)
    item.status = Status.VERIFIED
    db.session.commit()
    assert gate_letters.run_due(NOW) == 0


def test_who_leads_no_more_gets_none(world: World, box: Letterbox, port: int) -> None:
    project = only_item(world)
    reopen(world, project)
    gate_letters.run_due(NOW)
    seat = projects.find_membership(project.id, world.person("Dan").id)
    assert seat is not None
    seat.role = Role.MEMBER
    db.session.commit()
    assert send(port) == 0
    assert letters()[0].error == "Dan does not lead this project any more."


def test_a_gate_that_cannot_be_judged_holds_up_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    project = only_item(world)
    reopen(world, project)
    world.project.policy, world.project.gate_looked = {"weights": {"heavy": 9}}, None
    db.session.commit()
    assert gate_letters.run_due(NOW) == 1
    assert "could not be judged" in caplog.text


def test_four_clocks_tell_it_once(world: World, both: None) -> None:
    project = only_item(world)
    reopen(world, project)
    owed: list[int] = []

    def clock() -> None:
        with world.app.app_context():
            owed.append(gate_letters.run_due(NOW))

    clocks = [threading.Thread(target=clock) for _ in range(4)]
    for thread in clocks:
        thread.start()
    for thread in clocks:
        thread.join()
    assert sum(owed) == len(letters()) == 1


def test_a_gate_is_judged_only_when_its_project_or_the_day_changed(world: World) -> None:
    only_item(world)
    with counted() as asked:
        gate_letters.run_due(NOW)
    assert not [statement for statement in asked if "FROM item" in statement]
    with counted() as asked:
        gate_letters.run_due(NOW + DAY)
    assert len([statement for statement in asked if "FROM item" in statement]) == 2
