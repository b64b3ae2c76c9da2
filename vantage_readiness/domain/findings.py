"""Findings of several documents: which item each is about, and whether a decision about one holds for another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias, TypeVar

from .assessment import Finding
from .words import Severity

T = TypeVar("T")
K = TypeVar("K", bound="Known")

Name: TypeAlias = tuple[str, str, int | None]  # code, message, number of the item: the same in two documents

_OF_ONE_DOCUMENT = frozenset({"missing-date"})  # what was decided about the day of one says nothing of the next
_GRAVITY = {severity: rank for rank, severity in enumerate(Severity)}


class Known(Protocol):
    """A finding of a document that is kept; `item` is the number of what it is about."""

    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def item(self) -> int | None: ...
    @property
    def undecided(self) -> bool: ...


def concerned(finding: Finding, of_entry: Mapping[str, T], of_gap: Mapping[int, T]) -> T | None:
    """Give what a finding is about: the item it names by title, else what closes the gap on one of its lines."""
    named = of_entry.get(finding.about) if finding.about else None
    return named or next((of_gap[line] for line in finding.lines if line in of_gap), None)


def precedents(earlier: Iterable[K]) -> dict[Name, K]:
    """Give the newest decision about each finding, oldest finding first; none where the same one waits elsewhere."""
    found: dict[Name, K] = {}
    waiting: set[Name] = set()
    for each in earlier:
        if each.undecided:
            waiting.add(_name(each))
        elif each.code not in _OF_ONE_DOCUMENT:
            found[_name(each)] = each
    return {name: each for name, each in found.items() if name not in waiting}


def precedent(known: Mapping[Name, K], finding: Finding, item: int | None) -> K | None:
    """Find the decision that holds for a finding of a newer document: same words, same item, not graver."""
    found = known.get((finding.code, finding.message, item))
    return found if found and not _graver(finding, found) else None


def twins(decided: Known, others: Iterable[K]) -> list[K]:
    """List what waits for the very decision that is made about this one: the same finding of other documents."""
    if decided.code in _OF_ONE_DOCUMENT:
        return []
    return [each for each in others if each.undecided and _name(each) == _name(decided) and not _graver(each, decided)]


def once(found: Iterable[K]) -> list[K]:
    """List what several documents say, and one decision settles, once: as the newest of them says it."""
    newest: dict[object, K] = {}
    for place, each in enumerate(found):
        newest[place if each.code in _OF_ONE_DOCUMENT else (_name(each), each.severity, each.undecided)] = each
    return list(newest.values())


def _graver(one: Finding | Known, other: Known) -> bool:
    return _GRAVITY[one.severity] > _GRAVITY[other.severity]


def _name(finding: Known) -> Name:
    return finding.code, finding.message, finding.item
