"""What the reader notices in a document. Nothing is corrected; every finding names its lines and says it plainly."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ..words import Period, Severity, Tier
from .model import Assessment, Entry, Finding, Phase, State, Statement, Total, Weeks
from .vocabulary import key


def findings(read: Assessment) -> tuple[Finding, ...]:
    """Give everything noticed in a document, in the order of its lines."""
    noticed = [finding for check in _CHECKS for finding in check(read)]
    return tuple(sorted(noticed, key=lambda finding: finding.lines or (0,)))


def unplanned(items: Iterable[Entry], planned: Collection[str]) -> list[Finding]:
    """Give a finding for each critical item not done whose title is not among the planned ones."""
    return [
        Finding(
            "critical-unplanned",
            Severity.WARNING,
            f"“{item.title}” is critical but stands in no phase of the plan.",
            (item.line,),
            item.title,
        )
        for item in items
        if item.tier is Tier.CRITICAL and item.state is not State.DONE and item.title not in planned
    ]


def _star_count(read: Assessment) -> Iterator[Finding]:
    score = read.score
    if score and score.stars and score.stars not in (score.normalised, score.normalised / 2):
        stars = "1 star stands" if score.stars == 1 else f"{score.stars} stars stand"
        message = f"{stars} beside {score.printed}. The number counts, the stars do not."
        yield Finding("star-count", Severity.INFO, message, (score.line,))


def _timelines(read: Assessment) -> Iterator[Finding]:
    headline = read.time_to_production
    advised = read.verdict.timeline if read.verdict else None
    if headline and advised and headline.weeks != advised.weeks:
        message = f"The recommendation says {advised.weeks}, the time to production says {headline.weeks}."
        yield Finding("timelines-differ", Severity.WARNING, message, (advised.line, headline.line))
    ahead = [phase for phase in read.phases if not phase.done]
    planned = _sum(ahead)
    if headline and planned and headline.weeks != planned:
        message = f"The phases ahead add up to {planned}, the time to production says {headline.weeks}."
        yield Finding("timelines-differ", Severity.WARNING, message, (*(phase.line for phase in ahead), headline.line))


def _sum(phases: list[Phase]) -> Weeks | None:
    """Give the length of the phases one after the other; none if there are none or one has no length."""
    total = Weeks(0, 0)
    for phase in phases:
        if phase.weeks is None:
            return None
        total += phase.weeks
    return total if phases else None


def _tiers(read: Assessment) -> Iterator[Finding]:
    items = {key(item.title): item for item in reversed(read.items)}
    for mention in read.mentions:
        item = items.get(key(mention.text))
        if item and item.tier and item.tier is not mention.tier:
            message = (
                f"“{item.title}” is {mention.tier.label.lower()} in one place "
                f"and {item.tier.label.lower()} in the checklist."
            )
            yield Finding("tier-conflict", Severity.WARNING, message, (mention.line, item.line), item.title)


def _contradictions(read: Assessment) -> Iterator[Finding]:
    strengths: dict[tuple[str | None, int, str], Statement] = {}
    for strength in read.strengths:
        for number, opposites in enumerate(_OPPOSITES):
            for topic in opposites.topics(strength, opposites.praise):
                strengths.setdefault((strength.area, number, topic), strength)
    for gap in read.gaps:
        places = [
            (gap.area, number, topic)
            for number, opposites in enumerate(_OPPOSITES)
            for topic in sorted(opposites.topics(gap, opposites.blame))
        ]
        praised = next((strengths[place] for place in places if place in strengths), None)
        if praised:
            message = f"“{_sentence(praised)}” is listed as a strength, “{_sentence(gap)}” as a gap."
            yield Finding("strength-against-gap", Severity.WARNING, message, (praised.line, gap.line))


def _totals(read: Assessment) -> Iterator[Finding]:
    units: dict[str, set[tuple[str, Period]]] = {}
    for cost in read.costs:
        if cost.low is not None:
            units.setdefault(cost.group, set()).add((cost.currency, cost.period))
    for total in read.totals:
        if units.get(total.group) != {(total.currency, total.period)}:
            continue  # nothing to add up, or not the same money
        if (total.low, total.high) != (total.stated_low, total.stated_high):
            message = f"{total.group}: the lines add up to {_sums(total)}."
            yield Finding("total-mismatch", Severity.WARNING, message, (total.line,))


def _sums(total: Total) -> str:
    return (
        f"{total.low:,}–{total.high:,} {total.currency}, the document says "
        f"{total.stated_low:,}–{total.stated_high:,} {total.currency}"
    )


def _placeholders(read: Assessment) -> Iterator[Finding]:
    for placeholder in read.placeholders:
        message = f"“{placeholder.printed}” was never filled in."
        yield Finding("unexpanded-placeholder", Severity.WARNING, message, (placeholder.line,))


def _missing(read: Assessment) -> Iterator[Finding]:
    if read.as_of is None:
        yield Finding("missing-date", Severity.WARNING, _NO_DATE, (read.dated.line,) if read.dated else ())
    if read.phases:
        message = "The plan has phases but no start date. Until one is set, no dates can be drawn."
        yield Finding("missing-start-date", Severity.INFO, message, (read.phases[0].line,))
    if not read.items:
        yield Finding("no-checklist", Severity.WARNING, "The document has no checklist, so it gives no items.", ())


_NO_DATE = "The document does not say on which day it was written."
_CHECKS = (_star_count, _timelines, _tiers, _contradictions, _totals, _placeholders, _missing)


@dataclass(frozen=True, slots=True)
class _Opposites:
    """Words of praise and blame that cannot both hold for one thing."""

    praise: re.Pattern[str]
    blame: re.Pattern[str]

    def topics(self, statement: Statement, wanted: re.Pattern[str]) -> set[str]:
        """Give the things a statement speaks of, if it uses one of the wanted words; else nothing."""
        words = key(f"{statement.title} {statement.text}")
        if not wanted.search(words):
            return set()
        rest = self.blame.sub(" ", self.praise.sub(" ", words))
        return {word.removesuffix("s") for word in rest.split() if len(word) > 3} - _EVERYWHERE


_OPPOSITES = (
    _Opposites(re.compile(r"\bproper(?:ly)?\b"), re.compile(r"\b(?:wildcards?|misconfigured)\b")),
    _Opposites(re.compile(r"\bencrypt(?:ed|ion)\b"), re.compile(r"\b(?:plain ?text|unencrypted|not encrypted)\b")),
    _Opposites(re.compile(r"\b(?:comprehensive|full|complete)\b"), re.compile(r"\b(?:lacks?|incomplete)\b")),
)
# Words that stand in any sentence of an assessment, so sharing them says nothing.
_EVERYWHERE = frozenset(
    "and for with from some that this production configuration configured policie policy database data system service "
    "application support missing basic limited test testing module sensitive stored security".split()
)


def _sentence(statement: Statement) -> str:
    return f"{statement.title}: {statement.text}" if statement.text else statement.title
