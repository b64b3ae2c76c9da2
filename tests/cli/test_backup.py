"""`flask backup` and `flask restore`: what they say, and what becomes of the key."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.conftest import KEY, close
from vantage_readiness.domain.diary import SITE
from vantage_readiness.factory import create_app
from vantage_readiness.storage import diary as books


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def anew(tmp_path: Path):
    """Give the command line of a new installation, whose key is made by itself."""
    app = create_app({"DATA_DIR": str(tmp_path / "anew")}, TESTING=True)
    yield app.test_cli_runner()
    close(app)


def test_a_backup_goes_to_the_folder_for_backups_and_says_what_is_not_in_it(
    app: Flask, run: FlaskCliRunner, tmp_path: Path
) -> None:
    said = run.invoke(args=["backup"])
    assert said.exit_code == 0, said.output
    (path,) = (tmp_path / "data" / "backups").iterdir()
    assert said.output.startswith(f"{path}: ")
    assert "The secret key is not in it" in said.output
    with app.app_context():
        assert books.lines(SITE, limit=1)[0].by == "console"


def test_a_backup_moves_to_a_new_installation(run: FlaskCliRunner, anew: FlaskCliRunner, tmp_path: Path) -> None:
    path = str(tmp_path / "moving.zip")
    assert run.invoke(args=["backup", path]).exit_code == 0
    assert "This backup is whole" in anew.invoke(args=["restore", path, "--check"]).output
    said = anew.invoke(args=["restore", path])
    assert said.exit_code == 0, said.output
    assert "Start every server and every clock again" in said.output
    assert anew.invoke(args=["diary", "verify"]).exit_code == 0
    again = anew.invoke(args=["restore", path])
    assert (again.exit_code, "--over" in again.output) == (1, True)
    assert "What was there before is in" in anew.invoke(args=["restore", path, "--over"]).output


def test_the_key_comes_along_when_asked(run: FlaskCliRunner, anew: FlaskCliRunner, tmp_path: Path) -> None:
    path = str(tmp_path / "moving.zip")
    assert "not in it" not in run.invoke(args=["backup", path, "--with-key"]).output
    said = anew.invoke(args=["restore", path])
    assert "The key in the backup is now in" in said.output
    assert (tmp_path / "anew" / "secret-key").read_text() == KEY


def test_a_key_from_the_environment_stays(run: FlaskCliRunner, tmp_path: Path) -> None:
    path = str(tmp_path / "moving.zip")
    run.invoke(args=["backup", path, "--with-key"])
    app = create_app({"DATA_DIR": str(tmp_path / "other"), "VANTAGE_SECRET_KEY": KEY[::-1]}, TESTING=True)
    said = app.test_cli_runner().invoke(args=["restore", path])
    assert "the key in the backup is not used" in said.output
    assert not (tmp_path / "other" / "secret-key").exists()
    close(app)


def test_a_damaged_backup_is_refused_in_a_sentence(run: FlaskCliRunner, anew: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "moving.zip"
    run.invoke(args=["backup", str(path)])
    torn = bytearray(path.read_bytes())
    torn[len(torn) // 2] ^= 1
    path.write_bytes(torn)
    said = anew.invoke(args=["restore", str(path)])
    assert (said.exit_code, "This backup is damaged" in said.output) == (1, True)
    assert not (tmp_path / "anew" / "readiness.sqlite3").exists()
