"""What the reader notices, and what it leaves alone."""

from __future__ import annotations

import pytest

from vantage_readiness.domain.assessment import Finding, read
from vantage_readiness.domain.assessment.checks import unplanned


def noticed(text: str, code: str) -> list[Finding]:
    return [finding for finding in read(f"# Report\n\n{text}".encode()).findings if finding.code == code]


@pytest.mark.parametrize(
    ("score", "message"),
    [
        ("7.5/10 ⭐⭐⭐⭐⭐⭐⭐⭐", "8 stars stand beside 7.5/10"),
        ("8/10 ★", "1 star stands beside 8/10"),
        ("8/10 ⭐⭐⭐⭐⭐⭐⭐⭐", None),
        ("8/10 ⭐⭐⭐⭐", None),
        ("4/5 ⭐⭐⭐⭐", None),
        ("7.5/10", None),
    ],
)
def test_stars_that_do_not_match_the_number(score, message):
    findings = noticed(f"Overall score: {score}", "star-count")
    assert [finding.message.split(". ")[0] for finding in findings] == ([message] if message else [])


PLAN = "## Plan\n\n### Phase 1: A (1 week) done\n\n- a\n\n### Phase 2: B (1-2 weeks)\n\n- b\n\n## Conclusion\n\n"


@pytest.mark.parametrize(
    ("conclusion", "count"),
    [
        ("Time to production: 1-2 weeks", 0),
        ("Time to production: 4-6 weeks", 1),
        ("Recommendation: go in 1 week\n\nTime to production: 4-6 weeks", 2),
        ("Recommendation: go in 1-2 weeks\n\nTime to production: 1-2 weeks", 0),
        ("Recommendation: wait 3 weeks", 0),
    ],
)
def test_timelines_are_compared_with_each_other_and_with_the_phases_ahead(conclusion, count):
    assert len(noticed(PLAN + conclusion, "timelines-differ")) == count


def test_a_phase_without_a_length_makes_the_plan_incomparable():
    text = "## Plan\n\n### Phase 1: A\n\n- a\n\n## Conclusion\n\nTime to production: 4 weeks"
    assert noticed(text, "timelines-differ") == []


def test_one_item_in_two_tiers():
    text = (
        "## Advice\n\n```\n# CRITICAL: now\n1. Add **logs**\n2. Add keys\n# Later\n3. Add it\nwords\n```\n\n"
        "## Checklist\n\n"
    )
    (finding,) = noticed(
        text + "### Important\n- [ ] Add keys\n- [ ] Add it\n### Critical\n- [ ] Add logs\n", "tier-conflict"
    )
    assert finding.message == "“Add keys” is critical in one place and important in the checklist."
    assert (finding.lines, finding.about) == ((8, 17), "Add keys")


@pytest.mark.parametrize(
    ("strength", "gap", "differs"),
    [
        ("**CORS**: properly configured", "**CORS wildcard**: allowed", True),
        ("**Tokens**: encrypted", "**Token storage**: OAuth tokens in plaintext", True),
        ("**Unit tests**: full coverage", "**Coverage**: some modules lack coverage", True),
        ("**CORS**: configured", "**CORS wildcard**: allowed", False),
        ("**Logging**: proper format", "**CORS wildcard**: allowed", False),
        ("**Database**: proper migrations", "**Database**: single instance", False),
    ],
)
def test_a_strength_that_a_gap_denies(strength, gap, differs):
    text = f"## Security\n\n### Strengths\n- {strength}\n### Gaps\n- {gap}\n"
    assert [finding.lines for finding in noticed(text, "strength-against-gap")] == ([(6, 8)] if differs else [])


def test_a_strength_of_one_area_does_not_deny_a_gap_of_another():
    text = "## Security\n### Strengths\n- CORS properly set\n## Deployment\n### Gaps\n- CORS wildcard\n"
    assert noticed(text, "strength-against-gap") == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("- A: $1,000-2,000\n- B: $500\n- Total: $1,500-2,600\n", "1,500–2,500 USD, the document says 1,500–2,600 USD"),
        ("- A: $1,000\n- B: $500\n- Total: $1,500\n", None),
        ("- Total: $1,500\n", None),
        ("- A: 1000 €\n- Total: $1,500\n", None),
        ("- A: ✅ done\n- B: $500\n- Total: $500\n", None),
    ],
)
def test_totals_that_do_not_add_up(lines, message):
    findings = noticed(f"- [ ] x\n\n## Costs\n\n### Work\n\n{lines}", "total-mismatch")
    assert [finding.message for finding in findings] == ([f"Work: the lines add up to {message}."] if message else [])


def test_an_unfilled_place_is_named():
    (finding,) = noticed("- [ ] Add ${WHAT}\n\n```\n$(date)\n```\n", "unexpanded-placeholder")
    assert (finding.message, finding.lines) == ("“${WHAT}” was never filled in.", (3,))


@pytest.mark.parametrize(
    ("text", "lines"), [("- [ ] x", [()]), ("Date: soon\n\n- [ ] x", [(3,)]), ("Date: 2025-01-31\n\n- [ ] x", [])]
)
def test_a_missing_date_points_at_the_line_that_should_have_it(text, lines):
    assert [finding.lines for finding in noticed(text, "missing-date")] == lines


def test_a_document_without_checklist_is_read_with_a_warning():
    assert len(noticed("Overall score: 7/10", "no-checklist")) == 1


def test_only_open_criticals_without_a_phase_are_unplanned():
    text = "## Checklist\n### Critical\n- [ ] A\n- [ ] B\n- [x] C\n### Nice\n- [ ] D\n"
    items = read(text.encode()).items
    assert [finding.about for finding in unplanned(items, {"A"})] == ["B"]
