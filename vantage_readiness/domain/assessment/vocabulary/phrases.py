"""Which of many phrases stand in a text, in any language, at the price of one look at each of its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from ..memory import remember

Meaning = TypeVar("Meaning")

_WORD = re.compile(r"[^\W_]+")
# Chinese and Japanese set no spaces between words, so their phrases may stand anywhere.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_STEM = 3  # letters; no open phrase is shorter
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})  # their marks are part of the letter
_LONGEST = 400  # characters; a title or label is shorter


def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case and without accents: "Élevée" gives "elevee"."""
    return _split(text[:_LONGEST])[0]


@remember
def _split(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Give the words of a text, and by what they are looked up: whole words and the letters words begin with."""
    found = tuple(_WORD.findall(bare(text)))
    return found, frozenset([*found, *[word[:_STEM] for word in found]])


def bare(text: str) -> str:
    """Give a text in lower case and without accents."""
    text = text.casefold()
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).translate(_PLAIN)


class Found(NamedTuple, Generic[Meaning]):
    """A phrase found: at which word it begins, how many words it has, and what it means."""

    place: int
    length: int
    rank: int
    meaning: Meaning


class _Phrase(NamedTuple, Generic[Meaning]):
    words: tuple[str, ...]
    is_open: bool
    rank: int
    meaning: Meaning


class Phrases(Generic[Meaning]):
    """Phrases by meaning, separated by "|". A star at the end stands for any ending: "check list*|checklist*|清单"."""

    def __init__(self, families: Mapping[Meaning, str]) -> None:
        self._whole: dict[str, list[_Phrase[Meaning]]] = {}  # by the first word
        self._stems: dict[str, list[_Phrase[Meaning]]] = {}  # by the first letters
        self._unspaced: list[tuple[str, int, Meaning]] = []
        for rank, (meaning, family) in enumerate(families.items()):
            for phrase in family.split("|"):
                self._learn(phrase.strip(), rank, meaning)

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
        covered = {place for found in self.find(text) for place in range(found.place, found.place + found.length)}
        return 0 < len(covered) == len(words(text))

    def find(self, text: str) -> tuple[Found[Meaning], ...]:
        """Give every phrase in the text. One title is asked several times, so the last answers are kept."""
        return _find(self, text[:_LONGEST])

    def look(self, text: str) -> Iterator[Found[Meaning]]:
        """Look for every phrase in the text, word by word."""
        tokens, keys = _split(text)
        whole, stems = self._whole, self._stems
        if text.isascii() and whole.keys().isdisjoint(keys) and stems.keys().isdisjoint(keys):
            return
        for place, token in enumerate(tokens):
            if token in whole:
                for phrase in whole[token]:
                    if len(phrase.words) == 1 or _stands(tokens, place, phrase):
                        yield Found(place, len(phrase.words), phrase.rank, phrase.meaning)
            for phrase in stems.get(token[:_STEM], ()):
                if token.startswith(phrase.words[0]):
                    yield Found(place, 1, phrase.rank, phrase.meaning)
        if self._unspaced and not text.isascii() and _UNSPACED.search(text):
            yield from self._in_unspaced(tokens)

    def _in_unspaced(self, tokens: tuple[str, ...]) -> Iterator[Found[Meaning]]:
        for place, token in enumerate(tokens):
            for phrase, rank, meaning in self._unspaced:
                if phrase in token:
                    yield Found(place, 1, rank, meaning)

    def _learn(self, phrase: str, rank: int, meaning: Meaning) -> None:
        if _UNSPACED.search(phrase):
            self._unspaced.append((bare(phrase), rank, meaning))
            return
        known = _Phrase(words(phrase), phrase.endswith("*"), rank, meaning)
        if known.is_open and len(known.words) == 1:
            self._stems.setdefault(known.words[0][:_STEM], []).append(known)
        else:
            self._whole.setdefault(known.words[0], []).append(known)


@remember
def _find(phrases: Phrases[Meaning], text: str) -> tuple[Found[Meaning], ...]:
    return tuple(phrases.look(text))


def _stands(tokens: tuple[str, ...], place: int, phrase: _Phrase[Meaning]) -> bool:
    """Answer whether a phrase of several words stands at this word; the last of an open one may end differently."""
    *front, last = phrase.words
    end = place + len(front)
    if end >= len(tokens) or any(tokens[place + at] != word for at, word in enumerate(front)):
        return False
    return tokens[end] == last or (phrase.is_open and tokens[end].startswith(last))
