"""How much a heading, bold line or cell says that something matters, in nine languages.

People print scales of different lengths. "High" is the top of high, medium, low, but the second of critical, high,
medium, low; "P1" is the top where nobody speaks of P0. So the words are first read as grades, and a document's scale
makes tiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...words import Tier
from ..markdown import inline
from ..memory import remember
from .grades import ADVICE, ADVISED, GRADED, LEVELS, WORDS, Grade

# What is not critical is on no scale: these take the word behind, or around them, away.
_NEGATED = re.compile(
    r"(?<!\w)(?:not|non|no|nicht|pas|não|nao|не|nie)[\s-]{1,3}(?!to\b|de\b)[^\W\d_]{2,30}"
    r"|[非不无](?:是)?(?:关键|紧急|重要|必须|必需|严重|阻塞|阻断)"
    r"|(?:必須|重要|緊急|致命的|クリティカル)(?:では|じゃ|で)ない",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[:：]|\s[–—-]\s|(?<=^[Pp]\d)\s")
_MARK = 20  # characters; a mark in brackets is short
_LABEL = 60
_LONGEST = 400  # characters; a heading is shorter
_MARKS = {
    "🔴": Grade.CRITICAL,
    "🟠": Grade.IMPORTANT,
    "🟡": Grade.MEDIUM,
    "🟢": Grade.LOW,
    "🔵": Grade.LOW,
    "⚪": Grade.LOW,
}


@remember
def grade(raw: str) -> Grade | None:
    """Give the grade a heading or bold line names. Words decide before marks, which mean different things to people."""
    text = _affirmed(inline.plain(raw))
    return _word(text) or _level(text) or next((_MARKS[char] for char in raw if char in _MARKS), None)


def _affirmed(text: str) -> str:
    """Give a text without what it denies: of "Known errors (not critical)" the error remains."""
    return _NEGATED.sub(" ", text[:_LONGEST])


def _word(text: str) -> Grade | None:
    """Give the first word that grades, without those that only advise."""
    found = WORDS.find(text)
    if len(found) and ADVICE.find(text):
        advised = {each.place for each in ADVISED.find(text)}
        found = tuple(each for each in found if each.place not in advised)
    first = min(found, key=lambda found: (found.place, -found.length, found.rank), default=None)
    return first.meaning if first else None


def grades(raw: str) -> set[Grade]:
    """Give the grade a heading names, and P0 wherever in it: "Critical bugs (P0)" tells what P1 means."""
    named = grade(raw)
    has_p0 = "0" in raw and any(found.meaning is Grade.P0 for found in WORDS.find(inline.plain(raw)))
    return {each for each in (named, Grade.P0 if has_p0 else None) if each}


def own_grade(raw: str) -> Grade | None:
    """Give the grade a cell, or a remark beside an item, is; none if it says anything more."""
    text = inline.title(raw)
    if not text:
        return next((_MARKS[char] for char in raw if char in _MARKS), None)
    is_all = len(text) < 40 and (WORDS.fill(text) or _fills(text))
    return grade(raw) if is_all else None


def in_column(cell: str) -> Grade | None:
    """Give the grade of a cell in a column of priorities, where "A" or "1" is enough."""
    return _SHORT.get(cell.strip(" *").casefold()) or grade(cell)


def own_mark(words: str) -> Grade | None:
    """Give the grade an entry names before its words: "[P0] Rotate keys", "🔴 Rotate keys", "**High:** Add a lock"."""
    first = words[:1]
    if first in ("[", "(") and (end := words.find("]" if first == "[" else ")", 1, _MARK)) > 0:
        return own_grade(words[1:end])
    if first in _MARKS or first == "🚨":
        return _MARKS.get(first, Grade.CRITICAL)
    mark = _JOINT.search(words[:_LABEL])
    return own_grade(words[: mark.start()].rstrip("*")) if mark else None


def priority(note: str) -> Grade | None:
    """Give the grade of a line below an entry that says nothing else: "Priority: P1"."""
    name, colon, words = note[:_LABEL].replace("：", ":").partition(":")
    return own_grade(words) if colon and GRADED.fill(name) else None


def is_heading_of_tier(raw: str) -> bool:
    """Answer whether a heading names what must or should be done, and nothing else: "🔴 P0: must fix", "High priority
    (30 days)", "Must fix before launch"; not "Critical issues"."""
    if grade(raw) is None:
        return False
    head, _ = inline.tail(inline.title(raw))
    if own_grade(head) is not None:
        return True
    found = min(WORDS.find(head), key=lambda found: (found.place, -found.length), default=None)
    if found is None or found.place > 0 or len(head) > 60:
        return False
    return found.length > 1 or found.meaning in _NUMBERED


_SHORT = {
    "0": Grade.P0,
    **dict.fromkeys(("1", "a"), Grade.FIRST),
    **dict.fromkeys(("2", "b"), Grade.SECOND),
    **dict.fromkeys(("3", "4", "5", "c", "d"), Grade.THIRD),
}
_NUMBERED = (Grade.P0, Grade.FIRST, Grade.SECOND, Grade.THIRD)


@dataclass(frozen=True, slots=True)
class Scale:
    """How the words of one document stand to each other."""

    has_critical: bool = False
    has_p0: bool = False

    @classmethod
    def of(cls, grades: Iterable[Grade | None]) -> Scale:
        """Give the scale of a document that prints these grades."""
        return cls().extended(grades)

    def extended(self, grades: Iterable[Grade | None]) -> Scale:
        """Give the scale of a document, or a table in it, that prints these grades too."""
        printed = set(grades)
        return Scale(self.has_critical or Grade.CRITICAL in printed, self.has_p0 or Grade.P0 in printed)

    def tier(self, grade: Grade | None) -> Tier | None:
        """Give the tier a grade stands for on this scale."""
        if grade is Grade.HIGH:
            return Tier.IMPORTANT if self.has_critical else Tier.CRITICAL
        if self.has_p0 and grade in _BELOW_P0:
            return _BELOW_P0[grade]
        return _TIERS[grade] if grade else None


_BELOW_P0 = {Grade.FIRST: Tier.IMPORTANT, Grade.SECOND: Tier.NICE, Grade.THIRD: Tier.NICE}
_TIERS = {
    Grade.CRITICAL: Tier.CRITICAL,
    Grade.P0: Tier.CRITICAL,
    Grade.FIRST: Tier.CRITICAL,
    Grade.IMPORTANT: Tier.IMPORTANT,
    Grade.MEDIUM: Tier.IMPORTANT,
    Grade.SECOND: Tier.IMPORTANT,
    Grade.LOW: Tier.NICE,
    Grade.NICE: Tier.NICE,
    Grade.THIRD: Tier.NICE,
}


def _level(text: str) -> Grade | None:
    if LEVELS.earliest(text) is None:
        return None
    head, remark = inline.tail(text)
    if GRADED.first(text):
        return LEVELS.earliest(text)
    return next((LEVELS.earliest(part) for part in (head, remark) if LEVELS.fill(part)), None)


def _fills(text: str) -> bool:
    if LEVELS.earliest(text) is None:
        return False
    return LEVELS.fill(text) or (len(text.split()) <= 3 and GRADED.first(text) is not None)
