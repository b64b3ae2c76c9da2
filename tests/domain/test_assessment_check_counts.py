"""Printed counts beside boxes, headings that call all done, marks against boxes, and a go while criticals are open."""

from __future__ import annotations

import pytest

from tests.domain.test_assessment_check import noticed
from vantage_readiness.domain.words import Severity

TWO_OF_THREE = "- [x] Limit the rate\n- [x] Turn the keys\n- [ ] Read the logs\n"


def said(text: str, code: str) -> list[str]:
    return [finding.message for finding in noticed(text, code)]


@pytest.mark.parametrize(
    ("heading", "wrong"),
    [
        ("Security (2/3 complete)", False),
        ("Security (3/3 complete)", True),
        ("Security (2/4 complete)", True),
        ("Security (1/3)", True),
        ("Security: 2 of 3 done", False),
        ("Security (7/10)", False),
        ("Security (24/7)", False),
        ("Security (0/0)", False),
        ("Response ≥ 1/3", False),
        ("Sicherheit (3/3 erledigt)", True),
        (f"Security (1/3) {'and more ' * 40}", False),
    ],
)
def test_a_count_in_a_heading_is_counted_again(heading, wrong):
    assert bool(said(f"## Checklist\n\n### {heading}\n\n{TWO_OF_THREE}", "count-mismatch")) is wrong


def test_a_wrong_count_names_what_was_counted():
    (finding,) = noticed(f"## Checklist (3/3 complete)\n\n{TWO_OF_THREE}", "count-mismatch")
    assert finding.message == "“3/3” is printed, but 2 of the 3 boxes below are ticked."
    assert finding.lines == (3, 5, 6, 7)
    assert said("## Checklist (1/1 done)\n\n- [ ] One\n", "count-mismatch") == [
        "“1/1” is printed, but the only box below is open."
    ]


def test_a_count_holds_for_the_boxes_below_no_other_and_half_done_ones_count_either_way():
    text = "## Checklist (1/2 done)\n\n- [x] One\n  - [ ] a part of it\n- [ ] Two\n"
    assert said(text, "count-mismatch") == []
    assert said("## Checklist (2/2 done)\n\n- [x] One\n- [~] Two\n", "count-mismatch") == []


@pytest.mark.parametrize(
    ("label", "count"),
    [
        ("- **Critical**: 3/3 complete", 1),
        ("- **Critical**: 2/3 complete", 0),
        ("- **Optional**: 3/3 complete", 0),
        ("- **Something else here at last**: 3/3 complete", 0),
        ("- **Critical**: soon", 0),
        ("| Tier | Done |\n|---|---|\n| Critical | 3/3 |", 1),
    ],
)
def test_a_count_of_a_tier_is_compared_with_all_its_boxes_and_holds_the_gate(label, count):
    text = f"## Summary\n\n{label}\n\n## Checklist\n\n### Critical\n\n{TWO_OF_THREE}"
    found = noticed(text, "count-mismatch")
    assert [finding.severity for finding in found] == [Severity.CRITICAL] * count


@pytest.mark.parametrize(
    ("heading", "status", "wrong"),
    [
        ("Security (all resolved)", "", True),
        ("Security – COMPLETED", "", True),
        ("Security COMPLETED", "", True),
        ("Completed", "", True),
        ("Security", "**Status:** ✅ Completed (100 % in the test area)\n\n", True),
        ("Sicherheit – erledigt", "", True),
        ("Security (implemented in phase 2)", "", True),
        ("Security (complete by Friday)", "", False),
        ("Security to be completed", "", False),
        ("Security 95% complete", "", False),
        ("Definition of done", "", False),
        ("Complete the checks", "", False),
        ("Security", "**Status:** in progress\n\n", False),
        ("Security", "**A status of many words:** completed\n\n", False),
        (f"Completed {'and so on ' * 60}", "", False),
    ],
)
def test_what_is_called_done_while_something_in_it_is_open(heading, status, wrong):
    found = noticed(f"## Checklist\n\n### {heading}\n\n{status}{TWO_OF_THREE}", "called-done")
    assert bool(found) is wrong
    assert [finding.about for finding in found] == ["Read the logs"] * wrong


