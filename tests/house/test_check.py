"""`make check` runs everything, also after a failure, and says what failed."""

from __future__ import annotations

import sys
from pathlib import Path

from tools import check

PASSING = (sys.executable, "-c", "print('not shown')")
FAILING = (sys.executable, "-c", "print('line 7 is wrong'); raise SystemExit(1)")
SILENT = (sys.executable, "-c", "raise SystemExit(3)")


def test_every_check_runs_and_only_the_failed_ones_are_shown(tmp_path: Path, capsys):
    assert check.run({"first": FAILING, "second": PASSING, "third": SILENT}, tmp_path) == ["first", "third"]
    shown = capsys.readouterr().out
    assert "line 7 is wrong" in shown
    assert "not shown" not in shown
    assert "it ended with 3 and said nothing" in shown


def test_the_exit_code_says_whether_all_pass(monkeypatch, capsys):
    monkeypatch.setattr(check, "CHECKS", {"one": PASSING})
    assert check.main() == 0
    assert capsys.readouterr().out.endswith("All checks pass.\n")
    monkeypatch.setattr(check, "CHECKS", {"one": FAILING, "two": PASSING})
    assert check.main() == 1
    assert "Failed: one." in capsys.readouterr().out
