"""Reading documents: what becomes a fact, what stays prose, what is listed as not understood."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.sure import the
from vantage_readiness.domain.assessment import Assessment, FateKind, State, Unreadable, read
from vantage_readiness.domain.assessment.read import HEADINGS
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.words import Tier

SEED = (Path(__file__).resolve().parents[2] / "seed" / "assessment.md").read_bytes()


def a_document(text: str) -> Assessment:
    return read(f"# Report\n\n{text}".encode())


def fates(document: Assessment) -> dict[int, tuple[str, str]]:
    return {fate.line: (fate.kind.value, fate.what) for fate in document.fates}


def test_a_title_stays_untitled_only_without_headings():
    assert read(b"- [ ] Add it").title == "Untitled assessment"
    assert read(b"## Checklist\n\n- [ ] Add it").title == "Checklist"
    assert a_document("- [ ] Add it").title == "Report"


@pytest.mark.parametrize("text", ["Hello.", "# Minutes\n\nWe met.\n\n- Ada\n- Ben\n"])
def test_what_is_no_assessment_is_refused(text):
    with pytest.raises(Unreadable, match="does not look like an assessment"):
        read(text.encode())


def test_as_many_headings_are_read_as_an_assessment_may_have_and_not_one_more():
    document = "".join(f"## Area {number}\n\n" for number in range(HEADINGS)) + "- [ ] one\n"
    assert len(read(document.encode()).items) == 1
    with pytest.raises(Unreadable, match="10,001 headings; at most 10,000 are read, and line 20,002 has one more"):
        read((document + "## One more\n").encode())


@pytest.mark.parametrize("label", ["Target score", "Overall target", "Overall test coverage", "Security"])
def test_another_score_is_not_the_overall_score(label):
    assert a_document(f"**{label}:** 9/10\n\n- [ ] Add it").score is None


def test_the_first_overall_score_wins():
    document = a_document("**Overall score:** 6/10\n\n**Overall readiness:** 9/10")
    assert the(document.score).value == 6
    assert fates(document)[5] == ("context", "prose")


def test_a_score_on_the_heading_of_strengths_belongs_to_the_area():
    document = a_document("## Security Review\n\n### Strengths (9/10)\n\n- **Login**: good\n\n### Gaps\n\n- Old keys\n")
    (score,) = document.area_scores
    assert (score.area, score.value, score.out_of, score.line) == ("Security", 9, 10, 5)
    assert document.gaps[0].title == "Old keys"
    assert document.gaps[0].reference == "Security: Old keys"


def test_an_area_with_two_sections_is_one_area():
    document = a_document("## Security\n### Gaps\n- Old keys\n## Security Review\n### Gaps\n- No logs\n")
    assert [(area.name, area.line) for area in document.areas] == [("Security", 3)]
    assert [gap.area for gap in document.gaps] == ["Security", "Security"]


def test_gaps_outside_any_area_are_kept_without_one():
    document = a_document("## Weaknesses\n\n- **Keys**: old\n-\n")
    assert document.gaps[0].reference == "Keys"
    assert len(document.gaps) == 1


def test_marks_decide_inside_an_area_where_no_word_does():
    document = a_document(
        "## Testing\n\n### ✅ In place\n- **Unit tests**: many\n### ❌ Lost\n- **E2E**: none\n### Other\n- x\n"
    )
    assert [strength.title for strength in document.strengths] == ["Unit tests"]
    assert [gap.title for gap in document.gaps] == ["E2E"]
    assert fates(document)[10] == ("context", "list in area")


def test_an_entry_takes_tier_state_effort_and_detail():
    document = a_document(
        "## Checklist\n\n### P0\n\n- [x] **Rotate keys** (4 hours)\n  - all of them\n    - old ones too\n"
        "  - [ ] Write it down\n\n**Should**\n\n1. [ ] Add headers (CSP)\n   and more\n"
    )
    first, child, third = document.items
    assert (first.title, first.effort, first.detail, first.state) == (
        "Rotate keys",
        "4 hours",
        "all of them; old ones too",
        State.DONE,
    )
    assert (child.title, child.tier, child.section) == ("Write it down", Tier.CRITICAL, "P0")
    assert (third.title, third.tier, third.section) == ("Add headers (CSP) and more", Tier.IMPORTANT, "Should")
    assert fates(document)[8] == ("understood", "detail")


def test_an_item_without_any_tier_has_none():
    assert a_document("## Checklist\n\n- [ ] Add it").items[0].tier is None
    assert read(b"# Critical systems report\n\n- [ ] Add it").items[0].tier is None


def test_an_item_inside_an_area_belongs_to_it():
    assert a_document("## Security\n\n- [ ] Add it").items[0].area == "Security"


def test_an_item_printed_twice_says_what_it_repeats():
    first, second = a_document("## Checklist\n\n- [ ] Add **it**\n\n## Summary\n\n- [ ] add it\n").items
    assert (first.same_as, second.same_as) == (None, first.line)


@pytest.mark.parametrize(
    "hidden",
    [
        "```\n- [ ] Not me\n```",
        "<!--\n- [ ] Not me\n-->",
        "> - [ ] Not me",
        "    - [ ] Not me",
        "- [ ]",
        "| a |\n|---|\n| [ ] |",
    ],
    ids=["fence", "comment", "quotation", "indented code", "empty box", "table"],
)
def test_boxes_that_are_no_items(hidden):
    assert [item.title for item in a_document(f"- [ ] Me\n\n## More\n\n{hidden}\n").items] == ["Me"]


def test_steps_stand_in_their_groups():
    document = a_document(
        "## Plan\n\n### Phase 1: First (2 weeks)\n\n1. **Group**\n   - One (with A)\n   - [ ] Two\n2. Three\n\n"
        "#### Later on\n\n- Four\n\n### Phase 2: Second (1 week) completed\n\n- Five\n"
    )
    first, second = document.phases
    assert [(step.group, step.title, step.detail) for step in first.steps] == [
        ("Group", "One", "with A"),
        ("Group", "Two", ""),
        ("", "Three", ""),
        ("Later on", "Four", ""),
    ]
    assert (second.name, second.done, second.weeks_min) == ("Second", True, 1)


def test_numbered_phases_outside_a_plan_need_a_duration():
    assert a_document("## Phase 1: Security\n\n- a\n\n- [ ] Add it").phases == ()
    (phase,) = a_document("## Phase 1: Security (1 week)\n\n- a\n").phases
    assert phase.weeks_max == 1
    (phase,) = a_document("## Roadmap\n\n### Phase 1: Security\n\n- a\n").phases
    assert phase.weeks is None


def test_costs_keep_to_their_group():
    document = a_document(
        "## Costs\n\n### Hosting (monthly)\n- **Disk**: $5-10\n- Licences: $120 per year\n- Seats: $9 per user\n"
        "- words\n- **Total**: $5-10\n"
        "### Work\n- **Audit**: 2k€ one-time (Ada)\n- **Setup**: ✅ done\n"
    )
    assert [(cost.group, cost.name, cost.low, cost.note, cost.done) for cost in document.costs] == [
        ("Hosting", "Disk", 5, "", False),
        ("Hosting", "Licences", 120, "", False),
        ("Work", "Audit", 2000, "Ada", False),
        ("Work", "Setup", None, "", True),
    ]
    assert [total.group for total in document.totals] == ["Hosting"]
    assert [fate.line for fate in document.not_understood] == [8, 9]
    assert [line["text"] for line in document.as_dict()["not_understood"]] == ["- Seats: $9 per user", "- words"]


def test_recommendations_keep_their_horizon():
    (advice,) = a_document(
        "## Recommendations\n\n### Next month\n\n- Do **it**\n  - soon\n\n- [ ] Add it\n"
    ).recommendations
    assert (advice.horizon, advice.text) == ("Next month", "Do it; soon")


def test_the_signature_is_read_wherever_it_stands():
    document = a_document(
        "## Costs\n\n- **Disk**: $5\n\n*Assessment date: January 31, 2025*\n*Assessor: Ada*\n*Next review: in May*\n"
    )
    assert document.as_of == date(2025, 1, 31)
    assert (document.assessor, the(document.next_review).text) == ("Ada", "in May")


def test_the_risk_of_a_phase_is_not_the_risk_of_all():
    document = a_document(
        "## Phase 1: One (1 week)\n\n**Risk:** high\n\n## Conclusion\n\n- **Risk level**: Low (for now)\n"
    )
    assert (the(document.risk).level, the(document.risk).line) == ("low", 9)


@pytest.mark.parametrize("text", ["Risk level:", "Risk level: it is far too early to say", "Time to production: soon"])
def test_a_label_without_its_value_stays_prose(text):
    document = a_document(f"{text}\n\n- [ ] Add it")
    assert document.risk is None
    assert document.time_to_production is None
    assert fates(document)[3] == ("context", "prose")


def test_every_shape_has_its_fate():
    document = a_document(
        "Words.\n\n- [ ] Add it\n- not a task\n\n---\n\n> said\n\n<div>\n\n```\ncode\n```\n\n| a |\n|---|\n| b |\n\n"
        "Set\n===\n\n## Summary\n\n- told\n"
    )
    assert fates(document) == {
        1: ("understood", "title"),
        3: ("context", "prose"),
        5: ("understood", "item"),
        6: ("not understood", "a list entry in title"),
        8: ("structure", "rule"),
        10: ("context", "quotation"),
        12: ("structure", "html"),
        14: ("context", "code"),
        15: ("context", "code"),
        16: ("context", "code"),
        18: ("not understood", "a table"),
        19: ("not understood", "a table"),
        20: ("not understood", "a table"),
        22: ("structure", "heading"),
        23: ("structure", "heading"),
        25: ("structure", "heading"),
        27: ("context", "list in summary"),
    }


def test_the_head_of_a_table_is_understood_with_its_rows():
    document = a_document("| Task | Status |\n|---|---|\n| Add it | open |\n\n| a | b |\n|---|---|\n| c | d |\n")
    assert fates(document) == {
        1: ("understood", "title"),
        3: ("structure", "head of a table"),
        4: ("structure", "head of a table"),
        5: ("understood", "item"),
        7: ("not understood", "a table"),
        8: ("not understood", "a table"),
        9: ("not understood", "a table"),
    }


def test_headings_inside_lists_are_words_of_the_list():
    assert a_document("- # Not a section\n- [ ] Add it\n").items[0].line == 4


@pytest.mark.parametrize(
    "unit", [">", "- ", "[", "*a ", "1. x\n", "- [ ] x\n", "`a", "<!-- ", "# x\n", "> - a\n", "(", "$1,"]
)
def test_hostile_repetition_is_read_or_refused(unit):
    _accounted(b"- [ ] x\n\n" + (unit * 4000).encode())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw):
    _accounted(raw)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="#-*`>|[]x( )1.\n\t:$/%~_<!⭐é\r\u2028", max_size=300))
def test_any_markdown_is_read_or_refused(text):
    _accounted(b"- [ ] x\n" + text.encode())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SEED) - 1), st.integers(0, 40), st.binary(max_size=8)), max_size=6))
def test_a_mutated_seed_is_read_or_refused(edits):
    raw = SEED
    for at, cut, put in edits:
        raw = raw[:at] + put + raw[at + cut :]
    _accounted(raw)


def _accounted(raw: bytes) -> None:
    """Every line that is not blank has exactly one fate, and every fact points into the document."""
    document = _read_unless_refused(raw)
    if document is None:
        return
    printed = [number for number, line in enumerate(document.text.split("\n"), 1) if line.strip()]
    assert [fate.line for fate in document.fates] == printed
    understood = {fate.line for fate in document.fates if fate.kind is FateKind.UNDERSTOOD}
    assert {item.line for item in document.items} <= understood
    assert {statement.line for statement in (*document.strengths, *document.gaps)} <= understood
    assert {phase.line for phase in document.phases} <= understood
    assert {cost.line for cost in document.costs} <= understood
    assert {total.line for total in document.totals} <= understood
    assert document.as_dict()["title"] == document.title


def _read_unless_refused(raw: bytes) -> Assessment | None:
    try:
        return read(raw)
    except Refused:
        return None
