"""What the document praises in one place and blames in another, and what it ticks and still lists as a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Finding, State, Statement
from ..vocabulary.meanings import key
from .basis import Document, lines, said, severity
from .wording import DONE, core

_Place = tuple[str | None, int, frozenset[str]]


def praised_and_blamed(document: Document) -> Iterator[Finding]:
    """Name each gap that a strength denies: by words that cannot both hold for one thing, or by naming the same."""
    strengths = _Strengths()
    for strength in document.read.strengths:
        strengths.add(strength)
    for gap in document.read.gaps:
        if praised := strengths.denied_by(gap):
            message = f"{_quoted(praised)} is listed as a strength, {_quoted(gap)} as a gap."
            yield Finding("strength-against-gap", severity(), message, lines(praised.line, gap.line))


def done_and_missing(document: Document) -> Iterator[Finding]:
    """Name each gap that is an item the checklist ticks."""
    named = ((core(gap.title), gap) for gap in reversed(document.read.gaps) if not DONE.stands_in(gap.title))
    gaps = {thing: gap for thing, gap in named if thing}
    if not gaps:
        return
    for item in document.items:
        gap = gaps.get(core(item.title)) if item.state is State.DONE else None
        if gap and item.line != gap.line:
            message = f"{said(item.title)} is ticked, and {_quoted(gap)} is listed as a gap."
            yield Finding("done-but-open", severity(item.tier), message, lines(item.line, gap.line), item.title)


class _Strengths:
    """Strengths by what they praise, so that each gap is looked up and none compared with all."""

    def __init__(self) -> None:
        self._by_place: dict[_Place, Statement] = {}

    def add(self, strength: Statement) -> None:
        for place in _places(strength, praise=True):
            self._by_place.setdefault(place, strength)

    def denied_by(self, gap: Statement) -> Statement | None:
        return next((self._by_place[place] for place in _places(gap, praise=False) if place in self._by_place), None)


def _places(statement: Statement, *, praise: bool) -> Iterator[_Place]:
    """Give the places of one thing said: of its area, under the words that praise or blame it, else as a whole."""
    words = key(f"{statement.title} {statement.text}")
    for number, opposites in enumerate(_OPPOSITES):
        for topic in sorted(opposites.topics(words, opposites.praise if praise else opposites.blame)):
            yield statement.area, number, frozenset({topic})
    if thing := core(statement.title):
        yield statement.area, len(_OPPOSITES), thing


@dataclass(frozen=True, slots=True)
class _Opposites:
    """Words of praise and blame that cannot both hold for one thing."""

    praise: re.Pattern[str]
    blame: re.Pattern[str]

    def topics(self, words: str, wanted: re.Pattern[str]) -> set[str]:
        """Give the things a statement speaks of, if it uses one of the wanted words; else nothing."""
        if not wanted.search(words):
            return set()
        rest = self.blame.sub(" ", self.praise.sub(" ", words))
        return {word.removesuffix("s") for word in rest.split() if len(word) > 3} - _EVERYWHERE


_OPPOSITES = (
    _Opposites(re.compile(r"\bproper(?:ly)?\b"), re.compile(r"\b(?:wildcards?|misconfigured)\b")),
    _Opposites(re.compile(r"\bencrypt(?:ed|ion)\b"), re.compile(r"\b(?:plain ?text|unencrypted|not encrypted)\b")),
    _Opposites(re.compile(r"\b(?:comprehensive|full|complete)\b"), re.compile(r"\b(?:lacks?|incomplete)\b")),
)
# Words that stand in any sentence of an assessment, so sharing them says nothing.
_EVERYWHERE = frozenset(
    "and for with from some that this production configuration configured policie policy database data system service "
    "application support missing basic limited test testing module sensitive stored security".split()
)


def _quoted(statement: Statement) -> str:
    return said(f"{statement.title}: {statement.text}" if statement.text else statement.title)
