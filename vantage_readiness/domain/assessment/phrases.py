"""Which of many phrases stand in a text, in any language, at the price of one look at each of its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")

_WORD = re.compile(r"[^\W_]+")
# Chinese and Japanese set no spaces between words, so their phrases may stand anywhere.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LONGEST = 400  # characters; a title or label is shorter


def words(text: str) -> list[str]:
    """List the words of a text in lower case and without accents: "Élevée" gives "elevee"."""
    return _WORD.findall(bare(text[:_LONGEST]))


def bare(text: str) -> str:
    """Give a text in lower case and without accents."""
    text = text.casefold()
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A phrase found: at which word it begins, how many words it has, and what it means."""

    place: int
    length: int
    rank: int
    meaning: Meaning


class Phrases(Generic[Meaning]):
    """Phrases by meaning, separated by "|". A star at the end stands for any ending: "check list*|checklist*|清单"."""

    def __init__(self, families: Mapping[Meaning, str]) -> None:
        self._spaced: dict[str, list[tuple[tuple[str, ...], bool, int, Meaning]]] = {}
        self._unspaced: list[tuple[str, int, Meaning]] = []
        for rank, (meaning, family) in enumerate(families.items()):
            for phrase in family.split("|"):
                self._learn(phrase.strip(), rank, meaning)
        self._stem_lengths = sorted({len(stem) for stem in self._spaced})

    def first(self, text: str) -> Meaning | None:
        """Give the meaning that stands first among the families, wherever in the text it stands."""
        found = min(self.find(text), key=lambda found: found.rank, default=None)
        return found.meaning if found else None

    def earliest(self, text: str) -> Meaning | None:
        """Give the meaning whose phrase stands first in the text: "Important (must not wait)" is important."""
        found = min(self.find(text), key=lambda found: (found.place, -found.length, found.rank), default=None)
        return found.meaning if found else None

    def all(self, text: str) -> list[Meaning]:
        """List what a text can mean, in the order of the families."""
        return list(dict.fromkeys(found.meaning for found in sorted(self.find(text), key=lambda found: found.rank)))

    def fill(self, text: str) -> bool:
        """Answer whether a text has words and all of them belong to a phrase."""
        count = len(words(text))
        covered = {place for found in self.find(text) for place in range(found.place, found.place + found.length)}
        return 0 < count == len(covered)

    def find(self, text: str) -> Iterator[Found[Meaning]]:
        """Give every phrase in the text, family after family where several begin at one word."""
        tokens = words(text)
        for place, token in enumerate(tokens):
            for length in self._stem_lengths:
                if length > len(token):
                    break
                for phrase in self._spaced.get(token[:length], ()):
                    if _stands(tokens, place, phrase[0], phrase[1]):
                        yield Found(place, len(phrase[0]), phrase[2], phrase[3])
        if self._unspaced and _UNSPACED.search(text):
            yield from self._in_unspaced(tokens)

    def _in_unspaced(self, tokens: list[str]) -> Iterator[Found[Meaning]]:
        for place, token in enumerate(tokens):
            for phrase, rank, meaning in self._unspaced:
                if phrase in token:
                    yield Found(place, 1, rank, meaning)

    def _learn(self, phrase: str, rank: int, meaning: Meaning) -> None:
        if _UNSPACED.search(phrase):
            self._unspaced.append((bare(phrase), rank, meaning))
            return
        parts = tuple(words(phrase))
        self._spaced.setdefault(parts[0], []).append((parts, phrase.endswith("*"), rank, meaning))


def _stands(tokens: list[str], place: int, phrase: tuple[str, ...], is_open: bool) -> bool:
    """Answer whether a phrase stands at this word; an open one may end differently."""
    last = place + len(phrase) - 1
    if last >= len(tokens) or any(tokens[place + at] != word for at, word in enumerate(phrase[:-1])):
        return False
    return tokens[last] == phrase[-1] or (is_open and tokens[last].startswith(phrase[-1]))
