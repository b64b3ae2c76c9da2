"""Charts on paper: for scripts off, print, and files. Small, quiet, and readable at the width they are drawn for.

Every drawing takes a `width` in user units, which are pixels at full size. Without one it is drawn twice, wide and
narrow, and the style sheet shows the one that fits (`chart-wide`, `chart-narrow`). `standalone` gives a whole file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from markupsafe import Markup

from vantage_readiness.domain import phrases
from vantage_readiness.domain.burndown import BurnDown
from vantage_readiness.domain.phases import Band, Plan

from . import figures
from .figures import Actual, Figure, Line
from .paper import BOLD, SMALL, Paper, fit, line, measure
from .scales import NARROW, WIDE, DayScale, NumberScale, day_ticks, number_ticks, room_beside, short_day

_ROW = 46
_LIFT = 10

Point = tuple[float, float]


def burn_down(burndown: BurnDown, plan: Plan | None, *, width: int | None = None, standalone: bool = False) -> Markup:
    """Draw what remains day by day against the plan; empty when there is no day to draw."""
    figure = figures.burn_down(burndown, plan)
    return _sized(lambda name, at: _draw(figure, at, name, standalone), width, standalone) if figure else Markup()


def burn_up(burndown: BurnDown, plan: Plan | None, *, width: int | None = None, standalone: bool = False) -> Markup:
    """Draw scope, claimed and verified day by day against the plan; empty when there is no day to draw."""
    figure = figures.burn_up(burndown, plan)
    return _sized(lambda name, at: _draw(figure, at, name, standalone), width, standalone) if figure else Markup()


def timeline(
    plan: Plan, actual: Iterable[Actual], *, today: date, width: int | None = None, standalone: bool = False
) -> Markup:
    """Draw each phase as planned (certain and possible days) and as it went; empty when nothing is planned."""
    happened = tuple(actual)
    if not plan.bands:
        return Markup()
    return _sized(lambda name, at: _phases(plan, happened, today, at, name, standalone), width, standalone)


def sparkline(
    values: Sequence[float], *, label: str, width: int = 96, height: int = 24, standalone: bool = False
) -> Markup:
    """Draw values as a line as small as a word, with a dot at the newest; empty without values."""
    if not values:
        return Markup()
    paper = Paper(width, height)
    low, high = min(values), max(values)
    scale = NumberScale((high - low) or 1, height - 4, 4)
    room = (width - 8) / max(len(values) - 1, 1)
    points = [(4 + index * room, scale(value - low)) for index, value in enumerate(values)]
    thin = _thinned(points)
    paper.add("path", "spark", d=line(thin))
    paper.add("circle", "spark-mark", cx=thin[-1][0], cy=thin[-1][1], r=2.5)
    return paper.finish(label, name="sparkline", standalone=standalone)


def _sized(draw: Callable[[str, int], Markup], width: int | None, standalone: bool) -> Markup:
    if width is not None or standalone:
        return draw("", width or WIDE)
    return draw("chart-wide", WIDE) + draw("chart-narrow", NARROW)


# --- lines over days ---------------------------------------------------------------------------------------------


def _draw(figure: Figure, width: int, name: str, standalone: bool) -> Markup:
    paper = Paper(width, 300 if width >= 560 else 250)
    ticks = number_ticks(figure.top)
    ends = _end_labels(figure)
    left = max(measure(f"{tick:,}", SMALL) for tick in ticks) + 8
    share = (figure.today - figure.first).days / (figure.last - figure.first).days
    right = room_beside(share, width - left, max(measure(text, bold=True) for _, _, text in ends))
    x = DayScale(figure.first, figure.last, left, width - right)
    y = NumberScale(ticks[-1], paper.height - 24, 46 if figure.bands else 30)
    _bands(paper, figure, x, y)
    _grid(paper, figure.unit, ticks, x, y)
    _wedge(paper, figure, x, y)
    _shade(paper, figure, x, y)
    _today(paper, figure.today, x, y, short_day(figure.today) if figure.over else "Today, incomplete")
    for drawn in reversed(figure.lines):
        _line(paper, figure, drawn, x, y)
    _write_ends(paper, ends, x(figure.today) + 9, y)
    _marks(paper, figure, x, y)
    _name_wedge(paper, figure, x, y)
    return paper.finish(f"{figure.title}. {figure.summary}", name=name, standalone=standalone)


def _end_labels(figure: Figure) -> list[tuple[float, str, str]]:
    """Give the value, role and words of what stands at the end of each line and of the shade."""
    ends = [(float(drawn.values[-1]), drawn.role, f"{drawn.name} {drawn.values[-1]:,}") for drawn in figure.lines]
    if figure.shade and (gap := figure.shade.upper[-1] - figure.shade.lower[-1]):
        middle = figure.shade.lower[-1] + gap / 2
        ends.append((middle, figure.shade.role, f"{figure.shade.name} {gap:,}"))
    return ends


def _bands(paper: Paper, figure: Figure, x: DayScale, y: NumberScale) -> None:
    for index, band in enumerate(figure.bands):
        start, end = x(band.start), x(band.end)
        if index % 2 == 0:
            paper.add("rect", "band", band.name, x=start, y=y.ceiling, width=end - start, height=y.bottom - y.ceiling)
        name = fit(band.name, end - start - 8, SMALL)
        paper.try_write("quiet", str(index + 1) if name.endswith("…") else name, start + 4, 11)


def _grid(paper: Paper, unit: str, ticks: Sequence[int], x: DayScale, y: NumberScale) -> None:
    for tick in ticks:
        role = "grid" if tick else "axis"
        paper.add("line", role, x1=x.left, y1=y(tick), x2=x.right, y2=y(tick))
        paper.write("tick", f"{tick:,}", x.left - 6, y(tick) + 4, anchor="end")
    paper.write("quiet", unit.capitalize(), 0, y.ceiling - _LIFT)
    _day_axis(paper, x, y.bottom)


def _day_axis(paper: Paper, x: DayScale, bottom: float) -> None:
    for on, label in day_ticks(x, measure("30 Mmm", SMALL) + 16):
        paper.add("line", "axis", x1=x(on), y1=bottom, x2=x(on), y2=bottom + 4)
        paper.try_write("tick", label, x(on), bottom + 18, anchor="middle")


def _wedge(paper: Paper, figure: Figure, x: DayScale, y: NumberScale) -> None:
    if not figure.wedge:
        return
    start, *ends = [(x(on), y(value)) for on, value in figure.wedge]
    paper.add("path", "wedge", d=line([start, *ends]) + "Z")
    for end in ends:
        paper.add("path", "wedge-edge", d=line([start, end]))


def _shade(paper: Paper, figure: Figure, x: DayScale, y: NumberScale) -> None:
    if not figure.shade:
        return
    upper = _stairs(figure.days, figure.shade.upper, x, y)
    lower = _stairs(figure.days, figure.shade.lower, x, y)
    paper.add("path", "unproven", figure.shade.name, d=line([*upper, *reversed(lower)]) + "Z")


def _today(paper: Paper, today: date, x: DayScale, y: NumberScale, label: str) -> None:
    paper.add("line", "today", x1=x(today), y1=y.ceiling - 2, x2=x(today), y2=y.bottom)
    if not _above(paper, "quiet", label, x(today), y):
        _above(paper, "quiet", label.partition(",")[0], x(today), y)


def _above(paper: Paper, role: str, text: str, at: float, y: NumberScale) -> bool:
    """Write above the plot, over or beside a place; answer whether there was room."""
    places = (("middle", at), ("start", at), ("end", at), ("start", at + 24))
    return any(paper.try_write(role, text, place, y.ceiling - _LIFT, anchor=anchor) for anchor, place in places)


def _line(paper: Paper, figure: Figure, drawn: Line, x: DayScale, y: NumberScale) -> None:
    """Draw a line up to today; what today changed is dotted while the day is not over."""
    points = _stairs(figure.days, drawn.values, x, y)
    if figure.over:
        paper.add("path", drawn.role, d=line(points))
    elif len(figure.days) > 1:
        settled = _stairs(figure.days[:-1], drawn.values[:-1], x, y)
        corner = (points[-1][0], settled[-1][1])
        paper.add("path", drawn.role, d=line([*settled, corner]))
        paper.add("path", drawn.role, d=line([corner, points[-1]]), stroke_dasharray="2 2")
    paper.keep_free(points)
    _end_mark(paper, drawn.role, *points[-1])


def _end_mark(paper: Paper, role: str, x: float, y: float) -> None:
    if role in ("claimed", "unclaimed"):
        paper.add("path", f"{role}-name", d=f"M{x:.1f} {y - 4.5:.1f}l4.5 4.5-4.5 4.5-4.5-4.5z")
    elif role == "scope":
        paper.add("rect", f"{role}-name", x=x - 3, y=y - 3, width=6, height=6)
    else:
        paper.add("circle", f"{role}-name", cx=x, cy=y, r=3.5)


def _write_ends(paper: Paper, ends: list[tuple[float, str, str]], x: float, y: NumberScale) -> None:
    places = figures.spread([y(value) + 4 for value, _, _ in ends], 15, y.ceiling + 6, y.bottom - 3)
    for place, (_, role, text) in zip(places, ends, strict=True):
        paper.write(f"{role}-name", text, x, place, halo=True)


def _marks(paper: Paper, figure: Figure, x: DayScale, y: NumberScale) -> None:
    """Mark the steps of the scope and name those there is room for; where marks would touch, only the first."""
    free = x.left
    for mark in figure.marks:
        at, height = x(mark.day), y(mark.value)
        if at < free:
            continue
        free = at + 6
        if _above(paper, "step-name", fit(mark.name, 150 if paper.width >= 560 else 110, SMALL), at, y):
            paper.add("line", "step", x1=at, y1=y.ceiling - 2, x2=at, y2=height)
        triangle = f"{height - 2:.1f}l-4-7h8z" if height - 9 > y.ceiling else f"{height + 2:.1f}l-4 7h8z"
        paper.add("path", "step-mark", f"{short_day(mark.day)}: {mark.name}", d=f"M{at:.1f} {triangle}")


def _name_wedge(paper: Paper, figure: Figure, x: DayScale, y: NumberScale) -> None:
    """Name the plan beside its late edge, wherever there is room."""
    if not figure.wedge:
        return
    (start, first), (early, _), (late, last) = figure.wedge
    for words in (f"Plan: {short_day(early)} – {short_day(late, beside=early)}", "Plan"):
        for share in (0.45, 0.3, 0.6, 0.15, 0.75, 0.9):
            at = x(start) + (x(late) - x(start)) * share
            height = y(first + (last - first) * share)
            if paper.try_write("wedge-name", words, at + 10, height + 4, halo=True):
                return


def _stairs(days: Sequence[date], values: Sequence[int], x: DayScale, y: NumberScale) -> list[Point]:
    """Give the corners of a line that holds each day's value until the next day."""
    points: list[Point] = []
    for on, value in zip(days, values, strict=True):
        at, height = x(on), y(value)
        if points and points[-1][1] != height:
            points.append((at, points[-1][1]))
        if not points or points[-1][1] != height:
            points.append((at, height))
    points.append((x(days[-1]), points[-1][1]))
    return _thinned(points)


