"""What a reading looks like in a terminal: every fact with its line, and nothing that is not there."""

from __future__ import annotations

import pytest

from vantage_readiness.domain.assessment import read
from vantage_readiness.output.reading import told

DOCUMENT = """# Report

**Overall score:** 7/10

**Target score:** 9/10

## Weaknesses

- **Keys**: old

## Checklist

### Critical

- [ ] Rotate the keys (4 hours)
- [~] Add limits
- [x] Write a runbook

### Nice to have

- [ ] Rotate the keys

## Plan

### Phase 1: Begin (1-2 weeks)

- Do it

### Phase 2: End

- [ ] Look back
- And forward

## Costs

- Hosting: $10-20 per month
- **Total**: $10-30 per month
"""


def section(text: str, title: str) -> list[str]:
    """Give the lines below a title, without their indentation."""
    page = told(read(text.encode()))
    parts = {part.split("\n")[0]: part.split("\n")[1:] for part in page.split("\n\n")}
    return [line.strip() for line in parts.get(title, [])]


def test_items_stand_below_their_tier_with_box_effort_and_line():
    assert section(DOCUMENT, "Items")[:4] == [
        "Critical: 1 open, 1 ticked, 1 begun",
        "[ ] Rotate the keys (4 hours)  (line 15)",
        "[~] Add limits  (line 16)",
        "[x] Write a runbook  (line 17)",
    ]
    assert "[ ] Rotate the keys  (line 21), the same as line 15" in section(DOCUMENT, "Items")


def test_a_score_that_was_not_taken_says_why():
    (candidate,) = section(DOCUMENT, "Scores that are not the overall score")
    assert candidate.startswith("9/10: ")
    assert candidate.endswith("(line 5)")


def test_what_stands_in_no_area_is_counted_too():
    assert section(DOCUMENT, "Areas") == ["In no area: 0 strengths, 1 gap"]


def test_a_phase_says_its_length_or_that_none_is_printed():
    first, second = section(DOCUMENT, "Phases")
    assert first.endswith("Begin: 1–2 weeks, 1 step  (line 25)")
    assert ": no length printed, " in second


def test_a_total_stands_beside_the_sum_of_its_lines():
    assert section(DOCUMENT, "Costs") == [
        "Costs",
        "Hosting: 10–20 USD per month  (line 36)",
        "Total as printed: 10–30 USD per month; the lines add up to 10–20 USD per month  (line 37)",
    ]


def test_every_kind_of_fate_is_counted_even_if_no_line_met_it():
    counts = section("- [ ] Add it\n", "What became of 1 line")
    assert [line.split("  ")[0] for line in counts] == ["1", "0", "0", "0"]
    assert counts[0].split()[1] == "understood"


@pytest.mark.parametrize("title", ["Areas", "Phases", "Costs", "Recommendations", "Not understood", "Every line"])
def test_what_a_document_does_not_have_is_not_mentioned(title: str):
    assert title not in told(read(b"- [ ] Add it\n")).split("\n")


def test_long_words_are_cut():
    assert f"[ ] {'a' * 99}…  (line 1)" in told(read(b"- [ ] " + b"a" * 300))
