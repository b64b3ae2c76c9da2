"""Things printed more than once, and things ticked that are listed as gaps."""

from __future__ import annotations

import pytest

from tests.domain.test_assessment_check import noticed
from vantage_readiness.domain.words import Severity


def two_lists(one: str, other: str) -> str:
    return f"## Checklist\n\n### Critical\n\n{one}\n\n### Important\n\n{other}\n"


def test_one_item_under_two_tiers_holds_the_gate_until_decided():
    (finding,) = noticed(two_lists("- [ ] Turn the keys", "- [ ] Turn the keys"), "tier-conflict")
    assert finding.message == "“Turn the keys” is critical in one place and important in another."
    assert (finding.severity, finding.about, finding.lines) == (Severity.CRITICAL, "Turn the keys", (7, 11))


def test_a_conflict_between_lesser_tiers_does_not_hold_the_gate():
    text = "## Checklist\n\n### Important\n\n- [ ] Turn the keys\n\n### Nice to have\n\n- [ ] Turn the keys\n"
    assert [finding.severity for finding in noticed(text, "tier-conflict")] == [Severity.WARNING]


def test_an_item_ticked_in_one_list_and_open_in_another():
    (finding,) = noticed(two_lists("- [x] Turn the keys", "- [ ] Turn the keys"), "done-but-open")
    assert finding.message == "“Turn the keys” is ticked in one place and open in another."
    assert noticed(two_lists("- [x] Turn the keys", "- [x] Turn the keys"), "done-but-open") == []


def test_the_same_short_words_under_each_of_several_components_are_several_things():
    text = "## Checklist\n\n" + "".join(f"### Part {n}\n\n- [{mark}] Unit tests\n\n" for n, mark in enumerate("x x"))
    assert noticed(text, "done-but-open") == []


def test_the_same_words_in_two_areas_are_two_things():
    text = "## Security\n\n- [x] Write down the rules\n\n## Deployment\n\n- [ ] Write down the rules\n"
    assert noticed(text, "done-but-open") == []


def test_two_efforts_of_one_item():
    (finding,) = noticed(two_lists("- [ ] Turn the keys (2 hours)", "- [ ] Turn the keys (4 hours)"), "efforts-differ")
    assert "“2 hours” in one place and “4 hours” in another" in finding.message
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (
            "- [ ] Turn the keys\n- [ ] Turn the keys\n",
            "“Turn the keys” stands twice under “Critical”. It counts once.",
        ),
        ("- [ ] Turn the keys\n" * 3, "“Turn the keys” stands 3 times under “Critical”. It counts once."),
        ("- [ ] Run:\n- [ ] Run:\n", None),
        ("- [ ] Turn the keys\n- [ ] Turn the knobs\n", None),
    ],
)
def test_an_item_twice_in_one_list(items, message):
    found = noticed(two_lists(items, "- [ ] Read the logs"), "duplicate-item")
    assert [finding.message for finding in found] == ([message] if message else [])
    assert all(finding.severity is Severity.INFO for finding in found)


@pytest.mark.parametrize(
    ("item", "gap", "wrong"),
    [
        ("Add rate limits", "**No rate limits**: anybody may ask as often as he likes", True),
        ("Set up secret rotation", "Missing secret rotation", True),
        ("Set up monitoring", "**No monitoring**: of the database", False),
        ("Add rate limits", "**Rate limits**: completed", True),
        ("Add rate limits", "Rate limits completed", False),
    ],
)
def test_what_is_ticked_and_still_listed_as_a_gap(item, gap, wrong):
    text = f"## Security\n\n### Gaps\n\n- {gap}\n\n## Checklist\n\n### Critical\n\n- [x] {item}\n- [ ] Read the logs\n"
    found = noticed(text, "done-but-open")
    assert [(finding.lines, finding.severity) for finding in found] == [((7, 13), Severity.CRITICAL)] * wrong


def test_a_strength_and_a_gap_of_the_same_name():
    text = "## Security\n\n### Strengths\n- **Rate limits**: on\n\n### Gaps\n- **No rate limits**: none\n\n- [ ] x\n"
    assert [finding.lines for finding in noticed(text, "strength-against-gap")] == [(6, 9)]


def test_very_many_findings_of_one_kind_are_told_by_their_number():
    text = "## Checklist\n\n" + "".join(f"- [ ] Turn key {n} now\n" * 2 for n in range(60))
    found = noticed(text, "duplicate-item")
    assert len(found) == 51
    assert "There are 60 like this; the first 50 are told." in {finding.message for finding in found}


def test_what_is_told_by_its_number_holds_the_gate_if_one_of_it_would():
    important = "".join(f"- [ ] Turn key {n} now\n" for n in range(60))
    text = f"## Checklist\n\n### Important\n\n{important}\n### Optional\n\n{important}"
    rest = [finding for finding in noticed(text, "tier-conflict") if not finding.lines]
    assert [finding.severity for finding in rest] == [Severity.WARNING]
    grave = noticed(text.replace("Opt", "Critical, opt"), "tier-conflict")
    assert [finding.severity for finding in grave if not finding.lines] == [Severity.CRITICAL]


def test_long_words_of_others_are_shortened_in_a_sentence():
    title = "Turn the keys " * 40
    (finding,) = noticed(two_lists(f"- [x] {title}", f"- [ ] {title}"), "done-but-open")
    assert len(finding.message) < 200
    assert "…”" in finding.message
