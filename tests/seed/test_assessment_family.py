"""The seed, its garbled twin, the original as received and its successor: the same facts, read by the same reader."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from tests.domain.sure import the
from vantage_readiness.domain.assessment import Assessment, State, Unreadable, read
from vantage_readiness.domain.words import Period, Severity, Tier

ROOT = Path(__file__).resolve().parents[2]
SEED = (ROOT / "seed" / "assessment.md").read_bytes()
SHARED = Path(os.environ.get("VANTAGE_ASSESSMENTS") or ROOT.parent / "shared" / "assessments")

# What may differ between two copies of one document: the bytes, where things stand, and the prose.
PROSE = {"sha256", "repair", "fates", "line", "lines"}


def seed() -> Assessment:
    return read(SEED)


def received(name: str) -> Assessment:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{name} is not in {SHARED}; set VANTAGE_ASSESSMENTS to the folder that has it")
    return read(path.read_bytes())


def facts(read: Assessment) -> Any:
    document = asdict(read)
    del document["text"]
    document["verdict"] = document["verdict"]["timeline"]
    return _without(document)


def _without(value: Any) -> Any:
    value = value._asdict() if hasattr(value, "_asdict") else value
    if isinstance(value, dict):
        return {name: _without(inner) for name, inner in value.items() if name not in PROSE}
    return [_without(inner) for inner in value] if isinstance(value, list | tuple) else value


def test_the_seed_has_the_facts_of_the_original():
    first = seed()
    assert first.title == "VANTAGE AI - Production Readiness Assessment"
    assert (the(first.score).printed, the(first.score).value, the(first.score).out_of, the(first.score).normalised) == (
        "7.5/10",
        7.5,
        10,
        7.5,
    )
    assert len(first.areas) == 8
    assert len(first.strengths) == 44
    assert len(first.gaps) == 36
    assert len(first.recommendations) == 12
    assert Counter((item.tier, item.state) for item in first.items) == {
        (Tier.CRITICAL, State.OPEN): 8,
        (Tier.IMPORTANT, State.OPEN): 8,
        (Tier.NICE, State.OPEN): 8,
    }
    assert the(first.risk).level == "medium"
    assert str(the(first.time_to_production).weeks) == "4–6 weeks"
    assert the(first.next_review).text == "After Phase 1 completion"
    assert first.assessor == "AI Production Readiness Analyst"
    assert first.as_of is None
    assert first.area_scores == ()
    assert first.not_understood == ()


def test_the_plan_of_the_seed_has_four_phases_with_24_steps():
    phases = [(phase.name, str(phase.weeks), len(phase.steps), phase.done) for phase in seed().phases]
    assert phases == [
        ("Security Hardening", "1–2 weeks", 9, False),
        ("Monitoring & Observability", "1 week", 4, False),
        ("Performance & Scalability", "1–2 weeks", 7, False),
        ("Production Deployment", "1 week", 4, False),
    ]


def test_the_costs_of_the_seed_add_up_to_its_totals():
    first = seed()
    assert Counter(cost.period for cost in first.costs) == {Period.MONTH: 5, Period.ONCE: 4}
    assert [(total.group, int(total.stated_low), int(total.stated_high)) for total in first.totals] == [
        ("Infrastructure Costs", 700, 1950),
        ("Development Costs", 12000, 27000),
    ]
    assert [(total.low, total.high) for total in first.totals] == [
        (total.stated_low, total.stated_high) for total in first.totals
    ]


def test_every_line_number_of_the_seed_points_at_its_line():
    first = seed()
    lines = first.text.split("\n")
    for item in first.items:
        assert item.title in lines[item.line - 1]
    for statement in (*first.strengths, *first.gaps):
        assert statement.title in lines[statement.line - 1]
    for step in (step for phase in first.phases for step in phase.steps):
        assert step.title in lines[step.line - 1]
    for cost in first.costs:
        assert cost.name in lines[cost.line - 1]
    for advice in first.recommendations:
        assert advice.text in lines[advice.line - 1]
    for mention in first.mentions:
        assert mention.text in lines[mention.line - 1]


def test_the_findings_of_the_seed_name_their_lines():
    first = seed()
    lines = first.text.split("\n")
    noticed = {finding.code: finding for finding in first.findings}
    assert Counter(finding.code for finding in first.findings) == {
        "star-count": 1,
        "strength-against-gap": 3,
        "tier-conflict": 1,
        "missing-start-date": 1,
        "timelines-differ": 1,
        "missing-date": 1,
        "unexpanded-placeholder": 1,
    }
    assert noticed["star-count"].message.startswith("8 stars stand beside 7.5/10")
    assert lines[noticed["star-count"].lines[0] - 1].count("⭐") == 8
    assert noticed["tier-conflict"].about == "Add comprehensive audit logging"
    assert [lines[line - 1] for line in noticed["tier-conflict"].lines] == [
        "7. Add comprehensive audit logging",
        "- [ ] Add comprehensive audit logging",
    ]
    assert "2–4 weeks" in noticed["timelines-differ"].message
    assert "4–6 weeks" in noticed["timelines-differ"].message
    assert "$(date)" in lines[noticed["unexpanded-placeholder"].lines[0] - 1]
    assert "$(date)" in lines[noticed["missing-date"].lines[0] - 1]
    assert noticed["missing-start-date"].severity is Severity.INFO


def test_the_seed_says_cors_is_both_a_strength_and_a_gap():
    messages = [finding.message for finding in seed().findings if finding.code == "strength-against-gap"]
    assert any("CORS Configuration: Properly configured" in line and "CORS Wildcard" in line for line in messages)


@pytest.mark.parametrize("table", ["mac_roman", "latin_1"])
def test_the_garbled_seed_gives_the_same_result(table):
    garbled = SEED.decode("utf-8").encode("utf-8").decode(table).encode("utf-8")
    twin = read(garbled)
    assert twin.encoding_repair == ("cp1252" if table == "latin_1" else table)
    assert twin.sha256 != seed().sha256
    assert replace(twin, sha256=seed().sha256, repair=None) == seed()


def test_the_json_of_the_seed_has_the_promised_keys_in_order():
    document = json.loads(json.dumps(seed().as_dict(), ensure_ascii=False))
    assert list(document) == [
        "title", "encoding_repair", "score", "area_scores", "items", "phases", "costs", "totals", "risk",
        "time_to_production", "recommendations", "strengths", "gaps", "findings", "not_understood",
    ]  # fmt: skip
    assert document["score"] == {"printed": "7.5/10", "value": 7.5, "out_of": 10, "normalised": 7.5, "line": 5}
    assert document["items"][1] == {
        "title": "Configure proper CORS", "detail": "remove wildcards", "tier": "critical", "state": "open",
        "area": None, "effort": None, "line": document["items"][0]["line"] + 1, "same_as": None,
    }  # fmt: skip
    assert list(document["phases"][0]) == ["name", "weeks_min", "weeks_max", "done", "line", "steps"]
    assert list(document["phases"][0]["steps"][0]) == ["title", "group", "line"]
    assert list(document["costs"][0]) == ["group", "name", "low", "high", "currency", "period", "line"]
    assert list(document["totals"][0]) == ["group", "low", "high", "stated_low", "stated_high", "line"]
    assert list(document["time_to_production"]) == ["weeks_min", "weeks_max", "line"]
    assert list(document["recommendations"][0]) == ["horizon", "text", "line"]
    assert list(document["findings"][0]) == ["code", "severity", "message", "lines"]
    assert document["risk"] == "medium"


def test_the_original_as_received_says_exactly_what_the_seed_says():
    original = received("000-vantage-v1-as-received.md")
    assert original.encoding_repair == "mac_roman"
    assert facts(original) == facts(seed())
    assert original.not_understood == ()


def test_the_successor_is_read_whole():
    second = received("001-vantage-v2.md")
    assert second.encoding_repair is None
    assert the(second.score).value == 8.5
    assert str(the(second.time_to_production).weeks) == "2–3 weeks"
    assert the(second.risk).level == "low"
    assert Counter((item.tier, item.state) for item in second.items) == {
        (Tier.CRITICAL, State.DONE): 8,
        (Tier.IMPORTANT, State.OPEN): 8,
        (Tier.NICE, State.OPEN): 8,
    }
    assert [(phase.ordinal, str(phase.weeks), phase.done) for phase in second.phases] == [
        (1, "1 week", True),
        (2, "1–2 weeks", False),
        (3, "1 week", False),
    ]
    assert [score.value for score in second.area_scores] == [9, 9, 8, 7, 8, 8, 7, 9]
    assert len(second.costs) == 9
    assert len(second.as_dict()["costs"]) == 7
    assert [cost.name for cost in second.costs if cost.done] == ["Security Hardening", "Monitoring Setup"]
    assert second.not_understood == ()


def test_the_successor_contradicts_itself_only_where_it_does():
    codes = {finding.code for finding in received("001-vantage-v2.md").findings}
    assert not codes & {"total-mismatch", "timelines-differ", "tier-conflict"}
    assert "unexpanded-placeholder" in codes


def test_two_criticals_vanish_from_the_successor_and_two_are_born_done():
    before = {item.title for item in seed().items}
    after = {item.title for item in received("001-vantage-v2.md").items}
    assert before - after == {"Configure HTTPS/SSL certificates", "Set up proper logging and monitoring"}
    assert after - before == {"Set up comprehensive monitoring", "Implement security testing suite"}


def test_every_line_of_the_whole_shared_folder_has_a_fate():
    paths = sorted(SHARED.glob("*.md"))
    if not paths:
        pytest.skip(f"no documents in {SHARED}; set VANTAGE_ASSESSMENTS to the folder that has them")
    for path in paths:
        document = _read_unless_refused(path.read_bytes())
        if document is None:
            continue
        printed = [number for number, line in enumerate(document.text.split("\n"), 1) if line.strip()]
        assert [fate.line for fate in document.fates] == printed


def _read_unless_refused(raw: bytes) -> Assessment | None:
    try:
        return read(raw)
    except Unreadable:
        return None
