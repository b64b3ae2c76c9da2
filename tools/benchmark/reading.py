"""How long the reader needs for documents of one kind, at half the limit and at the limit."""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.trials.shapes import SHAPES
from vantage_readiness.domain.assessment import LIMIT, read

KINDS = ("boxes", "prose", "tables", "headings as many as are read")
GOAL_SECONDS, GOAL_RATIO = 1.0, 3.0


class Reading(NamedTuple):
    """Seconds of processor time at half the limit and at the limit, the best of some turns."""

    kind: str
    half: float
    whole: float

    @property
    def ratio(self) -> float:
        return self.whole / self.half

    @property
    def reached(self) -> bool:
        return self.whole <= GOAL_SECONDS and self.ratio <= GOAL_RATIO


def readings(turns: int) -> Sequence[Reading]:
    """Measure each kind at both sizes, in turns, so that a busy moment weighs on all of them."""
    sizes = [(kind, SHAPES[kind](size)) for kind in KINDS for size in (LIMIT // 2, LIMIT)]
    took = [min(each) for each in zip(*([_seconds(raw) for _, raw in sizes] for _ in range(turns)), strict=True)]
    return [Reading(kind, *took[2 * number : 2 * number + 2]) for number, kind in enumerate(KINDS)]


def as_json(measured: Sequence[Reading]) -> Mapping[str, Mapping[str, float]]:
    """Give the readings as plain JSON values, seconds and the ratio of twice the size."""
    return {
        each.kind: {"half": round(each.half, 3), "whole": round(each.whole, 3), "ratio": round(each.ratio, 2)}
        for each in measured
    }


def table(measured: Mapping[str, Mapping[str, float]]) -> str:
    """Give the rows people read."""
    head = f"{'':<38}{'256 kB':>11}{'512 kB':>11}{'ratio':>8}"
    return "\n".join([head, *(_row(kind, each) for kind, each in measured.items())])


def _row(kind: str, each: Mapping[str, float]) -> str:
    reached = Reading(kind, each["half"], each["whole"]).reached
    half, whole = (f"{1000 * each[size]:.0f} ms" for size in ("half", "whole"))
    return (
        f"{f'Read 512 kB: {kind}':<38}{half:>11}{whole:>11}{each['ratio']:>8.2f}"
        f"  at most {GOAL_SECONDS:.0f} s and {GOAL_RATIO:.0f} × {'reached' if reached else 'MISSED'}"
    )


def _seconds(raw: bytes) -> float:
    gc.collect()
    began = time.process_time()
    read(raw)
    return time.process_time() - began
