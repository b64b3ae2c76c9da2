"""What every long trial gives, and how the trials are started: `python tools/run_trials.py [NAME ...]`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One line of a trial: what was tried how often, what went wrong; `seed` makes it again."""

    name: str
    tried: int
    failures: tuple[str, ...]
    seed: int

    @property
    def line(self) -> str:
        """Give the result in one line, with the first failure."""
        word = "ok" if not self.failures else f"FAILED {len(self.failures)}: {self.failures[0]}"
        return f"{self.name}: {self.tried:,} tried, seed {self.seed}: {word}"
