"""The decided traceability of one assessment: which gaps an item closes, and which steps of the plan carry it out."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process

from ..refusals import Refused
from . import checks
from .model import Assessment, Finding, Phase


@dataclass(frozen=True, slots=True)
class Link:
    """What one item, or one step on no checklist, belongs to: area, gaps and steps, by reference."""

    title: str
    area: str | None
    gaps: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """All links, in the order written: `items` by checklist title, `steps` by the reference of the step."""

    items: tuple[Link, ...]
    steps: tuple[Link, ...]

    @classmethod
    def parse(cls, text: str) -> Links:
        """Give the links written in TOML as `[[item]]` and `[[step]]` tables."""
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Refused(f"The links cannot be read: {error}.") from None
        _only(tables, ("item", "step"), "The links")
        return cls(tuple(_links(tables, "item")), tuple(_links(tables, "step")))

    def check(self, read: Assessment) -> Links:
        """Give the links back if all they name stands in the assessment and nothing is named twice; else refuse."""
        _known("item", (link.title for link in self.items), {item.title for item in read.items if item.same_as is None})
        _known("step", (link.title for link in self.steps), _steps(read))
        both = (*self.items, *self.steps)
        _known("area", {link.area for link in both if link.area}, {area.name for area in read.areas})
        for link in both:
            _known("gap", link.gaps, {gap.reference for gap in read.gaps})
            _known("step", link.steps, _steps(read))
        return self

    def find(self, title: str) -> Link | None:
        """Find the link of a checklist item by its title."""
        return next((link for link in self.items if link.title == title), None)

    def phase_of(self, title: str, read: Assessment) -> Phase | None:
        """Give the earliest phase that holds a step of the item; none if no step is linked."""
        link = self.find(title)
        steps = _steps(read)
        phases = [steps[step] for step in link.steps] if link else []
        return min(phases, key=lambda phase: phase.ordinal, default=None)

    def unplanned(self, read: Assessment) -> list[Finding]:
        """Give a finding for each critical item not done that no step of the plan carries out."""
        return checks.unplanned(read.items, {link.title for link in self.items if link.steps})

    def loose_steps(self, read: Assessment) -> list[str]:
        """List the steps of the plan that no item of the checklist covers, by reference, in document order."""
        covered = {step for link in self.items for step in link.steps}
        return [step for step in _steps(read) if step not in covered]

    def open_gaps(self, read: Assessment) -> list[str]:
        """List the gaps that neither an item nor a step closes, by reference, in document order."""
        closed = {gap for link in (*self.items, *self.steps) for gap in link.gaps}
        return [gap.reference for gap in read.gaps if gap.reference not in closed]


def _links(tables: dict[str, Any], noun: str) -> Iterable[Link]:
    rows = tables.get(noun, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused(f"Write every {noun} as a table of its own, under [[{noun}]].")
    return [_link(row, noun) for row in rows]


def _link(row: dict[str, Any], noun: str) -> Link:
    title, area = row.get("title"), row.get("area")
    _only(row, ("title", "area", "gaps", "steps"), f"The {noun} “{title}”")
    if not isinstance(title, str) or not isinstance(area, str | None):
        raise Refused(f"A linked {noun} needs a title in quotes; its area, if any, stands in quotes too.")
    return Link(title, area, _names(row, "gaps", title), _names(row, "steps", title))


def _names(row: dict[str, Any], noun: str, title: str) -> tuple[str, ...]:
    names = row.get(noun, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Refused(f"The {noun} of “{title}” must be a list of names in quotes.")
    return tuple(names)


def _only(table: dict[str, Any], known: Collection[str], subject: str) -> None:
    for name in table:
        if name not in known:
            raise Refused(f"{subject} cannot have “{name}”; known are {', '.join(known)}.")


def _known(noun: str, names: Iterable[str], known: Collection[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name not in known:
            raise Refused(f"The assessment has no {noun} “{name}”.{_closest(name, known)}")
        if name in seen:
            raise Refused(f"The {noun} “{name}” is linked twice in one place.")
        seen.add(name)


def _closest(name: str, known: Collection[str]) -> str:
    found = process.extractOne(name, sorted(known), score_cutoff=60)
    return f" Did you mean “{found[0]}”?" if found else ""


def _steps(read: Assessment) -> dict[str, Phase]:
    """Give the phase of each step by its reference, in document order."""
    return {phase.reference(step): phase for phase in read.phases for step in phase.steps}
