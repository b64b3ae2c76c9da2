"""How alike two titles are: the same words are certain, similar words are a proposal that a person decides."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from rapidfuzz import fuzz

LIKELY = 60  # below this, two titles share little more than their verbs
_CANDIDATES = 30  # compared in full with one title
KEPT = 500  # signs of a title that a project keeps
_LONGEST = 300  # signs of a title that are compared
_COMMON = 200  # a word in more titles than this tells none from the others
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2,}")

A = TypeVar("A", bound=Hashable)
B = TypeVar("B", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Pair(Generic[A, B]):
    """Two titles that may mean one thing; `similarity` is from 0 to 100."""

    one: A
    other: B
    similarity: int


def words(title: str) -> tuple[str, ...]:
    """Give the words of a title without case, signs and emphasis."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", title).casefold()))


def key(title: str) -> str:
    """Give what two ways of printing the same words have in common; signs alone stand for themselves.

    Only as much of a title counts as is kept of it, so that a long one is known again.
    """
    title = title[:KEPT]
    return " ".join(words(title)) or title.strip()


def similarity(one: str, other: str) -> int:
    """Give how alike two keys are, from 0 to 100: by their words in any order, and by the words they share."""
    one, other = one[:_LONGEST], other[:_LONGEST]
    return round((fuzz.token_sort_ratio(one, other) + fuzz.token_set_ratio(one, other)) / 2)


def pairs(ones: Mapping[A, str], others: Mapping[B, str]) -> list[Pair[A, B]]:
    """Propose which titles mean one thing, the likeliest first; each stands in one pair at most.

    Only titles that share a telling word are compared, and only the nearest of them, so that ten thousand against
    ten thousand stay a matter of seconds.
    """
    keys = {name: key(title) for name, title in others.items()}
    shelves = _shelve(keys)
    found = [
        Pair(name, other, alike)
        for name, title in ones.items()
        for other in _candidates(words(title), shelves)
        if (alike := similarity(key(title), keys[other])) >= LIKELY
    ]
    found.sort(key=lambda pair: -pair.similarity)
    return list(_one_to_one(found))


def _shelve(keys: Mapping[B, str]) -> Mapping[str, Sequence[B]]:
    """Give the titles in which each word stands."""
    shelves: defaultdict[str, list[B]] = defaultdict(list)
    for name, text in keys.items():
        for word in dict.fromkeys(_grams(text.split())):
            shelves[word].append(name)
    return shelves


def _candidates(title: Sequence[str], shelves: Mapping[str, Sequence[B]]) -> Sequence[B]:
    """Give the titles that share words with this one, those with the rarest words first."""
    own = [shelves[word] for word in dict.fromkeys(_grams(title)) if word in shelves]
    own.sort(key=len)
    telling = [shelf for place, shelf in enumerate(own) if place == 0 or len(shelf) <= _COMMON]
    names = dict.fromkeys(name for shelf in telling for name in islice(shelf, _COMMON))
    return list(islice(names, _CANDIDATES))


def _grams(title: Sequence[str]) -> Iterator[str]:
    """Give the words to look up: where a language writes without spaces, each two neighbouring signs."""
    for word in title:
        if _UNSPACED.search(word):
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        else:
            yield word


def _one_to_one(found: Sequence[Pair[A, B]]) -> Iterator[Pair[A, B]]:
    taken_ones: set[A] = set()
    taken_others: set[B] = set()
    for pair in found:
        if pair.one not in taken_ones and pair.other not in taken_others:
            taken_ones.add(pair.one)
            taken_others.add(pair.other)
            yield pair
