"""Costs: ranges added up beside the totals the assessment states, and what is left of them.

A range stays a range, lows with lows and highs with highs. Currencies are never added together, nor is money due once
to money due every month.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeAlias

from .refusals import Refused
from .words import Period

MOST = 10**9

Key: TypeAlias = tuple[Period, str]


class Line(Protocol):
    """A cost line with the money recorded against it; it has both ends of a range, or neither if none is printed."""

    @property
    def id(self) -> int: ...
    @property
    def group(self) -> str: ...
    @property
    def period(self) -> Period: ...
    @property
    def currency(self) -> str: ...
    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def closed(self) -> bool: ...
    @property
    def committed(self) -> Decimal: ...
    @property
    def actual(self) -> Decimal: ...


class Stated(Protocol):
    """A total as the assessment prints it, for one group of lines."""

    @property
    def group(self) -> str: ...
    @property
    def period(self) -> Period: ...
    @property
    def currency(self) -> str: ...
    @property
    def low(self) -> Decimal: ...
    @property
    def high(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class LineState:
    """What is left of one line, and whether more is recorded than its range allows. None where no range is known."""

    id: int
    remaining_low: Decimal | None
    remaining_high: Decimal | None
    over: bool


@dataclass(frozen=True, slots=True)
class CostSum:
    """The lines of one period and currency added up.

    The stated range is None unless every group of lines has a stated total; `agrees` is False as soon as one stated
    total differs from the sum of its lines, and None when nothing is stated. `unpriced` lines have no range and are
    in no sum.
    """

    period: Period
    currency: str
    low: Decimal
    high: Decimal
    stated_low: Decimal | None
    stated_high: Decimal | None
    agrees: bool | None
    remaining_low: Decimal
    remaining_high: Decimal
    committed: Decimal
    actual: Decimal
    unpriced: int
    lines: tuple[LineState, ...]


def add_up(lines: Iterable[Line], stated: Iterable[Stated]) -> tuple[CostSum, ...]:
    """Add up cost lines by period and currency, one-time money first."""
    lines_by, stated_by = defaultdict[Key, list[Line]](list), defaultdict[Key, list[Stated]](list)
    for line in lines:
        lines_by[line.period, line.currency].append(line)
    for total in stated:
        stated_by[total.period, total.currency].append(total)
    keys = sorted(lines_by.keys() | stated_by.keys(), key=lambda key: (_PERIODS.index(key[0]), key[1]))
    return tuple(_sum(key, lines_by[key], stated_by[key]) for key in keys)


def state_of(line: Line) -> LineState:
    """Give what is left of a line.

    One-time money: the range less what is committed or spent, whichever is more, for what is spent was committed
    first. Monthly money: the range of each coming month, until the line is closed. A closed line has nothing left.
    """
    if line.low is None or line.high is None:
        return LineState(line.id, None, None, over=False)
    used = max(line.committed, line.actual) if line.period is Period.ONCE else Decimal(0)
    left = [Decimal(0) if line.closed else max(end - used, Decimal(0)) for end in (line.low, line.high)]
    return LineState(line.id, left[0], left[1], over=used > line.high)


def amount(text: str) -> Decimal:
    """Read an amount of money as people type it: "1200", "1,200" or "19.50"; more than nothing, at most 10⁹."""
    plain = text.strip().replace("\N{NO-BREAK SPACE}", " ")
    if not _AMOUNT.fullmatch(plain):
        raise Refused("Enter the amount as a number such as 1200 or 19.50.")
    found = Decimal(re.sub(r"[, ]", "", plain))
    if found <= 0:
        raise Refused("Enter an amount above zero.")
    if found > MOST:
        raise Refused(f"The amount is too large. Enter at most {MOST:,}.")
    return found


_PERIODS = list(Period)
_AMOUNT = re.compile(r"(?:[0-9]{1,15}|[0-9]{1,3}(?:[, ][0-9]{3})+)(?:\.[0-9]{1,2})?")


def _sum(key: Key, lines: Sequence[Line], stated: Sequence[Stated]) -> CostSum:
    states = tuple(state_of(line) for line in lines)
    period, currency = key
    is_all_stated = bool(stated) and {line.group for line in lines} <= {total.group for total in stated}
    return CostSum(
        period=period,
        currency=currency,
        low=_total(line.low for line in lines),
        high=_total(line.high for line in lines),
        stated_low=_total(total.low for total in stated) if is_all_stated else None,
        stated_high=_total(total.high for total in stated) if is_all_stated else None,
        agrees=all(_agrees(total, lines) for total in stated) if stated else None,
        remaining_low=_total(state.remaining_low for state in states),
        remaining_high=_total(state.remaining_high for state in states),
        committed=_total(line.committed for line in lines),
        actual=_total(line.actual for line in lines),
        unpriced=sum(1 for state in states if state.remaining_high is None),
        lines=states,
    )


def _agrees(total: Stated, lines: Sequence[Line]) -> bool:
    its = [line for line in lines if line.group == total.group]
    return (_total(line.low for line in its), _total(line.high for line in its)) == (total.low, total.high)


def _total(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))
