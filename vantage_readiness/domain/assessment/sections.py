"""What each section is about: its own words first, else what its parent is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..words import Tier
from . import grammar, inline, vocabulary
from .model import Area
from .outline import Section
from .vocabulary import Topic

_OUTERMOST = (Topic.TITLE, Topic.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Placed:
    """A section with its topic, and the area and tier its things belong to, if any."""

    section: Section
    topic: Topic
    area: Area | None
    tier: Tier | None

    @property
    def title(self) -> str:
        return self.section.title


def place(sections: Iterable[Section]) -> list[Placed]:
    """Give every section its topic, area and tier, in document order."""
    placed: dict[Section, Placed] = {}
    titled = False
    for section in sections:
        parent = placed.get(section.parent) if section.parent else None
        is_title = section.level == 1 and not titled
        titled = titled or is_title
        topic = Topic.TITLE if is_title else _topic(section, parent.topic if parent else Topic.UNKNOWN)
        placed[section] = Placed(section, topic, _area(section, topic, parent), _tier(section, topic, parent))
    return list(placed.values())


def tier_in(raw: str) -> Tier | None:
    """Give the tier a heading names. Words decide before marks, which mean different things to different people."""
    return vocabulary.earliest(inline.plain(raw), vocabulary.TIERS) or vocabulary.marked(raw, vocabulary.TIER_MARKS)


def _topic(section: Section, parent: Topic) -> Topic:
    if _is_phase(section, parent):
        return Topic.PHASE
    if parent is Topic.AREA:
        return _part_of_area(section.raw)
    if parent in _OUTERMOST:
        return vocabulary.meaning(section.title, vocabulary.SECTIONS) or Topic.UNKNOWN
    return parent


def _part_of_area(raw: str) -> Topic:
    """Give what a section inside an area is about. Words decide before marks."""
    words = inline.title(raw)
    topics = [topic for topic in vocabulary.meanings(words, vocabulary.SECTIONS) if topic in vocabulary.AREA_PARTS]
    return topics[0] if topics else vocabulary.marked(raw, vocabulary.AREA_MARKS) or Topic.AREA


def _is_phase(section: Section, parent: Topic) -> bool:
    """Answer whether a heading opens a phase: in a plan by its name, elsewhere only together with a duration."""
    head = grammar.phase(section.title)
    return head is not None and (parent is Topic.PLAN or (parent in _OUTERMOST and head.weeks is not None))


def _area(section: Section, topic: Topic, parent: Placed | None) -> Area | None:
    if topic is Topic.AREA and (parent is None or parent.area is None):
        return Area(_area_name(section.title), section.line)
    return parent.area if parent else None


def _tier(section: Section, topic: Topic, parent: Placed | None) -> Tier | None:
    """Give the tier of the nearest heading that names one; the title of the document names none."""
    if topic is Topic.TITLE:
        return None
    return tier_in(section.raw) or (parent.tier if parent else None)


def _area_name(title: str) -> str:
    head, _, last = title.rpartition(" ")
    return head if head and last.casefold() in vocabulary.AREA_SUFFIXES else title
