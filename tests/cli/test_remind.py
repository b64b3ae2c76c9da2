"""`flask remind`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from tests.cli.test_commands import run
from tests.conftest import NOW, World
from tests.services.test_digests import come_in, give
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery

__all__ = ["run"]

ADA, BEN = "ada@example.org", "ben@example.org"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Let it be Monday the 23rd of November 2026, and an item of Ben's be overdue."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def late(world: World) -> World:
    """Let Ben have come in, with something overdue."""
    give(world.project, 2, come_in(world, "Ben"), NOW.date() - timedelta(days=3))
    return world


def addresses() -> list[str]:
    return sorted(db.session.scalars(select(Delivery.address).where(Delivery.kind == "digest")))


def test_what_is_due_is_shown_and_nothing_is_owed(run: FlaskCliRunner, late: World) -> None:
    said = run.invoke(args=["remind", "--dry-run"])
    assert said.exit_code == 0
    assert f"{BEN}: Overdue by 3 days" in said.output
    assert addresses() == []


def test_somebody_s_digest_is_shown_as_it_would_be_sent(run: FlaskCliRunner, late: World) -> None:
    said = run.invoke(args=["remind", "--dry-run", "--person", BEN])
    assert said.output.startswith("Overdue by 3 days")
    assert "/p/vantage-ai/items/2" in said.output
    assert "no digest would be sent" not in said.output
    nobody = run.invoke(args=["remind", "--dry-run", "--person", "nobody@example.org"])
    assert (nobody.exit_code, "Nobody has the address nobody@example.org" in nobody.output) == (1, True)


def test_digests_are_owed_once(run: FlaskCliRunner, late: World) -> None:
    said = run.invoke(args=["remind", "--person", BEN])
    assert said.output == "1 digest and 0 letters about gates are on their way.\n"
    assert addresses() == [BEN]
    run.invoke(args=["remind"])
    again = run.invoke(args=["remind"])
    assert again.output == "0 digests and 0 letters about gates are on their way.\n"
    assert addresses().count(BEN) == 1
    assert "Nothing is due." in run.invoke(args=["remind", "--dry-run"]).output