def _thinned(points: list[Point]) -> list[Point]:
    """Keep of every column one unit wide the first, lowest, highest and last point: the eye sees no difference."""
    thin: list[Point] = []
    column: list[Point] = []
    for point in points:
        if column and int(point[0]) != int(column[0][0]):
            thin += _extremes(column)
            column = []
        column.append(point)
    return thin + _extremes(column)


def _extremes(column: list[Point]) -> list[Point]:
    if len(column) <= 4:
        return column
    heights = [height for _, height in column]
    at = column[0][0]
    return [column[0], (at, min(heights)), (at, max(heights)), column[-1]]


# --- phases over days --------------------------------------------------------------------------------------------


def _phases(plan: Plan, actual: tuple[Actual, ...], today: date, width: int, name: str, standalone: bool) -> Markup:
    paper = Paper(width, 20 + _ROW * len(plan.bands) + 46)
    first, last = figures.period(plan, actual, today)
    x = DayScale(first, last, 4, width - 4)
    bottom = 20.0 + _ROW * len(plan.bands)
    y = NumberScale(1, bottom, 22)
    for on, _ in day_ticks(x, measure("30 Mmm", SMALL) + 16):
        paper.add("line", "grid", x1=x(on), y1=20, x2=x(on), y2=bottom)
    paper.add("line", "axis", x1=x.left, y1=bottom, x2=x.right, y2=bottom)
    _day_axis(paper, x, bottom)
    _today(paper, today, x, y, "Today")
    happened = {phase.phase_id: phase for phase in actual}
    for index, band in enumerate(plan.bands):
        _phase(paper, band, happened.get(band.phase_id), today, x, 20.0 + _ROW * index)
    _key(paper, paper.height - 6)
    return paper.finish(_plan_sentence(plan), name=name, standalone=standalone)


