"""What a password must be: 12 to 128 characters of any kind, and more than a word, a row of keys or a name.

A password is taken apart in the way that leaves the least to guess: a known word, a row of keys, a count, a repeat, a
year or a part of one's own name counts as little however long it is; every other character counts as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile

from .common_words import OURS, PHRASES, WORDS
from .refusals import Refused

SHORTEST, LONGEST = 12, 128
ENOUGH = 8  # characters' worth of guessing

_ROWS = (
    *("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
)
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "1q2w3e4r5t6y7u8i9o0p", "qaywsxedc")
_LINES = tuple(line for row in (*_ROWS, *_COLUMNS) for line in (row, row[::-1]))
_LEET = str.maketrans("0134578@$!|€", "oieastbasiie")
_ALSO_LEET = str.maketrans("0134579@$!|€", "oleastgaslle")
_LONGEST = max(map(len, WORDS | PHRASES))
_SEPARATORS = frozenset(" -_.,+/")
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]?\d{1,2}[./-]?(?:19|20)?\d\d")


class Why(Enum):
    """Why a part of a password is easy to guess."""

    COMMON = "It is made of words and phrases that many people choose"
    KEYS = "It follows the keys of a keyboard, the alphabet or the numbers"
    REPEAT = "It repeats itself"
    OWN = "It is made of your name, your address or the name of this product"
    YEAR = "It is mostly a date or a number"


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is easy to guess: from, to, how many characters' worth it counts."""

    start: int
    end: int
    worth: int
    why: Why

    @property
    def saved(self) -> int:
        """Give how many characters it counts less than it has."""
        return self.end - self.start - self.worth


def normal(text: str) -> str:
    """Give the one form of a password: the same for every way of writing the same signs."""
    return unicodedata.normalize("NFKC", text)


def password(text: str, *, email: str, name: str = "") -> str:
    """Give a password fit to be chosen, or refuse with why it is not."""
    text = normal(text)
    if not SHORTEST <= len(text) <= LONGEST:
        raise Refused(f"Choose a password of {SHORTEST} to {LONGEST} characters.")
    if any(unicodedata.category(sign) == "Cs" for sign in text):
        raise Refused("This password has a broken character in it. Type it again.")
    if reason := why_weak(text, (name, email)):
        raise Refused(
            f"This password is too easy to guess. {reason.value}. Choose another, such as four unusual words."
        )
    return text


def why_weak(text: str, own: Iterable[str] = ()) -> Why | None:
    """Give why a password is easy to guess; nothing if it is not. `own` are texts about its owner."""
    plain = text.casefold()
    worth, parts = _least(plain, list(_parts(plain, _words(own))))
    if worth >= ENOUGH:
        return None
    return max(parts, key=lambda part: part.saved).why if parts else Why.REPEAT


def _least(plain: str, parts: list[Part]) -> tuple[int, list[Part]]:
    """Give the least that a text can be worth, and the easy parts it is then made of."""
    ending: dict[int, list[Part]] = {}
    for part in parts:
        ending.setdefault(part.end, []).append(part)
    best: list[tuple[int, list[Part]]] = [(0, [])]
    for end in range(1, len(plain) + 1):
        seen = plain[end - 1] in _SEPARATORS and plain[end - 1] in plain[: end - 1]
        worth, used = best[end - 1]
        options = [(worth + (0 if seen else 1), used)]
        options += [(best[p.start][0] + p.worth, [*best[p.start][1], p]) for p in ending.get(end, ())]
        best.append(min(options, key=lambda option: option[0]))
    return best[-1]


def _parts(plain: str, own: frozenset[str]) -> Iterator[Part]:
    yield from _known(plain, own)
    yield from _walks(plain)
    yield from _repeats(plain)
    for start in range(len(plain)):
        if found := _YEAR.match(plain, start):
            yield Part(start, found.end(), 2, Why.YEAR)


def _known(plain: str, own: frozenset[str]) -> Iterator[Part]:
    """List the words in a text, as typed and with figures read as the letters they look like."""
    readings = {plain, plain.translate(_LEET), plain.translate(_ALSO_LEET)}
    for reading in readings if all(len(each) == len(plain) for each in readings) else {plain}:
        for start in range(len(reading)):
            for end in range(start + 3, min(len(reading), start + _LONGEST) + 1):
                piece = reading[start:end]
                if piece in own:
                    yield Part(start, end, 1, Why.OWN)
                elif piece in WORDS or piece in PHRASES:
                    yield Part(start, end, 2, Why.COMMON)
    if "".join(sign for sign in plain if sign.isalnum()) in PHRASES:
        yield Part(0, len(plain), 2, Why.COMMON)


def _walks(plain: str) -> Iterator[Part]:
    """List rows of keys, counting and the alphabet, forwards and backwards, and one sign again and again."""
    for start in range(len(plain)):
        for step in (1, -1, 0):
            length = _counted(plain, start, step)
            if length >= 3:
                yield Part(start, start + length, 2, Why.KEYS if step else Why.REPEAT)
        for line in _LINES:
            length = _run(line, plain, start)
            if length >= 3:
                yield Part(start, start + length, 2, Why.KEYS)


def _counted(plain: str, start: int, step: int) -> int:
    """Give how many signs from here on go on by one step each."""
    end = start + 1
    while end < len(plain) and ord(plain[end]) - ord(plain[end - 1]) == step:
        end += 1
    return end - start


def _run(line: str, plain: str, start: int) -> int:
    """Give how many signs from here on follow a row of keys."""
    at = line.find(plain[start])
    return (
        sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(line[at:], plain[start:], strict=False)))
        if at >= 0
        else 0
    )


def _repeats(plain: str) -> Iterator[Part]:
    """List what stood there before, from every place."""
    for start in range(3, len(plain)):
        for end in range(start + 3, len(plain) + 1):
            if plain[start:end] not in plain[:start]:
                break
            yield Part(start, end, 1, Why.REPEAT)


def _words(own: Iterable[str]) -> frozenset[str]:
    """Give the words in texts about somebody, and the name of what this is."""
    told = {word for text in own for word in re.split(r"[\W_]+", normal(text).casefold()) if len(word) >= 3}
    joined = {"".join(re.split(r"[\W_]+", normal(text).casefold())) for text in own}
    return frozenset(told | {each for each in joined if len(each) >= 3} | OURS)
