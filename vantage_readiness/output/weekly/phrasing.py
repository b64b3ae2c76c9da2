"""How numbers, days, money and texts of people stand in a weekly report, the same in every format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from vantage_readiness.domain.phrases import join, number
from vantage_readiness.domain.weekly import Money, PhaseLine
from vantage_readiness.domain.words import Period, Status
from vantage_readiness.output.figures import plain
from vantage_readiness.output.scales import short_day

LONGEST = 300  # signs of one text of people that are printed; the whole is in the tables
SHORT = 140  # signs of a title or a note in a list
UNKNOWN = "unknown"

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "$": "$", "€": "€", "£": "£"}
_PER = {Period.ONCE: "", Period.MONTH: " a month", Period.YEAR: " a year"}


def percent(n: int | None) -> str:
    """Give a whole percentage: "62%"."""
    return UNKNOWN if n is None else f"{n}%"


def score(n: Decimal | None) -> str:
    """Give a score as it is printed: "7.5/10"."""
    return UNKNOWN if n is None else f"{plainly(n)}/10"


def plainly(n: Decimal) -> str:
    """Give a decimal without zeros that say nothing: "7.5" for 7.50."""
    text = f"{n:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def dated(on: date) -> str:
    """Give a day in little room: "18 Nov 2026"."""
    return f"{short_day(on)} {on.year}"


def between(first: date, last: date) -> str:
    """Give two days as a range in little room: "12 – 19 Oct 2026", "9 Nov – 14 Dec 2026"."""
    if first == last:
        return dated(last)
    if first.year != last.year:
        return f"{dated(first)} – {dated(last)}"
    return f"{first.day if first.month == last.month else short_day(first)} – {dated(last)}"


def statuses(counts: Sequence[int]) -> str:
    """Say how many items have which status, in the order of `Status`: "3 open, 1 done"."""
    return ", ".join(f"{number(n)} {status.label.lower()}" for n, status in zip(counts, Status, strict=True) if n)


def planned(phase: PhaseLine) -> str:
    """Give between which days a phase was planned to end."""
    if phase.earliest_end is None or phase.latest_end is None:
        return "no dates"
    return between(phase.earliest_end, phase.latest_end)


def phase_state(phase: PhaseLine) -> str:
    """Say how far a phase is."""
    if phase.completed_on:
        return f"complete since {dated(phase.completed_on)}"
    return cut(phase.state.replace("_", " "))


def money_name(money: Money) -> str:
    """Name a sum: "One-time, EUR"."""
    return f"{money.period.label}, {plain(money.currency, 20)}"


def money_range(low: Decimal, high: Decimal, money: Money) -> str:
    """Give a range of money: "€1,000–2,500 a month"."""
    amount = _amount(low) if low == high else f"{_amount(low)}–{_amount(high)}"
    return f"{_sign(money)}{amount}{_PER[money.period]}"


def drift(money: Money) -> str:
    """Say what was left a week before, if it was something else: "was €1,000–2,500"; else nothing."""
    if not money.has_drifted or money.left_low_before is None or money.left_high_before is None:
        return ""
    return f"was {money_range(money.left_low_before, money.left_high_before, money)}"


def sum_of(amount: Decimal, money: Money) -> str:
    """Give an amount of money with its currency."""
    return f"{_sign(money)}{_amount(amount)}"


def cut(text: str) -> str:
    """Give a text of people as one line of bounded length."""
    return plain(text, LONGEST)


def brief(text: str) -> str:
    """Give a title or a note as it stands in a list: one line, shorter still."""
    return plain(text, SHORT)


def few(names: Sequence[str], shown: int = 3) -> str:
    """Name the first few of many."""
    left = len(names) - shown
    return join([*names[:shown], *([f"{number(left)} more"] if left > 0 else [])])


def _sign(money: Money) -> str:
    return _SIGNS.get(money.currency, f"{plain(money.currency, 20)}\u00a0")


def _amount(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
