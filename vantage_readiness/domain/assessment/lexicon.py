"""Families of words in any language: is one of these phrases in this text?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"[^\W_]+")
# Chinese and Japanese set no spaces between words, so their phrases may stand anywhere.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LONGEST = 2_000


@dataclass(frozen=True)
class Family:
    """Phrases, separated by "|". A star at the end stands for any ending: "overall|total score*|总分"."""

    phrases: str

    def stands_in(self, text: str) -> bool:
        """Answer whether one of the phrases stands in a text."""
        return self.search(words_of(text))

    def search(self, words: str) -> bool:
        """Answer the same of what `words_of` gave, so that one text can be asked several questions."""
        return self._pattern.search(words) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(_needle(" ".join(phrase.split())) for phrase in self.phrases.split("|")))


def words_of(text: str) -> str:
    """Give the words of a text in lower case between single spaces, one before the first and one after the last."""
    return f" {' '.join(_WORD.findall(text[:_LONGEST].casefold()))} "


def _needle(phrase: str) -> str:
    stem = re.escape(phrase.removesuffix("*"))
    if _UNSPACED.search(phrase):
        return stem
    return f" {stem}" if phrase.endswith("*") else f" {stem} "
