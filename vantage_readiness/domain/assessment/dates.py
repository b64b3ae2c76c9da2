"""Days printed beside a word that says what they are: due, review, start, end, the document's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from . import inline
from .blocks import BlockKind
from .lexicon import Family
from .sections import Placed

_LONGEST = 400
_YEAR = re.compile(r"(?:19|20)\d\d")
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


class Meaning(Enum):
    """What a day is."""

    WRITTEN = auto()
    AHEAD = auto()  # due, target, next review: lies after the document
    START = auto()
    END = auto()


_LABELS = {
    Meaning.AHEAD: Family(
        "next review*|next assessment*|next audit*|review due|due|due date|deadline|target date|go live*|golive|launch date|"
        "release date|nächste*|fällig*|frist|zieltermin|prochain*|échéance|date limite|date cible|próxim*|fecha límite|"
        "vencimiento|prazo|data limite|следующ*|срок|дедлайн|następn*|termin|下次*|截止*|期限|次回*"
    ),
    Meaning.START: Family("start|starts|start date|begin|beginn|startdatum|début|inicio|início|начало|początek|开始*|開始*"),
    Meaning.END: Family("end|ends|end date|ende|enddatum|fin|fim|конец|окончание|koniec|结束*|終了*"),
    Meaning.WRITTEN: Family(
        "date|assessment date|assessed on|assessment completed*|completed on|last updated|last audited|created|datum|stand|"
        "erstellt*|date création|dernière mise à jour|fecha|data|дата|评估日期|日期|日付|作成日"
    ),
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
        for line, raw in _lines(each):
            if _YEAR.search(raw):
                yield from _in_line(inline.plain(raw), line)


def _lines(placed: Placed) -> Iterator[tuple[int, str]]:
    yield placed.section.line, placed.section.raw[:_LONGEST]
    for block in placed.section.walk():
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            for line, raw in block.own_lines:
                yield line, raw[:_LONGEST]


def _in_line(words: str, line: int) -> Iterator[Labelled | Span]:
    found = [(match, day) for match in _DAY.finditer(words) if (day := _day(match))]
    for (one, start), (other, end) in zip(found, found[1:], strict=False):
        if words[one.end() : other.start()].strip() in ("-", "–", "—", "to", "bis", "au", "a", "до", "do", "至", "~", "→"):
            yield Span(start, end, line)
    for match, day in found[:1]:
        label = words[: match.start()].rpartition(",")[2].strip(" :|(–-")
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
