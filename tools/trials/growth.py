"""How long the reader needs for each hostile shape, at half the limit and at the limit."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from tools.trials.shapes import SHAPES
from vantage_readiness.domain.assessment import LIMIT, Unreadable, read

SMALL, LARGE = LIMIT // 2, LIMIT
SECONDS, RATIO = 1.0, 3.0
QUICK = 0.05  # below this, in seconds, a ratio says nothing


class Growth(NamedTuple):
    """Seconds of processor time for one shape at half the limit and at the limit."""

    name: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        return self.large / max(self.small, 1e-6)

    @property
    def is_good(self) -> bool:
        """Answer whether a second is enough at the limit, and twice as much takes at most three times as long."""
        return self.large <= SECONDS and (self.ratio <= RATIO or self.large < QUICK)

    @property
    def verdict(self) -> str:
        return "" if self.is_good else "TOO SLOW"


def growth(names: Iterable[str] | None = None, tries: int = 3) -> Iterator[Growth]:
    """Measure the shapes, all if none are named, each the best of some tries."""
    for name in names or SHAPES:
        shape = SHAPES[name]
        yield Growth(name, *(min(_seconds(shape(size)) for _ in range(tries)) for size in (SMALL, LARGE)))


def _seconds(raw: bytes) -> float:
    gc.collect()
    began = time.process_time()
    with suppress(Unreadable):
        read(raw)
    return time.process_time() - began
