"""Read an assessment: bytes in, facts out. Stages: decode, outline, place, gather, check."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from . import checks, markdown, scores, sections, unmarked
from .decode import Decoded, Unreadable, decode
from .entries import Entries, Manner
from .facts import Facts
from .ledger import Ledger
from .lists import Lists
from .model import Assessment
from .scores import Scores
from .statements import Statements


def read(raw: bytes) -> Assessment:
    """Give what a document says, with a fate for every line; refuse bytes in which no assessment can be recognised."""
    decoded = decode(raw)
    outline = unmarked.outlined(markdown.parse(decoded.text))
    scale = sections.scale_of(outline)
    all_placed = sections.place(outline, scale)
    facts, lists, ledger = Facts(), Lists(), Ledger(decoded.text)
    entries, statements = Entries(Manner.of(outline, scale, sections.title_topic(outline))), Statements(scale)
    for placed in all_placed:
        ledger.lay_out(placed.section, placed.topic)
        statements.gather(placed, ledger)
        lists.gather(placed, ledger)
        entries.gather(placed, ledger)
        facts.gather(placed, ledger)
    found = scores.gather(all_placed, ledger)
    assessment = _assemble(raw, decoded, facts, lists, entries, statements, found, ledger)
    if not _says_something(assessment):
        raise Unreadable(
            "This does not look like an assessment: there is no score, checklist, strength, gap, phase or cost in it."
        )
    return replace(assessment, findings=checks.findings(assessment, all_placed))


def _assemble(
    raw: bytes,
    decoded: Decoded,
    facts: Facts,
    lists: Lists,
    entries: Entries,
    statements: Statements,
    found: Scores,
    ledger: Ledger,
) -> Assessment:
    return Assessment(
        title=facts.title or "Untitled assessment",
        sha256=hashlib.sha256(raw).hexdigest(),
        text=decoded.text,
        repair=decoded.repair,
        score=found.score,
        area_scores=found.area_scores,
        candidates=found.candidates,
        areas=tuple(statements.areas),
        items=tuple(entries.items),
        phases=tuple(lists.phases),
        costs=tuple(lists.costs),
        totals=tuple(lists.totals),
        risk=facts.risk,
        time_to_production=facts.time_to_production,
        verdict=facts.verdict,
        recommendations=tuple(statements.recommendations),
        strengths=tuple(statements.strengths),
        gaps=tuple(statements.gaps),
        next_review=facts.next_review,
        assessor=facts.assessor,
        dated=facts.dated,
        mentions=tuple(statements.mentions),
        placeholders=tuple(facts.placeholders),
        findings=(),
        fates=ledger.close(),
    )


def _says_something(read: Assessment) -> bool:
    facts = (read.score, read.items, read.strengths, read.gaps, read.phases, read.costs)
    return any(facts)
