"""How numbers, days and lists read in a sentence, the same on pages, in mails and in reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(on: date) -> str:
    """Give a day as people write it: "14 December 2026", in any locale."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def weekday(number: int) -> str:
    """Give the name of an ISO day of the week: "Monday" for 1."""
    return WEEKDAYS[number - 1]


def number(n: int) -> str:
    """Give a whole number with its thousands apart: "10,000"."""
    return f"{n:,}"


def plural(n: int, noun: str) -> str:
    """Give the noun as it stands after `n`: "item" after 1, "items" after anything else."""
    if n == 1:
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def count(n: int, noun: str) -> str:
    """Give a number with its noun: "1 critical item", "8 critical items"."""
    return f"{number(n)} {plural(n, noun)}"


def verb(n: int, one: str, many: str) -> str:
    """Give the verb that fits `n` things: `verb(n, "is", "are")`."""
    return one if n == 1 else many


def join(parts: Sequence[str]) -> str:
    """Give a list as a sentence says it: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def days(n: int) -> str:
    """Give a number of days, in weeks when they are whole and at least two: "13 days", "2 weeks"."""
    return count(n // 7, "week") if n >= 14 and n % 7 == 0 else count(n, "day")
