"""Run the long trials, one line each; the exit status says whether all hold.

python tools/run_trials.py [--scale 1.0] [--seed 1] [NAME ...]
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run the trials named, or all; return the exit code."""
    parser = argparse.ArgumentParser(description="Run the long trials.")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--scale", type=float, default=1.0, help="1 is the full form")
    parser.add_argument("--seed", type=int, default=1)
    wished = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))
    held = [_run(name, wished.scale, wished.seed) for name in wished.names or names()]
    return 0 if all(held) else 1


def names() -> list[str]:
    """List the trials there are: every module beside `trial` that can be run."""
    found = (path for path in sorted((ROOT / "tools" / "trials").glob("*.py")))
    return [path.stem for path in found if "\ndef run(" in path.read_text(encoding="utf-8")]


def _run(name: str, scale: float, seed: int) -> bool:
    start = time.monotonic()
    results = importlib.import_module(f"tools.trials.{name}").run(scale, seed)
    for result in results:
        print(f"{result.line} ({time.monotonic() - start:.0f} s)", flush=True)
    return not any(result.failures for result in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
