"""The front door: a server that cannot start says why in one sentence, and does not try for ever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_server_with_a_bad_setting_gives_one_sentence(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "gunicorn", "app:app", "--bind", f"unix:{tmp_path / 'door'}", "--no-control-socket"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), "VANTAGE_THREADS": "many"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert said.returncode == 3
    assert said.stderr.count("VANTAGE_THREADS is “many”") == 1
    assert "Traceback" not in said.stderr


@pytest.mark.slow
def test_the_server_speaks_json_too(tmp_path: Path) -> None:
    script = (
        "import logging.config, sys; from vantage_readiness import worker; "
        "logging.config.dictConfig(worker.logconfig_dict); "
        "logging.getLogger('gunicorn.error').error('as ours'); logging.getLogger('gunicorn.error').info('never')"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "VANTAGE_LOG": ""},
        capture_output=True,
        text=True,
        timeout=300,
    )
    (line,) = said.stderr.splitlines()
    assert line.startswith('{"time": ')
    assert '"message": "as ours"' in line
