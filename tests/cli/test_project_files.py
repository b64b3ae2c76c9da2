"""`flask project export` and `delete`."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from tests.cli.test_commands import run
from tests.conftest import SLUG, World
from vantage_readiness.domain.diary import SITE
from vantage_readiness.services import project_files, projects
from vantage_readiness.storage import diary as books

__all__ = ["run"]


def test_a_project_is_written_into_a_new_file(run: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "vantage.zip"
    said = run.invoke(args=["project", "export", SLUG, str(file)])
    assert (said.exit_code, said.output.startswith(f"{SLUG} is in {file}")) == (0, True)
    with zipfile.ZipFile(file) as archive:
        assert "diary.jsonl" in archive.namelist()
    again = run.invoke(args=["project", "export", SLUG, str(file)])
    assert (again.exit_code, "there already" in again.output) == (1, True)
    assert [path.name for path in tmp_path.glob("*vantage.zip*")] == ["vantage.zip"]


def test_an_export_that_breaks_off_leaves_no_file(
    run: FlaskCliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_files, "_write", lambda *_words: 1 / 0)
    said = run.invoke(args=["project", "export", SLUG, str(tmp_path / "x.zip")])
    assert isinstance(said.exception, ZeroDivisionError)
    assert not list(tmp_path.glob("*x.zip*"))


def test_a_project_is_deleted_after_its_name_was_typed_again(run: FlaskCliRunner, world: World) -> None:
    wrong = run.invoke(args=["project", "delete", SLUG], input="yes\n")
    assert (wrong.exit_code, f"Type {SLUG}" in wrong.output) == (1, True)
    said = run.invoke(args=["project", "delete", SLUG], input=f"{SLUG}\n")
    assert (said.exit_code, "VANTAGE AI is deleted" in said.output) == (0, True)
    assert [each.slug for each in projects.every()] == ["other-thing"]
    assert books.lines(SITE, limit=1)[0].by == "console"


def test_what_is_not_there_is_neither_written_nor_deleted(run: FlaskCliRunner, tmp_path: Path) -> None:
    for words in (["export", "nothing", str(tmp_path / "x.zip")], ["delete", "nothing", "--typed", "nothing"]):
        said = run.invoke(args=["project", *words])
        assert (said.exit_code, "There is no project “nothing”" in said.output) == (1, True)
