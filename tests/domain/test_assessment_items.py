"""Items in every notation: what is one, in which state and tier, and what only looks like one."""

from __future__ import annotations

import pytest

from vantage_readiness.domain.assessment import Assessment, State, read
from vantage_readiness.domain.assessment.items import efforts
from vantage_readiness.domain.assessment.model import Entry
from vantage_readiness.domain.assessment.vocabulary import states, tiers
from vantage_readiness.domain.assessment.vocabulary.grades import Grade
from vantage_readiness.domain.assessment.vocabulary.tiers import Scale
from vantage_readiness.domain.words import Tier

OPEN, DONE, PARTIAL = State.OPEN, State.DONE, State.PARTIAL
CRITICAL, IMPORTANT, NICE = Tier.CRITICAL, Tier.IMPORTANT, Tier.NICE


def a_document(text: str) -> Assessment:
    return read(f"# Report\n\n**Overall score:** 7/10\n\n{text}".encode())


def items(text: str) -> list[Entry]:
    return list(a_document(text).items)


def told(text: str) -> list[tuple[str, State]]:
    return [(item.title, item.state) for item in items(text)]


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("- [ ] Add it", OPEN),
        ("- [x] Add it", DONE),
        ("* [X] Add it", DONE),
        ("1. [ ] Add it", OPEN),
        ("- [-] Add it", PARTIAL),
        ("- [~] Add it", PARTIAL),
        ("- [⚠️] Add it", PARTIAL),
        ("- [✓] Add it", DONE),
        ("- [❌] Add it", OPEN),
        ("- \\[ ] Add it", OPEN),
        ("-[ ] Add it", OPEN),
        ("- ☐ Add it", OPEN),
        ("- ☑ Add it", DONE),
        ("☐ Add it", OPEN),
        ("[ ] Add it", OPEN),
        ("•\t☐ Add it", OPEN),
        ("✓ Add it", DONE),
        ("✗ Add it", OPEN),
    ],
)
def test_boxes_and_ticks_make_items_anywhere(line, state):
    assert told(f"## Notes\n\n{line}\n") == [("Add it", state)]


@pytest.mark.parametrize(
    "text",
    [
        "- [a link](https://example.org)",
        "- ☐ yes ☐ no",
        "- [ ] Yes\n- [ ] No",
        "- ✅ Fast\n- ✅ Safe",
        "✅ Fast",
        "## Summary\n\n✓ Fast",
        "- [ ]",
        "- [?!?] what",
    ],
    ids=["link", "two boxes", "answers", "praise", "praise in words", "ticks in a summary", "empty", "no box"],
)
def test_what_only_looks_like_an_item(text):
    assert items(text) == []


def test_answers_need_a_question_with_several():
    assert told("- [ ] Approved\n") == [("Approved", OPEN)]


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Go-live checklist", "en"),
        ("Aufgabenliste", "de"),
        ("Liste de contrôle", "fr"),
        ("Lista de verificación", "es"),
        ("Lista de tarefas", "pt"),
        ("Чек-лист запуска", "ru"),
        ("Lista kontrolna", "pl"),
        ("上线检查清单", "zh"),
        ("リリースチェックリスト", "ja"),
    ],
)
def test_plain_entries_of_a_checklist_are_items_in_nine_languages(title, language):
    assert told(f"## {title}\n\n- One\n  - a note\n- ✅ Two\n") == [("One", OPEN), ("Two", DONE)], language


def test_plain_entries_count_only_beside_the_boxes_of_their_own_checklist():
    text = "## Checklist\n\n- [ ] One\n\n### Smoke tests\n\n- Two\n\n## Accessibility checklist\n\n- Three\n"
    assert told(text) == [("One", OPEN), ("Two", OPEN)]


def test_a_document_titled_a_checklist_lists_its_items_plainly():
    document = read(b"# Launch checklist\n\n## Keys\n\n- Rotate\n\n## Contacts\n\n- Ada\n")
    assert [(item.title, item.section) for item in document.items] == [("Rotate", "Keys")]


