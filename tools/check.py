"""Run every check, each with its time, and say at the end which ones failed.

python tools/check.py
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = (sys.executable, "-m")

CHECKS: dict[str, tuple[str, ...]] = {
    "format": (*PYTHON, "ruff", "format", "--check", "--quiet", "."),
    "style": (*PYTHON, "ruff", "check", "--quiet", "."),
    "types": (*PYTHON, "mypy", "--no-error-summary"),
    "security": (*PYTHON, "bandit", "--quiet", "-c", "pyproject.toml", "-r", "vantage_readiness", "tools", "app.py"),
    "our own rules": (sys.executable, "tools/house_rules.py"),
    "secrets": (sys.executable, "tools/secret_scan.py"),
    "who may do what": (sys.executable, "tools/access_table.py", "check"),
    "front-end files": (sys.executable, "tools/vendor.py", "verify"),
    "ladder and documents": (*PYTHON, "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", "tests/house"),
}


def run(checks: dict[str, tuple[str, ...]], root: Path) -> list[str]:
    """Run the commands one after the other in `root`; return the names of those that failed."""
    return [name for name, command in checks.items() if not _passes(name, command, root)]


def _passes(name: str, command: tuple[str, ...], root: Path) -> bool:
    start = time.monotonic()
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    word = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:<22} {word:<7} {time.monotonic() - start:5.1f} s", flush=True)
    if done.returncode != 0:
        print(done.stdout.rstrip() or f"  (it ended with {done.returncode} and said nothing)", flush=True)
    return done.returncode == 0


def main() -> int:
    """Run all checks; return the exit code."""
    failed = run(CHECKS, ROOT)
    print(
        f"Failed: {', '.join(failed)}. `make format` mends format and simple style." if failed else "All checks pass."
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
