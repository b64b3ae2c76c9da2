"""Times as people print them: lengths ("1–2 weeks"), places in a plan ("Week 3–4"), offsets ("1 week later")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ..model import Weeks

_LONGEST = 400  # nobody prints a time further on in a line that is about a time

# Five days make a week of work, twelve months 52 weeks; a sprint is taken for the two weeks it mostly has.
_MINUTE, _HOUR, _DAY, _WEEK, _SPRINT, _MONTH, _QUARTER, _YEAR = 1 / 2400, 1 / 40, 1 / 5, 1.0, 2.0, 52 / 12, 13.0, 52.0
_SPACED = {
    _MINUTE: "min(?:ute)?[sn]?|minutos?|мин(?:ут[аы]?)?|minut[ay]?",
    _HOUR: "hours?|hrs?|h|stunden?|std|heures?|horas?|час(?:а|ов)?|ч|godzin[ay]?|godz",
    _DAY: (
        "(?:business |working |person[ -])?days?|d|(?:arbeits|personen|werk)?tage?n?|pt|jours?(?: ouvrés| homme)?|j"
        "|días?|dias?(?: úteis)?|день|дня|дней|дн|dzień|dni"
    ),
    _WEEK: "weeks?|wks?|wk|wochen?|semaines?|sem|semanas?|недел[яиьюе]|нед|tydzień|tygodni[ea]?|tyg",
    _SPRINT: "sprints?|спринт(?:а|ов)?|sprinty|sprintów",
    _MONTH: "months?|mos?|mths?|monate?n?|mois|mes|meses|mês|месяц(?:а|ев)?|мес|miesiąc[ea]?|miesięcy",
    _QUARTER: "quarters?|quartale?n?|trimestres?|квартал(?:а|ов)?|kwartał[yów]{0,2}",
    _YEAR: "years?|yrs?|jahre?n?|ans?|années?|años?|anos?|год(?:а|у)?|лет|rok|lata|lat",
}
_UNSPACED = {
    _MINUTE: "分钟|分間",
    _HOUR: "小时|小時|時間",
    _DAY: "个?工作日|天|日間|营业日|営業日",
    _WEEK: "个?星期|周|週間?",
    _SPRINT: "个?冲刺|个?迭代|スプリント",
    _MONTH: "个月|個月|[ヶかカケ]月",
    _QUARTER: "个?季度|四半期",
    _YEAR: "年間",
}
_UNITS = (*_SPACED, *_UNSPACED)
_UNIT = "(?:{})".format(
    "|".join(
        [f"(?:(?P<s{at}>{words})(?!\\w)\\.?)" for at, words in enumerate(_SPACED.values())]
        + [f"(?P<u{at}>{words})" for at, words in enumerate(_UNSPACED.values())]
    )
)
_ANY_UNIT = "(?:{})".format("|".join([f"(?:{words})(?!\\w)" for words in _SPACED.values()] + [*_UNSPACED.values()]))
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_DASH = r"\s?(?:-|–|—|−|~|〜|～|to|bis|à|a|до|do|至|到|から)\s?"
_LENGTH = re.compile(
    rf"(?<![\d.,:$€£¥第])(?<![A-Za-z_])({_NUMBER})\s?\+?(?:(?:[\s-]?{_ANY_UNIT})?{_DASH}({_NUMBER}))?\+?[\s-]?{_UNIT}",
    re.IGNORECASE,
)
_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
    "twelve": 12,
    "ein": 1, "eine": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8, "zehn": 10,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "una": 1, "dos": 2, "tres": 3, "cuatro": 4,
    "um": 1, "uma": 1, "dois": 2, "duas": 2, "três": 3, "quatro": 4, "один": 1, "одна": 1, "два": 2, "две": 2,
    "три": 3, "четыре": 4, "jeden": 1, "dwa": 2, "trzy": 3, "cztery": 4, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4,
}  # fmt: skip
_SPELT = re.compile(
    rf"(?<!\w)({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:{_DASH}({'|'.join(_WORDS)}))?(?:\s"
    rf"|(?<=[一两二三四])){_UNIT}",
    re.IGNORECASE,
)
_PLACE_WORDS = {
    _DAY: "days?|tage?|jours?|días?|dias?|день|дни|dzień|dni",
    _WEEK: "weeks?|wk|w|wochen?|kw|semaines?|semanas?|недел[яи]|tydzień|tygodnie",
    _SPRINT: "sprints?|спринты?|sprinty",
    _MONTH: "months?|monate?|mois|mes|meses|mês|месяцы?|miesiąc[e]?",
    _QUARTER: "quarters?|quartale?|trimestres?|квартал|kwartał",
}
_PLACE = re.compile(
    "(?<!\\w)(?:{})\\s?#?(?P<first>\\d{{1,3}})(?:{}(?:{})?\\s?(?P<last>\\d{{1,3}}))?(?![\\w%]|[.,]\\d)".format(
        "|".join(f"(?P<p{at}>{words})" for at, words in enumerate(_PLACE_WORDS.values())),
        r"\s?(?:-|–|—|−|~|&|\+|to|bis|und|and|à|a|et|do|до|и|i|y|e)\s?",
        "|".join(_PLACE_WORDS.values()),
    ),
    re.IGNORECASE,
)
_PLACE_UNSPACED = re.compile(
    r"第\s?(?P<first>\d{1,3})(?:\s?[-–—~〜～至到]\s?第?(?P<last>\d{1,3}))?"
    r"\s?(?:(?P<day>天|日)|(?P<week>周|週)|个?月|[ヶか]月)"
)
_OFFSET = re.compile(
    rf"(?<!\w)(?:after|in|within|next|nach|in den nächsten|après|dans|tras|en|após|em|через|po|za)\s{{1,3}}"
    rf"(?:the\s)?(?:{_NUMBER}|one|an?|eine[rmn]?|une?|una?|uma?)(?:{_DASH}{_NUMBER})?\s?{_ANY_UNIT}"
    rf"|(?:{_NUMBER}|one|an?|eine[rn]?|une?|una?|uma?)\+?\s?{_ANY_UNIT}\s?"
    r"(?:later|after|post|from now|in|später|nach|plus tard|après|después|más tarde|depois|mais tarde|спустя|после"
    r"|позже|później|po|后|後|内|以内)(?!\w)"
    rf"|(?:t|go-live|launch|release|(?<![\w\s)])|^)\s?\+\s?{_NUMBER}\s?{_ANY_UNIT}",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a printed time says."""

    LENGTH = "length"
    PLACE = "place"
    OFFSET = "offset"


