"""Tables computed again: weights, sums, means and weighted means."""

from __future__ import annotations

import pytest

from tests.domain.test_assessment_check import noticed
from vantage_readiness.domain.words import Severity

BOX = "- [ ] Try it\n\n"

THIRD = """**Overall score: 9.2/10**

## Scores

| Area | Weight | Score |
|------|--------|-------|
| Security | 25% | 9.5/10 |
| Data | 20% | 9.0/10 |
| Speed | 15% | 8.5/10 |
| Alerts | 15% | 9.0/10 |
| Tests | 10% | 9.0/10 |
| Rollout | 15% | 9.1/10 |
{}
## Checklist

- [ ] Try it
"""


def said(text: str, *codes: str) -> list[str]:
    return [finding.message for code in codes for finding in noticed(text, code)]


def test_the_weighted_mean_stands_beside_the_printed_overall_score():
    (finding,) = noticed(THIRD.format(""), "mean-mismatch")
    assert finding.message == "The weighted mean of the rows is 9.065/10 under “Score”, the document says 9.2/10."
    assert finding.lines == (3, 7)
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("closing", "count"),
    [
        ("| **Total** | 100% | **9.2/10** |\n", 1),
        ("| **Total** | 100% | **9.1/10** |\n", 0),
        ("| **Average** | | 9.0/10 |\n", 0),
        ("\n**Total: 9.2/10**\n", 1),
        ("\nSome words.\n\n- **Total score**: 9.07/10\n", 0),
        ("\n### Total weighted score: 9.5/10\n", 1),
        ("\n| a | b |\n|---|---|\n| c | d |\n\n**Total: 3/10**\n", 1),
    ],
)
def test_a_result_near_the_table_is_compared_first(closing, count):
    assert len(noticed(THIRD.format(closing), "mean-mismatch")) == count


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (("40%", "40%", "30%"), ["The weights of this table add up to 110 %, not to 100 %."]),
        (("40%", "40%", "20%"), []),
        (("33.3%", "33.3%", "33.3%"), []),
        (("0.50", "0.30", "0.10"), ["The weights of this table add up to 90 %, not to 100 %."]),
        (("3", "2", "5"), []),
        (("40%", "40%", ""), []),
    ],
)
def test_weights_that_are_no_whole(weights, message):
    rows = "".join(f"| {name} | {weight} | ok |\n" for name, weight in zip("ABC", weights, strict=True))
    assert said(f"{BOX}| Area | Weight | State |\n|---|---|---|\n{rows}", "weights-sum") == message


def a_table(heading: str, *rows: str) -> str:
    return f"{BOX}| What | {heading} |\n|---|---|\n" + "".join(f"| {row} |\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (a_table("Tests", "A | 10", "B | 12", "Total | 22"), None),
        (a_table("Tests", "A | 10", "B | -", "C | 12", "Total | 23"), "The rows add up to 22 under “Tests”"),
        (a_table("Tests", "A | 10", "B | many", "Total | 23"), None),
        (a_table("Tests", "A | 10", "B | 12", "of which slow | 3", "Total | 25"), None),
        (a_table("Users", "A | 50K–60K", "B | 1,500", "Total | 60K"), "The rows add up to 51,500–61,500"),
        (a_table("Budget", "A | 1.950 €", "B | 50 €", "Total | 2.000 €"), None),
        (a_table("Coverage", "A | 50%", "B | 70%", "Total | 80%"), None),
        (a_table("Score", "A | 70/100", "B | 80/100", "C | 75/100", "Overall | 85/100"), "The mean of the rows is 75"),
        (a_table("Score", "A | 70/100", "B | 81/100", "Overall | 75/100"), None),
        (a_table("Score", "A | 7/10", "B | 8/10", "Total | 15/20"), None),
        (a_table("Score", "A | 7/10", "B | 8/10", "Total | 16/20"), "The rows add up to 15/20"),
        (a_table("Score", "A | 7/10", "B | 8/10", "Total | 160/200"), None),
        (a_table("Punkte", "A | 4", "B | 5", "Durchschnitt | 5"), None),
        (a_table("Zeilen", "A | 4", "B | 5", "Durchschnitt | 7"), "The mean of the rows is 4.5"),
        (a_table("Weighted points", "A | 1.5", "B | 2.5", "Total | 4.5"), "The rows add up to 4 under"),
        (a_table("Score", "A | 7/10", "B | 8/10", "Total | good"), None),
        (a_table("Score", "| ", "A | 7/10"), None),
        (a_table("Score", "A | 7/10", "B | -"), None),
        (a_table("", "A | 3", "B | 4", "Total | 8"), "The rows add up to 7, the document says 8."),
    ],
)
def test_a_closing_row_is_computed_again(text, message):
    messages = said(text, "sum-mismatch", "mean-mismatch")
    assert [each[: len(message or "")] for each in messages] == ([message] if message else [])


