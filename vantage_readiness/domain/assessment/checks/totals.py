"""Printed totals of costs beside the sum of their lines, both ends of a range for themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ...words import Period, Severity
from ..model import Finding, Total
from .basis import Document

_ROUGHLY = re.compile(r"[~≈±+]|\d\s?[kKmM](?!\w)|\b(?:about|approx|circa|ca|rund|etwa|environ|aprox)\b")


def totals(document: Document) -> Iterator[Finding]:
    """Name each total that its lines do not give; where the lines are other money, nothing is added up."""
    text = document.read.text.split("\n") if document.read.totals else []
    units: dict[str, set[tuple[str, Period]]] = {}
    for cost in document.read.costs:
        if cost.low is not None:
            units.setdefault(cost.group, set()).add((cost.currency, cost.period))
    for total in document.read.totals:
        if units.get(total.group) != {(total.currency, total.period)}:
            continue
        is_rough = _ROUGHLY.search(text[total.line - 1][:400]) is not None
        if not (_near(total.low, total.stated_low, is_rough) and _near(total.high, total.stated_high, is_rough)):
            message = f"{total.group}: the lines add up to {_sums(total)}."
            yield Finding("total-mismatch", Severity.WARNING, message, (total.line,))


def _near(computed: Decimal, stated: Decimal, is_rough: bool) -> bool:
    """Answer whether a total is right; one printed roughly may differ by half of its last digit that is not zero."""
    digits = len(f"{stated:.0f}") - len(f"{stated:.0f}".rstrip("0"))
    return abs(computed - stated) <= (Decimal(10) ** digits / 2 if is_rough and stated else 0)


def _sums(total: Total) -> str:
    return (
        f"{_range(total.low, total.high)} {total.currency}, the document says "
        f"{_range(total.stated_low, total.stated_high)} {total.currency}"
    )


def _range(low: Decimal, high: Decimal) -> str:
    return f"{low:,}–{high:,}"
