"""What the list of items can be narrowed by: the choices of the filter bar, and a chip for each choice made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from ..domain.words import UNFINISHED, Status, Tier, Word
from ..services.lists import Wish

Choices: TypeAlias = Sequence[tuple[object, str]]

_DUE = (("overdue", "Overdue"), ("week", "In the next 7 days"), ("none", "No date"))
_TIERS: Choices = [(tier.value, tier.label) for tier in Tier]
_STATUSES: Choices = [
    (",".join(UNFINISHED), "Unfinished"),
    *((status.value, status.label) for status in Status),
]


def fields(
    wish: Wish, areas: Choices, phases: Choices, people: Choices
) -> list[tuple[str, str, Sequence[tuple[object, str]], object]]:
    """List what can be narrowed: name in the address, label, choices, and the choice made."""
    chosen = wish.narrowing
    return [
        _field("tier", "Tier", "Any tier", _TIERS, chosen.tiers),
        _field("status", "Status", "Any status", _STATUSES, chosen.statuses),
        _field("owner", "Owner", "Anybody", [(0, "Nobody"), *people], chosen.owner),
        _field("due", "Due", "Any time", _DUE, chosen.due),
        _field("phase", "Phase", "Any phase", [(0, "No phase"), *phases], chosen.phase),
        _field("area", "Area", "Any area", [(0, "No area"), *areas], chosen.area),
    ]


def chips(wish: Wish, areas: Choices, phases: Choices, people: Choices) -> list[tuple[str, str]]:
    """List the choices made: in words, with the end of the address that is without it."""
    without: Mapping[str, Mapping[str, object]] = {
        "tier": {"tiers": ()},
        "status": {"statuses": ()},
        **{name: {name: None} for name in ("owner", "due", "phase", "area")},
    }
    made = [
        (f"{label}: {_said(choices, value)}", wish.query(**without[name]))
        for name, label, choices, value in fields(wish, areas, phases, people)
        if value != ""
    ]
    text = wish.narrowing.text
    return [*made, (f"Text: {text}", wish.query(text=""))] if text else made


def _field(
    name: str, label: str, any_of_them: str, choices: Choices, value: Iterable[Word] | str | int | None
) -> tuple[str, str, Choices, object]:
    chosen: object = "" if value is None else ",".join(value) if isinstance(value, tuple) else value
    known = {str(key) for key, _ in choices}
    several = [(chosen, "Several")] if chosen != "" and str(chosen) not in known else []
    return name, label, [("", any_of_them), *choices, *several], chosen


def _said(choices: Choices, value: object) -> str:
    return next(label for key, label in choices if str(key) == str(value))
