"""The weekly report as the inside of a mail: what an answer can be given to, in text and HTML that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from vantage_readiness.domain.phrases import number
from vantage_readiness.domain.weekly import Happening, Weekly
from vantage_readiness.domain.words import Verdict
from vantage_readiness.output.figures import plain
from vantage_readiness.output.mail.letter import Body, one_line

from . import told
from .told import Edition, Line, Section

SHOWN = 5

_COLOURS = {Verdict.MET: "#12692f", Verdict.CONDITIONAL: "#7a4a00", Verdict.NOT_MET: "#ab2318"}
_QUIET = "color:#586174;font-size:13px"
_FIRST = Edition()
_NAME = 80  # signs of a project's name in a subject, so that the verdict is never cut off


def subject(weekly: Weekly, edition: Edition = _FIRST) -> str:
    """Give the line by which the mail is chosen: project, week, verdict, and what moved most."""
    mark = "Draft: " if edition.draft else "Corrected: " if edition.number > 1 else ""
    verdict = told.VERDICTS[weekly.gate.verdict].lower()
    week = f"{plain(weekly.project, _NAME)}, week {weekly.week.number} of {weekly.week.year}"
    return one_line(f"{mark}{week}: {verdict}, {told.percent(weekly.numbers.verified)} verified")


def summary(weekly: Weekly, edition: Edition = _FIRST) -> Body:
    """Give the inside of the mail; lists are cut after five lines and say where the rest is."""
    sections = _sections(weekly)
    quiet = " ".join(section.empty for section in sections if section.empty and not section.lines)
    full = [section for section in sections if section.lines]
    return Body(_text(weekly, edition, full, quiet), _html(weekly, edition, full, quiet))


def _sections(weekly: Weekly) -> list[Section]:
    by_key = {section.key: section for section in (*told.changes(weekly), *told.attention(weekly))}
    happened = (Happening.VERIFIED, Happening.DONE, Happening.REOPENED)
    keys = (*happened, "slipped", "overdue", "blocked", "unproven", "coming", "decisions")
    return [by_key[key] for key in keys if key in by_key]


def _text(weekly: Weekly, edition: Edition, sections: Sequence[Section], quiet: str) -> str:
    figures = told.figures(weekly)
    parts = [
        *_edition(edition),
        f"{told.span(weekly)}. {told.as_of(weekly)}.",
        f"{told.VERDICTS[weekly.gate.verdict].upper()}\n{told.cut(weekly.gate.sentence)}\n{told.gate_change(weekly)}",
        "\n".join(f"{each.name + ':':<10} {each.value} ({each.change})" for each in figures),
        f"This week: {told.happened(weekly)}",
        *(_text_list(section) for section in sections),
        quiet,
        "\n".join(["Forecast", *([f"- {line.sentence}" for line in told.forecasts(weekly)] or [told.NO_FORECAST])]),
    ]
    return "\n\n".join(part for part in parts if part)


def _text_list(section: Section) -> str:
    lines = [f"- {line.sentence}" for line in section.lines[:SHOWN]]
    rest = [f"  {section.rest(SHOWN)}"] if section.rest(SHOWN) else []
    return "\n".join([_title(section), *lines, *rest])


def _html(weekly: Weekly, edition: Edition, sections: Sequence[Section], quiet: str) -> str:
    gate = weekly.gate
    parts = [
        *(_paragraph(line, "font-weight:600") for line in _edition(edition)),
        _paragraph(f"{told.span(weekly)}. {told.as_of(weekly)}.", _QUIET),
        f'<div style="margin:0 0 16px;padding:4px 0 4px 12px;border-left:5px solid {_COLOURS[gate.verdict]}">'
        + _paragraph(told.VERDICTS[gate.verdict], f"color:{_COLOURS[gate.verdict]};font-weight:600;font-size:13px", 0)
        + _paragraph(told.cut(gate.sentence), "font-weight:600", 0)
        + _paragraph(told.gate_change(weekly), _QUIET, 0)
        + "</div>",
        _figures(weekly),
        _paragraph(f"This week: {told.happened(weekly)}"),
        *(_list(_title(section), section.lines[:SHOWN], section.rest(SHOWN)) for section in sections),
        _paragraph(quiet) if quiet else "",
        _list("Forecast", told.forecasts(weekly) or (Line("", "", told.NO_FORECAST),), ""),
    ]
    return "".join(parts)


def _edition(edition: Edition) -> list[str]:
    return [" ".join([edition.sentence, *edition.changes])] if edition.sentence else []


def _figures(weekly: Weekly) -> str:
    """Give the numbers two by two, which fits a telephone; they read in order where tables are not shown."""
    cells = [
        '<td style="padding:0 8px 8px 0;vertical-align:top;width:50%">'
        f'<span style="{_QUIET}">{_safe(each.name)}</span><br>'
        f'<span style="font-size:20px;font-weight:600">{_safe(each.value)}</span> '
        f'<span style="font-size:13px">{_safe(each.change)}</span></td>'
        for each in told.figures(weekly)
    ]
    rows = "".join(f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True))
    return (
        f'<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;margin:0 0 8px">{rows}</table>'
    )


def _list(title: str, lines: Sequence[Line], rest: str) -> str:
    head = f'<h2 style="margin:16px 0 4px;font-size:15px;line-height:1.4">{_safe(title)}</h2>'
    items = "".join(f'<li style="margin:0 0 4px">{_line(line)}</li>' for line in lines)
    more = _paragraph(rest, _QUIET) if rest else ""
    return f'{head}<ul style="margin:0 0 8px;padding:0 0 0 20px">{items}</ul>{more}'


def _line(line: Line) -> str:
    about = f' <span style="{_QUIET}">({_safe(line.about)})</span>' if line.about else ""
    title = f"<b>{_safe(line.title)}</b>{about}: " if line.title else ""
    note = f". “{_safe(line.note)}”" if line.note else ""
    return f"{title}{_safe(line.said)}{note}"


def _paragraph(text: str, style: str = "", after: int = 12) -> str:
    return f'<p style="margin:0 0 {after}px{";" if style else ""}{style}">{_safe(text)}</p>'


def _title(section: Section) -> str:
    return f"{section.title} ({number(len(section.lines))})"


def _safe(text: str) -> str:
    return escape(text.encode("utf-8", "replace").decode("utf-8"))
