"""Families of words in any language: is one of these phrases in this text?

Dozens of families are asked about the same line. So all of them share one index, a text is looked up in it once, and
what is kept of a text is one number with a bit for each family that has a phrase in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .. import memory
from ..memory import remember

_WORD = re.compile(r"[^\W_]+")
# Chinese and Japanese set no spaces between words, so their phrases may stand anywhere.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LONGEST = 600
_STEM = 2  # letters by which open words are found


class Family:
    """Phrases, separated by "|". A star at the end stands for any ending: "overall|total score*|总分"."""

    def __init__(self, phrases: str) -> None:
        self._bit = _INDEX.add(" ".join(phrase.split()) for phrase in phrases.split("|"))

    def __or__(self, other: Family) -> Family:
        """Give the family with the phrases of both."""
        both = Family.__new__(Family)
        both._bit = self._bit | other._bit
        return both

    def stands_in(self, text: str) -> bool:
        """Answer whether one of the phrases stands in a text."""
        return _bits(words_of(text)) & self._bit != 0

    def search(self, words: str) -> bool:
        """Answer the same of what `words_of` gave, so that one text can be asked several questions."""
        return _bits(words) & self._bit != 0


def words_of(text: str) -> str:
    """Give the words of a text in lower case between single spaces, one before the first and one after the last."""
    return _words_of(text if len(text) <= _LONGEST else text[:_LONGEST])


@remember
def _words_of(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


class _Index:
    """The phrases of all families, found by their first word, their first letters or their first sign."""

    def __init__(self) -> None:
        self._families = 0
        self._whole: dict[str, int] = {}
        self._stems: dict[str, dict[str, int]] = {}
        self._several: dict[str, dict[str, int]] = {}
        self._unspaced: dict[str, dict[str, int]] = {}

    def add(self, phrases: Iterable[str]) -> int:
        """Learn the phrases of one more family; give its bit."""
        bit = 1 << self._families
        self._families += 1
        for phrase in phrases:
            self._learn(phrase, bit)
        memory.forget()
        return bit

    def _learn(self, phrase: str, bit: int) -> None:
        stem = phrase.removesuffix("*")
        if _UNSPACED.search(phrase):
            _join(self._unspaced.setdefault(stem[0], {}), stem, bit)
        elif " " in phrase:
            needle = f" {stem}" if stem != phrase else f" {stem} "
            _join(self._several.setdefault(phrase.partition(" ")[0], {}), needle, bit)
        elif stem != phrase:
            _join(self._stems.setdefault(stem[:_STEM], {}), stem, bit)
        else:
            _join(self._whole, stem, bit)

    def look(self, words: str) -> int:
        """Give the bits of the families with a phrase among these words."""
        bits = 0
        for token in words.split():
            bits |= self._whole.get(token, 0)
            for stem, bit in self._stems.get(token[:_STEM], _NONE).items():
                if token.startswith(stem):
                    bits |= bit
            for phrase, bit in self._several.get(token, _NONE).items():
                if phrase in words:
                    bits |= bit
        return bits if words.isascii() else bits | self._look_anywhere(words)

    def _look_anywhere(self, words: str) -> int:
        bits = 0
        for sign in self._unspaced.keys() & set(words):
            for phrase, bit in self._unspaced[sign].items():
                if phrase in words:
                    bits |= bit
        return bits


def _join(found: dict[str, int], phrase: str, bit: int) -> None:
    found[phrase] = found.get(phrase, 0) | bit


_NONE: dict[str, int] = {}
_INDEX = _Index()


@remember
def _bits(words: str) -> int:
    return _INDEX.look(words)
