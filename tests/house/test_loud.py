"""The plugin that makes skipped tests loud."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = """
import pytest

def test_a_browser_page(): pytest.skip("no Chromium was found")
def test_another_page(): pytest.skip("no Chromium was found")
@pytest.mark.skip(reason="no PostgreSQL answers")
def test_a_database(): pass
def test_sums(): assert 1 + 1 == 2
"""


def last_lines(folder: Path, *arguments: str) -> list[str]:
    (folder / "test_examples.py").write_text(EXAMPLES)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
    examples = str(folder / "test_examples.py")
    ran = subprocess.run([*command, *arguments, examples], cwd=ROOT, capture_output=True, text=True)
    return ran.stdout.splitlines()[-4:]


def test_each_reason_is_in_the_last_lines_with_how_often_it_counted(tmp_path):
    head, browser, postgres, sum_up = last_lines(tmp_path)
    assert "!!! NOT RUN !!!" in head
    assert postgres == "1 test NOT RUN: no PostgreSQL answers"
    assert browser == "2 tests NOT RUN: no Chromium was found"
    assert sum_up.startswith("1 passed, 3 skipped")


def test_it_is_as_loud_with_several_workers(tmp_path):
    assert last_lines(tmp_path, "-n", "2")[1:3] == [
        "2 tests NOT RUN: no Chromium was found",
        "1 test NOT RUN: no PostgreSQL answers",
    ]


def test_a_whole_run_needs_no_noise(tmp_path):
    assert "NOT RUN" not in "".join(last_lines(tmp_path, "-k", "sums"))
