"""The demonstration: a believable history, told through the real services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import KEY, NOW, close
from vantage_readiness import places
from vantage_readiness.domain.words import Status
from vantage_readiness.factory import create_app
from vantage_readiness.services import demo, diary, people, setup
from vantage_readiness.services.overview import Look
from vantage_readiness.storage import diary as lines
from vantage_readiness.storage import projects

WEEK = [NOW + timedelta(days=day) for day in (0, 2, 6)]


@pytest.fixture(params=WEEK, ids=lambda now: now.strftime("%A"))
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Flask, datetime]]:
    app = create_app({"DATA_DIR": str(tmp_path), "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
    with app.app_context():
        setup.bring_up_to_date()
        assert not demo.is_told()
        raw, links = places.seed() / "assessment.md", places.seed() / "links.toml"
        demo.tell(raw.read_bytes(), links.read_text(), now=request.param)
        yield app, request.param
    close(app)


def test_every_chart_and_list_is_alive(told: tuple[Flask, datetime]) -> None:
    _, now = told
    look = Look(projects.every()[0], now.date())
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


def test_nothing_lies_in_the_future(told: tuple[Flask, datetime]) -> None:
    _, now = told
    assert demo.is_told()
    assert max(line.at for line in lines.whole(1)) <= now


def test_everybody_gets_a_link_that_opens(told: tuple[Flask, datetime]) -> None:
    links = demo.links(datetime.now(UTC))
    assert [name for name, _part, _token in links] == [person.name for person in demo.CAST]
    assert all(people.is_usable(token, people.SIGN_IN, datetime.now(UTC)) for _name, _part, token in links)
