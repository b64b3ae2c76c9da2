"""What a chart shows, before anyone decides how it is drawn: lines, a shade, a wedge, bands and marks.

`svg` draws figures on paper, `charts` hands them to the browser; both show the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vantage_readiness.domain.burndown import BurnDown, ScopeStep
from vantage_readiness.domain.phases import Plan

SHORTEST = timedelta(days=7)
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Actual:
    """When a phase really started and ended; `None` for what has not happened."""

    phase_id: int
    started: date | None
    ended: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One value per day. The role names its colour, dash and marker."""

    role: str
    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shade:
    """The space between two lines of the figure."""

    role: str
    name: str
    upper: tuple[int, ...]
    lower: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A phase behind the lines, on its latest dates, so that bands follow each other and end with the wedge."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Mark:
    """A named step of the scope, sitting on the first line of the figure."""

    day: date
    value: int
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart of days: what is drawn, from `first` to `last`, from 0 to `top` units.

    The newest day is incomplete unless it is `over`.
    """

    title: str
    summary: str
    unit: str
    days: tuple[date, ...]
    lines: tuple[Line, ...]
    shade: Shade | None
    wedge: tuple[tuple[date, int], ...]
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    first: date
    last: date
    top: int
    over: bool = False

    @property
    def today(self) -> date:
        return self.days[-1]


def burn_down(burndown: BurnDown, plan: Plan | None) -> Figure | None:
    """Give what remains and what is claimed of it, against the plan; `None` when there is no day to draw."""
    if not burndown.days:
        return None
    remaining = tuple(burndown.remaining)
    unclaimed = tuple(left - unproven for left, unproven in zip(remaining, burndown.unproven, strict=True))
    lines = [Line("remaining", "Remaining", remaining)]
    if unclaimed != remaining:
        lines.append(Line("unclaimed", "Not claimed", unclaimed))
    return _figure(
        "Burn-down",
        burndown,
        plan,
        lines=tuple(lines),
        shade=Shade("unproven", "Unproven", remaining, unclaimed) if unclaimed != remaining else None,
        down=True,
    )


def burn_up(burndown: BurnDown, plan: Plan | None) -> Figure | None:
    """Give scope, claimed and verified against the plan; `None` when there is no day to draw."""
    if not burndown.days:
        return None
    claimed, verified = tuple(burndown.claimed), tuple(burndown.verified)
    return _figure(
        "Burn-up",
        burndown,
        plan,
        lines=(
            Line("scope", "Scope", tuple(burndown.scope)),
            Line("claimed", "Claimed", claimed),
            Line("verified", "Verified", verified),
        ),
        shade=Shade("unproven", "Unproven", claimed, verified) if claimed != verified else None,
        down=False,
    )


def plain(text: str, length: int = NAME_LENGTH) -> str:
    """Give a text of people as one short line without control characters and lone surrogates."""
    clean = "".join(" " if letter.isspace() else letter for letter in text if letter.isspace() or letter.isprintable())
    line = " ".join(clean.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart until each is `gap` from the next, in their order, within low…high where that is possible."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    floor = low
    for index in order:
        moved[index] = floor = max(moved[index], floor)
        floor += gap
    ceiling = high
    for index in reversed(order):
        moved[index] = ceiling = min(moved[index], ceiling)
        ceiling -= gap
    return moved


def period(plan: Plan, actual: Iterable[Actual], today: date) -> tuple[date, date]:
    """Give the first and last day a timeline shows; at least a week. The plan has at least one band."""
    days = [band.earliest_start for band in plan.bands] + [band.latest_end for band in plan.bands] + [today]
    days += [on for phase in actual for on in (phase.started, phase.ended) if on]
    return min(days), max(*days, min(days) + SHORTEST)


def _figure(
    title: str,
    burndown: BurnDown,
    plan: Plan | None,
    *,
    lines: tuple[Line, ...],
    shade: Shade | None,
    down: bool,
) -> Figure:
    days = tuple(burndown.days)
    wedge = _wedge(burndown, plan, down=down)
    bands = _bands(plan)
    edges = [days[0], days[-1], *(on for on, _ in wedge), *(band.end for band in bands)]
    first = min(edges)
    heights = [max(line.values) for line in lines] + [value for _, value in wedge]
    return Figure(
        title=title,
        summary=burndown.summary,
        unit=burndown.unit.value,
        days=days,
        lines=lines,
        shade=shade,
        wedge=wedge,
        bands=bands,
        marks=_marks(burndown, lines[0]),
        first=first,
        last=max(*edges, first + SHORTEST),
        top=max(1, *heights),
        over=burndown.incomplete_from > days[-1],
    )


def _wedge(burndown: BurnDown, plan: Plan | None, *, down: bool) -> tuple[tuple[date, int], ...]:
    if plan is None or plan.wedge is None:
        return ()
    wedge = plan.wedge
    scope = _scope_on(burndown, wedge.start)
    if not scope:
        return ()
    start, end = (scope, 0) if down else (0, scope)
    return ((wedge.start, start), (wedge.earliest_end, end), (wedge.latest_end, end))


def _scope_on(burndown: BurnDown, on: date) -> int:
    """What was planned is the scope of that day; a plan older than the diary knows only the diary's first day."""
    return burndown.scope[max(bisect_right(burndown.days, on) - 1, 0)]


def _bands(plan: Plan | None) -> tuple[Band, ...]:
    if plan is None:
        return ()
    return tuple(Band(plain(band.name), band.latest_start, band.latest_end) for band in plan.bands)


def _marks(burndown: BurnDown, line: Line) -> tuple[Mark, ...]:
    later = dict(zip(burndown.days[1:], line.values[1:], strict=True))
    return tuple(Mark(step.day, later[step.day], _step_name(step)) for step in burndown.steps if step.day in later)


def _step_name(step: ScopeStep) -> str:
    names = [plain(name) for name in step.names]
    rest = f" and {len(names) - 1} more" if len(names) > 1 else ""
    sign = "+" if step.by > 0 else "−" if step.by < 0 else "±"
    return f"{sign}{abs(step.by)} {names[0] if names else ''}{rest}".strip()
