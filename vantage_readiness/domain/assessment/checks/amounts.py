"""The number a cell of a table holds, as exact as it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ..markdown import inline
from ..memory import remember

_LONGEST = 60  # characters of a cell that holds but a number
_NUMBER = r"\d{1,3}(?:[, ’'\u00a0\u202f]\d{3}){1,3}(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,4})?"
_CELL = re.compile(
    rf"[~≈+]?\s?(?P<sign>R?[$€£¥])?\s?(?P<low>{_NUMBER})\s?(?P<unit>[kKmM](?!\w))?"
    rf"(?:\s?(?:-|–|—|to|bis)\s?R?[$€£¥]?\s?(?P<high>{_NUMBER})\s?(?P<high_unit>[kKmM](?!\w))?)?"
    r"\s?(?:(?P<percent>%)|/\s?(?P<of>\d{1,4})|(?P<word>[^\W\d_]{1,12}|[€$£¥]))?"
)
_SCORE = re.compile(r"(?<![\w.,/])(\d{1,4}(?:[.,]\d{1,3})?)\s?(?:/\s?(\d{1,4})(?![\d/])|(%))")
_UNITS = {"k": 1_000, "m": 1_000_000}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range; `out_of` is 100 for percent; `step` is one of its last printed digit, 0 for whole numbers."""

    low: Decimal
    high: Decimal
    out_of: int | None
    money: bool
    percent: bool
    step: Decimal

    @property
    def suffix(self) -> str:
        """Give what follows the number in a sentence."""
        return " %" if self.percent else f"/{self.out_of}" if self.out_of else ""


@remember  # the cells of one document repeat
def amount(cell: str) -> Amount | None:
    """Give what a cell holds if it holds nothing but a number: "9.5/10", "30 %", "€50K", "1,950", "390 lines"."""
    found = _CELL.fullmatch(inline.plain(cell)) if len(cell) <= _LONGEST else None
    if not found:
        return None
    money = bool(found["sign"]) or found["word"] in ("€", "$", "£", "¥")
    unit, high_unit = found["unit"] or found["high_unit"], found["high_unit"] or found["unit"]
    low = _decimal(found["low"], money) * _UNITS.get((unit or "").lower(), 1)
    high = _decimal(found["high"], money) * _UNITS.get((high_unit or "").lower(), 1) if found["high"] else low
    out_of = 100 if found["percent"] else int(found["of"]) if found["of"] else None
    step = max(_step(found["low"], money, unit), _step(found["high"] or "0", money, high_unit))
    return Amount(low, high, out_of, money, bool(found["percent"]), step)


def scores(text: str) -> list[Amount]:
    """List the scores in a line of text: "98.2%", "5.8/10"."""
    return [_score(*found) for found in _SCORE.findall(text[:400])]


def _score(number: str, out_of: str, percent: str) -> Amount:
    value = _decimal(number, money=False)
    return Amount(value, value, int(out_of or 100), money=False, percent=bool(percent), step=_step(number, money=False))


def _decimal(printed: str, money: bool) -> Decimal:
    whole, part = _split(printed, money)
    return Decimal(f"{whole}.{part or 0}")


def _step(printed: str, money: bool, unit: str | None = None) -> Decimal:
    part = _split(printed, money)[1]
    if not part and not unit:
        return Decimal(0)
    return Decimal(1).scaleb(-len(part)) * _UNITS.get((unit or "").lower(), 1)


def _split(printed: str, money: bool) -> tuple[str, str]:
    """Split "1,950.5" into the digits before and after the point. Three digits after a point are thousands of money."""
    head, mark, tail = printed.rpartition("." if printed.rfind(".") > printed.rfind(",") else ",")
    if not mark or (len(tail) == 3 and (mark == "," or money)):
        head, tail = printed, ""
    return re.sub(r"\D", "", head) or "0", tail
