"""What has to hold for every document: it is read or refused, and nothing in it is lost, invented or misplaced."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, NamedTuple

from vantage_readiness.domain.assessment import LIMIT, Assessment, Fate, FateKind, Unreadable, read

KEYS = (
    "title encoding_repair score area_scores items phases costs totals risk time_to_production recommendations "
    "strengths gaps findings not_understood"
).split()
UNDERSTOOD = ("items", "phases", "costs", "totals", "area_scores", "strengths", "gaps", "recommendations")
SECONDS_AT_LIMIT, SECONDS_AT_LEAST = 2.0, 0.1  # of processor time; the growth trial measures more sharply


class Outcome(NamedTuple):
    """What became of one document: how it ended, what is wrong with it, how long it took."""

    end: str
    wrong: tuple[str, ...]
    seconds: float


def judge(raw: bytes, *, again: bool = False, timed: bool = True) -> Outcome:
    """Read a document and hold the result against every rule; `again` reads it twice and compares."""
    began = time.process_time()
    try:
        found = read(raw)
        seconds = time.process_time() - began
        wrong = list(_offences(found))
    except Unreadable as refusal:
        unsaid = () if refusal.sentence.endswith(".") else (f"refused without a sentence: {refusal.sentence!r}",)
        return Outcome("refused", unsaid, time.process_time() - began)
    except Exception as error:  # noqa: BLE001 — whatever it is, it is what we look for
        return Outcome("broken", (f"{type(error).__name__}: {error}",), time.process_time() - began)
    if timed and seconds > max(SECONDS_AT_LEAST, SECONDS_AT_LIMIT * len(raw) / LIMIT):
        wrong.append(f"took {seconds:.2f} s for {len(raw):,} bytes")
    if again and read(raw) != found:
        wrong.append("a second reading gives something else")
    return Outcome("read", tuple(wrong), seconds)


def _offences(found: Assessment) -> Iterator[str]:
    lines = found.text.split("\n")
    printed = [number for number, line in enumerate(lines, 1) if line.strip()]
    if [fate.line for fate in found.fates] != printed:
        yield "the fates are not one for each line that is not blank"
    fates = {fate.line: fate for fate in found.fates}
    facts = found.as_dict()
    yield from _keys(facts)
    yield from _json(facts)
    yield from _places(facts, fates)
    yield from _places(_further(found), fates)
    yield from _ranges(facts)
    yield from _repeats(facts)
    yield from _understood(facts, fates)


def _keys(facts: dict[str, Any]) -> Iterator[str]:
    if list(facts) != KEYS:
        yield f"the keys are {list(facts)}"
    for item in facts["items"]:
        if item["state"] not in ("open", "done", "partial"):
            yield f"an item is {item['state']}"


def _json(facts: dict[str, Any]) -> Iterator[str]:
    try:
        json.dumps(facts, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        yield f"no JSON: {error}"


def _places(facts: Any, fates: dict[int, Fate], path: str = "") -> Iterator[str]:
    """Name every line that a fact stands on and the document does not have, or has only blank."""
    if isinstance(facts, list):
        for inner in facts:
            yield from _places(inner, fates, path)
    elif isinstance(facts, dict):
        for name, value in facts.items():
            if name in ("line", "same_as", "lines"):
                stated = value if isinstance(value, list) else [] if value is None else [value]
                yield from (f"{path}.{name} is {line}, which is no line" for line in stated if line not in fates)
            else:
                yield from _places(value, fates, f"{path}.{name}")


def _further(found: Assessment) -> dict[str, list[dict[str, int]]]:
    """Give the lines of every fact by its name, also of those that the JSON does not carry."""
    said = {field.name: getattr(found, field.name) for field in fields(found)}
    facts = {name: value if isinstance(value, tuple) else (value,) for name, value in said.items()}
    return {name: [{"line": each.line} for each in values if hasattr(each, "line")] for name, values in facts.items()}


def _ranges(facts: dict[str, Any]) -> Iterator[str]:
    score = facts["score"]
    if score and not 0 <= score["normalised"] <= 10:
        yield f"the score is {score['normalised']}"
    timeline = [facts["time_to_production"]] if facts["time_to_production"] else []
    pairs = [(each, "weeks_min", "weeks_max") for each in [*facts["phases"], *timeline]]
    pairs += [(each, "low", "high") for each in [*facts["costs"], *facts["totals"]]]
    pairs += [(each, "stated_low", "stated_high") for each in facts["totals"]]
    for each, low, high in pairs:
        if each[low] is not None and not 0 <= each[low] <= each[high]:
            yield f"a range from {each[low]} to {each[high]}"


def _repeats(facts: dict[str, Any]) -> Iterator[str]:
    earlier: set[int] = set()
    for item in facts["items"]:
        if item["same_as"] is not None and item["same_as"] not in earlier:
            yield f"line {item['line']} repeats line {item['same_as']}, which is no earlier entry"
        earlier.add(item["line"])


def _understood(facts: dict[str, Any], fates: dict[int, Fate]) -> Iterator[str]:
    """Name every fact whose line is not said to be understood."""
    for kind in UNDERSTOOD:
        for line in {fact["line"] for fact in facts[kind]}:
            if line in fates and fates[line].kind is not FateKind.UNDERSTOOD:
                yield f"{kind} has line {line}, which is {fates[line].kind.value} ({fates[line].what})"
