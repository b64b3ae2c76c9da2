"""Build the wheel.

    python tools/wheel.py build

Works on a copy, so that nothing left over from an earlier build gets into the wheel. Fetches nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("vantage_readiness", "templates", "static", "seed")
PAPERS = ("setup.py", "pyproject.toml", "requirements.in", "README.md", "LICENSE")


def build(root: Path, into: Path, workshop: Path) -> Path:
    """Build the wheel of the checkout `root` in the empty folder `workshop`; return its path inside `into`."""
    for part in PARTS:
        shutil.copytree(root / part, workshop / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for paper in PAPERS:
        shutil.copy(root / paper, workshop / paper)
    fresh = workshop / "fresh"
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--quiet", "--wheel-dir", str(fresh), str(workshop)], check=True, env=_environment())
    [wheel] = fresh.glob("*.whl")
    into.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(wheel, into / wheel.name))


def _environment() -> dict[str, str]:
    return {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def main() -> None:
    """Build into build/ and say what was built."""
    import tempfile

    with tempfile.TemporaryDirectory() as workshop:
        wheel = build(ROOT, ROOT / "build", Path(workshop))
    print(f"Built {wheel.relative_to(ROOT)} ({wheel.stat().st_size // 1024} kB)")


if __name__ == "__main__":
    main()
