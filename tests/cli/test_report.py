"""`flask report`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskCliRunner

from tests.cli.test_commands import run
from tests.conftest import NOW, SLUG, World
from vantage_readiness.cli import report
from vantage_readiness.domain.weeks import Week
from vantage_readiness.services import reports

__all__ = ["run"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Let it be Monday the 23rd of November 2026; the project began in week 46."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_weeks_are_listed_published_and_listed_again(run: FlaskCliRunner, world: World) -> None:
    assert run.invoke(args=["report", "list", SLUG]).output == "2026-W47\tnot published\n2026-W46\tnot published\n"
    said = run.invoke(args=["report", "publish", SLUG])
    assert (said.exit_code, "Edition 1 of 2026-W47 is published" in said.output) == (0, True)
    first, second = run.invoke(args=["report", "list", SLUG]).output.splitlines()
    week, edition, verdict, at, by, sha256 = first.split("\t")
    assert (week, edition, verdict, at, by) == ("2026-W47", "1", "not_met", "2026-11-23T09:00:00Z", "Console")
    assert sha256 == reports.latest(world.project).sha256
    assert second == "2026-W46\tnot published"


def test_a_lead_may_be_named(run: FlaskCliRunner, world: World) -> None:
    no = run.invoke(args=["report", "publish", SLUG, "2026-W46", "--by", "ben@example.org"])
    assert (no.exit_code, "Ben does not lead VANTAGE AI" in no.output) == (1, True)
    said = run.invoke(args=["report", "publish", SLUG, "2026-W46", "--by", "ada@example.org"])
    assert said.exit_code == 0
    assert reports.find(world.project, Week(2026, 46)).published_by == f"person:{world.person('Ada').id}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["publish", SLUG, "2026-W48"], "2026-W48 is not over"),
        (["publish", SLUG, "soon"], "“soon” is no week"),
        (["publish", "nothing"], "There is no project “nothing”"),
        (["show", SLUG], "No weekly report of this project is published yet"),
        (["show", SLUG, "2026-W40"], "does not reach back"),
        (["show", SLUG, "2026-W47", "--edition", "3"], "There is no edition 3"),
    ],
)
def test_what_is_not_possible_is_said_in_a_sentence(run: FlaskCliRunner, words: list[str], said: str) -> None:
    answer = run.invoke(args=["report", *words])
    assert (answer.exit_code, said in answer.output) == (1, True), answer.output


@pytest.mark.parametrize("form", sorted(set(report.FORMATS) - {"pdf"}))
def test_a_file_is_written_as_it_was_frozen(run: FlaskCliRunner, world: World, tmp_path: Path, form: str) -> None:
    published = reports.publish(world.project, Week(2026, 47), by="clock", at=NOW)
    frozen, *_ = reports.file(world.project, published.iso, report.FORMATS[form])
    printed = run.invoke(args=["report", "write", SLUG, "--format", form])
    assert printed.stdout_bytes == frozen
    target = tmp_path / "report"
    written = run.invoke(args=["report", "write", SLUG, "2026-W47", "--format", form, "--output", str(target)])
    assert (written.exit_code, target.read_bytes()) == (0, frozen)


def test_the_newest_report_is_shown_and_a_draft_says_that_it_is_one(run: FlaskCliRunner, world: World) -> None:
    draft = run.invoke(args=["report", "show", SLUG, "2026-W47"])
    assert "2026-W47 is not published; this is a draft." in draft.stderr
    reports.publish(world.project, Week(2026, 47), by="clock", at=NOW)
    shown = run.invoke(args=["report", "show", SLUG])
    assert (shown.exit_code, shown.stderr, shown.stdout.startswith("#")) == (0, "", True)


def test_a_terminal_is_not_shown_what_it_cannot_show(run: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        @staticmethod
        def isatty() -> bool:
            return True

    monkeypatch.setattr(report, "sys", type("sys", (), {"stdout": Terminal}))
    said = run.invoke(args=["report", "write", SLUG, "2026-W47", "--format", "xlsx"])
    assert (said.exit_code, "A terminal cannot show xlsx" in said.output) == (1, True)
