"""The first line of a part of the plan: "Phase 1: Hardening (1–2 weeks) ✅ COMPLETED", "Semaine 3-4", "第一阶段"."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from ..markdown import inline
from ..memory import remember
from ..model import Weeks
from ..vocabulary import meanings
from ..vocabulary.lexicon import Family
from . import times
from .times import Kind


class Level(IntEnum):
    """What a plan is divided into, the coarsest first; where several divisions are printed, the coarsest counts."""

    PHASE = 0
    SPRINT = 1
    MONTH = 2
    WEEK = 3
    STEP = 4


class PhaseHead(NamedTuple):
    """What the first line of a phase says. An offset ("1 week later") is a time, but no duration: it has no weeks."""

    level: Level
    ordinal: int
    name: str
    weeks: Weeks | None
    done: bool
    has_time: bool = False
    is_joined: bool = True  # a mark stands between the number and the name, or nothing more is said


_WORDS = {
    Level.PHASE: "phases?|stages?|waves?|etappen?|abschnitt|stufe|fases?|etapas?|фаз[аы]|этапы?|стади[яи]|etapy?"
    "|faz[ay]",
    Level.SPRINT: "sprints?|iterations?|milestones?|increments?|meilenstein|welle|itération|jalon|hito|iteración"
    "|marco|спринт|веха|итерация|kamień milowy",
    Level.MONTH: "months?|quarters?|monate?|quartal|mois|trimestre|mes|mês|месяц|квартал|miesiąc|kwartał",
    Level.WEEK: "weeks?|wochen?|kw|semaines?|semanas?|недел[яи]|tydzień|tygodnie",
    Level.STEP: "steps?|days?|schritt|étapes?|etapes?|tage?|jours?|paso|día|passo|dia|шаг|день|krok|dzień",
}
_UNSPACED = {
    Level.PHASE: "阶段|階段|期|フェーズ|ステージ|段階",
    Level.SPRINT: "冲刺|迭代|里程碑|スプリント|マイルストーン",
    Level.MONTH: "个?月|ヶ月目|か月目|季度",
    Level.WEEK: "周|週目?",
    Level.STEP: "步|天|日目|ステップ",
}
_ROMAN = {word: number for number, word in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)}
_CHINESE = {char: number for number, char in enumerate("一二三四五六七八九十", 1)}
_NUMBERING = r"(?:\d{1,2}(?:\.\d{1,2})?[.)]?\s)?"
_ORDINAL = r"(?P<letter>[A-Za-z])?(?P<number>\d{1,3})(?:\.0)?|(?P<roman>[IVX]{1,4})|(?P<alone>[A-H])"
_SPACED = re.compile(
    "{}(?:{})\\s?#?-?(?:{})(?:\\s?(?:-|–|—|&|\\+|to|bis|à|a|до|do|und|and|et)\\s?[A-Za-z]?\\d{{1,3}})?\\+?(?![\\w]"
    "|[.,/%]\\d)(?P<rest>.{{0,400}})".format(
        _NUMBERING, "|".join(f"(?P<w{level}>{words})" for level, words in _WORDS.items()), _ORDINAL
    ),
    re.IGNORECASE,
)
_NUMBERED_FIRST = re.compile(
    "(?P<number>\\d{{1,2}})(?:\\.|-?(?:st|nd|rd|th|й|я|ый|ая|er|ère|e|º|ª"
    "|a))\\s(?:{})(?!\\w)(?P<rest>.{{0,400}})".format(
        "|".join(f"(?P<w{level}>{words})" for level, words in _WORDS.items())
    ),
    re.IGNORECASE,
)
_GLUED = re.compile(
    "{}(?:第\\s?(?P<first>[一二三四五六七八九十]{{1,3}}|\\d{{1,3}})(?:\\s?[-–—~～至到]\\s?第?\\d{{1,3}})?\\s?(?:{})"
    "|(?:{})\\s?(?P<second>[一二三四五六七八九十]|\\d{{1,3}}))(?P<rest>.{{0,400}})".format(
        _NUMBERING,
        "|".join(f"(?P<u{level}>{words})" for level, words in _UNSPACED.items()),
        "|".join(f"(?P<v{level}>{words})" for level, words in _UNSPACED.items()),
    )
)
_LONGEST = 400
_NEAR = 40
_NUMBER_NEAR = re.compile(r"\d|[一二三四五六七八九十]|\s[IVXA-Z]{1,4}(?!\w)")
_JOINT = re.compile(r"(?!\s?(?:and|und|et|y|e|и|i|&|→|->|vs)\s)\s{0,3}(?:[:：.)|–—-]|$|[(（\[]|\s)")
_LOOSE = re.compile(r"\s{1,3}[^\W_]|\s{0,3}[&+]")  # "Phase 1 summary": in a list that may be anything
_TAIL_TIME = re.compile(r"(?:\s[-–—|,]\s?|:\s)([^-–—|,:()]{2,40})$")
_DONE = Family(
    "completed|complete|done|finished|closed|shipped|abgeschlossen|erledigt|fertig|terminé|terminée|achevé|achevée"
    "|fait|completada|completado|terminada|hecho|hecha|concluída|concluído|concluido|завершен|завершён|завершена"
    "|завершено|выполнено|готово|ukończone|ukończony|zakończone|zakończony|zrobione|已完成|完成|完了|完了済み|済"
)


def head(title: str) -> PhaseHead | None:
    """Give the parts of a phase's first line; none for any other line. A mark alone never means done."""
    return _head(title[:_LONGEST]) if may_open(title) else None