@dataclass(frozen=True, slots=True)
class Span:
    """A time in a plan. An offset says when something begins, not how long it takes, so it has no weeks."""

    kind: Kind
    weeks: Weeks | None


def duration(text: str) -> Weeks | None:
    """Give the first length in weeks: "4-6 weeks", "10 days", "zwei Monate"; none if the text has none."""
    text = text[:_LONGEST]
    found = _LENGTH.search(text) or _SPELT.search(text)
    if not found:
        return None
    factor = _factor(found)
    low, high = (_number(found[group] or found[1]) * factor for group in (1, 2))
    return Weeks(*sorted((round(low, 2), round(high, 2))))


def place(text: str) -> Weeks | None:
    """Give how long the first place in a plan lasts: "Week 3–4" two weeks, "Day 2" a fifth of one."""
    text = text[:_LONGEST]
    found, factor = _placed(text)
    if found is None or (last := int(found["last"] or found["first"])) < int(found["first"]):
        return None
    length = round((last - int(found["first"]) + 1) * factor, 2)
    return Weeks(length, length)


def _placed(text: str) -> tuple[re.Match[str] | None, float]:
    if found := _PLACE.search(text):
        return found, next(factor for at, factor in enumerate(_PLACE_WORDS) if found[f"p{at}"])
    if found := _PLACE_UNSPACED.search(text):
        return found, _DAY if found["day"] else _WEEK if found["week"] else _MONTH
    return None, 0.0


def span(text: str) -> Span | None:
    """Give the time a heading or cell of a plan prints; none if it prints none."""
    if _OFFSET.search(text[:_LONGEST]):
        return Span(Kind.OFFSET, None)
    if weeks := place(text):
        return Span(Kind.PLACE, weeks)
    weeks = duration(text)
    return Span(Kind.LENGTH, weeks) if weeks else None


def is_only_time(text: str) -> bool:
    """Answer whether a text says nothing but a length or a place: "1–2 weeks", "(Week 3)"."""
    text = text[:_LONGEST]
    found = _PLACE.search(text) or _PLACE_UNSPACED.search(text) or _LENGTH.search(text) or _SPELT.search(text)
    if not found or _OFFSET.search(text):
        return False
    return not any(char.isalnum() for char in text[: found.start()] + text[found.end() :])


def is_offset(text: str) -> bool:
    """Answer whether a text is an offset: "1 week later", "+2 weeks"."""
    return _OFFSET.search(text[:_LONGEST]) is not None


def _factor(found: re.Match[str]) -> float:
    names = [f"s{at}" for at in range(len(_SPACED))] + [f"u{at}" for at in range(len(_UNSPACED))]
    return next(factor for name, factor in zip(names, _UNITS, strict=True) if found[name])


def _number(printed: str) -> float:
    word = _WORDS.get(printed.casefold())
    return float(word if word is not None else printed.replace(",", "."))
