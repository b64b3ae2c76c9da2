"""The overall score, the scores of areas, and the reasons why other scores are not the overall one."""

from __future__ import annotations

import pytest

from tests.domain.sure import the
from vantage_readiness.domain.assessment import read
from vantage_readiness.domain.assessment.scores import grammar


def a_document(text, title="Report"):
    return read(f"# {title}\n\n{text}\n\n## Tasks\n\n- [ ] Add it\n".encode())


def score(text, title="Report"):
    """Read a document and give its overall score on a scale of 0 to 10; none if it has none."""
    found = a_document(text, title).score
    return found.normalised if found else None


def whys(text):
    return [(candidate.printed, candidate.why) for candidate in a_document(text).candidates]


@pytest.mark.parametrize(
    ("text", "printed", "normalised"),
    [
        ("7.5/10 ⭐⭐", "7.5/10", 7.5),
        ("85/100", "85/100", 8.5),
        ("72 %", "72 %", 7.2),
        ("13/20", "13/20", 6.5),
        ("about 7,5 / 10 now", "7,5 / 10", 7.5),
        ("B+ (85/100)", "B+ (85/100)", 8.5),
        ("8 out of 10", "8 out of 10", 8),
        ("4 von 5", "4 von 5", 8),
        ("总分：98分", "98分", 9.8),
        ("92分（满分100）", "92分", 9.2),
        ("9.5/10.0", "9.5/10.0", 9.5),
        ("准备度85%以上", "85%", 8.5),
    ],
)
def test_scores(text, printed, normalised):
    found = the(grammar.score(text))
    assert (found.printed, found.normalised) == (printed, normalised)


@pytest.mark.parametrize(
    "text",
    [
        "12/16 tests", "11/10", "24/7", "2025/10/05", "10/10/2025", "seven", "v1.7/10", "≥ 8/10", ">80%", "7–8/10",
        "85-90%", "+13%", "10分钟", "4分",
    ],
)  # fmt: skip
def test_what_is_no_score(text):
    assert grammar.score(text) is None


def test_a_line_of_many_numbers_is_looked_at_only_so_far():
    assert len(list(grammar.scores("1/10 " * 50))) == 12


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("**Overall Production Readiness Score: 7.5/10** ⭐⭐", 7.5),
        ("**OVERALL GRADE:** B+ (85/100)", 8.5),
        ("**Overall Status:** 🟡 nearly ready (85%)", 8.5),
        ("Overall: 8.5", 8.5),
        ("**Production readiness score:** 🟡 **6.5 / 10** (Target: 9/10)", 6.5),
        ("**Current score: 65/100** | **Target score: 95/100**", 6.5),
        ("**Overall score**: 85 points", 8.5),
        ("The overall score is 8/10.", 8),
        ("## Readiness – 72 %", 7.2),
        ("**Score:** 64/100", 6.4),
        ("- Overall readiness: 6/10\n- Security: 9/10", 6),
        ("| Metric | Value |\n|---|---|\n| Overall score | 8.5/10 |", 8.5),
        ("**Gesamtbewertung:** 13/20", 6.5),
        ("**Note globale : 15,5/20**", 7.75),
        ("**Puntuación total:** 70/100", 7),
        ("**Pontuação geral:** 70/100", 7),
        ("**Общая оценка:** 8 из 10", 8),
        ("**Ogólna ocena:** 4/5", 8),
        ("**综合评分：** 92分", 9.2),
        ("**総合評価：** 85点", 8.5),
        ("The product is 85% production-ready.", 8.5),
        ("Das Produkt ist zu 85 % produktionsreif.", 8.5),
        ("L'application est prête à 85 %.", 8.5),
        ("**Overall completion:** 85%", 8.5),
        ("```\nOverall score: 8/10\n```", 8),
    ],
)
def test_words_make_a_score_the_overall_one(text, normalised):
    assert score(text) == normalised


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("**Overall target:** 9/10", "it is a target or an earlier value"),
        ("**Overall score before:** 5/10", "it is a target or an earlier value"),
        ("**Zielwert gesamt:** 9/10", "it is a target or an earlier value"),
        ("**Overall test coverage:** 90%", "it measures something else"),
        ("**Overall confidence:** 98%", "it measures something else"),
        ("**Overall:** 6/10 complete", "it counts what is done"),
        ("**Overall security score:** 9/10", "it speaks of a part"),
        ("## Security\n\n**Score:** 9/10", "it stands in a section about a part"),
        ("## Targets\n\n**Overall score:** 9/10", "it stands under “Targets”"),
        ("## Roadmap\n\n**Overall score:** 9/10", "it stands in the plan"),
        ("## Costs\n\n**Overall score:** 9/10", "it stands among costs"),
        ("## Anything\n\n**Score:** 9/10", "nothing says that it is the overall one"),
    ],
)
def test_a_score_that_is_not_the_overall_one_says_why(text, why):
    assert score(text) is None
    assert [reason for _, reason in whys(text)] == [why]


@pytest.mark.parametrize(
    "text",
    [
        "**Uptime:** 99.9%", "NPS of 8/10", "- [x] Production readiness (40%)", "Overall: 12 issues", "Overall: 4",
        "All tests pass: 98%", "**Overall:** good",
    ],
)  # fmt: skip
def test_other_numbers_are_not_even_candidates(text):
    assert score(text) is None


