"""The plan: what opens a phase, what only looks like it, how long it lasts, and the time to production."""

from __future__ import annotations

import pytest

from tests.domain.sure import the
from vantage_readiness.domain.assessment import read
from vantage_readiness.domain.assessment.model import Weeks
from vantage_readiness.domain.assessment.plan import heads


def a_document(text):
    return read(f"# Report\n\n{text}\n\n## Tasks\n\n- [ ] Add it\n".encode())


def phases(text):
    return [(phase.ordinal, phase.name, phase.weeks) for phase in a_document(text).phases]


@pytest.mark.parametrize(
    ("title", "ordinal", "name", "weeks", "done"),
    [
        ("Phase 1: Security Hardening (1-2 weeks)", 1, "Security Hardening", Weeks(1, 2), False),
        ("Phase 1: Hardening (1 week) ✅ COMPLETED", 1, "Hardening", Weeks(1, 1), True),
        ("Phase 1: Hardening ✅ (done)", 1, "Hardening", None, True),
        ("Phase 1: Hardening DONE (2 weeks)", 1, "Hardening", Weeks(2, 2), True),
        ("Phase 1 - Hardening: 2 weeks", 1, "Hardening", Weeks(2, 2), False),
        ("Phase 1 – Hardening about 2 weeks", 1, "Hardening about 2 weeks", Weeks(2, 2), False),
        ("Phase 2: 3 weeks", 2, "", Weeks(3, 3), False),
        ("Sprint 12 – Polish", 12, "Polish", None, False),
        ("Phase 2: Login (OAuth)", 2, "Login (OAuth)", None, False),
        ("Phase 3", 3, "", None, False),
        ("Phase C2: Console (Weeks 3-4)", 2, "Console", Weeks(2, 2), False),
        ("Phase 2: More – 1 week later", 2, "More", None, False),
        ("Phase 1 (must fix)", 1, "must fix", None, False),
        ("Sprint 1 (2 Wochen): Sicherheit", 1, "Sicherheit", Weeks(2, 2), False),
        ("Phase II: Rollout", 2, "Rollout", None, False),
        ("Phase B – Rollout", 2, "Rollout", None, False),
        ("Week 3-4: Testing", 3, "Testing", Weeks(2, 2), False),
        ("Étape 1 : sécurité (3 jours)", 1, "sécurité", Weeks(0.6, 0.6), False),
        ("2. Etappe: Betrieb", 2, "Betrieb", None, False),
        ("Fase 3: Puesta en marcha", 3, "Puesta en marcha", None, False),
        ("Этап 1: Безопасность (2 недели)", 1, "Безопасность", Weeks(2, 2), False),
        ("Etap 2 – Testy (1–2 tygodnie)", 2, "Testy", Weeks(1, 2), False),
        ("第一阶段：安全（2周）", 1, "安全", Weeks(2, 2), False),
        ("第1-2周：修复", 1, "修复", Weeks(2, 2), False),
        ("フェーズ2：移行", 2, "移行", None, False),
    ],
)
def test_phase_heads(title, ordinal, name, weeks, done):
    found = the(heads.head(title))
    assert (found.ordinal, found.name, found.weeks, found.done) == (ordinal, name, weeks, done)


@pytest.mark.parametrize(
    "title",
    [
        "Phases",
        "Second phase 2",
        "Phase one",
        "Phase 1 and phase 2",
        "Phase 1.2: a part",
        "Phase ii",
        "Phase b",
        "Phase 1%",
        "",
    ],
)
def test_what_is_no_phase_head(title):
    assert heads.head(title) is None


def test_a_mark_with_a_word_means_done():
    assert heads.is_done("✅ COMPLETED")
    assert heads.is_done("abgeschlossen")
    assert not heads.is_done("✅")
    assert not heads.is_done("completed in part only")


@pytest.mark.parametrize(
    "text",
    [
        "## Roadmap\n\n### Phase 1: A (1 week)\n\n### Phase 2: B (2 weeks)",
        "## Phase 1: A (1 week)\n\n## Phase 2: B (2 weeks)",
        "## Roadmap\n\n**Phase 1: A (1 week)**\n\n- a\n\n**Phase 2: B (2 weeks)**\n\n- b",
        "## Roadmap\n\n- **Phase 1: A** (1 week)\n  - a\n- **Phase 2: B** (2 weeks)",
        "## Roadmap\n\n| Phase | Time |\n|---|---|\n| Phase 1: A | 1 week |\n| Phase 2: B | 2 weeks |",
        "## Roadmap\n\nPhase 1: A (1 week)\nPhase 2: B (2 weeks)",
        "## Roadmap\n\n### Phase 1: A\n\n**Duration:** 1 week\n\n### Phase 2: B\n\n```\nx\n```\n\n- Dauer: 2 Wochen\n",
        "## Roadmap\n\n### Phase 1: A (1 week)\n\n### Phase 2: B (2 weeks)\n\n## Timeline\n\n- Week 1: A\n- Week 2: B",
        "## Roadmap\n\n### Phase 1: A (1 week)\n\n## Roadmap, later\n\n### Phase 2: B (2 weeks)",
        "## Roadmap\n\n### Phase 1: A (1 week)\n\n### Phase 2: B (2 weeks)\n\n## Roadmap\n\n### Phase 1: A (1 week)",
    ],
)
def test_a_plan_is_read_in_whatever_way_it_is_printed(text):
    assert phases(text) == [(1, "A", Weeks(1, 1)), (2, "B", Weeks(2, 2))]


