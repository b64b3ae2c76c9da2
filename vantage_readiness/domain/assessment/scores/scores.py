"""The overall score, the scores of areas, and every score that could be taken for the overall one but is not.

A wrong score is worse than none: only a score that words name as the overall one counts. The order: an explicit line,
the total row of a score table, the title, a sentence. Every other one is kept with the reason why it lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..ledger import Ledger
from ..markdown import inline
from ..markdown.blocks import Block, BlockKind, Row, Section
from ..memory import remember
from ..model import AreaScore, Candidate, Score
from ..sections import Placed
from ..vocabulary import states
from ..vocabulary.lexicon import words_of
from ..vocabulary.meanings import Topic
from . import area_scores, lines, score_tables
from .lines import Claim, Rank, Setting
from .words import COUNT, MEASURE, OTHER, OVERALL, PART, PROJECTED, READY, WEIGHT_COLUMN

_MAIN = (Topic.TITLE, Topic.SUMMARY, Topic.VERDICT, Topic.METRICS)
_IN_PLAN = "it stands in the plan"
_NO_SCORES = {Topic.PHASE: _IN_PLAN, Topic.PLAN: _IN_PLAN, Topic.COSTS: "it stands among costs"}
_WHOLE, _NOT_NOW = OVERALL | READY, OTHER | PROJECTED
_ASIDE = _NOT_NOW | MEASURE | COUNT | WEIGHT_COLUMN  # columns that hold something else
_SPEAKING = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CODE)
_CJK = 0x2E80  # from here on, scripts that set no spaces between words
_PARTS_SHARE_A_NAME = 3  # so many vague claims that differ are one for each part


@dataclass(frozen=True, slots=True)
class Scores:
    """What a document prints as scores. `candidates` are those that are not the overall score."""

    score: Score | None
    area_scores: tuple[AreaScore, ...]
    candidates: tuple[Candidate, ...]


def gather(sections: Sequence[Placed], ledger: Ledger) -> Scores:
    """Take in the scores of a document."""
    claims: list[Claim] = []
    areas: list[AreaScore] = []
    whole = next((placed.title for placed in sections if placed.topic is Topic.TITLE), "")
    for placed in sections:
        tables = {block.line: table for block in placed.section.blocks if (table := _table(block))}
        claims += _section_claims(placed, whole, tables)
        areas += area_scores.of(placed, tables.values(), ledger)
    best = _choose(claims)
    if best:
        ledger.understood("score", best.line)
    return Scores(_score(best), tuple(_once(areas)), tuple(_lost(claims, best)))


def _once(areas: Sequence[AreaScore]) -> Iterator[AreaScore]:
    """Give each area's score once where heading and table print the same; the one with the weight says more."""
    weighted = {(area.area, area.value) for area in areas if area.weight is not None}
    seen: set[tuple[str, float]] = set()
    for area in areas:
        key = (area.area, area.value)
        if key not in seen and (area.weight is not None or key not in weighted):
            seen.add(key)
            yield area


def _table(block: Block) -> score_tables.ScoreTable | None:
    return score_tables.read(block) if block.kind is BlockKind.TABLE else None


def _section_claims(placed: Placed, whole: str, tables: dict[int, score_tables.ScoreTable]) -> Iterator[Claim]:
    section = placed.section
    is_scored = lines.may_hold_score(section.raw)
    if not is_scored and not any(map(_may_claim, section.blocks)):
        return
    setting = _setting(placed, whole)
    if is_scored:
        is_title = section.level == 1 and placed.topic is Topic.TITLE
        raw = _named(section.parent.title if section.parent else "", section.raw)
        yield from lines.claims(raw, section.line, setting._replace(is_heading=True, is_title=is_title))
    for block in section.walk():
        if block.kind is BlockKind.TABLE:
            yield from _table_claims(block, tables.get(block.line), setting)
        else:
            yield from _block_claims(block, section.title, setting)


def _may_claim(block: Block) -> bool:
    return block.kind is BlockKind.TABLE or bool(block.children) or lines.may_hold_score(block.raw)


def _block_claims(block: Block, heading: str, setting: Setting) -> Iterator[Claim]:
    if block.kind not in _SPEAKING or not lines.may_hold_score(block.raw) or states.task(block.raw):
        return
    own = setting._replace(is_prose=block.kind is BlockKind.PARAGRAPH, is_code=block.kind is BlockKind.CODE)
    for line, raw in block.own_lines:
        if lines.may_hold_score(raw):
            yield from lines.claims(_named(heading, raw), line, own)


