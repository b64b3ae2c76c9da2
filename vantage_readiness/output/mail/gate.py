"""The letter that tells a lead what the gate says now, what it said, why, and what changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import urljoin

from ...domain.phrases import day, number
from ...domain.words import Verdict
from .letter import Body, Letter, one_line

_LONGEST = 1000
_WORDS = {Verdict.MET: "met", Verdict.CONDITIONAL: "met on conditions", Verdict.NOT_MET: "not met"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A gate that says something else: its project, from what to what on which day, its sentence and reasons.

    `changes` are the newest lines of the diary that led to it, as sentences; `more` reasons are not listed.
    """

    project: str
    slug: str
    before: Verdict
    after: Verdict
    on: date
    sentence: str
    reasons: Sequence[str]
    more: int
    changes: Sequence[str]


def letter(turn: Turn, name: str, base: str, footer: str) -> Letter:
    """Give the letter to the lead of this name; `base` is where people reach us."""
    now, then = _WORDS[turn.after], _WORDS[turn.before]
    project = one_line(turn.project)
    said = f"Since {day(turn.on)} the gate of {project} is {now}. Before, it was {then}."
    return Letter(
        one_line(f"{project}: the gate is {now}, it was {then}"),
        (f"Hello {one_line(name)},", said, one_line(turn.sentence, _LONGEST)),
        f"{footer}\nEvery lead of the project gets this letter when the gate changes.",
        ("Open the overview", urljoin(base + "/", f"p/{turn.slug}")),
        body=Body(_text(turn), _html(turn)),
    )


def _parts(turn: Turn) -> list[tuple[str, list[str]]]:
    reasons = [one_line(reason, _LONGEST) for reason in turn.reasons]
    reasons += [f"And {number(turn.more)} more."] if turn.more else []
    changes = [one_line(change, _LONGEST) for change in turn.changes]
    nothing = ["Nobody changed anything: a day passed, and with it a waiver or the age of evidence."]
    return [("Reasons", reasons or ["Nothing stands in the way."]), ("What changed", changes or nothing)]


def _text(turn: Turn) -> str:
    parts = _parts(turn)
    return "\n\n".join("\n".join([title, "-" * len(title), *(f"* {line}" for line in lines)]) for title, lines in parts)


def _html(turn: Turn) -> str:
    return "".join(
        f'<h2 style="margin:20px 0 8px;font-size:16px">{title}</h2><ul style="margin:0;padding:0 0 0 20px">'
        + "".join(f'<li style="margin:0 0 6px">{escape(line)}</li>' for line in lines)
        + "</ul>"
        for title, lines in _parts(turn)
    )