def test_an_entry_with_a_colon_is_a_group_of_those_below_it():
    one, two = items("## Checklist\n\n- Network:\n  - One\n  - Two\n")
    assert (one.title, one.section, two.title) == ("One", "Network", "Two")


def test_asides_below_a_checklist_are_no_items():
    assert told("## Checklist\n\n- One\n\n**Legend:**\n\n- Words\n\n### Sign-off\n\n- Ada\n") == [("One", OPEN)]


def test_what_is_already_there_counts_as_done_if_every_entry_is_marked():
    text = "## Already implemented\n\n- ✅ One\n- ❌ Two\n\n## Already planned\n\n- ✅ Three\n- Four\n"
    assert told(text) == [("One", DONE), ("Two", OPEN)]


def test_marks_count_in_a_list_that_has_boxes_too():
    assert told("## Launch\n\n- ✅ One\n- [ ] Two\n- words\n") == [("One", DONE), ("Two", OPEN)]


def test_marked_lines_of_a_checklist_are_items():
    assert told("## Checklist\n\n✅ One\n❌ Two\n") == [("One", DONE), ("Two", OPEN)]


def test_numbered_entries_under_a_tier_are_items_where_there_are_no_boxes():
    text = "## Must fix before launch\n\n1. ✅ One\n2. ✅ Two\n\n## Nice to have\n\n1. ✅ Three\n2. ❌ Four\n"
    found = [(item.title, item.state, item.tier) for item in items(text)]
    assert found == [
        ("One", OPEN, CRITICAL),
        ("Two", OPEN, CRITICAL),
        ("Three", DONE, NICE),
        ("Four", OPEN, NICE),
    ]
    assert told(f"{text}\n- [ ] Five\n")[-1] == ("Five", OPEN)
    assert ("One", OPEN) not in told(f"{text}\n- [ ] Five\n")


def test_tiered_recommendations_are_items_only_where_nothing_else_is():
    text = "## Recommendations\n\n### Now (critical)\n\n1. One\n\n### Words\n\n1. Two\n"
    assert told(text) == [("One", OPEN)]
    assert told(f"{text}\n## More\n\n✓ Three\n") == [("Three", DONE)]


def test_a_state_may_stand_below_its_entry():
    text = "## Gate A\n\n1. One\n- Status: PASS\n- Proof: a run\n2. Two\n- Status: failed\n\n## Steps\n\n1. Three\n"
    one, two = items(text)
    assert (one.title, one.state, one.detail) == ("One", DONE, "Proof: a run")
    assert (two.title, two.state) == ("Two", OPEN)
    assert told("## Gates\n\n1. One\n   - Status: done\n2. Two\n   - State: open\n3. Three\n") == [
        ("One", DONE),
        ("Two", OPEN),
        ("Three", OPEN),
    ]


def a_table(header: str, *rows: str) -> str:
    dashes = "|".join("---" for _ in header.split("|"))
    return "\n".join([f"| {header} |", f"|{dashes}|", *[f"| {row} |" for row in rows], ""])


def test_a_column_of_states_makes_items():
    text = a_table(
        "# | Task | Status | Priority | Effort | Owner",
        "1 | Keys | ✅ done | P0 | 2 h | Ada",
        "2 | Logs || P1 | soon |",
    )
    keys, logs = items(text)
    assert (keys.title, keys.state, keys.tier, keys.effort, keys.detail) == ("Keys", DONE, CRITICAL, "2 h", "Ada")
    assert (logs.title, logs.state, logs.effort) == ("Logs", OPEN, None)


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("🟢 READY", DONE),
        ("🟡 PARTIAL", PARTIAL),
        ("🟡 NEEDS KEYS", OPEN),
        ("✅", DONE),
        ("⚠️", PARTIAL),
        ("❌ not implemented", OPEN),
        ("⏳ TODO", OPEN),
        ("[ ]", OPEN),
        ("[x]", DONE),
        ("☐ open ☐ ok", OPEN),
        ("☑ ok ☐ open", DONE),
        (":white_check_mark:", DONE),
        ("nicht umgesetzt", OPEN),
        ("en cours", PARTIAL),
        ("已完成", DONE),
        ("未完成", OPEN),
        ("—", None),
    ],
)
def test_the_state_of_a_cell(cell, state):
    assert states.in_cell(cell) is state


