"""A digest: all that concerns one person, by project and concern, and whether any of it is news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from .phrases import number
from .preferences import Concern, Wish
from .reminders import Rules
from .triggers import Matter
from .windows import Window
from .words import Tier

_CONCERNS = {concern: rank for rank, concern in enumerate(Concern)}
_TIERS = {tier: rank for rank, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One item, or one page of the project, with all that is to be told about it; `concern` is the most urgent of it.

    `item` is the item's number, `tier` how much it matters; both are None for what is about a `page`.
    """

    concern: Concern
    headline: str
    title: str
    sentence: str
    item: int | None
    tier: Tier | None
    page: str
    is_news: bool
    may_be_confirmed: bool
    weight: int

    @property
    def urgency(self) -> tuple[int, int, int, int]:
        """Give what puts the most urgent first."""
        tier = _TIERS[self.tier] if self.tier else len(_TIERS)
        return _CONCERNS[self.concern], tier, -self.weight, self.item or 0


@dataclass(frozen=True, slots=True)
class Section:
    """What is of one concern, news first, then the most urgent."""

    concern: Concern
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one project has to say, the most urgent concern first."""

    slug: str
    name: str
    sections: tuple[Section, ...]

    @property
    def entries(self) -> Iterator[Entry]:
        for section in self.sections:
            yield from section.entries


@dataclass(frozen=True, slots=True)
class Digest:
    """All that concerns a person on a day; projects with nothing to say are left out."""

    day: date
    chapters: tuple[Chapter, ...]

    @property
    def entries(self) -> list[Entry]:
        return [entry for chapter in self.chapters for entry in chapter.entries]

    @property
    def is_news(self) -> bool:
        """Whether it says anything that was not said before: only then is it sent."""
        return any(entry.is_news for entry in self.entries)

    @property
    def subject(self) -> str:
        """The most urgent thing, and how many more: "Overdue by 3 days: Secrets in the compose file, and 4 more"."""
        entries = self.entries
        if not entries:
            return "Nothing waits for you"
        first = min(entries, key=attrgetter("urgency"))
        said = first.headline if first.title == first.headline else f"{first.headline}: {shortened(first.title)}"
        return said if len(entries) == 1 else f"{said}, and {number(len(entries) - 1)} more"


def compose(day: date, chapters: Iterable[Chapter]) -> Digest:
    """Give a digest of the chapters that have something to say."""
    return Digest(day, tuple(chapter for chapter in chapters if chapter.sections))


def chapter(slug: str, name: str, matters: Iterable[Matter], rules: Rules, wish: Wish, window: Window) -> Chapter:
    """Give what one project tells one reader, given the matters that are for them.

    What the reader wants left out is; several matters of one item are one entry.
    """
    wanted = [(matter, matter.rings.is_news(window, rules)) for matter in matters if matter.concern not in wish.muted]
    told = sorted((pair for pair in wanted if pair[0].near or pair[1]), key=_place)
    entries = sorted((_entry(list(pairs)) for _, pairs in groupby(told, key=_about)), key=_order)
    sections = groupby(entries, key=attrgetter("concern"))
    return Chapter(slug, name, tuple(Section(concern, tuple(those)) for concern, those in sections))


def shortened(title: str, longest: int = 90) -> str:
    """Give a title that leaves room for the rest of a line."""
    return title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…"


Told = tuple[Matter, bool]


def _about(pair: Told) -> tuple[int, str]:
    matter = pair[0]
    return (matter.item.number, "") if matter.item else (0, matter.title)


def _place(pair: Told) -> tuple[tuple[int, str], int]:
    return _about(pair), _CONCERNS[pair[0].concern]


def _order(entry: Entry) -> tuple[int, bool, tuple[int, int, int, int]]:
    return _CONCERNS[entry.concern], not entry.is_news, entry.urgency


def _entry(pairs: Sequence[Told]) -> Entry:
    """Make one entry of what is told about one thing, the most urgent first."""
    first = pairs[0][0]
    concerns = {matter.concern for matter, _ in pairs}
    return Entry(
        concern=first.concern,
        headline=first.headline,
        title=first.item.title if first.item else first.title,
        sentence=" ".join(dict.fromkeys(matter.sentence for matter, _ in pairs)),
        item=first.item.number if first.item else None,
        tier=first.item.tier if first.item else None,
        page=first.page,
        is_news=any(news for _, news in pairs),
        may_be_confirmed=Concern.UNTOUCHED in concerns,
        weight=first.weight,
    )
