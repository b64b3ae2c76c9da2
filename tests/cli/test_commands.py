"""The command line: what it says, and the sentence for each thing that stops it."""

from __future__ import annotations

import hashlib
import json
import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.conftest import World
from vantage_readiness import places
from vantage_readiness.factory import create_app
from vantage_readiness.storage import guard, projects
from vantage_readiness.storage.assessments import newest
from vantage_readiness.storage.database import db


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_the_diary_is_verified(run: FlaskCliRunner) -> None:
    said = run.invoke(args=["diary", "verify"])
    assert said.exit_code == 0
    assert said.output.startswith("The diary is whole: ")


def test_a_broken_diary_is_told_with_its_line(world: World, run: FlaskCliRunner) -> None:
    guard.open_up(db.session.connection())
    db.session.execute(db.text("DELETE FROM change WHERE number = 5 AND book = 1"))
    db.session.commit()
    said = run.invoke(args=["diary", "verify"])
    assert said.exit_code == 1
    assert "line 5 is missing" in said.output


def test_marks_kept_elsewhere_tell_what_was_cut_off_and_hidden(
    world: World, run: FlaskCliRunner, tmp_path: Path
) -> None:
    kept = tmp_path / "marks.json"
    kept.write_text(run.invoke(args=["diary", "marks"]).output)
    assert run.invoke(args=["diary", "verify", "--against", str(kept)]).exit_code == 0
    guard.open_up(db.session.connection())
    db.session.execute(db.text("DELETE FROM change WHERE book = 1 AND number > 5"))
    cut = "UPDATE diary_anchor SET count = 5, head = :head WHERE book = 1"
    head = db.session.scalar(db.text("SELECT hash FROM change WHERE book = 1 AND number = 5"))
    db.session.execute(db.text(cut), {"head": head})
    db.session.commit()
    assert run.invoke(args=["diary", "verify"]).exit_code == 0  # whoever owns the machine can hide it from us
    said = run.invoke(args=["diary", "verify", "--against", str(kept)])
    assert said.exit_code == 1
    assert "according to marks.json, but 5 are there" in said.output


def test_a_backup_remembers_too(world: World, run: FlaskCliRunner, tmp_path: Path) -> None:
    assert run.invoke(args=["backup", str(tmp_path)]).exit_code == 0
    assert run.invoke(args=["diary", "verify", "--against", str(tmp_path)]).exit_code == 0
    guard.open_up(db.session.connection())
    db.session.execute(db.text("DELETE FROM change WHERE book = 1"))
    db.session.execute(db.text("DELETE FROM diary_anchor WHERE book = 1"))
    db.session.commit()
    said = run.invoke(args=["diary", "verify", "--against", str(tmp_path)])
    assert said.exit_code == 1
    assert "lines were written according to readiness-" in said.output


@pytest.mark.parametrize(
    "content", ["", "[]", '{"books": []}', '{"books": {"1": {}}}', '{"books": {"x": {"count": 1, "head": ""}}}']
)
def test_what_holds_no_marks_is_named(run: FlaskCliRunner, tmp_path: Path, content: str) -> None:
    (tmp_path / "file").write_text(content)
    said = run.invoke(args=["diary", "verify", "--against", str(tmp_path / "file")])
    assert said.exit_code == 1
    assert "holds no marks of a diary" in said.output


def test_the_diary_is_printed_as_it_is_sealed_and_as_people_read_it(run: FlaskCliRunner) -> None:
    whole = json.loads(run.invoke(args=["diary", "export", "vantage-ai"]).output)
    lines = whole["lines"][::-1]
    assert [line["number"] for line in lines] == list(range(1, whole["count"] + 1))
    assert lines[-1]["hash"] == whole["head"]
    assert follow(lines) == whole["head"]
    assert run.invoke(args=["diary", "export", "vantage-ai", "--format", "csv"]).output.startswith(
        "Number,Day,Time (UTC),Who"
    )
    assert "There is no project “x”" in run.invoke(args=["diary", "export", "x"]).output


