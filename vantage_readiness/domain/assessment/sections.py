"""What each section is about: its own words first, else what the nearest heading above it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..words import Tier
from .markdown import inline
from .markdown.blocks import BlockKind, Section
from .memory import remember
from .model import Area
from .plan import heads
from .vocabulary import families, tiers
from .vocabulary.grades import Grade
from .vocabulary.meanings import Topic
from .vocabulary.tiers import Scale

_OUTERMOST = (Topic.TITLE, Topic.UNKNOWN)
# What a heading may say anywhere below a heading of another kind.
_OWN_WORDS = frozenset({Topic.CHECKLIST, Topic.COSTS, Topic.RECOMMENDATIONS, Topic.SIGNOFF, Topic.INVENTORY})
_KEEPS_ITS_PARTS = (Topic.CHECKLIST, Topic.PLAN, Topic.PHASE, Topic.COSTS, Topic.SIGNOFF, Topic.APPENDIX)
_POINT_BY_POINT = (Topic.GAPS, Topic.STRENGTHS, Topic.RISKS)  # their numbered headings are the points themselves
POINT = re.compile(
    r"#{0,3}\d{1,3}[.):]\s|(?:issue|gap|finding|blocker|warning|problem)\s#?\d{1,3}[.):]?\s?", re.IGNORECASE
)
_NUMBERING = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[.):]?|[IVXivx]{1,5}[.)]|[A-Za-z][.)])\s+|[一二三四五六七八九十]{1,3}、"
)


class Placed(NamedTuple):
    """A section with its topic, and the area and tier its things belong to, if any.

    `above` is the topic of the heading above it.
    """

    section: Section
    topic: Topic
    area: Area | None
    tier: Tier | None
    above: Topic = Topic.UNKNOWN

    @property
    def title(self) -> str:
        return self.section.title


def place(sections: Sequence[Section], scale: Scale | None = None) -> list[Placed]:
    """Give every section its topic, area and tier, in document order."""
    scale = scale or scale_of(sections)
    places: dict[Section, tuple[Placed, Grade | None]] = {}
    titled = False
    for section in sections:
        parent, grade = places[section.parent] if section.parent else (None, None)
        is_title = section.level == 1 and not titled
        titled = titled or is_title
        above = parent.topic if parent else Topic.UNKNOWN
        topic = Topic.TITLE if is_title else _topic(section, above)
        area = _area(section, topic, parent.area if parent else None)
        grade = _grade(section, topic, grade)
        places[section] = Placed(section, topic, area, scale.tier(grade), above), grade
    return [placed for placed, _ in places.values()]


def scale_of(sections: Iterable[Section]) -> Scale:
    """Give the scale on which a document grades: by its headings and bold lines."""
    return Scale.of(grade for raw in _headings(sections) for grade in tiers.grades(raw))


def title_topic(sections: Iterable[Section]) -> Topic | None:
    """Give what the title of a document says it is: a checklist, a plan."""
    title = next((section.title for section in sections if section.level), "")
    return families.SECTIONS.first(title)


def _headings(sections: Iterable[Section]) -> Iterator[str]:
    titled = False
    for section in sections:
        if section.level == 1 and not titled:
            titled = True
        elif section.level:
            yield section.raw
        for block in section.blocks:
            if block.kind is BlockKind.PARAGRAPH and inline.is_bold(block.raw):
                yield block.raw


def _topic(section: Section, above: Topic) -> Topic:
    if not section.level:
        return Topic.UNKNOWN
    if _is_phase(section, above):
        return Topic.PHASE
    if above is Topic.AREA:
        return _part_of_area(section.raw)
    if above in _OUTERMOST:
        return _own_topic(section.title) or Topic.UNKNOWN
    own = _own_topic(section.title)
    if above in _KEEPS_ITS_PARTS:
        return own if own in families.ASIDE else above
    is_point = above in _POINT_BY_POINT and POINT.match(section.title)
    return own if own in _OWN_WORDS and not is_point else above


@remember
def _own_topic(title: str) -> Topic | None:
    """Give what the words of a heading say it is about: without numbering and parentheses."""
    title = _NUMBERING.sub("", title, count=1)
    head, remark = inline.tail(title)
    return (families.SECTIONS.first(head) if remark else None) or families.SECTIONS.first(title)


def _part_of_area(raw: str) -> Topic:
    """Give what a section inside an area is about. Words decide before marks."""
    topics = [topic for topic in families.SECTIONS.all(inline.title(raw)) if topic in families.AREA_PARTS]
    marked = (topic for topic, signs in families.AREA_MARKS.items() if any(sign in raw for sign in signs))
    return topics[0] if topics else next(marked, Topic.AREA)


def _is_phase(section: Section, above: Topic) -> bool:
    """Answer whether a heading opens a phase: in a plan by its name, elsewhere only together with a duration."""
    head = heads.head(section.title)
    return head is not None and (above is Topic.PLAN or (above in _OUTERMOST and head.weeks is not None))


def _area(section: Section, topic: Topic, above: Area | None) -> Area | None:
    if topic is Topic.AREA and above is None:
        return Area(_area_name(_NUMBERING.sub("", section.title, count=1)), section.line)
    return above


def _grade(section: Section, topic: Topic, above: Grade | None) -> Grade | None:
    """Give the grade of the nearest heading that names one; the title of the document names none."""
    if topic is Topic.TITLE or not section.level:
        return None
    return tiers.grade(section.raw) or above


def _area_name(title: str) -> str:
    head, _, last = title.rpartition(" ")
    return head if head and last.casefold() in families.AREA_SUFFIXES else title