@pytest.mark.parametrize(
    "text",
    [
        "## Scores\n\n### Phase 0: A 100%\n\n### Phase 1: B 98%",
        "## History\n\n### Sprint 1: A\n\n### Sprint 2: B",
        "## Deployment steps\n\n### Step 1: A\n\n### Step 2: B",
        "## Costs\n\n- Phase 1: $5\n- Phase 2: $6",
        "Words.\n\n- Phase 1 is over\n- Week 3: nothing",
        "## Recommendations\n\n### Short term (30 days)\n\n- a\n\n### Long term (90 days)\n\n- b",
        "## Recommendations\n\n### Soon (next 2 weeks)\n\n- a\n\n### Later (next 4 weeks)\n\n- b",
        "## Recommendations\n\n### Only (2 weeks)\n\n- a",
    ],
)
def test_what_only_looks_like_a_plan(text):
    assert phases(text) == []


def test_weeks_are_the_plan_where_nothing_coarser_is():
    assert phases("## Time to production\n\n### Week 1: A\n\n### Week 2-3: B") == [
        (1, "A", Weeks(1, 1)),
        (2, "B", Weeks(2, 2)),
    ]


def test_headings_that_count_up_from_the_first_are_a_plan_wherever_they_stand():
    assert [phase[:2] for phase in phases("## Fixes\n\n### Phase 1 (must)\n\n- a\n\n### Phase 2 (should)\n\n- b")] == [
        (1, "must"),
        (2, "should"),
    ]


def test_next_steps_with_a_duration_each_are_a_plan_without_numbers():
    text = "## Next steps\n\n### Now (1-2 days)\n\n1. a\n\n### Launch preparation (3-5 days)\n\n1. b"
    assert phases(text) == [(1, "Now", Weeks(0.2, 0.4)), (2, "Launch preparation", Weeks(0.6, 1))]


def test_a_horizon_with_its_weeks_is_a_phase():
    assert phases("## Roadmap\n\n### Immediate (Week 1)\n\n- a\n\n### Short-term (Week 2-3)\n\n- b") == [
        (1, "Immediate", Weeks(1, 1)),
        (2, "Short-term", Weeks(2, 2)),
    ]


def test_the_first_column_may_count_what_its_title_names():
    text = "## Roadmap\n\n| Week | Work |\n|---|---|\n| 1-2 | a |\n| 3 | b |\n"
    assert phases(text) == [(1, "Week 1-2", Weeks(2, 2)), (3, "Week 3", Weeks(1, 1))]


def test_steps_follow_the_notation_of_the_plan():
    text = "## Roadmap\n\n**Phase 1: A**\n\n- a\n\n**Phase 2: B**\n\n- b\n  - c\n"
    assert [[(step.group, step.title) for step in phase.steps] for phase in a_document(text).phases] == [
        [("", "a")],
        [("b", "c")],
    ]
    (phase,) = a_document("## Roadmap\n\n- Phase 1: A (1 week)\n  - a\n").phases
    assert [step.title for step in phase.steps] == ["a"]


def test_a_phase_without_a_name_is_called_by_its_line():
    assert [phase.name for phase in a_document("## Roadmap\n\n### Phase 1\n\n### Phase 2\n").phases] == [
        "Phase 1",
        "Phase 2",
    ]


@pytest.mark.parametrize(
    ("text", "weeks", "line"),
    [
        ("**Time to production:** 2-3 weeks of work", Weeks(2, 3), 3),
        ("Timeline: 9 weeks\n\n**Zeit bis zur Produktion:** 2 Wochen", Weeks(2, 2), 5),
        ("## Time to production\n\n**Conservative: 2-3 weeks**", Weeks(2, 3), 5),
        ("## Time to production: 4 weeks", Weeks(4, 4), 3),
        ("## Summary\n\n- Timeline: 6 weeks", Weeks(6, 6), 5),
        ("**Délai estimé :** 6 semaines", Weeks(6, 6), 3),
        ("**上线时间：** 2周", Weeks(2, 2), 3),
    ],
)
def test_the_time_to_production(text, weeks, line):
    found = the(a_document(text).time_to_production)
    assert (found.weeks, found.line) == (weeks, line)


@pytest.mark.parametrize(
    "text",
    [
        "Time to production: soon",
        "## Security\n\nTimeline: 2 weeks",
        "## Time to production\n\nSoon.",
        "It took us a long time to get here and so on: 2 weeks",
    ],
)
def test_what_is_no_time_to_production(text):
    assert a_document(text).time_to_production is None
