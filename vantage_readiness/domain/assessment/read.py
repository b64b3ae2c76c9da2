"""Read an assessment: bytes in, facts out. Stages: decode, outline, place, gather, check."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from . import checks, memory, sections
from .costs import costs
from .costs.costs import Costs
from .decode import Decoded, Unreadable, decode
from .facts import dates
from .facts.facts import Facts
from .facts.statements import Statements
from .items.entries import Manner, gather
from .ledger import Ledger
from .markdown import parser, unmarked
from .markdown.blocks import Section
from .model import Assessment, Entry, Phase, Timeline
from .plan import horizon, phases
from .scores import scores
from .scores.scores import Scores
from .sections import Placed

HEADINGS = 10_000  # real ones have a few hundred


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a document: scores, phases, costs and the time to production."""

    scores: Scores
    phases: tuple[Phase, ...]
    costs: Costs
    time_to_production: Timeline | None

    @classmethod
    def gather(cls, sections: Sequence[Placed], ledger: Ledger) -> Figures:
        """Take in the numbers; what else a line says is understood after them."""
        return cls(
            scores.gather(sections, ledger),
            phases.gather(sections, ledger),
            costs.gather(sections, ledger),
            horizon.gather(sections, ledger),
        )


def read(raw: bytes) -> Assessment:
    """Give what a document says, with a fate for every line; refuse bytes in which no assessment can be recognised."""
    with _without_collector():
        try:
            return _read(raw)
        finally:
            memory.forget()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking for cyclic rubbish among the many small things a document becomes; they are all in use.

    Who finds the collector off leaves it so, whoever it was; so threads that read at once cannot leave it off for good.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(raw: bytes) -> Assessment:
    decoded = decode(raw)
    outline = unmarked.outlined(parser.parse(decoded.text))
    _refuse_too_many(outline)
    scale = sections.scale_of(outline)
    all_placed = sections.place(outline, scale)
    facts, ledger = Facts(), Ledger(decoded.text)
    statements = Statements(scale)
    for placed in all_placed:
        ledger.lay_out(placed.section, placed.topic)
    figures = Figures.gather(all_placed, ledger)
    for placed in all_placed:
        statements.gather(placed, ledger)
        facts.gather(placed, ledger)
    if facts.dated is None or facts.dated.day is None:
        facts.dated = dates.written(all_placed, ledger) or facts.dated
    items = gather(all_placed, Manner.of(outline, scale, sections.title_topic(outline)), ledger)
    assessment = _assemble(raw, decoded, facts, figures, items, statements, ledger)
    if not _says_something(assessment):
        raise Unreadable(
            "This does not look like an assessment: there is no score, checklist, strength, gap, phase or cost in it."
        )
    return replace(assessment, findings=checks.findings(assessment, all_placed))


def _refuse_too_many(outline: Sequence[Section]) -> None:
    """Refuse what is all headings: each asks what it is about, and so many of them would take seconds."""
    headings = [section for section in outline if section.level]
    if len(headings) > HEADINGS:
        raise Unreadable(
            f"The document has {len(headings):,} headings; at most {HEADINGS:,} are read, and line "
            f"{headings[HEADINGS].line:,} has one more. Split it into several documents."
        )


def _assemble(
    raw: bytes,
    decoded: Decoded,
    facts: Facts,
    figures: Figures,
    items: Sequence[Entry],
    statements: Statements,
    ledger: Ledger,
) -> Assessment:
    return Assessment(
        title=facts.title or "Untitled assessment",
        sha256=hashlib.sha256(raw).hexdigest(),
        text=decoded.text,
        repair=decoded.repair,
        score=figures.scores.score,
        area_scores=figures.scores.area_scores,
        candidates=figures.scores.candidates,
        areas=tuple(statements.areas),
        items=tuple(items),
        phases=figures.phases,
        costs=figures.costs.lines,
        totals=figures.costs.totals,
        risk=facts.risk,
        time_to_production=figures.time_to_production,
        verdict=facts.verdict,
        recommendations=tuple(statements.recommendations),
        strengths=tuple(statements.strengths),
        gaps=tuple(statements.gaps),
        next_review=facts.next_review,
        assessor=facts.assessor,
        dated=facts.dated,
        mentions=tuple(statements.mentions),
        findings=(),
        fates=ledger.close(),
    )


def _says_something(read: Assessment) -> bool:
    facts = (read.score, read.items, read.strengths, read.gaps, read.phases, read.costs, read.totals)
    return any(facts) or len(read.area_scores) > 1
