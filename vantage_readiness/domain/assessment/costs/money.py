"""Amounts of money as people print them, in any of the currencies and languages assessments are written in."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ...words import Period
from ..memory import remember
from ..model import Money

_LONGEST = 300  # nobody prints an amount further on in a line that is about one

_CODES = (
    "USD EUR GBP CHF JPY CNY RMB RUB PLN BRL CAD AUD NZD INR SGD HKD MYR SEK NOK DKK CZK TRY UAH"
    " KRW MXN ZAR AED NGN IDR"
)
_NAMES = {
    "US$": "USD", "R$": "BRL", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "S$": "SGD", "HK$": "HKD",
    "NZ$": "NZD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₽": "RUB", "₹": "INR", "₩": "KRW",
    "₴": "UAH", "₺": "TRY", "₦": "NGN", "zł": "PLN", "złotych": "PLN", "zlotych": "PLN", "RM": "MYR", "kr": "SEK",
    "Fr.": "CHF", "Rs.": "INR", "Rs": "INR", "руб": "RUB", "руб.": "RUB", "рублей": "RUB", "euros": "EUR",
    "euro": "EUR", "dollars": "USD", "dólares": "USD", "dolarów": "USD", "долларов": "USD", "евро": "EUR",
    "reais": "BRL", "元": "CNY", "人民币": "CNY", "美元": "USD", "欧元": "EUR", "円": "JPY", "ドル": "USD",
} | {code: code for code in _CODES.split()} | {"RMB": "CNY"}  # fmt: skip
_SIGNS = frozenset("$€£¥￥₽₹₩₴₺₦元円")
_DIGIT = re.compile(r"\d")
_NAMES_IN_LETTERS = tuple({name.lower() for name in _NAMES if not _SIGNS & set(name)})
_CURRENCY_OF = {name.casefold(): code for name, code in _NAMES.items()}
_SIGN = "(?:{})".format(
    "|".join(
        re.escape(name) + (r"(?![^\W\d_])" if name[-1].isalpha() and name.isascii() else "")
        for name in sorted(_NAMES, key=len, reverse=True)
    )
)
_TIMES = {
    "k": 1_000, "tsd": 1_000, "tys": 1_000, "тыс": 1_000, "mil": 1_000, "千": 1_000, "万": 10_000, "萬": 10_000,
    "m": 10**6, "mio": 10**6, "mn": 10**6, "mln": 10**6, "млн": 10**6, "million": 10**6, "millions": 10**6,
    "millionen": 10**6, "百万": 10**6, "亿": 10**8, "億": 10**8, "b": 10**9, "bn": 10**9, "mrd": 10**9,
}  # fmt: skip
_THOUSANDS = {"t": 1_000}  # only right before the euro: "12 T€"
_SPACED_TIMES = "|".join(
    sorted((word for word in _TIMES if word.isalpha() and ord(word[0]) < 0x3000), key=len, reverse=True)
)
_UNIT = rf"(?:\s?(?P<{{0}}>{_SPACED_TIMES})(?!\w)\.?|\s?(?P<{{0}}t>T)(?=€|EUR)|(?P<{{0}}z>百万|[千万萬亿億]))?"
_AMOUNT = (
    r"(?P<{0}>[1-9]\d{{0,2}}(?:[.,'’\u00a0\u202f ]\d{{3}}){{1,3}}(?!\d)|\d{{1,12}})"
    r"(?:[.,](?P<{0}p>\d{{1,2}})(?!\d))?(?![.,]?\d)"
)
_DASH = r"\s?(?:-|–|—|−|~|〜|～|to|and|bis|und|à|a|et|y|e|do|до|至|到)\s?"
_ONE = _AMOUNT + _UNIT.replace("{0}", "{0}u")
_LOW, _HIGH = _ONE.format("low"), _ONE.format("high")
_MONEY = re.compile(
    rf"(?<![^\W\u3040-\u9fff])(?<![.,−])(?<!\d-)(?:(?P<before>{_SIGN})\s?)?[~≈]?{_LOW}\+?(?:\s?(?P<middle>{_SIGN}))?"
    rf"(?:{_DASH}(?:(?P<between>{_SIGN})\s?)?{_HIGH}\+?)?(?:\s?(?P<after>{_SIGN}))?",
    re.IGNORECASE,
)
_HAN = re.compile("[\u4e00-\u9fff]")
_JAPANESE = re.compile("[\u3040-\u30ff円額計]")
_ANY_SIGN = re.compile(_SIGN, re.IGNORECASE)

_NEXT = re.compile(r"[(,;+|]|\s(?:then|plus|dann|puis)\s")  # what comes behind these is another amount's

_PER = r"(?:/|per|pro|je|par|por|a|each|al|im|в|на|na|za|every|每|毎)\s{0,2}"
_MONTH = (
    rf"{_PER}(?:months?|mo|mth|monat|mois|mes|mês|месяц|мес|miesiąc|mies|月)(?![^\W\d_])|monthly|monatlich|mtl\."
    rf"|mensuel"
    r"|mensual|mensa[li]|ежемесячн|в месяц|miesięczn|每月|毎月|月額|月额|p\.?m\.(?!\w)|/月|/个月|monthly"
)
_YEAR = (
    rf"{_PER}(?:years?|yr|annum|jahr|an|année|año|ano|год|rok|年)(?![^\W\d_])|yearly|annual|jährlich|annuel|anual"
    rf"|ежегодн|в год"
    r"|roczni|每年|毎年|年額|年费|p\.?a\.(?!\w)|/年"
)
_ONCE = (
    r"one[- ]time|one[- ]off|(?<!\w)once(?!\w)|upfront|einmalig|ponctuel|une fois|(?<!\w)[uú]nic[oa]|una vez"
    r"|uma vez|разов"
    r"|единовременн|jednoraz|一次性|一回|初期"
)
_RATE = (
    r"(?:/|per|pro|je|par|por|за|na|/\s)\s{0,2}(?:active\s|named\s)?"
    r"(?:users?|seats?|hours?|hrs?|h|days?|weeks?|wk|quarters?|gb|tb|mb|requests?|calls?|transactions?|tx"
    r"|min(?:ute)?s?|tokens?|unit|host"
    r"|node|agent|nutzer|stunde|std|tag|woche|utilisateur|heure|jour|semaine|usuario|hora|día|semana|usuário|dia"
    r"|пользовател\w{0,4}|час|день|недел\w|użytkownika|godzinę|dzień|\d)(?![^\W\d_])|hourly|daily|weekly|/小时|/天"
    r"|/用户|/人|/ユーザー|/日"
)
_PERIODS = {
    Period.MONTH: re.compile(_MONTH, re.IGNORECASE),
    Period.YEAR: re.compile(_YEAR, re.IGNORECASE),
    Period.ONCE: re.compile(_ONCE, re.IGNORECASE),
}
_IS_RATE = re.compile(_RATE, re.IGNORECASE)
_FREE = re.compile(
    r"\W{0,4}(?:free(?: tier| plan)?|no cost|at no cost|kostenlos|kostenfrei|gratis|umsonst|gratuit[eso]{0,2}"
    r"|offert[es]{0,2}|grátis|sin coste?"
    r"|бесплатно|darmow[ye]|bezpłatn[iey]{1,2}|za darmo|免费|免費|無料)\W{0,4}(?:$|[(,;–—-].{0,200})",
    re.IGNORECASE,
)


_NOTHING = Money(Decimal(0), Decimal(0), "", None)


def money(text: str) -> Money | None:
    """Give the first amount or range with a currency: "$200-500", "5–15k€", "1 950 zł/mies."; "free" is nothing.

    None also for a rate ("$5 per user"): such a figure would read as a sum.
    """
    found = locate(text)
    return found[0] if found else None


def locate(text: str) -> tuple[Money, int, int] | None:
    """Give the same together with where it begins and ends."""
    return _locate(text[:_LONGEST])


@remember
def _locate(text: str) -> tuple[Money, int, int] | None:
    for found in _MONEY.finditer(text) if may_hold(text.lower()) else ():
        sign = found["before"] or found["middle"] or found["between"] or found["after"]
        if sign and not _is_negative(text, found.start()):
            is_price = is_rate(text[found.end() :])
            return None if is_price else (_money(found, sign, text), found.start(), found.end())
    return (_NOTHING, 0, len(text)) if _FREE.fullmatch(text) else None


def period(text: str) -> Period | None:
    """Give how often money falls due by the first words that say so: "/month", "jährlich", "one-time"."""
    return _period(text[:_LONGEST])


@remember
def _period(text: str) -> Period | None:
    found = {match.start(): each for each, pattern in _PERIODS.items() if (match := pattern.search(text))}
    return found[min(found)] if found else None


def may_hold(lower: str) -> bool:
    """Answer cheaply whether a text in lower case may print an amount: a number and a currency."""
    if not _DIGIT.search(lower):
        return False
    return not _SIGNS.isdisjoint(lower) or any(name in lower for name in _NAMES_IN_LETTERS)


def in_context(found: Money, printed: str, name: str) -> Money:
    """Give an amount with the currency that its name makes of "¥": Chinese words make it yuan."""
    is_open = found.currency == "JPY" and ("¥" in printed or "￥" in printed)
    return replace(found, currency="CNY") if is_open and _is_chinese(name + printed) else found


def sign_in(text: str) -> str:
    """Give the first currency a text names, as printed; empty if it names none."""
    found = _ANY_SIGN.search(text[:_LONGEST])
    return found[0] if found else ""


def is_rate(rest: str) -> bool:
    """Answer whether the words behind an amount make it a price of one thing: "/user/month", "per hour"."""
    return _IS_RATE.search(rest.partition("(")[0][:60]) is not None


def _money(found: re.Match[str], sign: str, text: str) -> Money:
    unit, high_unit = (found[f"{end}u"] or found[f"{end}ut"] or found[f"{end}uz"] for end in ("low", "high"))
    low = _amount(found["low"], found["lowp"], unit or high_unit)
    high = _amount(found["high"], found["highp"], high_unit or unit) if found["high"] else low
    if low > high:  # "$500-1k": the unit is the second one's alone
        low = _amount(found["low"], found["lowp"], unit)
    return Money(min(low, high), max(low, high), _currency(sign, text), _often(text, found))


def _often(text: str, found: re.Match[str]) -> Period | None:
    """Give the period an amount is printed with: right behind it, else in parentheses behind it, else before it."""
    rest = text[found.end() :]
    own = _NEXT.split(rest, maxsplit=1)[0]
    remark = rest[len(own) :].partition(")")[0] if rest[len(own) :].startswith("(") else ""
    return period(own) or period(remark) or period(text[: found.start()])


def _amount(whole: str, part: str | None, unit: str | None) -> Decimal:
    number = Decimal(re.sub(r"\D", "", whole) + (f".{part}" if part else ""))
    return number * (_TIMES | _THOUSANDS).get((unit or "").casefold(), 1)


def _currency(sign: str, text: str) -> str:
    code = _CURRENCY_OF[sign.casefold()]
    return "CNY" if sign in "¥￥" and _is_chinese(text) else code


def _is_chinese(text: str) -> bool:
    """Answer whether words are Chinese and not Japanese; the two share a sign for their money."""
    return _HAN.search(text) is not None and not _JAPANESE.search(text)


def _is_negative(text: str, at: int) -> bool:
    return text[at - 1 : at] in ("-", "−") and not text[: at - 1].rstrip(" ").endswith((":", "|"))