def _phase(paper: Paper, band: Band, actual: Actual | None, today: date, x: DayScale, top: float) -> None:
    dates = f"{short_day(band.earliest_start)} – {short_day(band.latest_end, beside=band.earliest_start)}"
    hint = f"{band.name}: planned {dates}"
    paper.write("quiet", dates, paper.width - 4, top + 15, anchor="end", halo=True)
    room = paper.width - 24 - measure(dates, SMALL)
    paper.write("name", fit(figures.plain(band.name, 120), room / BOLD), 4, top + 15, halo=True)
    _bar(paper, "plan-most", hint, x(band.earliest_start), x(band.latest_end), top + 22, 8)
    if band.latest_start < band.earliest_end:
        _bar(paper, "plan-least", hint, x(band.latest_start), x(band.earliest_end), top + 22, 8)
    if actual and actual.started:
        _happened(paper, band, actual.started, actual.ended, today, x, top + 33)


def _happened(
    paper: Paper, band: Band, started: date, ended: date | None, today: date, x: DayScale, top: float
) -> None:
    until = ended or max(today, started)
    words = f"ended {short_day(ended)}" if ended else "under way"
    hint = f"{band.name}: started {short_day(started)}, {words}"
    on_time = max(min(until, band.latest_end), started)
    _bar(paper, "actual", hint, x(started), x(on_time), top, 4)
    if until > band.latest_end:
        _bar(paper, "late", hint, x(max(started, band.latest_end)), x(until), top, 4)
    if ended:
        role = "late" if ended > band.latest_end else "actual"
        paper.add("circle", role, hint, cx=x(until), cy=top + 2, r=4)


def _bar(paper: Paper, role: str, hint: str, start: float, end: float, top: float, height: float) -> None:
    paper.add("rect", role, hint, x=start, y=top, width=max(end - start, 2.0), height=height, rx=height / 2)


def _key(paper: Paper, bottom: float) -> None:
    at = 4.0
    for role, words in (("plan-least", "planned"), ("plan-most", "possible"), ("actual", "actual"), ("late", "late")):
        paper.add("rect", role, x=at, y=bottom - 7, width=16, height=6, rx=3)
        paper.write("quiet", words, at + 21, bottom)
        at += 21 + measure(words, SMALL) + 12


def _plan_sentence(plan: Plan) -> str:
    first, last = plan.bands[0], plan.bands[-1]
    end = short_day(last.earliest_end, beside=first.earliest_start)
    latest = short_day(last.latest_end, beside=last.earliest_end)
    start = phrases.day(first.earliest_start)
    return f"Plan of {phrases.count(len(plan.bands), 'phase')} from {start}, ending between {end} and {latest}."
