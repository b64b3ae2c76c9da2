"""The words assessments use, as data. Phrases are lower case; a star at the end stands for any ending."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import TypeVar

from ..words import Period, Tier

Meaning = TypeVar("Meaning")


class Topic(StrEnum):
    """What a section is about."""

    TITLE = "title"
    SUMMARY = "summary"
    AREA = "area"
    STRENGTHS = "strengths"
    GAPS = "gaps"
    FIXES = "fixes"
    METRICS = "metrics"
    CHECKLIST = "checklist"
    PLAN = "plan"
    PHASE = "phase"
    COSTS = "costs"
    RECOMMENDATIONS = "recommendations"
    RISKS = "risks"
    VERDICT = "verdict"
    INVENTORY = "inventory"
    SIGNOFF = "sign-off"
    APPENDIX = "appendix"
    UNKNOWN = "unknown"


class Fact(StrEnum):
    """What a labelled line says: "Risk Level: Medium"."""

    SCORE = "score"
    RISK = "risk"
    TIME = "time to production"
    VERDICT = "verdict"
    DATE = "assessment date"
    ASSESSOR = "assessor"
    REVIEW = "next review"


Phrases = Mapping[Meaning, Sequence[str]]

# In order: the first topic with a matching phrase wins.
SECTIONS: Phrases[Topic] = {
    Topic.CHECKLIST: ("checklist*", "action item*", "to do", "todo*"),
    Topic.PLAN: ("plan", "roadmap", "timeline", "milestone*"),
    Topic.COSTS: ("cost*", "budget*"),
    Topic.RECOMMENDATIONS: ("recommendation*", "next steps", "immediate actions"),
    Topic.VERDICT: ("conclusion*", "verdict"),
    Topic.SUMMARY: ("summary", "overview"),
    Topic.FIXES: ("fixes applied", "resolved"),
    Topic.METRICS: ("metrics", "coverage", "score*"),
    Topic.GAPS: (
        "gap*", "areas for improvement", "concern*", "limitation*", "missing", "weakness*", "vulnerabilit*",
    ),
    Topic.STRENGTHS: ("strength*", "implemented", "features", "measures"),
    Topic.AREA: (
        "architecture", "security", "database*", "data", "performance", "scalability", "monitoring", "observability",
        "testing", "quality", "deployment", "infrastructure", "feature", "documentation", "compliance", "operations",
    ),
}  # fmt: skip

# Inside an area a mark decides where no word does.
AREA_MARKS: Phrases[Topic] = {Topic.STRENGTHS: ("✅", "💪"), Topic.GAPS: ("⚠", "🚨", "❌")}
AREA_PARTS = (Topic.RECOMMENDATIONS, Topic.FIXES, Topic.METRICS, Topic.GAPS, Topic.STRENGTHS)

# Words that say "section", not what the section is about: "Security Assessment" is the area Security.
AREA_SUFFIXES = ("assessment", "review", "analysis", "evaluation", "audit")

TIERS: Phrases[Tier] = {
    Tier.CRITICAL: ("critical", "must", "blocker*", "p0", "showstopper*"),
    Tier.IMPORTANT: ("important", "should", "p1"),
    Tier.NICE: ("nice", "could", "optional", "p2", "p3"),
}
TIER_MARKS: Phrases[Tier] = {Tier.CRITICAL: ("🔴",), Tier.IMPORTANT: ("🟡",), Tier.NICE: ("🟢",)}

FACTS: Phrases[Fact] = {
    Fact.REVIEW: ("next review", "next assessment"),
    Fact.ASSESSOR: ("assessor*", "assessed by"),
    Fact.DATE: ("assessment completed*", "assessment date", "completed on", "date"),
    Fact.TIME: ("time to production", "time to launch"),
    Fact.RISK: ("risk level", "overall risk", "risk"),
    Fact.SCORE: ("overall*", "readiness score", "total score"),
    Fact.VERDICT: ("recommendation", "verdict"),
}
# A score under one of these words is not how ready the product is.
OTHER_SCORES = (
    "target*", "goal*", "previous*", "before", "confidence", "coverage", "pass rate", "uptime", "after", "projected",
)  # fmt: skip

PERIODS: Phrases[Period] = {
    Period.MONTH: ("month*", "mo"),
    Period.ONCE: ("one time", "once", "one off"),
}
OTHER_PERIODS = ("year*", "yr", "annual*", "week*", "day*", "daily", "hour*", "hourly", "quarter*", "user*")

DONE = ("completed", "complete", "done", "finished")
TOTAL = ("total*",)


def meanings(text: str, phrases: Phrases[Meaning]) -> list[Meaning]:
    """List what a text can mean, in the order of the phrases."""
    words = _words(text)
    return [meaning for meaning, family in phrases.items() if _first(words, family) is not None]


def meaning(text: str, phrases: Phrases[Meaning]) -> Meaning | None:
    """Give the first meaning whose phrase stands in the text."""
    return next(iter(meanings(text, phrases)), None)


def earliest(text: str, phrases: Phrases[Meaning]) -> Meaning | None:
    """Give the meaning whose phrase stands first in the text: "Important (must not wait)" is important."""
    words = _words(text)
    found = {_first(words, family): meaning for meaning, family in reversed(list(phrases.items()))}
    places = [place for place in found if place is not None]
    return found[min(places)] if places else None


def marked(text: str, marks: Phrases[Meaning]) -> Meaning | None:
    """Give the meaning of the first of these marks that the text bears."""
    return next((meaning for meaning, signs in marks.items() if any(sign in text for sign in signs)), None)


def has(text: str, family: Sequence[str]) -> bool:
    """Answer whether one of the phrases stands in the text."""
    return _first(_words(text), family) is not None


def key(text: str) -> str:
    """Give what two ways of printing the same words have in common."""
    return _words(text).strip()


def _words(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.casefold())
    return f" {' '.join(words)} "


def _first(words: str, family: Sequence[str]) -> int | None:
    found = _pattern(tuple(family)).search(words)
    return found.start() if found else None


@cache
def _pattern(family: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f" (?:{'|'.join(map(_needle, family))})")


def _needle(phrase: str) -> str:
    return re.escape(phrase[:-1]) if phrase.endswith("*") else f"{re.escape(phrase)} "