def _named(heading: str, raw: str) -> str:
    """Give a line that prints nothing but a score with the name its heading gives it: "## Overall score"."""
    return f"{heading}: {raw}" if OVERALL.stands_in(heading) and lines.is_only_score(raw) else raw


def _table_claims(block: Block, table: score_tables.ScoreTable | None, setting: Setting) -> Iterator[Claim]:
    """Give the total of a score table; from any other the rows that print a name and a score."""
    if table:
        if table.total:
            why = setting.why_not or ("it stands in a section about a part" if setting.is_part else "")
            rank = Rank.COMPLETION if table.is_completion else Rank.TOTAL_ROW
            yield Claim(table.total.found, table.total.line, rank, why)
        return
    skipped = [_ASIDE.stands_in(inline.plain(cell)) for cell in block.header]
    is_list = score_tables.has_scores(block)  # of things with scores of their own
    for row in block.rows:
        if not is_list or score_tables.is_total(inline.title(row.cell(0))):
            yield from _row_claims(row, skipped, setting)


def _row_claims(row: Row, skipped: list[bool], setting: Setting) -> Iterator[Claim]:
    name = inline.plain(row.cell(0))
    if not OVERALL.stands_in(name):
        return
    for at, cell in enumerate(row.cells[1:], 1):
        if not (at < len(skipped) and skipped[at]):
            yield from lines.claims(f"{name}: {cell}", row.line, setting._replace(is_prose=False))


def _setting(placed: Placed, whole: str) -> Setting:
    """Give what a section's own headings say about the scores in it."""
    why_not = _NO_SCORES.get(placed.topic, "")
    parts = {placed.area.name} if placed.area else set()
    chain: Section | None = placed.section
    while chain is not None and chain.level > 1:
        is_aside, names_part = _traits(chain.title)
        if not why_not and is_aside:
            why_not = f"it stands under “{chain.title}”"
        parts |= {chain.title} if names_part else set()
        chain = chain.parent
    is_main = placed.section.level <= 1 or placed.topic in _MAIN or OVERALL.stands_in(placed.title)
    is_subject = bool(parts) and all(_shares(part, whole) for part in parts)
    return Setting(is_main=is_main, is_part=bool(parts), is_subject=is_subject, why_not=why_not)


@remember
def _shares(title: str, whole: str) -> bool:
    """Answer whether a heading names a part that the title of the document names too: it is about nothing else."""
    return any(PART.search(f" {piece} ") for piece in _pieces(title) & _pieces(whole))


def _pieces(title: str) -> set[str]:
    """Give the words of a title; where no spaces part them, every two signs side by side."""
    found = set(words_of(title).split())
    unspaced = [word for word in found if ord(word[0]) > _CJK]
    return found | {word[at : at + 2] for word in unspaced for at in range(len(word) - 1)}


@remember
def _traits(title: str) -> tuple[bool, bool]:
    """Answer whether a heading speaks of another time or a wish, and whether of a part."""
    words = words_of(title)
    if _WHOLE.search(words):
        return False, False
    return _NOT_NOW.search(words), PART.search(words)


def _choose(claims: Sequence[Claim]) -> Claim | None:
    """Give the claim that wins: the plainest, then the less vague, then the first."""
    eligible = [claim for claim in claims if not claim.why]
    values = {claim.found.normalised for claim in eligible if claim.is_vague}
    if len(values) >= _PARTS_SHARE_A_NAME:
        eligible = [claim for claim in eligible if not claim.is_vague]
    return min(eligible, key=lambda claim: (claim.rank, claim.is_vague), default=None)


def _lost(claims: Sequence[Claim], best: Claim | None) -> Iterator[Candidate]:
    for claim in claims:
        if claim is not best:
            yield Candidate(claim.found.printed, claim.line, claim.why or _reason(claim, best))


def _reason(claim: Claim, best: Claim | None) -> str:
    if best is None:
        return "several are printed, and none is named the overall one"
    if claim.found.normalised == best.found.normalised:
        return f"it says the same as line {best.line}"
    return f"line {best.line} says it " + ("first" if claim.rank is best.rank else "more plainly")


def _score(claim: Claim | None) -> Score | None:
    if claim is None:
        return None
    found = claim.found
    return Score(found.printed, found.value, found.out_of, found.normalised, claim.line, claim.stars)
