"""An empty box beside a mark that says done."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding, State
from .basis import Document, lines, said, severity

_BOX = "[ ]"
_MARKS = ("✅", "☑", "✔")
_LONGEST = 400


def marks(document: Document) -> Iterator[Finding]:
    """Name the entries whose box is empty while a mark beside it says that they are done."""
    text = document.read.text
    rows = text.split("\n") if any(mark in text for mark in _MARKS) else []
    both = [
        item
        for item in document.read.items
        if rows and item.state is not State.DONE and _is_both(rows[item.line - 1][:_LONGEST])
    ]
    if both:
        n = len(both)
        who = f"{said(both[0].title)} has" if n == 1 else f"{n} items have"
        message = f"{who} an empty box and a mark that says done. The box counts."
        about = both[0].title if n == 1 else None
        tiers = (item.tier for item in both)
        yield Finding("mark-against-box", severity(*tiers), message, lines(*(item.line for item in both)), about)


def _is_both(row: str) -> bool:
    """Answer whether a mark stands right behind the box, or at the end of the line."""
    _, box, words = row.partition(_BOX)
    words = words.strip()
    return bool(box) and (words.startswith(_MARKS) or words.rstrip("*_ \ufe0f").endswith(_MARKS))
