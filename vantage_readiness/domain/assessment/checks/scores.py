"""The overall score beside its stars."""

from __future__ import annotations

from collections.abc import Iterator

from ...words import Severity
from ..model import Finding
from .basis import Document


def stars(document: Document) -> Iterator[Finding]:
    """Compare the stars beside the score with the score, out of ten or out of five."""
    score = document.read.score
    if score and score.stars and score.stars not in (score.normalised, score.normalised / 2):
        shown = "1 star stands" if score.stars == 1 else f"{score.stars} stars stand"
        message = f"{shown} beside {score.printed}. The number counts, the stars do not."
        yield Finding("star-count", Severity.INFO, message, (score.line,))
