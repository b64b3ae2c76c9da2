"""The benchmark's arithmetic and what it writes; nothing here looks at a watch."""

from __future__ import annotations

import gzip
import json

import pytest

from tools.benchmark import reading, weight
from tools.benchmark.client import Answer, Unexpected, ask, request
from tools.benchmark.report import GOALS, TITLES, Kind, Sample, ratio, summary, table
from vantage_readiness.domain.assessment import LIMIT

WEIGHT = {"compressed": 38.0, "page": 8.0, "page_as_served": 8.0, "page_plain": 57.0, "files": 30.0, "requests": 12}


def kind(name: str, *rates: float, cpu: float = 0.5) -> Kind:
    """A kind of request that was answered so many times a second in each round."""
    samples = [Sample([1 / rate] * int(rate), 1.0, cpu) for rate in rates]
    return Kind(name, TITLES[name], lambda: samples[0], samples)


def kinds(**rates: float) -> list[Kind]:
    """Every kind of request, at 100 a second where nothing else is said."""
    return [kind(name, rates.get(name, 100), rates.get(name, 100)) for name in TITLES]


def test_a_ratio_compares_within_each_round():
    assert ratio(kind("overview", 100, 300, 50), kind("bare", 200, 400, 500)) == 0.5


def test_rate_and_processor_time_are_per_request():
    sample = Sample(took=[0.1] * 50, seconds=2.0, cpu=0.4)
    assert (sample.rate, sample.cpu_ms) == (25.0, 8.0)


def test_the_summary_names_every_ratio_the_targets_ask_for():
    ratios = summary(kinds(bare=400, not_modified=200, overview=100, overview_10k=80))["ratios"]
    assert ratios["not_modified"] == 0.5
    assert ratios["overview"] == 0.25
    assert ratios["overview_10k_to_24"] == 0.8
    assert {"status_change", *(goal for goal in GOALS if not goal.endswith("_kb"))} <= ratios.keys()
    assert "bare" not in ratios


def test_the_summary_is_plain_json_with_medians():
    found = json.loads(json.dumps(summary([kind(name, 100, 900, 200) for name in TITLES])))
    assert found["rates"] == dict.fromkeys(TITLES, 200.0)
    assert found["rounds"]["bare"] == [100.0, 900.0, 200.0]
    assert found["latency_ms"]["bare"] == {"p50": 1.11, "p95": 10.0}
    assert set(found) == {"ratios", "rates", "cpu_ms", "latency_ms", "rounds"}


@pytest.mark.parametrize(("rate", "verdict"), [(40, "reached"), (39, "MISSED")])
def test_the_table_says_whether_a_goal_is_reached(rate: int, verdict: str):
    printed = table({**summary(kinds(not_modified=rate)), "weight_kb": WEIGHT})
    line = next(line for line in printed.splitlines() if line.startswith("304 beside the bare page"))
    assert line.split()[-1] == verdict
    assert all(title in printed for title in TITLES.values())


@pytest.mark.parametrize(
    ("half", "whole", "verdict"), [(0.4, 0.9, "reached"), (0.4, 1.1, "MISSED"), (0.2, 0.7, "MISSED")]
)
def test_a_reading_is_judged_by_seconds_and_by_growth(half: float, whole: float, verdict: str):
    row = reading.table(reading.as_json([reading.Reading("boxes", half, whole)])).splitlines()[1]
    assert row.split()[3:8] == ["boxes", f"{1000 * half:.0f}", "ms", f"{1000 * whole:.0f}", "ms"]
    assert row.split()[-1] == verdict


def test_every_kind_of_document_is_read_at_half_the_limit_and_at_the_limit(monkeypatch: pytest.MonkeyPatch):
    sizes: list[int] = []
    monkeypatch.setattr(reading, "read", lambda raw: sizes.append(len(raw)))
    measured = reading.readings(turns=2)
    assert [each.kind for each in measured] == list(reading.KINDS)
    assert sizes[: len(sizes) // 2] == sizes[len(sizes) // 2 :]
    assert all(0.99 < size / expected <= 1 for size, expected in zip(sizes, [LIMIT // 2, LIMIT] * 8, strict=True))


def test_files_and_what_their_scripts_import_are_weighed(monkeypatch: pytest.MonkeyPatch):
    page = b'<link href="/static/v/a.css"><script src="/static/v/b.js"></script><use href="/static/v/i.svg#x">'
    served = {
        "/p/": page,
        "/static/v/a.css": b"a" * 1000,
        "/static/v/b.js": b'import { c } from "./c.js";\nimport("./late.js");',
        "/static/v/c.js": b"c" * 2000,
        "/static/v/i.svg": b"i" * 3000,
    }
    monkeypatch.setattr(weight, "lines", _no_lines)
    monkeypatch.setattr(weight, "ask", lambda _line, sent, _status: Answer(200, b"", served[sent.split()[1].decode()]))
    found = weight.of_first_load(0, "/p/", "")
    assert found["files"] == 6.0
    assert found["requests"] == 5
    assert found["page"] == round(len(gzip.compress(page, 6)) / 1000, 1)


class _no_lines:  # noqa: N801 — stands for a function
    def __init__(self, _port: int, _count: int) -> None: ...
    def __enter__(self) -> tuple[None]:
        return (None,)

    def __exit__(self, *_: object) -> None: ...


class _Said:
    """A line on which an answer has arrived."""

    def __init__(self, said: bytes) -> None:
        self._said = said

    def send(self, sent: bytes) -> None: ...
    def receive(self) -> bool:
        return True

    def answer(self) -> Answer:
        head, _, body = self._said.partition(b"\r\n\r\n")
        return Answer(int(head[9:12]), head, body)


def test_an_answer_that_is_not_what_is_measured_stops_the_measurement():
    line = _Said(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\nnope")
    with pytest.raises(Unexpected, match=r"GET /x gave 500, not 200: nope"):
        ask(line, request("GET", "/x", {}), 200)  # type: ignore[arg-type]
