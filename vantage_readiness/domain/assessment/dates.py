"""Days printed beside a word that says what they are: due, review, start or end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import pairwise

from . import inline
from .blocks import BlockKind
from .lexicon import Family
from .sections import Placed

_LONGEST = 400
YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar janvier enero janeiro января styczeń stycznia",
            "feb februar février febrero fevereiro февраля luty lutego",
            "mar märz mars marzo março марта marzec marca",
            "apr april avril abril апреля kwiecień kwietnia",
            "may mai mayo maio мая maj maja",
            "jun juni juin junio junho июня czerwiec czerwca",
            "jul juli juillet julio julho июля lipiec lipca",
            "aug august août agosto августа sierpień sierpnia",
            "sep sept september septembre septiembre setembro сентября wrzesień września",
            "oct oktober octobre octubre outubro октября październik października",
            "nov november novembre noviembre novembro ноября listopad listopada",
            "dec dezember décembre diciembre dezembro декабря grudzień grudnia",
        ),
        1,
    )
    for name in names.split()
} | dict(
    zip(
        "january february march april may june july august september october november december".split(),
        range(1, 13),
        strict=True,
    )
)
_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<y2>20\d\d)年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
    r"|(?<!\d)(?P<d3>\d{1,2})(?:st|nd|rd|th|er|\.)?\s(?:de\s)?(?P<m3>[^\W\d_]{3,12})\.?,?\s(?:de\s)?(?P<y3>20\d\d)(?!\d)"
    r"|(?<!\w)(?P<m4>[^\W\d_]{3,12})\.?\s(?P<d4>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y4>20\d\d)(?!\d)"
    r"|(?<!\d)(?P<d5>\d{1,2})\.(?P<m5>\d{1,2})\.(?P<y5>20\d\d)(?!\d)"
)


_PARTS = re.compile(r"[,(;]")
_TO = frozenset({"-", "–", "—", "to", "bis", "au", "a", "до", "do", "至", "~", "→"})


class Meaning(Enum):
    """What a day is."""

    AHEAD = auto()  # due, target, next review: lies after the document
    START = auto()
    END = auto()


_LABELS = {
    Meaning.AHEAD: Family(
        "next review*|next assessment*|next audit*|review due|due|due date|deadline|target date|go live*|golive|"
        "launch date|release date|nächste*|fällig*|frist|zieltermin|prochain*|échéance|date limite|date cible|próxim*|"
        "fecha límite|vencimiento|prazo|data limite|следующ*|срок|дедлайн|następn*|termin|下次*|截止*|期限|次回*"
    ),
    Meaning.START: Family(
        "start|starts|start date|begin|beginn|startdatum|début|inicio|início|начало|początek|开始*|開始*"
    ),
    Meaning.END: Family("end|ends|end date|ende|enddatum|fin|fim|конец|окончание|koniec|结束*|終了*"),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A day with what it is."""

    meaning: Meaning
    label: str
    day: date
    line: int


@dataclass(frozen=True, slots=True)
class Span:
    """Two days printed as a range."""

    start: date
    end: date
    line: int


def gather(placed: Sequence[Placed]) -> Iterator[Labelled | Span]:
    """Give the labelled days and the ranges of days, line by line; code and tables of figures are left alone."""
    for each in placed:
        yield from _in_lines(each.section.raw, each.section.line)
        for block in each.section.walk():
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
                yield from _in_lines(block.raw, block.line)


def _in_lines(raw: str, first: int) -> Iterator[Labelled | Span]:
    if YEAR.search(raw):
        for line, words in enumerate(raw.split("\n"), first):
            if YEAR.search(words, 0, _LONGEST):
                yield from _in_line(inline.plain(words[:_LONGEST]), line)


def _in_line(words: str, line: int) -> Iterator[Labelled | Span]:
    found = [(match, day) for match in _DAY.finditer(words) if (day := _day(match))]
    for (one, start), (other, end) in pairwise(found):
        if words[one.end() : other.start()].strip() in (
            "-",
            "–",
            "—",
            "to",
            "bis",
            "au",
            "a",
            "до",
            "do",
            "至",
            "~",
            "→",
        ):
            yield Span(start, end, line)
    for match, day in found[:1]:
        label = _PARTS.split(words[: match.start()])[-1].strip(" :|–-")
        meaning = next((each for each, family in _LABELS.items() if family.stands_in(label)), None)
        if meaning and len(label.split()) <= 5:
            yield Labelled(meaning, label, day, line)


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, month, day = next(
        (parts["y" + n], parts["m" + n], parts["d" + n]) for n in ("", "2", "3", "4", "5") if parts["y" + n]
    )
    number = int(month) if month.isdigit() else _MONTHS.get(month.casefold(), _MONTHS.get(month.casefold()[:3], 0))
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
