"""What the samples say: medians over the rounds, ratios within each round, and the table people read."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# At least this much, as a share; first_load_kb at most.
GOALS: Mapping[str, float] = {
    "not_modified": 0.40,
    "overview": 0.20,
    "overview_10k_to_24": 0.60,
    "first_load_kb": 60.0,
}
TITLES = {
    "bare": "Bare Flask page",
    "not_modified": "Overview, unchanged (304)",
    "overview": "Overview, as seeded",
    "overview_10k": "Overview, many items",
    "not_modified_10k": "Overview, many items, unchanged (304)",
    "status_change": "Status change, one after the other",
    "cold": "First overview after a change",
    "cold_10k": "First overview after a change, many",
}
_GOALS = {
    "not_modified": "304 beside the bare page",
    "overview": "Overview beside the bare page",
    "overview_10k_to_24": "Overview, many items beside few",
    "first_load_kb": "First load without the chart library",
}


@dataclass(slots=True)
class Sample:
    """What one turn of one kind of request gave: how long each answer took, the whole turn, the processor; seconds."""

    took: list[float]
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu / len(self.took)


@dataclass(slots=True)
class Kind:
    """One kind of request: its name, what the table calls it, and how to take a turn."""

    name: str
    title: str
    turn: Callable[[], Sample]
    samples: list[Sample] = field(default_factory=list)


def summary(kinds: Sequence[Kind]) -> dict[str, Any]:
    """Give medians over the rounds: ratios to the bare page of the same round, rates per second, milliseconds."""
    by_name = {kind.name: kind for kind in kinds}
    pairs = {kind.name: (kind.name, "bare") for kind in kinds if kind.name != "bare"}
    pairs |= {"overview_10k_to_24": ("overview_10k", "overview")}
    return {
        "ratios": {name: ratio(by_name[one], by_name[other]) for name, (one, other) in pairs.items()},
        "rates": {kind.name: round(statistics.median(each.rate for each in kind.samples), 1) for kind in kinds},
        "cpu_ms": {kind.name: round(statistics.median(each.cpu_ms for each in kind.samples), 3) for kind in kinds},
        "latency_ms": {kind.name: _latency(kind) for kind in kinds},
        "rounds": {kind.name: [round(each.rate, 1) for each in kind.samples] for kind in kinds},
    }


def ratio(one: Kind, other: Kind) -> float:
    """Give the median of the rate of one by the rate of the other, compared within each round."""
    pairs = zip(one.samples, other.samples, strict=True)
    return round(statistics.median(a.rate / b.rate for a, b in pairs), 3)


def table(result: Mapping[str, Any]) -> str:
    """Give the result as people read it."""
    rates, cpu, latency, ratios = (result[name] for name in ("rates", "cpu_ms", "latency_ms", "ratios"))
    head = f"{'':<38}{'per second':>11}{'of bare':>9}{'CPU ms':>9}{'half within':>13}{'95 % within':>13}"
    rows = [
        f"{TITLES[name]:<38}{rates[name]:>11.0f}{_percent(ratios.get(name, 1.0)):>9}{cpu[name]:>9.2f}"
        f"{latency[name]['p50']:>10.2f} ms{latency[name]['p95']:>10.2f} ms"
        for name in rates
    ]
    return "\n".join([head, *rows, "", *_verdicts(result)])


def _verdicts(result: Mapping[str, Any]) -> Iterator[str]:
    weight = result["weight_kb"]
    for name, goal in GOALS.items():
        if name == "first_load_kb":
            total = weight["compressed"]
            yield _verdict(name, f"{total:.1f} kB", f"at most {goal:.0f} kB", total <= goal)
        else:
            found = result["ratios"][name]
            yield _verdict(name, _percent(found), f"at least {_percent(goal)}", found >= goal)
    yield (
        f"  page {weight['page']:.1f} kB, sent as {weight['page_as_served']:.1f} kB; "
        f"{weight['requests'] - 1:.0f} files {weight['files']:.1f} kB"
    )


def _verdict(name: str, found: str, goal: str, reached: bool) -> str:
    return f"{_GOALS[name]:<38}{found:>9}  {goal:<16} {'reached' if reached else 'MISSED'}"


def _latency(kind: Kind) -> dict[str, float]:
    took = sorted(1000 * each for sample in kind.samples for each in sample.took)
    return {"p50": round(took[len(took) // 2], 2), "p95": round(took[int(len(took) * 0.95)], 2)}


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"
