"""`flask diary verify` holds the diary against published reports, and the reports against what was published."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from tests.conftest import World
from tests.services.test_items import move
from tests.services.test_reports import ADA, MONDAY, WEEK
from vantage_readiness.domain.words import Status
from vantage_readiness.services import reports
from vantage_readiness.storage import guard
from vantage_readiness.storage.database import db


@pytest.fixture
def run(world: World) -> FlaskCliRunner:
    move(world, 1, Status.DONE)
    reports.publish(world.project, WEEK, by=ADA, at=MONDAY)
    return world.app.test_cli_runner()


def tamper(*statements: str) -> None:
    guard.open_up(db.session.connection())
    guard.thaw(db.session.connection())
    for statement in statements:
        db.session.execute(db.text(statement))
    db.session.commit()


def verify(run: FlaskCliRunner, *against: Path) -> tuple[int, str]:
    said = run.invoke(args=["diary", "verify", *(part for path in against for part in ("--against", str(path)))])
    return said.exit_code, said.output


def test_diary_and_reports_are_verified_together(run: FlaskCliRunner) -> None:
    code, said = verify(run)
    assert code == 0
    assert said.startswith("The diary is whole: ")
    assert said.endswith("So are the weekly reports: 7 files.\n")


def test_a_changed_report_is_told(run: FlaskCliRunner) -> None:
    tamper("UPDATE report_file SET body = CAST('All is well.' AS BLOB) WHERE name = 'report.md'")
    code, said = verify(run)
    assert code == 1
    assert "has another report.md than was published." in said
    assert "The weekly reports are not what was published." in said


def test_a_diary_cut_off_and_hidden_contradicts_the_report(run: FlaskCliRunner) -> None:
    tamper(
        "DELETE FROM change WHERE book = 1 AND number > 5",
        "UPDATE diary_anchor SET count = 5, head = (SELECT hash FROM change WHERE book = 1 AND number = 5)"
        " WHERE book = 1",
    )
    code, said = verify(run)
    assert code == 1
    assert f"according to the weekly report {WEEK.name}, but 5 are there" in said


def test_a_report_kept_elsewhere_remembers_what_was_taken_away_with_all_reports(
    world: World, run: FlaskCliRunner, tmp_path: Path
) -> None:
    kept = tmp_path / "report.json"
    kept.write_bytes(reports.file(world.project, WEEK, "report.json")[0])
    assert verify(run, kept)[0] == 0
    db.session.rollback()
    tamper(
        "DELETE FROM report_file",
        "DELETE FROM weekly_report",
        "DELETE FROM change WHERE book = 1 AND number > 5",
        "UPDATE diary_anchor SET count = 5, head = (SELECT hash FROM change WHERE book = 1 AND number = 5)"
        " WHERE book = 1",
    )
    assert verify(run)[0] == 0  # whoever owns the machine can hide it from us
    code, said = verify(run, kept)
    assert code == 1
    assert "according to the weekly report report.json, but 5 are there" in said


def test_a_damaged_report_is_named(run: FlaskCliRunner, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text('{"report": 7}')
    code, said = verify(run, tmp_path / "report.json")
    assert code == 1
    assert "no weekly report" in said
