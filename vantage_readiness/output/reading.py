"""What was read in a document, as text for a terminal: its facts, what was noticed, and what became of every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Protocol, TypeVar

from vantage_readiness.domain.assessment import Assessment, Entry, Fate, FateKind, Finding, State
from vantage_readiness.domain.assessment.model import CostLine, Phase, Total
from vantage_readiness.domain.words import Period, Tier

Fact = TypeVar("Fact")
Key = TypeVar("Key")

WIDTH = 100
REPAIRS_SHOWN = 3

_BOXES = {State.OPEN: "[ ]", State.DONE: "[x]", State.PARTIAL: "[~]"}
_STATES = {State.OPEN: "open", State.DONE: "ticked", State.PARTIAL: "begun"}
_PERIODS = {Period.ONCE: "", Period.MONTH: " per month", Period.YEAR: " per year"}
# A document must not steer the terminal that shows it: controls, and marks that turn the direction of writing.
_STEERING = [*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029]
_HARMLESS = dict.fromkeys(_STEERING, "\ufffd") | {ord("\t"): " "}


def told(found: Assessment, *, every_line: bool = False) -> str:
    """Give what was read as lines of text; with `every_line`, also each line of the document with its fate."""
    parts = {
        found.title: [*_facts(found), *_repairs(found)],
        "Scores that are not the overall score": [
            _at(f"{each.printed}: {each.why}", each) for each in found.candidates
        ],
        "Areas": _areas(found),
        "Items": _items(found.items),
        "Phases": map(_phase, found.phases),
        "Costs": _costs(found),
        "Recommendations": [_at(_short(f"{each.horizon}: {each.text}"), each) for each in found.recommendations],
        "What we noticed": map(_finding, found.findings),
        f"What became of {_counted(len(found.fates), 'line')}": _counts(found.fates),
        "Not understood": _lines(found.not_understood, found.text),
        "Every line": _lines(found.fates if every_line else (), found.text, with_kind=True),
    }
    listed = [(title, lines) for title, part in parts.items() if (lines := list(part))]
    page = "\n\n".join("\n  ".join([title, *lines]) for title, lines in listed)
    return "\n".join(line.translate(_HARMLESS).rstrip() for line in page.split("\n"))


class _Placed(Protocol):
    @property
    def line(self) -> int: ...


def _at(text: str, fact: _Placed) -> str:
    return f"{text}  (line {fact.line})"


def _facts(found: Assessment) -> Iterator[str]:
    score, risk, time, verdict = found.score, found.risk, found.time_to_production, found.verdict
    dated, review = found.dated, found.next_review
    facts = {
        "Overall score": _at(score.printed, score) if score else "none printed",
        "Risk": _at(risk.level, risk) if risk else "none printed",
        "Time to production": _at(str(time.weeks), time) if time else "none printed",
        "Recommendation": _at(_short(verdict.text), verdict) if verdict else "none printed",
        "Written on": _at(dated.day.isoformat(), dated) if dated and dated.day else "unknown",
        "Next review": _at(_short(review.text), review) if review else "none printed",
        "Encoding": f"repaired: it had been read as {found.repair.table}" if found.repair else "sound",
    }
    return (f"{name:<19} {text}" for name, text in facts.items())


def _repairs(found: Assessment) -> Iterator[str]:
    """Show the first lines that were repaired, as received and as they are read."""
    repaired = list(found.repair.lines()) if found.repair else []
    for line, before, after in repaired[:REPAIRS_SHOWN]:
        yield f"  line {line} received  {_short(before)}"
        yield f"  line {line} read as   {_short(after)}"
    if len(repaired) > REPAIRS_SHOWN:
        yield f"  and {len(repaired) - REPAIRS_SHOWN:,} more"


def _areas(found: Assessment) -> Iterator[str]:
    strengths, gaps = (Counter(each.area for each in said) for said in (found.strengths, found.gaps))
    scores = {each.area: each for each in found.area_scores}
    lines = {each.area: each.line for each in found.area_scores} | {each.name: each.line for each in found.areas}
    for name, line in sorted(lines.items(), key=lambda each: each[1]):
        score = f"{scores[name].value:g}/{scores[name].out_of:g}, " if name in scores else ""
        yield f"{_short(name)}: {score}{_said(strengths[name], gaps[name])}  (line {line})"
    if strengths[None] or gaps[None]:
        yield f"In no area: {_said(strengths[None], gaps[None])}"


def _said(strengths: int, gaps: int) -> str:
    return f"{_counted(strengths, 'strength')}, {_counted(gaps, 'gap')}"


def _items(items: Iterable[Entry]) -> Iterator[str]:
    """List the items by tier, the gravest first, each with its box as printed."""
    by_tier = _grouped(items, lambda item: item.tier)
    for tier in (*Tier, None):
        if entries := by_tier.get(tier):
            counts = Counter(entry.state for entry in entries)
            states = ", ".join(f"{counts[state]:,} {word}" for state, word in _STATES.items() if counts[state])
            yield f"{tier.label if tier else 'Without a tier'}: {states}"
            yield from map(_item, entries)


def _item(item: Entry) -> str:
    words = f"{item.title} – {item.detail}" if item.detail else item.title
    effort = f" ({item.effort})" if item.effort else ""
    repeats = f", the same as line {item.same_as}" if item.same_as else ""
    return f"  {_BOXES[item.state]} {_at(_short(words) + effort, item)}{repeats}"


def _phase(phase: Phase) -> str:
    length = str(phase.weeks) if phase.weeks else "no length printed"
    done = ", done" if phase.done else ""
    return _at(f"{_short(phase.name)}: {length}{done}, {_counted(len(phase.steps), 'step')}", phase)


def _costs(found: Assessment) -> Iterator[str]:
    """Give the lines of each group and below them its totals, as printed beside the sum of the lines."""
    lines, totals = _grouped(found.costs, lambda cost: cost.group), _grouped(found.totals, lambda total: total.group)
    for group in dict.fromkeys([*lines, *totals]):
        yield group or "In no group"
        yield from map(_cost, lines.get(group, ()))
        yield from map(_total, totals.get(group, ()))


def _cost(cost: CostLine) -> str:
    unknown = "done" if cost.done else "no price"
    price = unknown if cost.low is None or cost.high is None else _money(cost.low, cost.high, cost)
    return f"  {_at(f'{_short(cost.name)}: {price}', cost)}"


def _total(total: Total) -> str:
    stated, summed = _money(total.stated_low, total.stated_high, total), _money(total.low, total.high, total)
    return f"  {_at(f'Total as printed: {stated}; the lines add up to {summed}', total)}"


def _money(low: Decimal, high: Decimal, priced: CostLine | Total) -> str:
    span = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return f"{span} {priced.currency}{_PERIODS[priced.period]}"


def _finding(finding: Finding) -> str:
    noun = "line" if len(finding.lines) == 1 else "lines"
    places = f"  ({noun} {', '.join(map(str, finding.lines))})" if finding.lines else ""
    return f"{finding.severity.label}: {finding.message}{places}"


def _counts(fates: Iterable[Fate]) -> Iterator[str]:
    counted = Counter((fate.kind, fate.what) for fate in fates)
    for kind in FateKind:
        whats = [(times, what) for (its_kind, what), times in counted.items() if its_kind is kind]
        listed = ", ".join(f"{times:,} {what}" for times, what in sorted(whats, key=lambda each: (-each[0], each[1])))
        yield f"{sum(times for times, _ in whats):>6,}  {kind.value:<15} {listed}"


def _lines(fates: Iterable[Fate], text: str, *, with_kind: bool = False) -> Iterator[str]:
    texts = text.split("\n")
    for fate in fates:
        kind = f"{fate.kind.value:<15} " if with_kind else ""
        yield f"{fate.line:>6}  {kind}{fate.what:<24} {_short(texts[fate.line - 1])}"


def _grouped(facts: Iterable[Fact], key: Callable[[Fact], Key]) -> dict[Key, list[Fact]]:
    groups: dict[Key, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(key(fact), []).append(fact)
    return groups


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
