"""Previewing, applying and comparing assessments from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.conftest import SLUG, World
from tests.services.test_reassessments import SECOND, THIRD
from vantage_readiness import places
from vantage_readiness.cli.comparing import decisions_of
from vantage_readiness.domain.reassessment import Decisions
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.storage import assessments

DOCUMENT = str(Path(__file__).parents[1] / "documents" / "second.md")
SEED = str(places.seed() / "assessment.md")
ASK = ["assessment", "import", DOCUMENT, "--project", SLUG, "--as-of", "unknown"]
ADA = ["--apply", "--by", "ada@example.org"]


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_without_apply_only_a_preview_is_printed(world: World, run: FlaskCliRunner) -> None:
    said = run.invoke(args=ASK)
    assert said.exit_code == 0, said.output
    for words in (
        "6 ticked, 2 vanished, 2 born done, 16 the same.",
        "#7    Critical      Configure HTTPS/SSL certificates",
        "(65 % alike)",
        "after   Not ready: 2 of 8 critical items open, 6 claimed but not verified.",
        "What was closed accounts for +1.07 of the stated +1.00.",
        "Nothing was written.",
    ):
        assert words in said.output
    assert len(assessments.every(world.project.id)) == 1


def test_a_lead_applies_it_and_the_second_time_nothing_changes(world: World, run: FlaskCliRunner) -> None:
    line = next(at for at, text in enumerate(SECOND.decode().splitlines(), 1) if "comprehensive monitoring" in text)
    said = run.invoke(args=[*ASK, "--decide", f"{line}=new", *ADA])
    assert "Decided: two items." in said.output
    assert said.output.endswith("Applied as assessment 2 of VANTAGE AI.\n"), said.output
    again = run.invoke(args=[*ASK, *ADA])
    assert again.exit_code == 0
    assert "assessment 2 already, imported by Ada" in again.output
    assert len(assessments.every(world.project.id)) == 2


REFUSED = [
    ([*ASK, "--apply"], "Say who applies it"),
    ([*ASK, "--apply", "--by", "ben@example.org"], "Ben does not lead VANTAGE AI"),
    ([*ASK, "--apply", "--by", "dan@example.org"], "Dan does not lead VANTAGE AI"),
    ([*ASK, "--apply", "--by", "eve@example.org"], "Nobody has the address eve@example.org"),
    (["assessment", "import", DOCUMENT, "--as-of", "unknown"], "Say which project: --project with one of"),
    (["assessment", "import", DOCUMENT, "--as-of", "unknown", "--project", "x"], "There is no project “x”"),
    ([*ASK, "--decide", "8=perhaps"], "“8=perhaps” is no decision"),
    ([*ASK, "--decide", "1=1"], "Line 1 of the document has nothing to decide"),
    (["assessment", "diff", "1", "2", "--project", SLUG], "There is no assessment 2"),
    (["assessment", "diff", "1", "two", "--project", SLUG], "Name two assessments by their numbers"),
]


@pytest.mark.parametrize(("args", "why"), REFUSED)
def test_what_does_not_fit_is_refused_in_a_sentence(
    world: World, run: FlaskCliRunner, args: list[str], why: str
) -> None:
    said = run.invoke(args=args)
    assert (said.exit_code, said.output.startswith("Error: ")) == (1, True), said.output
    assert why in said.output
    assert len(assessments.every(world.project.id)) == 1


def test_the_day_has_to_be_said(run: FlaskCliRunner) -> None:
    said = run.invoke(args=ASK[:-2])
    assert said.exit_code == 2
    assert "--as-of" in said.output


def test_two_assessments_of_a_project_are_compared(world: World, run: FlaskCliRunner, tmp_path: Path) -> None:
    run.invoke(args=[*ASK, *ADA])
    third = tmp_path / "third.md"
    third.write_bytes(
        THIRD.replace(b"### Important (Should Fix Soon)", b"### Critical (Must Fix)").replace(
            b"Set up CDN for static assets", b"Set up CDN: for static assets!"
        )
    )
    applied = run.invoke(args=["assessment", "import", str(third), *ASK[3:], *ADA])
    assert "It stays important until a lead approves critical." in applied.output
    said = run.invoke(args=["assessment", "diff", "3", "1", "--project", SLUG])
    assert said.exit_code == 0, said.output
    for words in (
        "7 ticked, 2 vanished, 2 born done, 8 re-tiered",
        "Printed as critical, before as important.",
        "stated  7.5/10 before, 9.2/10 after",
        "unexplained +0.54",
        "0.54 of it is not explained",
        "time to production: 4–6 weeks, then 2–3 weeks",
        "risk: medium, then low",
        "phase “Final Security & Monitoring”: not there, then 1 week, marked as done",
        "cost “Security Hardening”: $5,000–$10,000, then no range, marked as done",
        "gap gone: Security: Hardcoded Secrets",
        "gap new: Monitoring & Observability: No Log Aggregation",
    ):
        assert words in said.output, said.output


def test_two_files_are_compared_without_a_project(run: FlaskCliRunner) -> None:
    said = run.invoke(args=["assessment", "diff", SEED, DOCUMENT])
    assert said.exit_code == 0, said.output
    assert said.output.startswith("6 ticked, 2 vanished, 2 born done, 16 the same.\n")
    assert "What was closed accounts for +1.07 of the stated +1.00." in said.output
    assert "Perhaps the same:\n  “Set up proper logging and monitoring” and “Set up comprehensive" in said.output


def test_decisions_are_read_as_the_help_says() -> None:
    assert decisions_of(["191=8", "192=new", "#5=reopen"]) == Decisions({191: 8, 192: 0}, frozenset({5}))


@pytest.mark.parametrize("word", ["", "8", "=8", "8=", "#5", "#x=reopen", "8=reopen", "-1=2", "²=1"])
def test_anything_else_is_no_decision(word: str) -> None:
    with pytest.raises(Refused, match="no decision"):
        decisions_of([word])
