"""A process that only answers requests imports nothing that only a clock needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_SEEN = """
import sys
from vantage_readiness.factory import create_app
create_app()
print("apscheduler" in sys.modules)
"""


def test_a_process_that_does_not_tick_imports_no_scheduler(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "VANTAGE_SERVING"}
    done = subprocess.run(
        [sys.executable, "-c", _SEEN],
        cwd=ROOT,
        env={**environment, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "False"
