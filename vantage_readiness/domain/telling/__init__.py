"""How a line of the diary reads: a sentence that follows its writer's name, with what was before and what is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..diary import Kind
from . import items, people, projects
from .pieces import Known, Line, money, part, text

__all__ = ["Known", "Line", "aside", "money", "tell"]

_TELLERS: Mapping[str, Callable[[Line, Known], str]] = {**items.TELLERS, **projects.TELLERS, **people.TELLERS}


def tell(line: Line, known: Known) -> str:
    """Give a line as the rest of a sentence: "moved “Fix secrets” from open to done". A kind not known is named."""
    teller = _TELLERS.get(line.kind)
    return teller(line, known) if teller else f"noted {line.kind} of “{line.subject}”"


def aside(line: Line) -> str:
    """Give what a line says besides its sentence and its note: a comment, a decision, what was given as evidence."""
    if line.kind == Kind.ITEM_COMMENTED:
        return text(line.after)
    if line.kind in (Kind.FINDING_DECIDED, Kind.FINDING_CARRIED):
        return text(part(line.after, "decision") or line.after)  # older lines hold the decision alone
    if line.kind == Kind.EVIDENCE_ADDED:
        return text(part(line.after, "reference"))
    return ""
