"""What differs between two weekly reports: two weeks of a project, or two editions of one week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from .phrases import day
from .weekly import Numbers, Row, Standing, Weekly
from .words import Tier, Word


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that stands differently in the later week; `what` says how, in one phrase for each thing that differs.

    `before` is None for an item that is new, `after` for one that is not there.
    """

    number: int
    title: str
    tier: Tier
    before: Row | None
    after: Row | None
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two weeks side by side, and the items that moved between them, by number."""

    earlier: Weekly
    later: Weekly
    moved: tuple[Moved, ...]

    @property
    def gate(self) -> tuple[Standing, Standing]:
        return self.earlier.gate, self.later.gate

    @property
    def numbers(self) -> tuple[Numbers, Numbers]:
        return self.earlier.numbers, self.later.numbers


def compare(earlier: Weekly, later: Weekly) -> Comparison:
    """Hold two weeks against each other."""
    return Comparison(earlier, later, tuple(_moved(_by_number(earlier), _by_number(later))))


def differences(before: Weekly, after: Weekly) -> tuple[str, ...]:
    """Say in short sentences what an edition has different from the one before it; nothing if they are equal."""
    said = []
    if before.gate != after.gate:
        said.append(_changed("The gate", before.gate.sentence, after.gate.sentence))
    for field in fields(Numbers):
        was, now = getattr(before.numbers, field.name), getattr(after.numbers, field.name)
        if was != now:
            said.append(_changed(_NUMBERS[field.name], _said(was), _said(now)))
    said += [
        f"Item {it.number}, “{it.title}”: {'; '.join(map(_nameless, it.what))}." for it in compare(before, after).moved
    ]
    said += [f"{label} changed." for name, label in _PARTS.items() if _differs(before, after, name)]
    return tuple(said)


_NUMBERS: Mapping[str, str] = {
    "stated": "The stated score",
    "claimed": "The claimed share",
    "verified": "The verified share",
    "coverage": "The coverage",
    "estimate": "The estimated score",
}
_PARTS: Mapping[str, str] = {
    "project": "The project’s name",
    "slug": "The project’s address",
    "time_zone": "The time zone",
    "gate_before": "The gate of the week before",
    "numbers_before": "The numbers of the week before",
    "scores": "The history of the score",
    "events": "What happened in the week",
    "slipped": "The dates that slipped",
    "blocked": "The blocked items",
    "overdue": "The overdue items",
    "coming": "What is due next",
    "unproven": "The unproven criticals",
    "burn_down": "The burn-down",
    "phases": "The phases",
    "plan_sentence": "The sentence about the plan",
    "plan": "The plan",
    "money": "The money",
    "forecasts": "The forecasts",
    "fared": "How earlier forecasts fared",
    "decisions": "The decisions that wait",
    "mark": "The mark of the diary",
}


def _by_number(weekly: Weekly) -> dict[int, Row]:
    return {row.number: row for row in weekly.rows}


def _moved(before: Mapping[int, Row], after: Mapping[int, Row]) -> Iterator[Moved]:
    for number in sorted(before.keys() | after.keys()):
        was, now = before.get(number), after.get(number)
        newest = now or was
        if was != now and newest:
            yield Moved(number, newest.title, newest.tier, was, now, tuple(_what(was, now)))


def _what(was: Row | None, now: Row | None) -> Iterator[str]:
    if was is None or now is None:
        yield "new" if was is None else "no longer there"
        return
    for field in fields(Row):
        if field.name == "standing" and was.status is not now.status:
            continue  # it follows from the status
        if (before := getattr(was, field.name)) != (after := getattr(now, field.name)):
            yield f"{field.name.replace('_', ' ')} {_said(before)} → {_said(after)}"


def _nameless(what: str) -> str:
    """Leave out whose item it is and was: what is frozen anew names nobody who was removed meanwhile."""
    return "owner changed" if what.startswith("owner ") else what


def _said(value: object) -> str:
    if isinstance(value, Word):
        return value.label.lower()
    if isinstance(value, date):
        return day(value)
    return "none" if value in (None, "") else str(value)


def _changed(what: str, before: str, after: str) -> str:
    return f"{what}: {before.rstrip('.')} → {after.rstrip('.')}."


def _differs(before: Weekly, after: Weekly, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))
