"""Times that do not agree: the closing recommendation, the headline, and the phases one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...words import Severity
from ..model import Finding, Phase, Weeks
from .basis import Document, lines

_SHORTEST = 0.1  # weeks; what takes hours is no plan
_SLACK = 0.1  # of a time; four weeks and one month are not worth a word


def timelines(document: Document) -> Iterator[Finding]:
    """Compare the time to production with the verdict's time and with the phases not marked done."""
    read = document.read
    headline = read.time_to_production
    advised = read.verdict.timeline if read.verdict else None
    if headline and advised and not _agree(headline.weeks, advised.weeks):
        message = f"The recommendation says {advised.weeks}, the time to production says {headline.weeks}."
        yield Finding("timelines-differ", Severity.WARNING, message, lines(advised.line, headline.line))
    ahead = [phase for phase in read.phases if not phase.done]
    planned = _sum(ahead)
    if headline and planned and not _agree(headline.weeks, planned):
        message = f"The phases ahead add up to {planned}, the time to production says {headline.weeks}."
        numbers = lines(*(phase.line for phase in ahead), headline.line)
        yield Finding("timelines-differ", Severity.WARNING, message, numbers)


def _sum(phases: Sequence[Phase]) -> Weeks | None:
    """Give the length of the phases one after the other; none if there are none or one has no length."""
    total = Weeks(0, 0)
    for phase in phases:
        if phase.weeks is None:
            return None
        total += phase.weeks
    return total if phases and total.high >= _SHORTEST else None


def _agree(one: Weeks, other: Weeks) -> bool:
    """Answer whether one of two ranges lies within the other, give or take a little."""
    return _within(one, other) or _within(other, one)


def _within(inner: Weeks, outer: Weeks) -> bool:
    return outer.low * (1 - _SLACK) <= inner.low and inner.high <= outer.high * (1 + _SLACK)