def test_a_heading_calls_only_its_own_list_done_unless_it_says_all():
    below = "### Keys\n\n- [x] Turn\n\n### Logs\n\n- [ ] Read\n- [ ] Keep\n"
    assert said(f"## Checklist – completed\n\n{below}", "called-done") == []
    assert len(noticed(f"## Checklist (completed in spring)\n\n{below}", "called-done")) == 1
    assert said(f"## Checklist: all completed\n\n{below}", "called-done") == [
        "The document says “Checklist: all completed”, but 2 items there are open."
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("- [ ] ✅ Turn the keys\n", "“✅ Turn the keys” has an empty box and a mark that says done. The box counts."),
        ("- [ ] Turn: ✅\n- [ ] Read **✅**\n", "2 items have an empty box and a mark that says done. The box counts."),
        ("- [ ] Turn ✅ the keys\n- [x] Read ✅\n", None),
    ],
)
def test_a_mark_against_its_box(lines, message):
    messages = [text.replace("✅ Turn", "Turn") for text in said(f"## Checklist\n\n{lines}", "mark-against-box")]
    assert messages == ([message.replace("✅ Turn", "Turn")] if message else [])


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("**Status:** Ready for production", 1),
        ("**Recommendation:** approved", 1),
        ("**Freigabe:** freigegeben", 1),
        ("**Status:** Not ready for production", 0),
        ("**Status:** Ready for production after the keys are turned", 0),
        ("**Status:** 🟡 Production ready", 0),
        ("**Status:** nothing yet", 0),
        ("**Our colleagues in the other team said**: approved", 0),
        ("The status is approved", 0),
    ],
)
def test_a_plain_go_while_criticals_are_open_holds_the_gate(line, count):
    found = noticed(f"{line}\n\n## Checklist\n\n### Critical\n\n{TWO_OF_THREE}", "approved-while-open")
    assert [finding.severity for finding in found] == [Severity.CRITICAL] * count
    assert [finding.lines for finding in found] == [(3, 11)] * count


def test_a_go_without_open_criticals_is_nobodys_business():
    head = "**Status:** approved\n\n## Checklist\n\n### "
    assert said(f"{head}Critical\n\n- [x] Turn the keys\n", "approved-while-open") == []
    assert said(f"{head}Critical\n\n- [ ] Turn\n- [ ] Read\n", "approved-while-open") == [
        "The document says “Status: approved”, but 2 critical items are open."
    ]


@pytest.mark.parametrize(
    ("score", "boxes", "grave"),
    [
        ("10/10", "- [ ] Turn the keys\n- [x] Read the logs\n", [Severity.CRITICAL]),
        ("9/10", "- [ ] Turn the keys\n- [x] Read the logs\n", []),
        ("100/100", "- [x] Turn the keys\n- [x] Read the logs\n", []),
    ],
)
def test_a_full_score_while_something_critical_is_open(score, boxes, grave):
    text = f"Overall score: {score}\n\n## Checklist\n\n### Critical\n\n{boxes}"
    assert [finding.severity for finding in noticed(text, "full-score-while-open")] == grave


@pytest.mark.parametrize(("boxes", "count"), [("- [ ] A b\n- [ ] C d\n- [x] E f\n", 1), ("- [ ] A b\n- [x] E f\n", 0)])
def test_a_full_score_while_most_of_what_is_important_is_open(boxes, count):
    text = f"Overall score: 10/10\n\n## Checklist\n\n### Important\n\n{boxes}"
    assert len(noticed(text, "full-score-while-open")) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [("Speed: 120/100", 1), ("Speed: 100/100", 0), ("`120/100`", 0), ("```\n120/100\n```", 0), ("2/120/100", 0)],
)
def test_a_score_above_its_maximum(line, count):
    assert len(noticed(f"- [ ] x\n\n{line}\n\nor 110/100 % of it: `110/100`\n", "score-above-maximum")) == count + 1
