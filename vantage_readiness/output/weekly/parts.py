"""The parts the HTML report is made of: cards, lists, tables. Whatever people wrote is escaped as it is put in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from vantage_readiness.domain.phrases import number

from . import told
from .told import Line, Section

SHOWN = 6
NOTHING = Markup()


def card(key: str, title: str, lede: str, inner: Markup) -> Markup:
    """Give a section of the page under its heading; `key` is its id, `lede` a sentence or nothing."""
    said = Markup('<p class="lead">{}</p>').format(told.cut(lede)) if lede else NOTHING
    return Markup('<section class="card" aria-labelledby="{}"><h2 id="{}">{}</h2>{}{}</section>').format(
        key, key, title, said, inner
    )


def lists(sections: Sequence[Section]) -> Markup:
    """Give lists side by side where there is room, each cut after a few lines."""
    if not sections:
        return NOTHING
    return Markup('<div class="lists">{}</div>').format(join(map(_list, sections)))


def line(said: Line) -> Markup:
    """Give one line of a list."""
    about = Markup(' <span class="about">{}</span>').format(said.about) if said.about else NOTHING
    title = Markup("<b>{}</b>{}<br>").format(said.title, about) if said.title else NOTHING
    note = Markup('<span class="note">“{}”</span>').format(said.note) if said.note else NOTHING
    return Markup("<li>{}{}{}</li>").format(title, said.said, note)


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Iterable[int], label: str) -> Markup:
    """Give a table whose first column names its rows; it scrolls on its own where the screen is narrow.

    `numbers` are the columns that stand to the right.
    """
    right = set(numbers)
    heads = join(
        Markup('<th scope="col"{}>{}</th>').format(_right(index in right), name) for index, name in enumerate(header)
    )
    body = join(Markup("<tr>{}</tr>").format(_row(row, right)) for row in rows)
    return Markup(
        '<div class="wide" tabindex="0" role="region" aria-label="{}"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(f"{label} in a table", heads, body)


def rest(said: str) -> Markup:
    """Give the sentence under a list that was cut, if it was."""
    return Markup('<p class="quiet">{}</p>').format(said) if said else NOTHING


def beside(left: Markup, right: Markup) -> Markup:
    """Put two cards beside each other where there is room."""
    return Markup('<div class="columns">{}{}</div>').format(left, right)


def above(value: str, beneath: str) -> Markup:
    """Put what a value is part of beneath it."""
    return Markup('{}<br><span class="quiet">{}</span>').format(value, beneath)


def join(pieces: Iterable[Markup]) -> Markup:
    """Put pieces one after another; empty ones leave no trace."""
    return Markup("\n").join(piece for piece in pieces if piece)


def _list(section: Section) -> Markup:
    name = f"list-{section.key}"
    return Markup('<section aria-labelledby="{}"><h3 id="{}">{} ({})</h3><ul>{}</ul>{}</section>').format(
        name,
        name,
        section.title,
        number(len(section.lines)),
        join(map(line, section.lines[:SHOWN])),
        rest(section.rest(SHOWN)),
    )


def _row(row: Sequence[str], right: set[int]) -> Markup:
    first = Markup('<th scope="row">{}</th>').format(row[0])
    return first + NOTHING.join(
        Markup("<td{}>{}</td>").format(_right(index in right), cell) for index, cell in enumerate(row[1:], 1)
    )


def _right(wanted: bool) -> Markup:
    return Markup(' class="n"') if wanted else NOTHING
