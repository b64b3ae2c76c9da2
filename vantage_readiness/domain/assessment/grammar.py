"""Small grammars for the words of one line: score, money, duration, effort, date, phase, task. No match gives none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from . import inline, vocabulary
from .model import Money, State, Weeks

_DASH = r"\s?(?:-|–|—|to)\s?"


@dataclass(frozen=True, slots=True)
class Printed:
    """A score as it stands there, and its two numbers."""

    printed: str
    value: float
    out_of: float

    @property
    def normalised(self) -> float:
        """Give the score on a scale of 0 to 10."""
        return round(self.value * 10 / self.out_of, 4)


@dataclass(frozen=True, slots=True)
class PhaseHead:
    """The heading of a phase."""

    ordinal: int
    name: str
    weeks: Weeks | None
    done: bool


_SCORE = re.compile(r"(?<![\w.,/-])(\d{1,4}(?:[.,]\d{1,2})?)\s?(?:/\s?(5|10|20|25|50|100|1000)(?![\w/]|[.,]\d)|(%))")


def score(text: str) -> Printed | None:
    """Give the first score: "7.5/10", "85/100", "72 %"."""
    found = _SCORE.search(text)
    if not found:
        return None
    value = float(found[1].replace(",", "."))
    out_of = float(found[2] or 100)
    return Printed(found[0].strip(), value, out_of) if value <= out_of else None


_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}
_SIGN = r"([$€£]|USD|EUR|GBP)"
_AMOUNT = r"(\d{1,3}(?:[,.]\d{3}){1,3}|\d{1,12})(?:[.,](\d{1,2})(?!\d))?\s?([kKmM](?!\w))?"
_MONEY = re.compile(rf"(?<!\w)(?:{_SIGN}\s?)?{_AMOUNT}(?:{_DASH}(?:{_SIGN}\s?)?{_AMOUNT})?(?:\s?{_SIGN})?")


def money(text: str) -> Money | None:
    """Give the first amount or range with a currency: "$200-500", "€5-15k", "$700-1,950/month".

    None also where the words name a period that is neither once nor a month: such a figure would read as another.
    """
    for found in _MONEY.finditer(text):
        before, whole, part, unit, between, high, high_part, high_unit, after = found.groups()
        sign = before or between or after
        if not sign:
            continue
        rest = text[found.end() :].partition("(")[0]
        if vocabulary.has(rest, vocabulary.OTHER_PERIODS):
            return None
        low = _amount(whole, part, unit or high_unit)
        top = _amount(high, high_part, high_unit) if high else low
        if low > top:
            low = _amount(whole, part, unit)
        period = vocabulary.meaning(rest, vocabulary.PERIODS)
        return Money(min(low, top), max(low, top), _SIGNS.get(sign, sign), period)
    return None


def _amount(whole: str, part: str | None, unit: str | None) -> Decimal:
    number = Decimal(re.sub(r"[,.]", "", whole) + (f".{part}" if part else ""))
    return number * {"k": 1_000, "m": 1_000_000}.get((unit or "").lower(), 1)


_WEEKS_IN = {"day": 1 / 5, "week": 1.0, "month": 52 / 12}
_DURATION = re.compile(
    rf"(?<![\w.,])(\d{{1,3}}(?:\.\d)?)(?:{_DASH}(\d{{1,3}}(?:\.\d)?))?[\s-]?(day|week|month)s?(?!\w)", re.IGNORECASE
)


def duration(text: str) -> Weeks | None:
    """Give the first duration in weeks: "4-6 weeks"; five days make a week of work, twelve months 52 weeks."""
    found = _DURATION.search(text)
    if not found:
        return None
    factor = _WEEKS_IN[found[3].lower()]
    low = round(float(found[1]) * factor, 2)
    high = round(float(found[2] or found[1]) * factor, 2)
    return Weeks(min(low, high), max(low, high))


_EFFORT = re.compile(
    rf"~?\d{{1,3}}(?:\.\d)?(?:{_DASH}\d{{1,3}}(?:\.\d)?)?\s?(?:h|hrs?|hours?|d|days?|weeks?|min|minutes?)",
    re.IGNORECASE,
)


def is_effort(text: str) -> bool:
    """Answer whether a remark in parentheses is nothing but an effort: "4 hours"."""
    return _EFFORT.fullmatch(text) is not None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DATES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?P<m>{_MONTH}),?\s(?P<y>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\w)(?P<m>{_MONTH})\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y>\d{{4}})(?!\d)", re.IGNORECASE),
)


def day(text: str) -> date | None:
    """Give the first date of a line: "2025-01-31", "31 January 2025", "January 31, 2025"."""
    for found in filter(None, (pattern.search(text) for pattern in _DATES)):
        month = found["m"].lower()
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
        try:
            return date(int(found["y"]), number, int(found["d"]))
        except ValueError:
            return None
    return None


_PHASE = re.compile(r"(?:phase|stage|sprint)\s(\d{1,3})(?!\w)[\s:.–—-]{0,4}(.{0,400})", re.IGNORECASE)


def phase(title: str) -> PhaseHead | None:
    """Give the parts of "Phase 1: Security Hardening (1-2 weeks) COMPLETED". A mark alone never means done."""
    found = _PHASE.fullmatch(title)
    if not found:
        return None
    name, done = _without_done(found[2])
    name, remark = inline.tail(name)
    weeks = duration(remark)
    return PhaseHead(int(found[1]), name if weeks or not remark else found[2], weeks, done)


def is_done(text: str) -> bool:
    """Answer whether a remark says nothing but that something is finished: "✅ COMPLETED"."""
    return inline.title(text).casefold() in vocabulary.DONE


def _without_done(name: str) -> tuple[str, bool]:
    head, _, last = name.rpartition(" ")
    return (head.rstrip(" –—-"), True) if head and is_done(last) else (name, False)


_BOXES = {"[ ]": State.OPEN, "[x]": State.DONE, "[X]": State.DONE}


def task(words: str) -> tuple[State, str] | None:
    """Give the state and the words of a task: "[x] Add rate limiting"."""
    state = _BOXES.get(words[:3])
    if state is None or words[3:4] not in ("", " ", "\t", "\xa0"):
        return None
    return state, words[3:].strip()


_PLACEHOLDER = re.compile(r"\$\([A-Za-z][\w +%'\"-]{0,40}\)|\$\{[A-Za-z_]\w{0,40}\}|\{\{[^{}\n]{1,60}\}\}")


def placeholders(raw: str) -> list[str]:
    """List what was to be filled in and was not: "$(date)", "${VERSION}", "{{ name }}"; code spans do not count."""
    return _PLACEHOLDER.findall(inline.without_code(raw))
