"""What a score printed in a line speaks of: the whole, a part, a wish, an earlier day, a count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from ..markdown import inline
from ..memory import remember
from ..vocabulary.lexicon import words_of
from . import grammar
from .grammar import Printed
from .words import COMPLETION, COUNT, GENERIC, MEASURE, OTHER, OVERALL, PART, PROJECTED, READY, STATUS


class Rank(IntEnum):
    """How plainly a score is printed as the overall one; the first wins."""

    STATED = 1
    TOTAL_ROW = 2
    LABELLED = 3
    TITLE = 4
    SENTENCE = 5
    COMPLETION = 6
    CODE = 7
    PROJECTED = 8


class Setting(NamedTuple):
    """Where a line stands: in a heading, in a main section, in one about a part, in code; `why_not` rules it out.

    With `is_subject` the part is what the whole document is about.
    """

    is_title: bool = False
    is_heading: bool = False
    is_main: bool = False
    is_part: bool = False
    is_subject: bool = False
    is_prose: bool = True
    is_code: bool = False
    why_not: str = ""


class Claim(NamedTuple):
    """A score that may be the overall one: how plainly it says so, or `why` it is not.

    It is vague when its name says only "score".
    """

    found: Printed
    line: int
    rank: Rank
    why: str = ""
    is_vague: bool = False
    stars: int = 0


_HINT = re.compile(
    r"\d\s?[/%％分点]|\d\s(?:out of|von|sur|su|de|из|na|z)\s\d|[:：|]\W{0,12}\d"
    r"|\d\s(?:points|pts|punkt|балл|puntos|pontos)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;!?]\s|[。；！？|]")
_NEXT = re.compile(r"[(（\[|,;；，/]|" + r"→|->|=>|➜|➡|⇒")
_ARROW = re.compile(r"→|->|=>|➜|➡|⇒|⟶|↑|(?<!\w)(?:to|auf|à|a|до|do|para)(?!\w)|提升[至到]|[至到]|から")
_LABEL = re.compile(r"[:：]|\s[-–—=]+\s?$")
_REST = re.compile(r"[\s*_]*(?:$|[(（—–⭐★✅🟢🟡🔴-]|points?(?!\w)|punkte|pts)")
_STARS = "⭐★"
_LONGEST = 600
_LONG_NAME = 10
_SHORT_NAME = 4
_LONG_BETWEEN = 6
_COUNTS = "it counts what is done"


@remember
def may_hold_score(raw: str) -> bool:
    """Answer cheaply whether a line is worth looking at."""
    return _HINT.search(raw) is not None


def is_only_score(raw: str) -> bool:
    """Answer whether a line is nothing but a score, with its marks and stars."""
    text = inline.plain(raw[:_LONGEST])
    found = grammar.score(text)
    return found is not None and not any(char.isalnum() for char in text[: found.start] + text[found.end :])


def claims(raw: str, line: int, setting: Setting) -> Iterator[Claim]:
    """Give each score of a line that could be taken for the overall one, from left to right."""
    text = inline.plain(raw[:_LONGEST])
    found = grammar.scores(text) or tuple(_bare(text))
    stars = sum(raw.count(star) for star in _STARS)
    for at, each in enumerate(found):
        follower = found[at + 1] if at + 1 < len(found) else None
        claim = _claim(text, each, follower, setting)
        if claim:
            rank, why, is_vague = claim
            yield Claim(each, line, rank, why, is_vague, stars)


def _bare(text: str) -> Iterator[Printed]:
    """Give the number of "Overall: 8.5", where nothing but its label says that it is a score."""
    label, colon, rest = text.replace("：", ":").rpartition(":")
    number = grammar.bare(rest) if colon and _is_score_name(words_of(label)) else None
    if number is None:
        return
    printed, value = number
    scale, start = grammar.scale_of(value), text.index(printed, len(label))
    if scale and _REST.match(text[start + len(printed) :].casefold()):
        yield Printed(printed, value, scale, start, start + len(printed))


def _is_score_name(words: str) -> bool:
    is_short = words.count(" ") <= _LONG_NAME
    return is_short and (OVERALL.search(words) or _is_generic(words)) and not COUNT.search(words)


def _claim(text: str, found: Printed, follower: Printed | None, setting: Setting) -> tuple[Rank, str, bool] | None:
    """Give rank, objection and vagueness of one score; none if nothing makes it a candidate at all."""
    clause = _SENTENCE.split(text[: found.start])[-1]
    after = _behind(text, found, follower)
    name, between = _name(clause)
    words = words_of(name)
    rank = _rank(words, words_of(between), after, setting)
    if rank is None:
        return None
    is_vague = not (OVERALL.search(words) or rank is Rank.SENTENCE)
    if _is_followed(text, found, follower):
        return rank, "it is the value before a change", is_vague
    objection = setting.why_not or _objection(clause if rank is Rank.SENTENCE else name, between, after, setting)
    if objection == _COUNTS and rank is Rank.STATED and found.is_share and COMPLETION.search(words):
        return Rank.COMPLETION, "", is_vague
    if not objection and PROJECTED.stands_in(clause + " " + after[:30]):
        return Rank.PROJECTED, "", is_vague
    return rank, objection, is_vague


def _behind(text: str, found: Printed, follower: Printed | None) -> str:
    """Give the words right behind a score that speak of it; in "6.5/10 (target: 9/10)" they speak of the next one."""
    after = _SENTENCE.split(text[found.end : found.end + 60])[0]
    return _NEXT.split(text[found.end : follower.start])[0][:60] if follower else after


def _name(clause: str) -> tuple[str, str]:
    """Split what stands before a score into the name it is printed under and the words between the two."""
    clause = clause.strip(" *_~≈(（")
    labels = list(_LABEL.finditer(clause))
    if not labels:
        return clause, ""
    return clause[: labels[-1].start()], clause[labels[-1].end() :].strip(" *_~≈(（")


def _rank(name: str, between: str, after: str, setting: Setting) -> Rank | None:
    is_near = name.count(" ") <= _LONG_NAME + 1 and between.count(" ") <= _LONG_BETWEEN + 1
    if is_near and OVERALL.search(name):
        return Rank.CODE if setting.is_code else Rank.STATED
    if is_near and _is_generic(name):
        return Rank.CODE if setting.is_code else Rank.LABELLED
    if setting.is_title:
        return Rank.TITLE
    is_ready = READY.search(words_of(" ".join(after.split()[:3]))) or READY.search(_last(between.strip() or name, 4))
    return Rank.SENTENCE if is_ready and _may_tell(name, setting) else None


def _may_tell(name: str, setting: Setting) -> bool:
    """Answer whether how ready something is may be told here: in prose, below "Status:", in a heading of its own."""
    if name.strip() and name.count(" ") <= _SHORT_NAME and STATUS.search(name):
        return True
    return not name.strip() if setting.is_heading else setting.is_prose


def _objection(name: str, between: str, after: str, setting: Setting) -> str:
    """Give why a score is not the overall one; empty if nothing speaks against it."""
    words, between, behind = words_of(name), words_of(between), words_of(" ".join(after.split()[:3]))
    if OTHER.search(words) or OTHER.search(between) or OTHER.search(behind):
        return "it is a target or an earlier value"
    if MEASURE.search(words) or MEASURE.search(behind):
        return "it measures something else"
    if COUNT.search(words) or COUNT.search(words_of(" ".join(after.split()[:2]))):
        return _COUNTS
    if PART.search(words) or PART.search(between):
        return "it speaks of a part"
    if setting.is_part and not READY.search(words) and not (setting.is_subject and OVERALL.search(words)):
        return "it stands in a section about a part"
    if not setting.is_main and not OVERALL.search(words) and _is_generic(words):
        return "nothing says that it is the overall one"
    return ""


_FILLERS = frozenset(
    "the our my this current final average numeric out of 10 100 5 20 project system app application product platform"
    " letter".split()
)


def _is_generic(words: str) -> bool:
    """Answer whether a name says "score" and nothing else."""
    rest = [word for word in words.split() if word not in _FILLERS]
    return 0 < len(rest) <= 3 and GENERIC.search(f" {' '.join(rest)} ") and not PART.search(words)


def _is_followed(text: str, found: Printed, follower: Printed | None) -> bool:
    """Answer whether an arrow leads from this score to the next: "6.5/10 → 8.5/10"."""
    gap = text[found.end : follower.start] if follower else ""
    is_aim = OTHER.stands_in(gap) or PROJECTED.stands_in(gap)  # "71/100 → goal 90/100" is 71
    return 0 < len(gap) <= 30 and _ARROW.search(gap) is not None and not is_aim


def _last(words: str, count: int) -> str:
    return f" {' '.join(words.split()[-count:])} "
