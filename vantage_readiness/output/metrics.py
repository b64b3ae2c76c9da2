"""Numbers for machines that watch, in the Prometheus text format; what is not known is left out, never zero."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from prometheus_client import CollectorRegistry, Counter, disable_created_metrics, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ..domain.readiness import Readiness
from ..domain.words import Verdict

CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8; escaping=underscores"

Amount = int | float | Decimal | None


class Requests:
    """The requests one server process has answered, by method, route and status.

    Each process counts for itself and says so in `process`: several never add up to a counter that runs backwards.
    """

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry(auto_describe=False)
        labels = ("method", "route", "status", "process")
        self._counter = Counter("readiness_requests", "Requests answered.", labels, registry=self.registry)

    def count(self, method: str, route: str, status: int) -> None:
        """Count one request."""
        self._counter.labels(method, route, str(status), str(os.getpid())).inc()


class Readings(Collector):
    """What was read for one scrape."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterator[Metric]:
        yield from self._families


def page(families: Iterable[Metric], requests: Requests) -> bytes:
    """Give the page: what was read now, and the requests of this process."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Readings(families))
    return generate_latest(registry) + generate_latest(requests.registry)


def build(version: str) -> Metric:
    """Give what is running here."""
    family = GaugeMetricFamily("readiness_build_info", "What is running.", labels=("version", "python"))
    family.add_metric((version, platform.python_version()), 1)
    return family


def gauge(name: str, meaning: str, amount: Amount) -> Iterator[Metric]:
    """Give one number, if it is known."""
    if amount is not None:
        yield GaugeMetricFamily(f"readiness_{name}", meaning, value=float(amount))


def total(name: str, meaning: str, amount: int) -> Metric:
    """Give a number that only grows."""
    return CounterMetricFamily(f"readiness_{name}", meaning, value=amount)


def by_label(name: str, meaning: str, label: str, amounts: Mapping[str, Amount]) -> Metric:
    """Give one number for each of several things; those not known are left out."""
    family = GaugeMetricFamily(f"readiness_{name}", meaning, labels=(label,))
    for word, amount in amounts.items():
        if amount is not None:
            family.add_metric((word,), float(amount))
    return family


def gates(verdicts: Mapping[str, Verdict]) -> Metric:
    """Give each project's gate: 1 for the verdict that holds, 0 for the others."""
    family = GaugeMetricFamily("readiness_gate", "The gate of a project.", labels=("project", "verdict"))
    for slug, verdict in verdicts.items():
        for each in Verdict:
            family.add_metric((slug, each.value), float(each is verdict))
    return family


def readiness(of: Mapping[str, Readiness]) -> Iterator[Metric]:
    """Give each project's four numbers; never blended, and left out where there is nothing to count."""
    for name in ("claimed", "verified", "coverage"):
        amounts = {slug: getattr(each, name) for slug, each in of.items()}
        yield by_label(f"{name}_percent", f"Readiness {name}, floored.", "project", amounts)
    stated = {slug: each.stated for slug, each in of.items()}
    yield by_label("stated_score", "What the newest assessment prints.", "project", stated)
