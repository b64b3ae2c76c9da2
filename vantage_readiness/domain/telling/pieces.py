"""What the sentences of the diary are made of: names behind ids, words, days, amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from .. import phrases
from ..diary import Value
from ..words import Status, Tier, Word

W = TypeVar("W", bound=Word)

_FEW = 7
_SIGNS: Mapping[str, str] = MappingProxyType({"USD": "$", "EUR": "€", "GBP": "£"})


class Line(Protocol):
    """What is told of a diary line."""

    @property
    def kind(self) -> str: ...
    @property
    def item(self) -> int | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def before(self) -> Value: ...
    @property
    def after(self) -> Value: ...


@dataclass(frozen=True, slots=True)
class Known:
    """The names behind the ids a diary line holds: of people and of phases."""

    people: Mapping[int, str] = field(default_factory=dict)
    phases: Mapping[int, str] = field(default_factory=dict)

    def person(self, number: Value) -> str:
        """Give a person's name; one nobody knows any more is called a former member."""
        try:
            return self.people[whole(number)]
        except KeyError:
            return f"former member {number}"

    def phase(self, number: Value) -> str:
        """Give a phase's name."""
        return self.phases.get(whole(number)) or f"phase {number}"


def money(amount: Decimal, currency: str) -> str:
    """Give an amount as people write it: "$1,200", "€19.50", "CHF 80"."""
    digits = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{_SIGNS[currency]}{digits}" if currency in _SIGNS else f"{currency} {digits}"


def item(line: Line) -> str:
    return f"“{line.subject}”"


def status(of: Value) -> str:
    return word(Status, of) or "unknown"


def tier(of: Value) -> str:
    return word(Tier, of) or "unknown"


def word(kind: type[W], of: Value) -> str:
    """Give a word from a list in lower case; as it stands if the list no longer has it."""
    said = text(of)
    return kind(said).label.lower() if said in {each.value for each in kind} else said


def changed(what: str, before: str, after: str) -> str:
    if before and after:
        return f"changed {what} from {before} to {after}"
    return f"set {what} to {after}" if after else f"removed {what}, which was {before}"


def differences(before: Value, after: Value, prefix: str = "") -> str:
    """Name what two mappings have different: "evidence days from 30 to 14, weights critical from 4 to 5"."""
    found = []
    names = [*(before if isinstance(before, Mapping) else {}), *(after if isinstance(after, Mapping) else {})]
    for name in dict.fromkeys(names):
        was, now = part(before, name), part(after, name)
        if was == now:
            continue
        label = f"{prefix}{name.replace('_', ' ')}"
        nested = isinstance(was, Mapping) and isinstance(now, Mapping)
        found.append(differences(was, now, f"{label} ") if nested else f"{label} from {plain(was)} to {plain(now)}")
    return ", ".join(found) or "nothing that counts"


def plain(of: Value) -> str:
    if isinstance(of, list):
        return (", ".join(map(str, of)) if len(of) <= _FEW else f"{len(of)} entries") or "nothing"
    return "nothing" if of is None else "yes" if of is True else "no" if of is False else text(of)


def day(of: Value) -> str:
    try:
        return phrases.day(date.fromisoformat(text(of)))
    except ValueError:
        return text(of)


def quoted(of: Value) -> str:
    return f"“{text(of)}”" if of not in (None, "") else ""


def part(of: Value, name: str) -> Any:
    return of.get(name) if isinstance(of, Mapping) else None


def text(of: Value) -> str:
    return "" if of is None else str(of)


def whole(of: Value) -> int:
    return of if isinstance(of, int) else 0
