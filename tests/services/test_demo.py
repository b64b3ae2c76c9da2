"""The demonstration: a believable history, told through the real services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import KEY, NOW, close
from vantage_readiness.domain.diary import Kind
from vantage_readiness.domain.words import Status, Verdict
from vantage_readiness.factory import create_app
from vantage_readiness.services import demo, diary, histories, links, setup
from vantage_readiness.services.overview import Look
from vantage_readiness.storage import diary as lines
from vantage_readiness.storage import projects
from vantage_readiness.storage.projects import Project

WEEK = [NOW + timedelta(days=day) for day in (0, 2, 6)]


@pytest.fixture(params=WEEK, ids=lambda now: now.strftime("%A"))
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Flask, datetime]]:
    app = create_app({"DATA_DIR": str(tmp_path), "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
    with app.app_context():
        setup.bring_up_to_date()
        assert not demo.is_told()
        demo.tell(now=request.param)
        yield app, request.param
    close(app)


def platform() -> Project:
    found = projects.find("vantage-ai")
    assert found is not None
    return found


def test_every_chart_and_list_is_alive(told: tuple[Flask, datetime]) -> None:
    _, now = told
    look = Look(platform(), now.date())
    burn = look.burn_down
    assert len(burn.days) >= 56
    assert len(burn.steps) >= 2
    assert any(later < earlier for earlier, later in zip(burn.verified, burn.verified[1:], strict=False))
    assert burn.unproven[-1] > 0
    assert look.blocked
    assert look.overdue
    assert look.week
    assert any(item.waived_until for item in look.items)
    assert any(item.status is Status.VERIFIED for item in look.items)
    assert any(sum_.actual for sum_ in look.money)
    assert [look.phase.started_on for look in look.phase_looks].count(None) < 4
    assert diary.verify()[1] == []


def test_the_first_screen_answers_in_one_sentence(told: tuple[Flask, datetime]) -> None:
    _, now = told
    gate = Look(platform(), now.date()).gate
    assert gate.verdict is Verdict.NOT_MET
    assert gate.sentence.startswith("Not ready: 1 of 10 critical items open, 3 claimed but not verified, ")
    assert len(gate.reasons) <= 7


def test_a_second_assessment_leaves_something_of_every_kind(told: tuple[Flask, datetime]) -> None:
    _, now = told
    look = Look(platform(), now.date())
    assert [item.title for item in look.items if item.vanished] == ["Configure HTTPS/SSL certificates"]
    assert [item.title for item in look.items if item.proposed_tier] == ["Add database encryption at rest"]
    assert [item.title for item in look.items if item.born_done] == ["Set up comprehensive monitoring"]
    told_kinds = {line.kind for line in lines.whole(platform().id)}
    assert {Kind.ITEM_RULED, Kind.ITEM_ACCEPTED, Kind.FINDING_DECIDED} <= told_kinds
    assert {finding.assessment for finding in look.findings if not finding.undecided} == {1, 2}


def test_the_second_score_is_higher_than_closed_work_explains(told: tuple[Flask, datetime]) -> None:
    first, second = histories.history(platform())
    assert first.explained is None
    assert second.explained is not None
    assert second.explained.is_flagged


def test_the_restore_drill_is_one_item_in_other_words(told: tuple[Flask, datetime]) -> None:
    _, now = told
    drills = [item.title for item in Look(platform(), now.date()).items if "estore" in item.title]
    assert drills == ["Restore drill with a stopwatch"]


def test_a_small_project_beside_it_may_go(told: tuple[Flask, datetime]) -> None:
    _, now = told
    small = projects.find("status-page")
    assert small is not None
    assert Look(small, now.date()).gate.verdict is Verdict.MET


def test_nothing_lies_in_the_future(told: tuple[Flask, datetime]) -> None:
    _, now = told
    assert demo.is_told()
    assert max(line.at for project in projects.every() for line in lines.whole(project.id)) <= now


def test_everybody_gets_a_link_that_opens(told: tuple[Flask, datetime]) -> None:
    made = demo.links(datetime.now(UTC))
    assert [name for name, _part, _token in made] == [person.name for person in demo.CAST]
    assert all(links.is_usable(token, links.SIGN_IN, datetime.now(UTC)) for _name, _part, token in made)