@pytest.mark.parametrize(
    "text",
    [
        a_table("Metric | Target | Status", "Coverage | 80 % | ✅ passed"),
        a_table("Component | Score | Status", "Login | 9/10 | ✅ ready"),
        a_table("Role | Signature | Status", "Lead | Ada | ✅ done"),
        a_table("Status | Words", "done | one"),
        a_table("Task | Status", "One | Ada", "Two | Ben"),
        a_table("Task | Status", "One |", "Two |"),
        a_table("Task | Status"),
        "## Risks\n\n" + a_table("Item | Status", "One | open"),
        "## CI health\n\n" + a_table("Workflow | Status", "One | open"),
    ],
    ids=["metrics", "scores", "signatures", "groups", "names", "empty", "no rows", "risks", "health"],
)
def test_tables_that_are_no_lists_of_items(text):
    assert items(text) == []


def test_a_column_of_boxes_makes_items():
    assert told(a_table("Step | Box", "One | [ ]", "Two | ☑")) == [("One", OPEN), ("Two", DONE)]
    assert told(a_table("Box | Notes", "[ ] One | x", "[x] Two | y", "words | z")) == [("One", OPEN), ("Two", DONE)]


def test_a_list_of_checks_in_a_checklist_is_open_whatever_levels_it_marks():
    text = "## Checklist\n\n" + a_table("Check name | Level A | Level B", "One | ✅ | ✅", "Two | | ✅")
    assert told(text) == [("One", OPEN), ("Two", OPEN)]
    assert told("## Checklist\n\n" + a_table("Task | Status", "One |", "Two |")) == [("One", OPEN), ("Two", OPEN)]


def test_open_issues_with_a_priority_are_items():
    text = "## Open issues\n\n" + a_table("No | Title | Priority", "7 | One | **High**", "8 | Two | Low")
    assert [(item.title, item.tier) for item in items(text)] == [("One", CRITICAL), ("Two", NICE)]


def test_a_column_headed_by_a_mark_holds_states():
    assert told(a_table("Task | ✅", "One | yes", "Two | no")) == [("One", DONE), ("Two", OPEN)]
    assert told(a_table("Task | | №| Done", "One | | 1 | yes")) == [("One", DONE)]


def test_the_area_of_a_row_is_its_own():
    (item,) = items(a_table("Category | Task | Status", "Security | One | open"))
    assert item.area == "Security"


def test_a_heading_of_an_area_inside_a_checklist_gives_the_area():
    (item,) = items("## Checklist\n\n### Security\n\n- [ ] One\n")
    assert item.area == "Security"


@pytest.mark.parametrize(
    ("heading", "tier"),
    [
        ("🔴 Critical (must not wait)", CRITICAL),
        ("🟡 Critical", CRITICAL),
        ("Important (must not wait)", IMPORTANT),
        ("Completed (critical)", CRITICAL),
        ("P0 – blockers", CRITICAL),
        ("High priority", CRITICAL),
        ("Medium", IMPORTANT),
        ("Low (later)", NICE),
        ("Should have", IMPORTANT),
        ("Optional", NICE),
        ("🟠 Soon", IMPORTANT),
        ("🟢", NICE),
        ("High availability", None),
        ("Muss", CRITICAL),
        ("Wichtig", IMPORTANT),
        ("Priorité haute", CRITICAL),
        ("Souhaitable", NICE),
        ("Prioridad media", IMPORTANT),
        ("Obrigatório", CRITICAL),
        ("Критично", CRITICAL),
        ("Желательно", NICE),
        ("Wysoki priorytet", CRITICAL),
        ("严重", CRITICAL),
        ("低优先级", NICE),
        ("必須", CRITICAL),
        ("任意", NICE),
    ],
)
def test_the_tier_of_a_heading(heading, tier):
    assert [item.tier for item in items(f"## {heading}\n\n- [ ] Add it\n")] == [tier]


