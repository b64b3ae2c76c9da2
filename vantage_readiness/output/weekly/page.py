"""The weekly report as one HTML file that needs nothing else: for a screen of any width, a printer, an archive."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from vantage_readiness.domain.phrases import number
from vantage_readiness.domain.weekly import Weekly
from vantage_readiness.domain.words import Status, Verdict
from vantage_readiness.output import tables

from . import parts, picture, told
from .style import STYLE
from .told import Edition, Line

FARED = 4
REASONS = 6
PHASES = 12
WEEKS = 12

_SHAPES = {
    Verdict.MET: "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.5 14.5-4-4 1.4-1.4 2.6 2.6 5.6-5.6 1.4 1.4z",
    Verdict.CONDITIONAL: "M12 2 1 21h22zm-1 7h2v6h-2zm0 8h2v2h-2z",
    Verdict.NOT_MET: "M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9zM7.8 9.2 10.6 12l-2.8 2.8 1.4 1.4 2.8-2.8 2.8 2.8 "
    "1.4-1.4-2.8-2.8 2.8-2.8-1.4-1.4-2.8 2.8-2.8-2.8z",
}
_COLOURS = {Verdict.MET: "#12692f", Verdict.CONDITIONAL: "#7a4a00", Verdict.NOT_MET: "#ab2318"}  # on paper
_FRAME = Markup(
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{}</title>\n'
    "<style>{}</style>\n</head>\n<body>\n{}\n<main>\n{}\n</main>\n{}\n</body>\n</html>\n"
)


def page(weekly: Weekly, edition: Edition) -> bytes:
    """Give the file. Lists are cut after six lines and say where the rest is."""
    style = Markup(STYLE)  # noqa: S704 # house: safe-text — our own constant
    body = parts.join(
        [
            _gate(weekly),
            _numbers(weekly),
            _changes(weekly),
            _attention(weekly),
            Markup('<div class="picture">{}{}</div>').format(_burn_down(weekly), _forecast(weekly)),
            parts.beside(_phases(weekly), _money(weekly)),
            parts.beside(_items(weekly), _scores(weekly)),
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
        return parts.NOTHING
    said = parts.join(Markup("<li>{}</li>").format(change) for change in edition.changes)
    changes = Markup("<ul>{}</ul>").format(said) if said else parts.NOTHING
    return Markup('<div class="edition"><b>{}</b>{}</div>').format(edition.sentence, changes)


def _gate(weekly: Weekly) -> Markup:
    gate, reasons = weekly.gate, told.reasons(weekly)
    shape = Markup('<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="{}" d="{}"/></svg>').format(
        _COLOURS[gate.verdict], _SHAPES[gate.verdict]
    )
    said = [Markup("<li>{}</li>").format(reason) for reason in reasons[:REASONS]]
    if len(reasons) > REASONS:
        said.append(Markup('<li class="rest">and {} more in summary.csv</li>').format(number(len(reasons) - REASONS)))
    listed = Markup('<ol class="reasons">{}</ol>').format(parts.join(said)) if said else parts.NOTHING
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
    tiles = parts.join(
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
    estimate = Markup('<p class="quiet estimate">{}</p>').format(guess) if guess else parts.NOTHING
    return Markup('<section class="card" aria-label="The four numbers"><dl class="numbers">{}</dl>{}</section>').format(
        tiles, estimate
    )


def _direction(change: str) -> str:
    return {"+": "up", "−": "down"}.get(change[:1], "level")


def _changes(weekly: Weekly) -> Markup:
    lists = parts.lists(told.changes(weekly))
    return parts.card("changed", "What changed this week", told.happened(weekly), lists)


def _attention(weekly: Weekly) -> Markup:
    sections = told.attention(weekly)
    full = [section for section in sections if section.lines]
    quiet = " ".join(section.empty for section in sections if not section.lines)
    return parts.card("attention", "What needs a person", quiet, parts.lists(full))


def _burn_down(weekly: Weekly) -> Markup:
    burn, drawn = weekly.burn_down, picture.burn_down(weekly)
    if not drawn:
        return parts.card("burn-down", "Burn-down", burn.summary, parts.NOTHING)
    header, rows = tables.weekly_table(burn)
    table = parts.table(header, rows[:WEEKS], numbers=range(1, len(header) - 1), label="Burn-down by week")
    inner = Markup(
        "<figure>{}<figcaption>{}</figcaption></figure><details><summary>The numbers by week</summary>{}</details>"
    ).format(drawn, burn.summary, table)
    return parts.card("burn-down", "Burn-down", "", inner)


def _forecast(weekly: Weekly) -> Markup:
    forecasts = parts.join(map(parts.line, told.forecasts(weekly)))
    earlier = told.fared(weekly)
    inner = Markup('<div class="lists"><ul>{}</ul>{}</div>').format(forecasts, _fared(earlier))
    is_empty = not (forecasts or earlier)
    return parts.card("forecast", "Forecast", *((told.NO_FORECAST, parts.NOTHING) if is_empty else ("", inner)))


def _fared(earlier: Sequence[Line]) -> Markup:
    if not earlier:
        return parts.NOTHING
    lines = parts.join(map(parts.line, earlier[:FARED]))
    rest = number(len(earlier) - FARED) if len(earlier) > FARED else ""
    said = f"and {rest} more in summary.csv" if rest else ""
    return Markup("<section><h3>How earlier forecasts fared</h3><ul>{}</ul>{}</section>").format(
        lines, parts.rest(said)
    )


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
    table = parts.table(("Phase", "Planned end", "State", "Verified"), rows, numbers=(3,), label="Phases")
    inner = table + parts.rest(f"and {number(left)} more in summary.csv" if left > 0 else "")
    return parts.card("phases", "Phases against plan", weekly.plan_sentence, inner if rows else parts.NOTHING)


def _money(weekly: Weekly) -> Markup:
    money = [
        (
            told.money_name(each),
            parts.above(
                told.money_range(each.remaining_low, each.remaining_high, each),
                "; ".join(filter(None, (f"of {told.money_range(each.low, each.high, each)}", told.drift(each)))),
            ),
            parts.above(told.sum_of(each.actual, each), f"{told.sum_of(each.spent_this_week, each)} this week"),
        )
        for each in weekly.money
    ]
    header = ("Cost lines", "Left", "Spent")
    over = [told.cut(line) for each in weekly.money for line in each.over]
    warning = f"Over their range: {told.few(over)}." if over else ""
    lede = "" if money else "No cost lines are known."
    table = parts.table(header, money, numbers=(1, 2), label="Money") if money else parts.NOTHING
    return parts.card("money", "Money", lede, table + parts.rest(warning))


def _items(weekly: Weekly) -> Markup:
    counts = [(label, *map(number, row)) for label, row in told.by_tier(weekly)]
    header = ("Tier", "All", *(status.label for status in Status))
    table = parts.table(header, counts, numbers=range(1, len(header)), label="Items by tier and status")
    return parts.card("items", "Items", "" if counts else "No items are known yet.", table if counts else parts.NOTHING)


def _scores(weekly: Weekly) -> Markup:
    scores = [
        (
            f"{each.assessment}. {told.cut(each.title)}",
            told.dated(each.as_of or each.imported_on),
            told.score(each.stated),
        )
        for each in weekly.scores[-parts.SHOWN :]
    ]
    table = parts.table(("Assessment", "Of", "States"), scores, numbers=(2,), label="Scores")
    return parts.card(
        "scores", "Scores", "" if scores else "No assessment is known.", table if scores else parts.NOTHING
    )


def _foot(weekly: Weekly, edition: Edition) -> Markup:
    return Markup("<footer><p>{}</p><p>{}</p></footer>").format(
        f"{edition.sentence or 'Edition 1.'} All items and changes: report.xlsx, items.csv, changes.csv.",
        f"{told.mark(weekly)}.",
    )
