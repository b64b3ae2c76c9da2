"""The weekly report by mail: who is owed one, and what stands in it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.conftest import NOW, World
from vantage_readiness.domain.words import Way
from vantage_readiness.services import report_letters, subscriptions
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery
from vantage_readiness.storage.reports import WeeklyReport

pytestmark = pytest.mark.usefixtures("nothing_owed")


def a_report(world: World, edition: int = 1) -> WeeklyReport:
    report = WeeklyReport(
        project_id=world.project.id,
        year=2026,
        week=47,
        edition=edition,
        published_at=NOW,
        published_by="clock",
        verdict="not_met",
        sentence="Not ready.",
        sha256="0" * 64,
    )
    db.session.add(report)
    db.session.flush()
    return report


def owed() -> list[str]:
    return [row.key for row in db.session.scalars(select(Delivery).order_by(Delivery.id))]


def test_each_subscriber_is_owed_one_letter_however_often_it_is_owed(world: World, both: None) -> None:
    ada, ben = world.person("Ada"), world.person("Ben")
    subscriptions.choose(world.project, ada, Way.ATTACHED, at=NOW)
    subscriptions.choose(world.project, ben, Way.LINKED, at=NOW)
    report = a_report(world)
    assert [report_letters.owe(report, NOW), report_letters.owe(report, NOW)] == [2, 2]
    db.session.commit()
    assert owed() == [f"report:{world.project.id}:2026-W47:1:{user.id}" for user in (ada, ben)]


def test_a_new_edition_is_a_letter_of_its_own(world: World) -> None:
    subscriptions.choose(world.project, world.person("Ada"), Way.LINKED, at=NOW)
    for edition in (1, 2):
        report_letters.owe(a_report(world, edition), NOW)
    db.session.commit()
    assert len(owed()) == 2


def test_nobody_is_owed_what_nobody_wished_for(world: World) -> None:
    assert report_letters.owe(a_report(world), NOW) == 0