def test_points_under_weights_are_added_up_and_plain_scores_weighted():
    text = (
        f"{BOX}| Area | Weight | Score | Weighted |\n|---|---|---|---|\n"
        "| A | 60% | 90% | 54% |\n| B | 40% | 80% | 32% |\n"
        "\n### Total: 88%\n"
    )
    assert said(text, "sum-mismatch", "mean-mismatch") == [
        "The rows add up to 86 % under “Weighted”, the document says 88 %."
    ]
    assert said(text.replace("88%", "86%"), "sum-mismatch", "mean-mismatch") == []


@pytest.mark.parametrize(
    ("heading", "count"),
    [("Speed: now 5.8/10, target 9.5/10", 1), ("Speed: now 4.7/10", 0), ("Speed (95%)", 0), ("Speed", 0)],
)
def test_the_first_score_of_a_heading_above_a_weighted_table_is_compared(heading, count):
    table = "| Part | Weight | Now |\n|---|---|---|\n| A | 50% | 4.0/10 |\n| B | 50% | 5.4/10 |\n"
    text = f"{BOX}## {heading}\n\n### Parts\n\n{table}\n## More\n\n{table}"
    assert len(noticed(text, "mean-mismatch")) == count


@pytest.mark.parametrize(
    ("heading", "rows", "count"),
    [
        ("Score: 9.5/10", ("A | 10/10", "B | 9/10", "C | 10/10"), 1),
        ("Score: 9.6/10", ("A | 10/10", "B | 9/10", "C | 10/10"), 0),
        ("Score: 95/100", ("A | 10/10", "B | 9/10", "C | 10/10"), 0),
        ("Score: 5/10", ("A | 10/10", "B | 9/10"), 0),
        ("Score: 5/10 and 6/10", ("A | 10/10", "B | 9/10", "C | 10/10"), 0),
        ("Score: 5/10", ("A | 100%", "B | 90%", "C | 90%"), 0),
    ],
)
def test_a_heading_is_compared_with_the_mean_of_the_scores_right_below_it(heading, rows, count):
    assert len(noticed(a_table("Score", *rows).replace(BOX, f"{BOX}## {heading}\n\n"), "mean-mismatch")) == count


def test_bare_numbers_are_scores_only_on_a_scale_that_holds_them():
    rows = "| Area | Weight | Score |\n|---|---|---|\n| A | 50% | {} |\n| B | 50% | 9 |\n\n**Total: 7/10**\n"
    assert len(noticed(BOX + rows.format(9), "mean-mismatch")) == 1
    assert noticed(BOX + rows.format(90), "mean-mismatch") == []


def test_weights_of_nothing_give_no_mean():
    rows = "| Area | Weight | Score |\n|---|---|---|\n| A | 0% | 4/10 |\n| B | 0% | 9/10 |\n\n**Total: 6/10**\n"
    assert len(noticed(BOX + rows, "mean-mismatch")) == 0


def test_a_total_of_costs_is_told_once():
    text = f"{BOX}## Costs\n\n| What | Cost |\n|---|---|\n| Database | $200 |\n| Compute | $300 |\n| Total | $600 |\n"
    assert len(said(text, "total-mismatch", "sum-mismatch")) == 1


def test_a_rough_total_may_differ_by_half_of_its_last_digit():
    lines = "- [ ] x\n\n## Costs (monthly)\n\n- Database: $45\n- Compute: $28\n- Total: {}\n"
    assert noticed(lines.format("~$70"), "total-mismatch") == []
    assert len(noticed(lines.format("$70"), "total-mismatch")) == 1
    assert len(noticed(lines.format("~$80"), "total-mismatch")) == 1
