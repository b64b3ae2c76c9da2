"""Days printed beside a word that says what they are: due, review, start or end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import pairwise

from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import BlockKind
from ..model import Dated
from ..sections import Placed
from ..vocabulary.lexicon import Family

_LONGEST = 400
_FIRST = 3  # sections in which a document says when it was written, besides the last
YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar janvier enero janeiro gennaio января styczeń stycznia",
            "feb februar février febrero fevereiro febbraio февраля luty lutego",
            "mar märz mars marzo março марта marzec marca",
            "apr april avril abril aprile апреля kwiecień kwietnia",
            "may mai mayo maio maggio мая maj maja",
            "jun juni juin junio junho giugno июня czerwiec czerwca",
            "jul juli juillet julio julho luglio июля lipiec lipca",
            "aug august août agosto августа sierpień sierpnia",
            "sep sept september septembre septiembre setembro settembre сентября wrzesień września",
            "oct oktober octobre octubre outubro ottobre октября październik października",
            "nov november novembre noviembre novembro ноября listopad listopada",
            "dec dezember décembre diciembre dezembro dicembre декабря grudzień grudnia",
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


class Meaning(Enum):
    """What a day is."""

    AHEAD = auto()  # due, target, next review: lies after the document
    START = auto()
    END = auto()
    WRITTEN = auto()  # the document's own


_LABELS = {
    Meaning.AHEAD: Family(
        "next review*|next assessment*|next audit*|review due|due|due date|deadline|target date|go live*|golive|"
        "launch date|release date|nächste*|fällig*|frist|zieltermin|prochain*|échéance|date limite|date cible|próxim*|"
        "fecha límite|vencimiento|prazo|data limite|следующ*|срок|дедлайн|następn*|termin|下次*|截止*|期限|次回*"
    ),
    Meaning.START: Family(
        "start|starts|start date|begin|beginn|startdatum|début|inicio|início|начало|początek|开始*|開始*"
    ),
    Meaning.WRITTEN: Family(
        "date|dated|as of|assessed on|audited|assessment|updated|created|completed|completion|datum|stand|erstellt*|"
        "letzte aktualisierung|date création|mise à jour|fecha|última actualización|última atualização|data|"
        "aggiornamento|aggiornato|дата|обновление|обновлено|zaktualizowano|aktualizacja|评估日期|日期|更新|日付|作成日|更新日|評価日"
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


def day(words: str) -> date | None:
    """Give the first day a line names: "2025-01-31", "31 January 2025", "1er mars 2026", "6.10.2025"."""
    return next(filter(None, map(_day, _DAY.finditer(words[:_LONGEST]))), None)


def written(placed: Sequence[Placed], ledger: Ledger) -> Dated | None:
    """Give the day a document was written: on the first line that says so, else in its title."""
    for each in gather([*placed[:_FIRST], *placed[_FIRST:][-1:]]):
        if isinstance(each, Labelled) and each.meaning is Meaning.WRITTEN:
            ledger.understood("assessment date", each.line)
            return Dated(each.day, each.line)
    titles = (each.section for each in placed[:_FIRST] if each.section.level == 1)
    return next((Dated(found, title.line) for title in titles if (found := day(title.raw))), None)


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
