"""Read an assessment: bytes in, facts out. Stages: decode, outline, place, gather, check."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from . import checks, outline, scores, sections
from .decode import Decoded, Unreadable, decode
from .facts import Facts
from .ledger import Ledger
from .lists import Lists
from .model import Assessment
from .scores import Scores


def read(raw: bytes) -> Assessment:
    """Give what a document says, with a fate for every line; refuse bytes in which no assessment can be recognised."""
    decoded = decode(raw)
    facts, lists, ledger = Facts(), Lists(), Ledger(decoded.text)
    all_placed = sections.place(outline.outline(decoded.text))
    for placed in all_placed:
        ledger.lay_out(placed.section, placed.topic)
        lists.gather(placed, ledger)
        facts.gather(placed, ledger)
    found = scores.gather(all_placed, ledger)
    assessment = _assemble(raw, decoded, facts, lists, found, ledger)
    if not _says_something(assessment):
        raise Unreadable(
            "This does not look like an assessment: there is no score, checklist, strength, gap, phase or cost in it."
        )
    return replace(assessment, findings=checks.findings(assessment, all_placed))


def _assemble(raw: bytes, decoded: Decoded, facts: Facts, lists: Lists, found: Scores, ledger: Ledger) -> Assessment:
    return Assessment(
        title=facts.title or "Untitled assessment",
        sha256=hashlib.sha256(raw).hexdigest(),
        text=decoded.text,
        repair=decoded.repair,
        score=found.score,
        area_scores=found.area_scores,
        candidates=found.candidates,
        areas=tuple(lists.areas),
        items=tuple(lists.items),
        phases=tuple(lists.phases),
        costs=tuple(lists.costs),
        totals=tuple(lists.totals),
        risk=facts.risk,
        time_to_production=facts.time_to_production,
        verdict=facts.verdict,
        recommendations=tuple(lists.recommendations),
        strengths=tuple(lists.strengths),
        gaps=tuple(lists.gaps),
        next_review=facts.next_review,
        assessor=facts.assessor,
        dated=facts.dated,
        mentions=tuple(lists.mentions),
        placeholders=tuple(facts.placeholders),
        findings=(),
        fates=ledger.close(),
    )


def _says_something(read: Assessment) -> bool:
    facts = (read.score, read.items, read.strengths, read.gaps, read.phases, read.costs)
    return any(facts)
