"""The overall score beside its stars and beside open work, and scores above their own maximum."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...words import Severity
from ..markdown import inline
from ..model import Finding, State
from .basis import Document, is_open_critical, lines, severity
from .places import hidden

_FULL = 10.0
_OVER = re.compile(r"(?<![\w.,/])(?:10[1-9]|1[1-9]\d)\s?/\s?100(?![\w/]|[.,]\d)")


def stars(document: Document) -> Iterator[Finding]:
    """Compare the stars beside the score with the score, out of ten or out of five."""
    score = document.read.score
    if score and score.stars and score.stars not in (score.normalised, score.normalised / 2):
        shown = "1 star stands" if score.stars == 1 else f"{score.stars} stars stand"
        message = f"{shown} beside {score.printed}. The number counts, the stars do not."
        yield Finding("star-count", Severity.INFO, message, (score.line,))


def full_marks(document: Document) -> Iterator[Finding]:
    """Name a full score while most of the checklist, or anything critical, is open."""
    score = document.read.score
    items = list(document.items) if score and score.normalised >= _FULL else []
    unfinished = [item for item in items if item.state is not State.DONE]
    if score and (2 * len(unfinished) > len(items) or any(map(is_open_critical, unfinished))):
        message = f"The score is {score.printed}, but {len(unfinished)} of {len(items)} items are open."
        numbers = lines(score.line, *(item.line for item in unfinished))
        yield Finding("full-score-while-open", severity(*(item.tier for item in unfinished)), message, numbers)


def above_maximum(document: Document) -> Iterator[Finding]:
    """Name the scores that are higher than they can be: "120/100"."""
    text = document.read.text
    if not _OVER.search(text):
        return
    unseen = hidden(document.placed)
    for line, row in enumerate(text.split("\n"), 1):
        found = _OVER.search(inline.without_code(row)) if "/" in row and line not in unseen else None
        if found:
            yield Finding("score-above-maximum", Severity.WARNING, f"{found[0]} is more than the maximum.", (line,))
