"""Families of words in any language: is one of these phrases in this text?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
# Chinese and Japanese set no spaces between words, so their phrases may stand anywhere.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LONGEST = 600


class Family:
    """Phrases, separated by "|". A star at the end stands for any ending: "overall|total score*|总分"."""

    def __init__(self, phrases: str) -> None:
        listed = [" ".join(phrase.split()) for phrase in phrases.split("|")]
        spaced = [phrase for phrase in listed if not _UNSPACED.search(phrase)]
        self._unspaced = tuple(phrase.removesuffix("*") for phrase in listed if _UNSPACED.search(phrase))
        self._words = frozenset(phrase for phrase in spaced if " " not in phrase and not phrase.endswith("*"))
        self._stems = tuple(phrase[:-1] for phrase in spaced if " " not in phrase and phrase.endswith("*"))
        self._phrases = tuple(_needle(phrase) for phrase in spaced if " " in phrase)
        self._first = frozenset(phrase.split()[0] for phrase in spaced if " " in phrase)

    def stands_in(self, text: str) -> bool:
        """Answer whether one of the phrases stands in a text."""
        return self.search(words_of(text))

    def search(self, words: str) -> bool:
        """Answer the same of what `words_of` gave, so that one text can be asked several questions."""
        return _search(self, words)

    def _search(self, words: str) -> bool:
        tokens = words.split()
        if not self._words.isdisjoint(tokens) or self._has_stem(tokens):
            return True
        if not self._first.isdisjoint(tokens) and any(phrase in words for phrase in self._phrases):
            return True
        return not words.isascii() and any(phrase in words for phrase in self._unspaced)

    def _has_stem(self, tokens: Iterable[str]) -> bool:
        return any(token.startswith(self._stems) for token in tokens)


@lru_cache(maxsize=8_192)
def _search(family: Family, words: str) -> bool:
    """Ask a family once for each text: people repeat themselves, and headings are asked by everyone."""
    return family._search(words)


def words_of(text: str) -> str:
    """Give the words of a text in lower case between single spaces, one before the first and one after the last."""
    return _words_of(text[:_LONGEST])


@lru_cache(maxsize=2_048)
def _words_of(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _needle(phrase: str) -> str:
    return f" {phrase[:-1]}" if phrase.endswith("*") else f" {phrase} "
