"""The words of the reader: what sections are about, what labelled lines say, and what two titles have in common."""

from __future__ import annotations

import re
from enum import StrEnum

from ..memory import remember

_WORD = re.compile(r"[^\W_]+")

# A word or remark that says nothing but that something is finished.
DONE = ("completed", "complete", "done", "finished")


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

    RISK = "risk"
    VERDICT = "verdict"
    DATE = "assessment date"
    ASSESSOR = "assessor"
    REVIEW = "next review"


@remember
def key(text: str) -> str:
    """Give what two ways of printing the same words have in common."""
    return " ".join(_WORD.findall(text.casefold()))