def test_the_plainest_score_wins_and_the_others_keep_their_reasons():
    text = (
        "The product is 60% ready.\n\n**Score:** 64/100\n\n## Summary\n\n**Overall score:** 8/10\n\n"
        "## Conclusion\n\n**Overall score:** 8/10\n\n**Overall readiness:** 7/10\n"
    )
    assert the(a_document(text).score).line == 9
    assert whys(text) == [
        ("60%", "line 9 says it more plainly"),
        ("64/100", "line 9 says it more plainly"),
        ("8/10", "it says the same as line 9"),
        ("7/10", "line 9 says it first"),
    ]


def test_what_could_be_counts_only_where_nothing_says_what_is():
    assert score("**Projected overall score:** 9/10") == 9
    assert score("**Projected overall score:** 9/10\n\n**Overall score:** 6/10") == 6


def test_of_a_change_the_value_behind_the_arrow_counts():
    assert score("**Overall score:** 6.5/10 → 8.5/10") == 8.5


def test_the_title_may_print_the_score():
    assert score("Words.", title="Review of the shop – 85/100") == 8.5


def test_scores_that_say_only_score_are_those_of_parts_when_they_differ():
    text = "**Score:** 6/10\n\n## Summary\n\n**Score:** 7/10\n\n## Conclusion\n\n**Score:** 8/10\n"
    assert score(text) is None
    assert {why for _, why in whys(text)} == {"several are printed, and none is named the overall one"}


def test_a_score_table_gives_areas_weights_and_the_total():
    document = a_document(
        "## Scorecard\n\n| Area | Weight | Score (/10) | Weighted |\n|---|---|---|---|\n"
        "| Security | 0.6 | 9 | 5.4 |\n| Speed | 0.4 | 7 | 2.8 |\n| **Total** | 1.0 | | 8.2 |\n"
    )
    assert [(area.area, area.value, area.out_of, area.weight) for area in document.area_scores] == [
        ("Security", 9, 10, 60),
        ("Speed", 7, 10, 40),
    ]
    assert the(document.score).normalised == 8.2


@pytest.mark.parametrize(
    ("header", "cells", "normalised"),
    [
        ("| Area | Score |", ("8/10", "6/10", "**7/10**"), 7),
        ("| Area | Current score |", ("80", "60", "70"), 7),
        ("| Area | Score | Target score |", ("8/10 | 9/10", "6/10 | 9/10", "7/10 | 9/10"), 7),
        ("| Area | Status | % complete |", ("on | 80%", "off | 60%", "on | 70%"), 7),
        ("| Bereich | Bewertung (1-10) |", ("8", "6", "7"), 7),
        ("| Area | Weight | Score |", ("50% | 50%", "50% | 45%", "100% | 95%"), None),
        ("| Area | Score |", ("3", "4", "4"), None),
        ("| Area | Score | Max |", ("18 | 20", "15 | 20", "33 | 40"), 8.25),
        ("| Area | Score |", ("18", "15", "33"), None),
        ("| Area | Owner |", ("Ada", "Ben", "70%"), None),
    ],
)
def test_the_total_row_of_a_score_table_is_the_overall_score(header, cells, normalised):
    line = "|---" * (header.count("|") - 1) + "|"
    names = ("Security", "Speed", "Total")
    rows = "\n".join(f"| {name} | {cell} |" for name, cell in zip(names, cells, strict=True))
    assert score(f"## Scorecard\n\n{header}\n{line}\n{rows}") == normalised


def test_a_total_may_stand_in_the_column_of_weighted_scores_alone():
    table = (
        "| Area | Weight | Score | Weighted |\n|---|---|---|---|\n| A | 50% | 9/10 | 4.5 |\n| B | 50% | 8/10 | 4 |\n"
    )
    assert score(f"## Scorecard\n\n{table}| Total | 100% | | 8.5 |") == 8.5
    assert score(f"## Scorecard\n\n{table}| C | 0% | | 8.5 |") is None


def test_a_total_row_in_a_section_about_a_part_is_that_part_s():
    table = "| Check | Score |\n|---|---|\n| A | 9/10 |\n| B | 8/10 |\n| Total | 8.5/10 |"
    assert whys(f"## Security\n\n{table}") == [("8.5/10", "it stands in a section about a part")]
    assert whys(f"## Roadmap\n\n{table}") == [("8.5/10", "it stands in the plan")]


def areas(text):
    return [(area.area, area.value, area.out_of) for area in a_document(text).area_scores]


def test_headings_and_lists_print_the_scores_of_areas():
    assert areas("## 1. Security: A (95/100)\n\n## Speed (90% ready)\n\n## Tests (95% complete)\n") == [
        ("Security", 95, 100),
        ("Speed", 90, 100),
    ]
    assert areas("## Security – Current score: 3.2/10 → Target: 9/10\n") == [("Security", 3.2, 10)]
    assert areas(
        "## Findings\n\n- **Security**: 8/10\n- Speed (7/10)\n- After sprint 2: 9/10\n- []: 9/10\n- Pass rate: 9/10"
    ) == [
        ("Security", 8, 10),
        ("Speed", 7, 10),
    ]
    assert areas("## Findings\n\n- **Security**: 8/10\n- words") == []
    assert areas("## Privacy (90%)\n\n## Growth (90% more users)\n") == [("Privacy", 90, 100)]


def test_an_area_printed_on_a_heading_and_in_the_weighted_table_counts_once():
    document = a_document(
        "## Security (9/10)\n\n## Scorecard\n\n| Area | Weight | Score |\n|---|---|---|\n"
        "| Security | 60% | 9/10 |\n| Speed | 40% | 7/10 |\n"
    )
    assert [(area.area, area.weight) for area in document.area_scores] == [("Security", 60), ("Speed", 40)]


def test_a_plan_s_headings_print_no_area_scores():
    assert areas("## Roadmap\n\n### Phase 1: Grow (9/10)\n\n- a\n") == []
