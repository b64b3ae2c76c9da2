"""Cost lines, their groups, and the totals beside the sums."""

from __future__ import annotations

import pytest

from vantage_readiness.domain.assessment import read
from vantage_readiness.domain.words import Period


def costs(text):
    """Read a document and give name, low, high, currency and period of its cost lines."""
    lines = a_document(text).costs
    return [(line.name, line.low, line.high, line.currency, line.period) for line in lines]


def a_document(text):
    return read(f"# Report\n\n- [ ] Add it\n\n{text}".encode())


def test_a_list_a_table_a_paragraph_and_a_code_block_of_a_cost_section_print_lines():
    document = a_document(
        "## Costs\n\n- Disk: $5\n- Mail ($7/month)\n\n**Logs:** $3\n\n"
        "| # | Part | Cost |\n|---|---|---|\n| 1 | Queue | $9 |\n| 2 | Cache | – |\n| | **Total** | $24 |\n\n"
        "```\nCDN: $4/month\nDNS    $1\nno amount\n```\n"
    )
    assert [(line.name, line.low) for line in document.costs] == [
        ("Disk", 5), ("Mail", 7), ("Logs", 3), ("Queue", 9), ("CDN", 4), ("DNS", 1),
    ]  # fmt: skip
    (total,) = document.totals
    assert (total.low, total.stated_low, total.line) == (24, 24, 16)


def test_a_heading_or_bold_line_says_how_often_and_opens_a_group():
    document = a_document("## Budget\n\n### Monthly\n\n- Disk: $5\n- Mail: Free\n\n**One-time:**\n\n- Audit: $2k\n")
    assert [(line.group, line.period) for line in document.costs] == [
        ("Monthly", Period.MONTH), ("Monthly", Period.MONTH), ("One-time", Period.ONCE),
    ]  # fmt: skip
    assert document.costs[1].currency == "USD"


def test_entries_below_an_entry_with_an_amount_explain_it():
    assert costs("## Costs\n\n- Cloud: $9/month\n  - Disk: $5\n- Tools:\n  - Mail: $7\n") == [
        ("Cloud", 9, 9, "USD", Period.MONTH),
        ("Mail", 7, 7, "USD", Period.ONCE),
    ]


def test_a_full_width_colon_parts_name_and_amount():
    assert costs("## 成本\n\n- 存储：¥500/月\n- 总计：¥500/月\n") == [("存储", 500, 500, "CNY", Period.MONTH)]


def test_chinese_words_make_the_sign_that_two_currencies_share_yuan():
    assert [line[3] for line in costs("## 成本\n\n- 存储: ¥500\n- 監査: 10万円\n- Disk: ¥7\n")] == ["CNY", "JPY", "JPY"]


def test_the_title_of_a_column_may_say_how_often():
    table = "| Poste | Coût mensuel | Coût annuel |\n|---|---|---|\n| Disque | 5 € | 60 € |\n"
    assert costs(f"## Budget\n\n{table}") == [("Disque", 5, 5, "EUR", Period.MONTH)]


def test_a_reckoning_ends_with_its_result():
    assert costs("## Costs\n\n- Seats: 10 × $2 = $20/month\n") == [("Seats", 20, 20, "USD", Period.MONTH)]


@pytest.mark.parametrize(
    "line", ["Expected revenue: $500", "Ersparnis: 500 €", "Per seat: $5", "Seats: $5 per user", "Words: no amount"]
)
def test_other_money_is_no_cost(line):
    assert costs(f"## Costs\n\n- {line}\n") == []


def test_a_section_about_prices_or_savings_is_not_about_costs():
    assert costs("## Cost savings\n\n- Disk: $5\n") == []
    assert costs("## Pricing\n\n- Pro plan: $5/month\n") == []


def test_columns_of_low_and_high_make_a_range_and_a_title_may_hold_the_currency():
    table = (
        "| Teil | Kosten min (EUR) | Kosten max (EUR) |\n|---|---|---|\n| Platte | 5 | 9 |\n| Post | 1.200 | 2.400 |\n"
    )
    assert costs(f"## Kosten\n\n{table}") == [
        ("Platte", 5, 9, "EUR", Period.ONCE),
        ("Post", 1200, 2400, "EUR", Period.ONCE),
    ]


def test_a_table_without_amounts_prints_no_lines():
    assert costs("## Costs\n\n| Part | Owner |\n|---|---|\n| Disk | Ada |\n") == []


def test_of_alternatives_side_by_side_the_first_is_read():
    table = "| Part | Small | Large |\n|---|---|---|\n| Disk | $5 | $50 |\n| Mail | $1 | $9 |\n"
    assert [line[1] for line in costs(f"## Costs\n\n{table}")] == [5, 1]


def test_a_group_that_only_explains_a_line_of_another_is_not_counted_twice():
    text = (
        "## Budget\n\n### Start\n\n- Grid north: $100\n- Grid south: $200\n- **Total**: $300\n\n"
        "### In all\n\n- Grid: $300\n- Mail: $50\n- **Total**: $350\n"
    )
    assert [line[0] for line in costs(text)] == ["Grid", "Mail"]


def test_without_a_cost_section_only_what_calls_itself_a_cost_counts():
    text = "## Plan\n\n- Collect logs\n  - Cost ~$500-2000/month\n- Limits of $100\n- Reach $5 of revenue per cost\n"
    assert costs(text) == [("Cost", 500, 2000, "USD", Period.MONTH)]
    table = "| Task | Cost |\n|---|---|\n| Audit | $5 |\n"
    assert costs(f"## Things\n\n{table}") == [("Audit", 5, 5, "USD", Period.ONCE)]
    assert costs("## Revenue\n\n- Cost of goods: $7\n") == []
    assert costs("## Weaknesses\n\n- Cost: $7\n") == []


def test_a_total_names_its_own_period_and_adds_only_its_own_currency():
    document = a_document("## Costs (monthly)\n\n- Disk: $5\n- Post: 7 €\n- Total: $6/year\n- Desk: $1\n- Total: $7\n")
    first, second = document.totals
    assert (first.low, first.high, first.stated_low, first.period) == (5, 5, 6, Period.YEAR)
    assert (second.low, second.stated_low, second.period) == (1, 7, Period.MONTH)
