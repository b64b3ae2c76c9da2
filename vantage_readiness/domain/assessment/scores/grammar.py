"""Scores as people print them: "7.5/10", "85/100", "72 %", "B+ (85/100)", "8 out of 10", "98分"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..memory import remember

_LONGEST = 600  # nobody prints a score further on in a line
_MOST = 12  # and a line with more numbers than this is no statement of a score

_BEFORE = r"(?<![A-Za-z0-9_.,/$€£¥+\-–—−])"
_NUMBER = r"\d{1,4}(?:[.,]\d{1,2})?"
_MAX = r"(?:5|10|20|25|50|100|1000)(?:[.,]0)?"
_POINTS = r"(?i:points?|pts|punkte?n?|punkt[óy]w?|балл(?:а|ов)?|puntos|pontos)"
_SCORE = re.compile(
    rf"{_BEFORE}(?P<value>{_NUMBER})\s?(?:/\s?(?P<slash>{_MAX})(?![A-Za-z0-9_/]|[.,]\d)"
    rf"|(?P<percent>[%％])(?!\w)|(?P<cjk_percent>[%％])(?=[^\x00-\x7f])"
    rf"|(?P<points>[分点])(?![钟类析布支别钟以内])(?:\s?/\s?(?P<full>{_MAX})(?!\d)[分点]?)?"
    rf"|(?:\s{_POINTS})?\s(?:out of|von|sur|su|de un total de|из|na|z)\s(?P<of>{_MAX})(?![\w%]|[.,]\d|\s?(?:%|/)))"
)
_FULL = re.compile(rf"(?:满分|滿分)\s?({_MAX})(?!\d)|({_MAX})\s?点満点")
_GRADE = re.compile(r"(?<![A-Za-z])([A-F][+−-]?)\s?[(（]$")
_THRESHOLD = re.compile(
    r"(?:[<>≥≤]|>=|<=|at least|mindestens|au moins|al menos|pelo menos|не менее|co najmniej|至少|以上)\s?$",
    re.IGNORECASE,
)
_BARE = re.compile(r"[\s*_~≈]{0,6}(?P<value>\d{1,3}(?:[.,]\d{1,3})?)(?![\w%/.,:+–—~-]|\s?[/%])")


class Printed(NamedTuple):
    """A score as it stands there, its two numbers, and where in the text it begins and ends."""

    printed: str
    value: float
    out_of: float
    start: int = 0
    end: int = 0
    is_share: bool = False  # printed as a percentage, as counts and coverages are too

    @property
    def normalised(self) -> float:
        """Give the score on a scale of 0 to 10."""
        return round(self.value * 10 / self.out_of, 4)


def score(text: str) -> Printed | None:
    """Give the first score of a text."""
    return next(iter(scores(text)), None)


def scores(text: str) -> tuple[Printed, ...]:
    """Give the scores of a text from left to right. A threshold ("≥ 8/10") and a range ("7–8/10") are none."""
    return _scores(text[:_LONGEST])


@remember
def _scores(text: str) -> tuple[Printed, ...]:
    return tuple(_printed(text))


def _printed(text: str) -> Iterator[Printed]:
    for number, found in enumerate(_SCORE.finditer(text)):
        if number >= _MOST:
            return
        value, out_of = float(found["value"].replace(",", ".")), _out_of(found, text)
        if out_of and value <= out_of and not _THRESHOLD.search(text[: found.start()][-16:]):
            start, end, printed = _graded(text, found.start(), found.end())
            yield Printed(printed, value, out_of, start, end, bool(found["percent"] or found["cjk_percent"]))


def bare(text: str) -> tuple[str, float] | None:
    """Give the number a text begins with, printed and read, if it is one that stands alone: "**8.5** stars"."""
    found = _BARE.match(text)
    return (found["value"], float(found["value"].replace(",", "."))) if found else None


def scale_of(value: float) -> float | None:
    """Give the scale of a number printed without one; none where it could be of five as well as of ten."""
    if value > 100 or value <= 5:
        return None
    return 10 if value <= 10 else 100


def _out_of(found: re.Match[str], text: str) -> float | None:
    printed = found["slash"] or found["of"] or found["full"]
    if printed:
        return float(printed.replace(",", "."))
    if found["points"]:
        full = _FULL.search(text)
        return float(full[1] or full[2]) if full else scale_of(float(found["value"].replace(",", ".")))
    return 100.0


def _graded(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Give where a score begins and ends and what is printed there, with the grade it stands behind: "B+ (85/100)"."""
    grade = _GRADE.search(text[:start][-6:])
    if grade and text[end : end + 1] in (")", "）"):
        start, end = max(start - 6, 0) + grade.start(), end + 1
    return start, end, text[start:end].strip()
