"""The clock and the night's backup: a failure is told, and the clock goes on."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask

from vantage_readiness import clock


def test_the_clock_takes_the_backup_and_says_so(app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    clock.back_up(app)
    clock.back_up(app)
    assert len(list((tmp_path / "data" / "backups").glob("*.zip"))) == 1
    assert caplog.text.count("is taken and proven") == 1


def test_a_backup_that_fails_is_told_and_the_clock_goes_on(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "data" / "backups").write_text("in the way")
    clock.back_up(app)
    assert "could not be taken" in caplog.text
    clock.tick(app)
