"""The weekly report as Markdown to paste into a wiki, a chat or a pull request: headings, short lists, no HTML.

What people wrote stands as they wrote it: no sign of it is read as markup, links to nothing and calls nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from vantage_readiness.domain.phrases import number
from vantage_readiness.domain.weekly import Money, Weekly

from . import told
from .told import Edition, Line, Section

SHOWN = 15

_JOINER = "\u2060"  # of no width: it keeps "@name" and "#123" from being read as people and tickets
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~#$&^])")
_CALLS = re.compile(r"(?<=[@#!%&~^])(?=[\w\"])|(?<=\bGH)(?=-\d)|(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_FIRST = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+]))")


def markdown(weekly: Weekly, edition: Edition) -> bytes:
    """Give the file. Lists are cut after fifteen lines and say where the rest is."""
    parts = [
        f"# {escape(told.heading(weekly))}",
        f"{escape(told.span(weekly))}. {escape(told.as_of(weekly))}.",
        *_edition(edition),
        f"**{told.VERDICTS[weekly.gate.verdict]}.** {escape(told.cut(weekly.gate.sentence))}",
        *_list(map(escape, told.reasons(weekly)[:SHOWN]), _more(len(weekly.gate.reasons), "summary.csv")),
        escape(told.gate_change(weekly)),
        _numbers(weekly),
        escape(told.estimate(weekly)),
        "## What changed this week",
        escape(told.happened(weekly)),
        *_sections(told.changes(weekly)),
        "## What needs a person",
        *_sections([section for section in told.attention(weekly) if section.lines]),
        escape(" ".join(section.empty for section in told.attention(weekly) if not section.lines)),
        "## Plan and forecast",
        *_plan(weekly),
        "## Money",
        *_money(weekly),
        "## Scores",
        *_scores(weekly),
        "---",
        f"{edition.sentence or 'Edition 1.'} {escape(told.mark(weekly))}.",
    ]
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8", "replace")


def escape(text: str) -> str:
    """Give a text as Markdown that reads as the text, wherever in a line it stands."""
    escaped = _MARKUP.sub(r"\\\1", _CALLS.sub(_JOINER, text))
    return _FIRST.sub(r"\1\\", escaped)


def _edition(edition: Edition) -> Iterator[str]:
    if edition.sentence:
        yield f"**{edition.sentence}**"
        yield from _list(map(escape, edition.changes))


def _numbers(weekly: Weekly) -> str:
    rows = ((each.name, f"**{each.value}**", each.change, each.meaning) for each in told.figures(weekly))
    return _table(("Number", "Now", "Change", "What it is"), rows)


def _sections(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        yield f"### {section.title} ({number(len(section.lines))})"
        yield from _list((_line(line) for line in section.lines[:SHOWN]), section.rest(SHOWN))


def _plan(weekly: Weekly) -> Iterator[str]:
    yield escape(told.cut(weekly.burn_down.summary))
    yield from _list(map(_line, told.forecasts(weekly)))
    earlier = told.fared(weekly)
    if earlier:
        yield "### How earlier forecasts fared"
        yield from _list(map(_line, earlier[:SHOWN]), _more(len(earlier), "summary.csv"))
    yield "### Phases"
    yield escape(told.cut(weekly.plan_sentence))
    phases = (
        (
            escape(f"{each.number}. {told.cut(each.name)}"),
            told.planned(each),
            escape(told.phase_state(each)),
            f"{number(each.verified)}/{number(each.total)}",
        )
        for each in weekly.phases[:SHOWN]
    )
    if weekly.phases:
        yield _table(("Phase", "Planned end", "State", "Verified"), phases)
        yield _more(len(weekly.phases), "summary.csv")


def _money(weekly: Weekly) -> Iterator[str]:
    if not weekly.money:
        yield "No cost lines are known."
    yield from _list(map(_sum, weekly.money))


def _sum(money: Money) -> str:
    left = told.money_range(money.remaining_low, money.remaining_high, money)
    whole = told.money_range(money.low, money.high, money)
    spent = f"{told.sum_of(money.actual, money)} spent, {told.sum_of(money.spent_this_week, money)} of it this week"
    over = f"; over their range: {told.few([told.cut(line) for line in money.over])}" if money.over else ""
    drift = f" ({told.drift(money)} a week before)" if money.has_drifted else ""
    return escape(f"{told.money_name(money)}: {left} left of {whole}{drift}; {spent}{over}")


def _scores(weekly: Weekly) -> Iterator[str]:
    if not weekly.scores:
        yield "No assessment is known."
    yield from _list(
        escape(
            f"{told.cut(each.title)} (assessment {each.assessment}): {told.score(each.stated)}, "
            f"{told.dated(each.as_of or each.imported_on)}"
        )
        for each in weekly.scores[-SHOWN:]
    )


def _line(line: Line) -> str:
    return escape(line.sentence)


def _list(lines: Iterable[str], rest: str = "") -> Iterator[str]:
    """Give a list as one block, if there is anything in it."""
    listed = [*lines, *([rest] if rest else [])]
    if listed:
        yield "\n".join(f"- {line}" for line in listed)


def _more(total: int, file: str) -> str:
    return f"and {number(total - SHOWN)} more in {file}" if total > SHOWN else ""


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