def follow(lines: list[dict[str, Any]]) -> str:
    """Follow the chain of an exported diary as somebody would who has only the file."""
    head = "0" * 64
    order = ("number", "kind", "item", "subject", "by", "at", "day", "before", "after", "note")
    for line in lines:
        words = [head, *(line[name] for name in order)]
        text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        head = hashlib.sha256(text.encode()).hexdigest()
        assert head == line["hash"]
    return head


def test_a_link_is_printed_for_somebody(run: FlaskCliRunner) -> None:
    assert "/sign-in/" in run.invoke(args=["user", "link", "ben@example.org"]).output
    said = run.invoke(args=["user", "link", "eve@example.org"])
    assert (said.exit_code, said.output) == (1, "Error: Nobody has the address eve@example.org.\n")


def test_a_secret_is_long_and_new(run: FlaskCliRunner) -> None:
    first, second = (run.invoke(args=["new-secret"]).output for _ in range(2))
    assert len(first) > 60
    assert first != second


def test_a_document_is_read_beside_the_other_commands(run: FlaskCliRunner) -> None:
    assert "7.5/10" in run.invoke(args=["assessment", "read", str(places.seed() / "assessment.md")]).output


SHIP = b"# SHIP - Release assessment\n\n## Checklist\n\n### Critical\n- [ ] Sign the packages\n"


def test_a_project_is_made_from_a_document_with_its_lead(run: FlaskCliRunner, world: World, tmp_path: Path) -> None:
    (tmp_path / "ship.md").write_bytes(SHIP)
    words = ["project", "create", str(tmp_path / "ship.md"), "--as-of", "2026-11-20", "--lead", "ben@example.org"]
    said = run.invoke(args=words)
    assert (said.exit_code, "SHIP is read from its document" in said.output) == (0, True), said.output
    assert world.seat("Ben", "ship").may_lead
    found = newest(world.seat("Ben", "ship").project_id)
    assert found is not None
    assert found.as_of == date(2026, 11, 20)
    assert "nothing changed" in run.invoke(args=words).output
    assert (
        run.invoke(args=[*words, "--lead", "eve@example.org"]).output
        == "Error: Nobody has the address eve@example.org.\n"
    )


def test_the_day_of_a_document_is_asked_for_and_may_be_unknown(
    run: FlaskCliRunner, world: World, tmp_path: Path
) -> None:
    (tmp_path / "ship.md").write_bytes(SHIP)
    words = ["project", "create", str(tmp_path / "ship.md"), "--name", "Ship two"]
    assert "Missing option '--as-of'" in run.invoke(args=words).output
    assert "is no date" in run.invoke(args=[*words, "--as-of", "soon"]).output
    assert projects.find("ship-two") is None
    assert run.invoke(args=[*words, "--as-of", "unknown"]).exit_code == 0
    made = projects.find("ship-two")
    assert made is not None
    kept = newest(made.id)
    assert kept is not None
    assert kept.as_of is None


def test_setting_up_again_changes_nothing(run: FlaskCliRunner) -> None:
    said = run.invoke(args=["setup"])
    assert said.exit_code == 0, said.output
    assert "Seeded" not in said.output
    assert "first administrator" not in said.output


def test_the_clock_does_what_is_due_once(run: FlaskCliRunner, world: World) -> None:
    assert run.invoke(args=["clock", "--once"]).exit_code == 0
    from vantage_readiness.services import housekeeping

    assert housekeeping.last_tick() is not None


def test_a_taken_port_is_named_with_what_to_do(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        app = create_app({**environment, "PORT": str(port)}, TESTING=True)
        said = app.test_cli_runner().invoke(args=["serve"])
    assert said.exit_code == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in said.output
    assert "PORT=" in said.output


@pytest.mark.parametrize("host", ["203.0.113.9", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_named(environment: dict[str, str], host: str) -> None:
    said = create_app({**environment, "HOST": host}, TESTING=True).test_cli_runner().invoke(args=["serve"])
    assert said.exit_code == 1
    assert f"HOST is “{host}”" in said.output


def test_a_command_before_the_set_up_says_what_comes_first(tmp_path: Path) -> None:
    app = create_app({"DATA_DIR": str(tmp_path)}, TESTING=True)
    said = app.test_cli_runner().invoke(args=["diary", "verify"])
    assert said.exit_code == 1
    assert "Run `flask setup` once" in said.output
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
