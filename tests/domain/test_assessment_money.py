"""Amounts of money as people print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vantage_readiness.domain.assessment.costs import money
from vantage_readiness.domain.assessment.model import Money
from vantage_readiness.domain.words import Period


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "period"),
    [
        ("$200-500 (managed PostgreSQL)", 200, 500, "USD", None),
        ("$700-1,950/month", 700, 1950, "USD", Period.MONTH),
        ("$5,000 - $10,000", 5000, 10000, "USD", None),
        ("1.950 €", 1950, 1950, "EUR", None),
        ("5-15k€", 5000, 15000, "EUR", None),
        ("$500-1k", 500, 1000, "USD", None),
        ("$500-200", 200, 500, "USD", None),
        ("£1.5k one-time", 1500, 1500, "GBP", Period.ONCE),
        ("EUR 99.90 per month", "99.90", "99.90", "EUR", Period.MONTH),
        ("2 machines, $40 each", 40, 40, "USD", None),
        ("$100 per year", 100, 100, "USD", Period.YEAR),
        ("Pro: $25 (monthly)", 25, 25, "USD", Period.MONTH),
        ("~$85-175/month for 1000 users", 85, 175, "USD", Period.MONTH),
        ("$500 + $20/month", 500, 500, "USD", None),
        ("1,000 RM ($225)", 1000, 1000, "MYR", None),
        ("€12M", 12_000_000, 12_000_000, "EUR", None),
        ("100$ - 200$", 100, 200, "USD", None),
        ("CHF 1'200 pro Monat", 1200, 1200, "CHF", Period.MONTH),
        ("500 Euro jährlich", 500, 500, "EUR", Period.YEAR),
        ("2 500 € HT / an", 2500, 2500, "EUR", Period.YEAR),
        ("entre 100 et 200 € par mois", 100, 200, "EUR", Period.MONTH),
        ("R$ 1.200,50 por mês", "1200.50", "1200.50", "BRL", Period.MONTH),
        ("US$ 300 al mes", 300, 300, "USD", Period.MONTH),
        ("75 000 ₽ в месяц", 75000, 75000, "RUB", Period.MONTH),
        ("от 100 до 200 тыс. ₽", 100_000, 200_000, "RUB", None),
        ("1 950 zł/mies.", 1950, 1950, "PLN", Period.MONTH),
        ("每月 ¥500", 500, 500, "CNY", Period.MONTH),
        ("¥500", 500, 500, "JPY", None),
        ("月額5,000円", 5000, 5000, "JPY", Period.MONTH),
        ("10万円 一回", 100_000, 100_000, "JPY", Period.ONCE),
        ("5000元/月", 5000, 5000, "CNY", Period.MONTH),
        ("costs: -$500", 500, 500, "USD", None),
    ],
)
def test_money(text, low, high, currency, period):
    assert money.money(text) == Money(Decimal(low), Decimal(high), currency, period)


@pytest.mark.parametrize(
    "text", ["Free", "free (up to 5k)", "kostenlos", "gratuit", "gratis", "бесплатно", "免费", "無料"]
)
def test_what_is_free_costs_nothing(text):
    assert money.money(text) == Money(Decimal(0), Decimal(0), "", None)


@pytest.mark.parametrize(
    "text",
    [
        "200-500",
        "",
        "free tier: 1 GB",
        "$5/hour",
        "$0.02 per user per month",
        "$25/user/month",
        "-200 RM",
        "$0.015",
        "15k",
    ],
)
def test_what_is_no_money_of_ours(text):
    assert money.money(text) is None


def test_an_amount_knows_where_it_stands():
    found = money.locate("Sentry ($25/month)")
    assert found is not None
    assert found[1:] == (8, 11)


def test_the_first_words_say_how_often():
    assert money.period("Infrastructure (monthly, not yearly)") is Period.MONTH
    assert money.period("Hosting") is None
    assert (money.sign_in("Cost (€)"), money.sign_in("Cost")) == ("€", "")
