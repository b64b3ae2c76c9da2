"""The weekly report as one HTML file that needs nothing else: for a screen of any width, a printer, an archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from vantage_readiness.domain.phrases import number
from vantage_readiness.domain.weekly import Weekly
from vantage_readiness.domain.words import Status, Verdict
from vantage_readiness.output import tables

from . import picture, told
from .style import STYLE
from .told import Edition, Line, Section

SHOWN = 8
REASONS = 6
PHASES = 12
WEEKS = 12

_SHAPES = {
    Verdict.MET: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.5 14.5-4-4 1.4-1.4 2.6 2.6 5.6-5.6 1.4 1.4z",
    Verdict.CONDITIONAL: "M12 2 1 21h22zm-1 7h2v6h-2zm0 8h2v2h-2z",
    Verdict.NOT_MET: "M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9zM7.8 9.2 10.6 12l-2.8 2.8 1.4 1.4 2.8-2.8 2.8 2.8 "
    "1.4-1.4-2.8-2.8 2.8-2.8-1.4-1.4-2.8 2.8-2.8-2.8z",
}
_FRAME = Markup(
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{}</title>\n'
    "<style>{}</style>\n</head>\n<body>\n{}\n<main>\n{}\n</main>\n{}\n</body>\n</html>\n"
)
_NOTHING = Markup()


def page(weekly: Weekly, edition: Edition) -> bytes:
    """Give the file. Lists are cut after eight lines and say where the rest is."""
    style = Markup(STYLE)  # noqa: S704 # house: safe-text — our own constant
    body = _lines(
        [
            _gate(weekly),
            _numbers(weekly),
            _changes(weekly),
            _attention(weekly),
            Markup('<div class="picture">{}{}</div>').format(_burn_down(weekly), _forecast(weekly)),
            _beside(_phases(weekly), _money(weekly)),
            _beside(_items(weekly), _scores(weekly)),
        ]
    )
    text = _FRAME.format(told.heading(weekly), style, _head(weekly, edition), body, _foot(weekly, edition))
    return text.encode("utf-8", "replace")


def _head(weekly: Weekly, edition: Edition) -> Markup:
    name = Markup('<div><b>{}</b><br><span class="quiet">{}</span></div>').format(
        told.heading(weekly), told.span(weekly)
    )
    moment = Markup('<p class="quiet">{}</p>').format(told.as_of(weekly))
    head = Markup('<header><div class="top">{}{}</div>{}</header>')
    return head.format(name, moment, _edition(edition))


def _edition(edition: Edition) -> Markup:
    if not edition.sentence:
        return _NOTHING
    changes = _list(Markup("<li>{}</li>").format(change) for change in edition.changes)
    return Markup('<div class="edition"><b>{}</b>{}</div>').format(edition.sentence, changes)


def _gate(weekly: Weekly) -> Markup:
    gate, reasons = weekly.gate, told.reasons(weekly)
    shape = Markup('<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="{}"/></svg>').format(
        _SHAPES[gate.verdict]
    )
    said = [Markup("<li>{}</li>").format(reason) for reason in reasons[:REASONS]]
    if len(reasons) > REASONS:
        said.append(Markup("<li>and {} more in summary.csv</li>").format(number(len(reasons) - REASONS)))
    listed = Markup('<ol class="reasons">{}</ol>').format(_lines(said)) if said else _NOTHING
    return Markup(
        '<section class="card gate is-{}" aria-labelledby="gate"><p class="verdict">{}{}</p><h1 id="gate">{}</h1>{}'
        '<p class="quiet">{}</p></section>'
    ).format(
        gate.verdict.value,
        shape,
        told.VERDICTS[gate.verdict],
        told.cut(gate.sentence),
        listed,
        told.gate_change(weekly),
    )


def _numbers(weekly: Weekly) -> Markup:
    tiles = _lines(
        Markup(
            '<div><dt>{}</dt><dd><span class="value {}">{}</span><span class="change {}">{}</span>'
            '<span class="quiet">{}</span></dd></div>'
        ).format(
            each.name,
            "level" if each.value == told.UNKNOWN else "",
            each.value,
            _direction(each.change),
            each.change,
            each.meaning,
        )
        for each in told.figures(weekly)
    )
    guess = told.estimate(weekly)
    estimate = Markup('<p class="quiet estimate">{}</p>').format(guess) if guess else _NOTHING
    return Markup('<section class="card" aria-label="The four numbers"><dl class="numbers">{}</dl>{}</section>').format(
        tiles, estimate
    )


def _direction(change: str) -> str:
    return {"+": "up", "−": "down"}.get(change[:1], "level")


def _changes(weekly: Weekly) -> Markup:
    lists = _lists(told.changes(weekly))
    return _card("changed", "What changed this week", told.happened(weekly), lists)


def _attention(weekly: Weekly) -> Markup:
    sections = told.attention(weekly)
    full = [section for section in sections if section.lines]
    quiet = " ".join(section.empty for section in sections if not section.lines)
    return _card("attention", "What needs a person", quiet, _lists(full))


def _lists(sections: Sequence[Section]) -> Markup:
    if not sections:
        return _NOTHING
    lists = _lines(
        Markup('<section aria-labelledby="{}"><h3 id="{}">{} ({})</h3><ul>{}</ul>{}</section>').format(
            f"list-{each.key}",
            f"list-{each.key}",
            each.title,
            number(len(each.lines)),
            _lines(map(_line, each.lines[:SHOWN])),
            _rest(each.rest(SHOWN)),
        )
        for each in sections
    )
    return Markup('<div class="lists">{}</div>').format(lists)


def _line(line: Line) -> Markup:
    about = Markup(' <span class="about">{}</span>').format(line.about) if line.about else _NOTHING
    title = Markup("<b>{}</b>{}<br>").format(line.title, about) if line.title else _NOTHING
    note = Markup('<span class="note">“{}”</span>').format(line.note) if line.note else _NOTHING
    return Markup("<li>{}{}{}</li>").format(title, line.said, note)


def _burn_down(weekly: Weekly) -> Markup:
    burn, drawn = weekly.burn_down, picture.burn_down(weekly)
    if not drawn:
        return _card("burn-down", "Burn-down", burn.summary, _NOTHING)
    header, rows = tables.weekly_table(burn)
    table = _table(header, rows[:WEEKS], numbers=range(1, len(header) - 1), label="Burn-down by week")
    inner = Markup(
        "<figure>{}<figcaption>{}</figcaption></figure><details><summary>The numbers by week</summary>{}</details>"
    ).format(drawn, burn.summary, table)
    return _card("burn-down", "Burn-down", "", inner)


def _forecast(weekly: Weekly) -> Markup:
    forecasts = _lines(map(_line, told.forecasts(weekly)))
    earlier = told.fared(weekly)
    inner = Markup('<div class="lists"><ul>{}</ul>{}</div>').format(forecasts, _fared(earlier))
    is_empty = not (forecasts or earlier)
    return _card("forecast", "Forecast", *((told.NO_FORECAST, _NOTHING) if is_empty else ("", inner)))


def _fared(earlier: Sequence[Line]) -> Markup:
    if not earlier:
        return _NOTHING
    lines = _lines(map(_line, earlier[:SHOWN]))
    rest = number(len(earlier) - SHOWN) if len(earlier) > SHOWN else ""
    said = f"and {rest} more in summary.csv" if rest else ""
    return Markup("<section><h3>How earlier forecasts fared</h3><ul>{}</ul>{}</section>").format(lines, _rest(said))


def _phases(weekly: Weekly) -> Markup:
    rows = [
        (
            f"{each.number}. {told.cut(each.name)}",
            told.planned(each),
            told.phase_state(each),
            f"{number(each.verified)}/{number(each.total)}",
        )
        for each in weekly.phases[:PHASES]
    ]
    left = len(weekly.phases) - PHASES
    table = _table(("Phase", "Planned end", "State", "Verified"), rows, numbers=(3,), label="Phases")
    inner = table + _rest(f"and {number(left)} more in summary.csv" if left > 0 else "")
    return _card("phases", "Phases against plan", weekly.plan_sentence, inner if rows else _NOTHING)


def _money(weekly: Weekly) -> Markup:
    money = [
        (
            told.money_name(each),
            _above(
                told.money_range(each.remaining_low, each.remaining_high, each),
                f"of {told.money_range(each.low, each.high, each)}",
            ),
            _above(told.sum_of(each.actual, each), f"{told.sum_of(each.spent_this_week, each)} this week"),
        )
        for each in weekly.money
    ]
    header = ("Cost lines", "Left", "Spent")
    over = [told.cut(line) for each in weekly.money for line in each.over]
    warning = f"Over their range: {told.few(over)}." if over else ""
    lede = "" if money else "No cost lines are known."
    table = _table(header, money, numbers=(1, 2), label="Money") if money else _NOTHING
    return _card("money", "Money", lede, table + _rest(warning))


def _above(value: str, beneath: str) -> Markup:
    return Markup('{}<br><span class="quiet">{}</span>').format(value, beneath)


def _items(weekly: Weekly) -> Markup:
    counts = [(label, *map(number, row)) for label, row in told.by_tier(weekly)]
    header = ("Tier", "All", *(status.label for status in Status))
    table = _table(header, counts, numbers=range(1, len(header)), label="Items by tier and status")
    return _card("items", "Items", "" if counts else "No items are known yet.", table if counts else _NOTHING)


def _scores(weekly: Weekly) -> Markup:
    scores = [
        (
            f"{each.assessment}. {told.cut(each.title)}",
            told.dated(each.as_of or each.imported_on),
            told.score(each.stated),
        )
        for each in weekly.scores[-SHOWN:]
    ]
    table = _table(("Assessment", "Of", "States"), scores, numbers=(2,), label="Scores")
    return _card("scores", "Scores", "" if scores else "No assessment is known.", table if scores else _NOTHING)


def _beside(left: Markup, right: Markup) -> Markup:
    return Markup('<div class="columns">{}{}</div>').format(left, right)


def _foot(weekly: Weekly, edition: Edition) -> Markup:
    return Markup("<footer><p>{}</p><p>{}</p></footer>").format(
        f"Edition {edition.number}. All items and changes: report.xlsx, items.csv, changes.csv.",
        f"{told.mark(weekly)}.",
    )


def _card(key: str, title: str, lede: str, inner: Markup) -> Markup:
    said = Markup('<p class="lead">{}</p>').format(told.cut(lede)) if lede else _NOTHING
    return Markup('<section class="card" aria-labelledby="{}"><h2 id="{}">{}</h2>{}{}</section>').format(
        key, key, title, said, inner
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Iterable[int], label: str) -> Markup:
    """Give a table whose first column names its rows; it scrolls on its own where the screen is narrow."""
    right = set(numbers)
    heads = _lines(
        Markup('<th scope="col"{}>{}</th>').format(_right(index in right), name) for index, name in enumerate(header)
    )
    body = _lines(Markup("<tr>{}</tr>").format(_row(row, right)) for row in rows)
    return Markup(
        '<div class="wide" tabindex="0" role="region" aria-label="{}"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(label, heads, body)


def _row(row: Sequence[str], right: set[int]) -> Markup:
    first = Markup('<th scope="row">{}</th>').format(row[0])
    return first + _NOTHING.join(
        Markup("<td{}>{}</td>").format(_right(index in right), cell) for index, cell in enumerate(row[1:], 1)
    )


def _right(wanted: bool) -> Markup:
    return Markup(' class="n"') if wanted else _NOTHING


def _rest(said: str) -> Markup:
    return Markup('<p class="quiet">{}</p>').format(said) if said else _NOTHING


def _list(lines: Iterable[Markup]) -> Markup:
    found = _lines(lines)
    return Markup("<ul>{}</ul>").format(found) if found else _NOTHING


def _lines(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(part for part in parts if part)
