"""Charts for the browser: figures as Plotly data and layout.

Colours are names, `var(--chart-…)`; the page's script puts in what the style sheet says, so a change of theme needs no
new data. Plotly is imported when the first figure is made, for it costs a quarter of a second and 28 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from html import escape
from types import ModuleType
from typing import TypeAlias

from vantage_readiness.domain.burndown import BurnDown
from vantage_readiness.domain.phases import Band, Plan

from . import figures
from .figures import Actual, Figure, Line
from .paper import SMALL, measure
from .scales import NARROW, WIDE, DayScale, day_ticks, number_ticks, room_beside, short_day

Part: TypeAlias = dict[str, object]

_CLEAR = "rgba(0,0,0,0)"
_LOOKS: Mapping[str, tuple[str, str, float, str]] = {
    "remaining": ("remaining", "solid", 2, "circle"),
    "unclaimed": ("claimed", "6px,3px", 1.5, "diamond"),
    "scope": ("scope", "2px,3px", 1.5, "square"),
    "claimed": ("claimed", "6px,3px", 1.5, "diamond"),
    "verified": ("verified", "solid", 2, "circle"),
    "unproven": ("unproven", "solid", 0, "circle"),
}


def burn_down(burndown: BurnDown, plan: Plan | None) -> str:
    """Give what remains day by day against the plan, as JSON; a sentence instead of lines when there is no day."""
    return _days(figures.burn_down(burndown, plan), burndown.why_empty)


def burn_up(burndown: BurnDown, plan: Plan | None) -> str:
    """Give scope, claimed and verified day by day against the plan, as JSON; a sentence when there is no day."""
    return _days(figures.burn_up(burndown, plan), burndown.why_empty)


def timeline(plan: Plan, actual: Iterable[Actual], *, today: date) -> str:
    """Give each phase as planned (certain and possible days) and as it went, as JSON; or why nothing is planned."""
    happened = tuple(actual)
    if not plan.bands:
        return _empty(plan.why_empty)
    first, last = figures.period(plan, happened, today)
    ran = {phase.phase_id: phase for phase in happened}
    rows = len(plan.bands)
    traces: list[Part] = []
    for row, band in enumerate(plan.bands):
        traces += _planned(band, row)
        if band.phase_id in ran:
            traces += _ran(band, ran[band.phase_id], row, today)
    labels = [label for row, band in enumerate(plan.bands) for label in _row_labels(band, row, first, last)]
    layout = _layout(first, last) | {
        "hovermode": "closest",
        "margin": {"l": 8, "r": 8, "t": 30, "b": 30},
        "yaxis": {"range": [rows - 0.4, -0.6], "visible": False, "fixedrange": True},
        "shapes": [_today_line(today)],
        "annotations": [*labels, _today_label(today, "Today") | {"xanchor": _inner_side(today, first, last)}],
        "meta": {"phases": [0.62] * rows, "ticks": _ticks(first, last, lambda _width: 8)},
    }
    return _json(traces, layout)


def sparkline(values: Sequence[float]) -> str:
    """Give values as a line without axes, as JSON."""
    trace = {"x": list(range(len(values))), "y": list(values), "mode": "lines", "line": _pen("remaining")}
    bare = {"visible": False, "fixedrange": True}
    margin = {"l": 2, "r": 2, "t": 2, "b": 2}
    return _json([trace], _bare_layout() | {"margin": margin, "xaxis": bare, "yaxis": bare})


@cache
def _plotly() -> ModuleType:
    import plotly.graph_objects
    import plotly.io

    plotly.io.templates.default = None
    module: ModuleType = plotly.graph_objects
    return module


def _json(traces: Sequence[Part], layout: Part) -> str:
    text: str = _plotly().Figure(data=[{"type": "scatter"} | trace for trace in traces], layout=layout).to_json()
    return text


def _empty(sentence: str | None) -> str:
    words = {"text": _inert(sentence or "There is nothing to draw yet.", 200), "showarrow": False}
    hidden = {"visible": False, "fixedrange": True}
    return _json([], _bare_layout() | {"xaxis": hidden, "yaxis": hidden, "annotations": [words]})


# --- lines over days ---------------------------------------------------------------------------------------------


def _days(figure: Figure | None, why_empty: str | None) -> str:
    if figure is None:
        return _empty(why_empty)
    ticks = number_ticks(figure.top)
    phases = [_phase_label(band) for band in figure.bands]
    ends = _end_labels(figure)
    today = figure.today, "Today, incomplete"
    layout = _layout(figure.first, figure.last) | {
        "yaxis": {
            "range": [0, ticks[-1]],
            "tickvals": ticks,
            "tickformat": ",",
            "fixedrange": True,
            "gridcolor": _colour("grid"),
            "zeroline": False,
        },
        "shapes": [*_bands(figure), _today_line(figure.today)],
        "annotations": [*phases, *ends, *_plan_label(figure), _unit(figure.unit), _today_label(*today)],
        "meta": _rooms(figure),
    }
    lines = [_line(figure, line) for line in figure.lines]
    marks = [_end_mark(figure, line) for line in figure.lines]
    return _json([*_wedge(figure), *_shade(figure), *reversed(lines), *marks, *_steps(figure)], layout)


def _rooms(figure: Figure) -> Part:
    """Say what the script fits labels by: shares of the width for phases and today, pixels for the widest end label."""
    span = (figure.last - figure.first).days
    today = (figure.today - figure.first).days / span
    label = max(measure(f"{line.name} {line.values[-1]:,}", bold=True) for line in figure.lines)
    return {
        "phases": [(band.end - band.start).days / span for band in figure.bands],
        "today": today,
        "label": round(label),
        "ticks": _ticks(figure.first, figure.last, lambda width: room_beside(today, width - 48, label)),
    }


def _ticks(first: date, last: date, right: Callable[[float], float]) -> Part:
    """Give the days to label on a wide and on a narrow chart, `right` being the space right of the plot at a width."""
    ticks: Part = {}
    for name, width in (("wide", WIDE), ("narrow", NARROW)):
        scale = DayScale(first, last, 48, width - right(width))
        named = day_ticks(scale, measure("30 Mmm", SMALL) + 16)
        ticks[name] = {"tickvals": [on.isoformat() for on, _ in named], "ticktext": [text for _, text in named]}
    return ticks


def _wedge(figure: Figure) -> list[Part]:
    if not figure.wedge:
        return []
    corners = [*figure.wedge, figure.wedge[0]]
    return [
        {
            "x": [on for on, _ in corners],
            "y": [value for _, value in corners],
            "mode": "lines",
            "fill": "toself",
            "fillcolor": _colour("wedge"),
            "line": {"color": _colour("wedge-edge"), "width": 1, "dash": "5px,4px"},
            "hoverinfo": "skip",
            "name": "Plan",
        }
    ]


def _shade(figure: Figure) -> list[Part]:
    if figure.shade is None:
        return []
    edge: Part = {"x": figure.days, "mode": "lines", "line": {"width": 0, "shape": "hv"}, "hoverinfo": "skip"}
    fill: Part = {"fill": "tonexty", "fillcolor": _colour("shade"), "name": figure.shade.name}
    return [edge | {"y": figure.shade.lower}, edge | fill | {"y": figure.shade.upper}]


def _line(figure: Figure, line: Line) -> Part:
    return {
        "x": figure.days,
        "y": line.values,
        "mode": "lines",
        "name": line.name,
        "line": _pen(line.role) | {"shape": "hv"},
        "hovertemplate": "%{y:,}",
        "cliponaxis": False,
    }


def _end_mark(figure: Figure, line: Line) -> Part:
    colour, _, _, symbol = _LOOKS[line.role]
    return {
        "x": [figure.today],
        "y": [line.values[-1]],
        "mode": "markers",
        "marker": {"color": _colour(colour), "symbol": symbol, "size": 8},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _steps(figure: Figure) -> list[Part]:
    if not figure.marks:
        return []
    return [
        {
            "x": [mark.day for mark in figure.marks],
            "y": [mark.value for mark in figure.marks],
            "text": [_inert(mark.name) for mark in figure.marks],
            "mode": "markers",
            "name": "Scope",
            "marker": {"color": _colour("step"), "symbol": "triangle-down", "size": 9},
            "hovertemplate": "%{text}",
            "cliponaxis": False,
        }
    ]


def _bands(figure: Figure) -> list[Part]:
    return [
        {
            "type": "rect",
            "x0": band.start,
            "x1": band.end,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "fillcolor": _colour("band"),
            "line": {"width": 0},
            "layer": "below",
        }
        for band in figure.bands[::2]
    ]


def _phase_label(band: figures.Band) -> Part:
    words = {"text": _inert(band.name), "font": {"size": 11}, "showarrow": False, "name": "phase"}
    return words | {"x": band.start, "yref": "paper", "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 20}


def _end_labels(figure: Figure) -> list[Part]:
    """Give the names and newest values of the lines and the shade beside today; the script moves them apart."""
    ends = [(float(line.values[-1]), line.role, f"{line.name} {line.values[-1]:,}") for line in figure.lines]
    if figure.shade and (gap := figure.shade.upper[-1] - figure.shade.lower[-1]):
        ends.append((figure.shade.lower[-1] + gap / 2, "unproven", f"{figure.shade.name} {gap:,}"))
    return [
        _label(words, figure.today, value, _LOOKS[role][0]) | {"name": "end", "xshift": 6}
        for value, role, words in ends
    ]


def _plan_label(figure: Figure) -> list[Part]:
    """Name the plan beside its late edge, where no line runs."""
    if not figure.wedge:
        return []
    (start, first), (early, _), (late, last) = figure.wedge
    words = f"Plan: {short_day(early)} – {short_day(late, beside=early)}"
    for share in (0.45, 0.6, 0.3, 0.75, 0.15):
        on, value = start + (late - start) * share, first + (last - first) * share
        if _is_free(figure, on, value):
            return [_label(words, on, value, "text") | {"name": "plan", "font": {"size": 11}, "xshift": 8}]
    return []


def _is_free(figure: Figure, on: date, value: float) -> bool:
    """Answer whether lines and their end labels keep away from a label that begins at this place."""
    until = on + (figure.last - figure.first) / 4
    near = [index for index, day in enumerate(figure.days) if on <= day <= until]
    near += [len(figure.days) - 1] if figure.today <= until else []
    return all(abs(line.values[index] - value) > figure.top / 6 for line in figure.lines for index in near)


def _unit(unit: str) -> Part:
    place = {"xref": "paper", "x": 0, "xanchor": "right", "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 4}
    return {"text": unit.capitalize(), "font": {"size": 11}, "showarrow": False} | place


# --- phases over days --------------------------------------------------------------------------------------------


def _row_labels(band: Band, row: int, first: date, last: date) -> list[Part]:
    name = _label(band.name, first, row - 0.36, "ink") | {"name": "phase"}
    dates = _label(_dates(band), last, row - 0.36, "text") | {"xanchor": "right", "font": {"size": 11}}
    return [name, dates]


def _dates(band: Band) -> str:
    return f"{short_day(band.earliest_start)} – {short_day(band.latest_end, beside=band.earliest_start)}"


def _planned(band: Band, row: int) -> list[Part]:
    hint = _inert(f"{band.name}: planned {_dates(band)}", 200)
    bars = [_bar(band.earliest_start, band.latest_end, row, "plan-most", 8, hint)]
    if band.latest_start < band.earliest_end:
        bars.append(_bar(band.latest_start, band.earliest_end, row, "plan-least", 8, hint))
    return bars


def _ran(band: Band, actual: Actual, row: int, today: date) -> list[Part]:
    if actual.started is None:
        return []
    until = actual.ended or max(today, actual.started)
    words = f"ended {short_day(actual.ended)}" if actual.ended else "under way"
    hint = _inert(f"{band.name}: started {short_day(actual.started)}, {words}", 200)
    on_time = max(min(until, band.latest_end), actual.started)
    bars = [_bar(actual.started, on_time, row + 0.22, "verified", 4, hint)]
    if until > band.latest_end:
        bars.append(_bar(max(actual.started, band.latest_end), until, row + 0.22, "late", 4, hint))
    return bars


def _bar(start: date, end: date, row: float, colour: str, width: float, hint: str) -> Part:
    pen = {"color": _colour(colour), "width": width}
    return {
        "x": [start, end],
        "y": [row, row],
        "mode": "lines",
        "line": pen,
        "text": [hint, hint],
        "hovertemplate": "%{text}<extra></extra>",
    }


# --- what every chart shares -------------------------------------------------------------------------------------


def _layout(first: date, last: date) -> Part:
    """Give days along the bottom and room for labels; dragging and zooming are off, so that a page can be scrolled."""
    return _bare_layout() | {
        "margin": {"l": 48, "r": 12, "t": 46, "b": 30},
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": _colour("background"),
            "bordercolor": _colour("axis"),
            "font": {"color": _colour("ink")},
        },
        "xaxis": {
            "type": "date",
            "range": [first, last],
            "fixedrange": True,
            "showgrid": False,
            "tickangle": 0,
            "ticks": "outside",
            "tickcolor": _colour("axis"),
            "linecolor": _colour("axis"),
            "hoverformat": "%-d %B %Y",
        },
    }


def _bare_layout() -> Part:
    return {
        "autosize": True,
        "showlegend": False,
        "dragmode": False,
        "hovermode": False,
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "font": {"size": 12, "color": _colour("text")},
    }


def _today_line(today: date) -> Part:
    pen = {"color": _colour("text"), "width": 1, "dash": "3px,3px"}
    return {"type": "line", "x0": today, "x1": today, "yref": "paper", "y0": 0, "y1": 1, "line": pen}


def _today_label(today: date, words: str) -> Part:
    place = {"x": today, "yref": "paper", "y": 1, "yanchor": "bottom"}
    return {"text": words, "font": {"size": 11}, "showarrow": False, "name": "today"} | place


def _inner_side(on: date, first: date, last: date) -> str:
    """Say which side of a label stands at a day, so that near an edge it grows inwards."""
    share = (on - first) / (last - first)
    return "left" if share < 0.1 else "right" if share > 0.9 else "center"


def _label(words: str, on: date, height: float, colour: str) -> Part:
    font = {"size": 12, "color": _colour(colour)}
    return {"text": _inert(words), "x": on, "y": height, "xanchor": "left", "showarrow": False, "font": font}


def _pen(role: str) -> Part:
    colour, dash, width, _ = _LOOKS[role]
    return {"color": _colour(colour), "dash": dash, "width": width}


def _colour(name: str) -> str:
    return f"var(--chart-{name})"


def _inert(words: str, length: int = figures.NAME_LENGTH) -> str:
    """Make a text of people safe for Plotly, which reads tags and entities in every text."""
    return escape(figures.plain(words, length), quote=False)