@remember
def _head(title: str) -> PhaseHead | None:
    title = title.replace("（", " (").replace("）", ")")
    found = _SPACED.match(title) or _NUMBERED_FIRST.match(title) or _GLUED.match(title)
    ordinal = _ordinal(found) if found else None
    if found is None or ordinal is None or not _JOINT.match(found["rest"]):
        return None
    level = _level(found)
    name, done = _without_done(_trimmed(found["rest"]))
    name, own = _without_time(name)
    name, also_done = _without_done(name)
    span = own or (times.span(title[: found.start("rest")]) if level in _TIMED else None)
    weeks = span.weeks if span and span.kind is not Kind.OFFSET else None
    is_joined = _LOOSE.match(found["rest"]) is None
    return PhaseHead(level, ordinal, name, weeks, done or also_done, span is not None, is_joined)


_TIMED = (Level.MONTH, Level.WEEK, Level.STEP)  # their own name says how long they last


def _trimmed(name: str) -> str:
    """Give a name without joints and marks at its ends, and without parentheses around all of it."""
    name = name.lstrip(" :：.)|–—-").rstrip(" :：|–—-")
    while name and inline.is_emoji(name[-1]):
        name = name[:-1].rstrip()
    if name.startswith("("):
        inside, closing, behind = name[1:].partition(")")
        if closing and (not behind or times.is_only_time(inside) or times.is_offset(inside)):
            return f"{_trimmed(behind)} ({inside})" if behind else inside
        if closing and behind[:1] in (":", "："):
            return f"{_trimmed(behind)} ({inside})"
    return name


def may_open(raw: str) -> bool:
    """Answer cheaply whether a line is worth looking at: a phase's first line has its number near the beginning."""
    return _NUMBER_NEAR.search(raw[:_NEAR]) is not None


def is_done(text: str) -> bool:
    """Answer whether a remark says nothing but that something is finished: "✅ COMPLETED"."""
    words = inline.title(text).strip("()[] ")
    return 0 < len(words.split()) <= 2 and (words.casefold() in meanings.DONE or _DONE.stands_in(words))


def _level(found: re.Match[str]) -> Level:
    names = found.groupdict()
    return next(level for level in Level for sign in "wuv" if names.get(f"{sign}{level}"))


def _ordinal(found: re.Match[str]) -> int | None:
    names = found.groupdict()
    if number := names.get("number"):
        return int(number)
    if roman := names.get("roman"):
        return _ROMAN.get(roman.upper()) if roman.isupper() else None
    if alone := names.get("alone"):
        return ord(alone) - ord("A") + 1 if alone.isupper() else None
    printed = names.get("first") or names.get("second") or ""
    return int(printed) if printed.isdigit() else sum(_CHINESE.get(char, 0) for char in printed) or None


def _without_done(name: str) -> tuple[str, bool]:
    before, remark = inline.tail(name)
    if remark and is_done(remark):
        return _trimmed(before), True
    head, _, last = name.rpartition(" ")
    return (_trimmed(head), True) if head and is_done(last) else (name, is_done(name))


def _without_time(name: str) -> tuple[str, times.Span | None]:
    """Split a name from the time behind it: in parentheses, behind a dash, or all there is."""
    before, remark = inline.tail(name)
    if remark and (span := times.span(remark)):
        return _trimmed(before), span
    behind = _TAIL_TIME.search(name)
    if behind and (span := times.span(behind[1])):
        return _trimmed(name[: behind.start()]), span
    if span := times.span(name):
        return ("" if times.is_only_time(name) else name), span
    return name, None