def test_high_is_below_critical_where_both_are_printed():
    found = items("## Critical\n- [ ] a\n## High\n- [ ] b\n## Medium priority\n- [ ] c\n## Low\n- [ ] d\n")
    assert [item.tier for item in found] == [CRITICAL, IMPORTANT, IMPORTANT, NICE]


def test_p1_is_the_top_only_where_nobody_speaks_of_p0():
    for first in (0, 1):
        text = "".join(f"## P{number}\n- [ ] {number}\n" for number in range(first, first + 3))
        assert [item.tier for item in items(text)] == [CRITICAL, IMPORTANT, NICE]


def test_an_entry_may_name_its_own_tier():
    text = "## P1\n\n- [ ] Rotate keys (critical)\n- [ ] 🟢 Add colours\n- [ ] [P3] Paint\n- [ ] Keep (all of it)\n"
    assert [item.tier for item in items(text)] == [CRITICAL, NICE, NICE, CRITICAL]


def test_a_bold_line_gives_its_tier_until_the_next_one():
    found = items("## Checklist\n\n**P0**\n\n- [ ] a\n\n**Words**\n\n- [ ] b\n")
    assert [(item.tier, item.section) for item in found] == [(CRITICAL, "P0"), (None, "Words")]


def test_a_scale_reads_grades_it_knows():
    assert Scale().tier(None) is None
    assert Scale.of([Grade.CRITICAL, None]).has_critical
    assert tiers.own_grade("") is None
    assert not tiers.is_heading_of_tier("Critical issues")
    assert not tiers.is_heading_of_tier("What is critical")


@pytest.mark.parametrize(
    ("remark", "is_one"),
    [
        ("4 hours", True),
        ("~2-3 days", True),
        ("3j", True),
        ("2 Tage", True),
        ("1 неделя", True),
        ("3 dni", True),
        ("2天", True),
        ("2 months ago", False),
        ("all of them", False),
        ("5", False),
    ],
)
def test_efforts(remark, is_one):
    assert efforts.is_effort(remark) is is_one


def test_an_effort_may_stand_below_its_item():
    (item,) = items("- [ ] Add it\n  - **Time:** 2 h\n  - words: many\n")
    assert item.effort == "2 h"


def test_text_without_any_marked_heading_is_outlined_by_its_short_lines():
    text = (
        "Launch assessment\nSummary\nThe product is nearly ready, says everybody who has seen it so far.\n"
        "________\nLaunch checklist\nNetwork\n•\tOne\n•\tTwo\nKeys\n•\tThree\n________\nThe end\n"
    )
    document = read(text.encode())
    assert document.title == "Launch assessment"
    assert [(item.title, item.section) for item in document.items] == [
        ("One", "Network"),
        ("Two", "Network"),
        ("Three", "Keys"),
    ]


def test_a_few_short_lines_are_no_outline():
    document = read(b"Words\n\n- [ ] One\n")
    assert document.items[0].section == ""


def test_numbered_headings_among_gaps_are_the_gaps():
    document = a_document("## Critical issues\n\n### 1. Open doors\n\n- words\n\n### Issue #2: TODO lists\n\n- more\n")
    assert [(gap.title, gap.line) for gap in document.gaps] == [("Open doors", 7), ("TODO lists", 11)]


def test_gaps_may_stand_in_a_table():
    (gap,) = a_document("## Gaps\n\n" + a_table("Gap | Why", "Old keys | forgotten", " | ")).gaps
    assert (gap.title, gap.text) == ("Old keys", "forgotten")


def test_marks_tell_strengths_from_gaps_inside_an_area():
    document = a_document("## Security\n\n- ✅ **Login**: works\n- ⚠️ Old keys\n- words\n- ✅\n")
    assert [(one.title, one.text) for one in document.strengths] == [("Login", "works")]
    assert [gap.title for gap in document.gaps] == ["Old keys"]
