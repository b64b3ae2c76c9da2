"""How people write whom nobody told how: rules found on documents that were not written for the reader."""

from __future__ import annotations

import pytest

from vantage_readiness.domain.assessment import Assessment, State, read
from vantage_readiness.domain.assessment.vocabulary import tiers
from vantage_readiness.domain.assessment.vocabulary.grades import Grade
from vantage_readiness.domain.words import Tier

OPEN, DONE = State.OPEN, State.DONE
CRITICAL, IMPORTANT, NICE = Tier.CRITICAL, Tier.IMPORTANT, Tier.NICE


def a_document(text: str, title: str = "Report") -> Assessment:
    return read(f"# {title}\n\n**Overall score:** 7/10\n\n{text}".encode())


def titles(text: str, title: str = "Report") -> list[str]:
    return [item.title for item in a_document(text, title).items]


def tiers_of(text: str) -> list[Tier | None]:
    return [item.tier for item in a_document(text).items]


@pytest.mark.parametrize(
    "heading",
    [
        "Known errors (not critical)",
        "Non-critical issues",
        "Not urgent",
        "No blockers",
        "Nicht kritisch",
        "Bugs non bloquants",
        "Errores (no críticos)",
        "Erros Conhecidos (Não Críticos)",
        "Не критично",
        "Некритичные ошибки",
        "Nie krytyczne",
        "Niekrytyczne błędy",
        "非关键问题",
        "不紧急",
        "重要ではない",
        "Required actions",
        "Plan de acción recomendado",
        "Option A: managed database (recommended)",
        "🚨 Emergency procedures",
    ],
)
def test_what_is_denied_or_only_advised_is_no_tier(heading):
    assert tiers_of(f"## {heading}\n\n- [ ] Add it\n") == [None]


@pytest.mark.parametrize(
    ("heading", "grade"),
    [
        ("Important (must not wait)", Grade.IMPORTANT),
        ("Critical, not optional", Grade.CRITICAL),
        ("非常重要", Grade.IMPORTANT),
        ("Recommended steps", Grade.IMPORTANT),
        ("Testing strategy (recommended)", Grade.IMPORTANT),
        ("Essential (required for production)", Grade.CRITICAL),
        ("Semana 1: bloqueadores", Grade.CRITICAL),
        ("Won't have", Grade.NICE),
    ],
)
def test_what_is_affirmed_keeps_its_grade(heading, grade):
    assert tiers.grade(heading) is grade


def test_p0_anywhere_in_a_heading_tells_what_p1_means():
    text = "## Critical bugs (P0)\n\n- [ ] One\n\n## Grave bugs (P1)\n\n- [ ] Two\n\n## Ideas (P2)\n\n- [ ] Three\n"
    assert tiers_of(text) == [CRITICAL, IMPORTANT, NICE]


def test_a_table_and_entries_that_name_grades_make_a_scale_of_their_own():
    table = "| Task | Priority | Status |\n|---|---|---|\n| One | Critical | Open |\n| Two | High | Open |\n"
    entries = "- [ ] One (critical)\n- [ ] Two (high)\n- [ ] Three (low)\n"
    assert tiers_of(table) == [CRITICAL, IMPORTANT]
    assert tiers_of(entries) == [CRITICAL, IMPORTANT, NICE]
    assert tiers_of("- [ ] Two (high)\n- [ ] Three (low)\n") == [CRITICAL, NICE]


def test_an_entry_names_its_tier_before_its_words_or_below_them():
    text = (
        "- [ ] **P0:** One\n- [ ] (P1) Two\n- [ ] Optional – Three\n- [ ] Four\n  - Priority: P2\n- [ ] 高可用 Five\n"
    )
    assert tiers_of(f"{text}- [ ] 🚨 Six\n") == [CRITICAL, IMPORTANT, NICE, NICE, None, CRITICAL]


def test_marked_advice_and_praise_are_no_items_in_a_checklist_with_boxes():
    text = "## Done\n\n- ✅ Login\n\n## 1. Database\n\n- ⚠️ Never a file\n- ✅ A server\n\n## Steps\n\n- [ ] One\n"
    assert titles(text, "Pre-production checklist") == ["One"]


def test_beside_boxes_a_plain_list_is_one_of_items_only_under_a_name_for_it():
    boxes = "## Deployment checklist\n\n- [ ] One\n\n"
    assert titles(boxes + "### Smoke tests\n\n- Two\n- Three\n") == ["One", "Two", "Three"]
    assert titles(boxes + "### After it\n\n- Watch the logs\n") == ["One"]
    assert titles(boxes + "### Smoke tests\n\n1. Open the page\n2. Sign in\n") == ["One"]


def test_boxes_may_begin_the_lines_of_an_entry():
    text = "## 3. Payout\n\n☑ Only:\n- after release\n- after the limit  \n☑ Trail is visible\n☐ Files:\n- kept\n"
    assert titles(text) == ["Only:", "Trail is visible", "Files:"]


def test_a_numbered_list_of_phases_is_a_plan_wherever_it_stands():
    text = "## Advice\n\n1. **Phase 1**: Deploy the core\n   - all of it\n2. **Phase 2**: Add the rest\n"
    assert [phase.name for phase in a_document(text).phases] == ["Deploy the core", "Add the rest"]


def test_a_mention_of_a_phase_in_a_list_is_none():
    text = "## Implementation guides\n\n- ✅ Phase 1 notes (server)\n- ✅ Phase 2 & 3 summary\n- Checklist\n"
    assert a_document(text).phases == ()


def test_stages_that_hold_only_commands_are_a_how_to():
    commands = "".join(f"### Stage {at}: Part {at}\n\n```bash\nmake part{at}\n```\n\n" for at in (1, 2, 3))
    assert a_document(f"## Procedure\n\n{commands}").phases == ()
    assert len(a_document(f"## Procedure\n\n{commands}### Stage 4: Check\n\n- [ ] Look at it\n").phases) == 4


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("# Report\n\n## 🚦 Where we stand: **92% production ready**\n", "92%"),
        ("# Report\n\n## Stand: 80 % produktionsreif\n", "80 %"),
        ("# Report\n\n## Notes\n\n- **Status:** 85% ready\n", "85%"),
        ("# Report\n\n## Backend\n\n### 95% ready\n", None),
        ("# Report\n\n## Backend: 95% ready\n", None),
        ("# Report\n\n## Status of tests: 95% ready\n", None),
        ("# 评审\n\n## 结论\n\n### 总体评分：8.5/10\n", "8.5/10"),
        ("# Architecture review\n\n## Architecture assessment\n\n### Overall score: 7/10\n", "7/10"),
        ("# Report\n\n## Architecture assessment\n\n### Overall score: 7/10\n", None),
    ],
)
def test_a_heading_tells_how_ready_the_whole_is_not_a_part(text, printed):
    score = read(f"{text}\n- [ ] One\n".encode()).score
    assert (score and score.printed) == printed


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("総合評価: 82点 / 100点", "82点 / 100点"),
        ("Общая оценка: 8 баллов из 10", "8 баллов из 10"),
        ("Gesamtbewertung: 82 Punkte von 100", "82 Punkte von 100"),
        ("Overall score: 71/100 → goal 90/100", "71/100"),
        ("Overall score: 71/100 → 90/100", "90/100"),
        ("Overall score: 70–75/100", None),
    ],
)
def test_scores_with_points_goals_and_ranges(line, printed):
    score = read(f"# Report\n\n{line}\n\n- [ ] One\n".encode()).score
    assert (score and score.printed) == printed


def test_a_bold_line_between_pictograms_is_one():
    assert tiers_of("🔴 **Bloquant**\n- [ ] One\n\n**Souhaitable** 🟢\n- [ ] Two\n") == [CRITICAL, NICE]


def costs_of(text: str) -> list[tuple[str, int, str]]:
    return [(cost.name, int(cost.low or 0), cost.period.value) for cost in a_document(text).costs]


def test_an_amount_stands_in_the_next_column_where_the_first_has_none():
    text = "## Budget\n\n| Item | Monthly | One-off |\n|---|---|---|\n| Server | €45 | – |\n| Audit | – | €4.5k |\n"
    assert costs_of(text) == [("Server", 45, "month"), ("Audit", 4500, "once")]


def test_costs_set_with_dots_thousands_of_euros_and_what_is_free():
    assert costs_of("## Running costs\n\nHosting ........ $20/mo\nMail ........... $0\n") == [
        ("Hosting", 20, "month"),
        ("Mail", 0, "month"),
    ]
    assert costs_of("## Budget\n\n- Hosting: 2,4 T€ pro Jahr\n") == [("Hosting", 2400, "year")]
    assert costs_of("## Orçamento\n\n- Servidor: R$ 150/mês\n- E-mail: grátis\n")[1] == ("E-mail", 0, "month")


def test_a_total_adds_up_the_lines_of_its_own_period_wherever_it_stands():
    text = "## Costs\n\n- **Total monthly: $30**\n- Server: $30/month\n- Audit: $5,000 one-time\n"
    total = a_document(text).totals[0]
    assert (int(total.low), int(total.stated_low), total.period.value) == (30, 30, "month")


def test_calendar_weeks_and_offsets_in_a_plan():
    weeks = a_document("## Zeitplan\n\nKW 10–11: Absicherung\nKW 12: Start\n").phases
    offsets = a_document("## Plan\n\n- Phase 1 (+1 week): ten users\n- Phase 2 (2 weeks after): everyone\n").phases
    months = a_document("## Plan\n\n- Phase 1 (April): Hardening\n- Phase 2 (May): Launch\n").phases
    assert [phase.name for phase in months] == ["Hardening (April)", "Launch (May)"]
    assert [(phase.ordinal, phase.weeks_min) for phase in weeks] == [(10, 2), (12, 1)]
    assert [(phase.name, phase.weeks_min) for phase in offsets] == [("ten users", None), ("everyone", None)]


def test_a_document_of_totals_alone_is_read():
    read_ = read(b"# Costs\n\n- **Total: $30/month**\n")
    assert [int(total.stated_low) for total in read_.totals] == [30]
    assert [cost.name for cost in read(b"# Budget\n\n- Server: $30/month\n").costs] == ["Server"]


def test_what_is_still_to_be_determined_is_told():
    findings = a_document("- Owner: T.B.D.\n").findings
    assert [finding.lines for finding in findings if finding.code == "unexpanded-placeholder"] == [(5,)]


def test_nothing_is_left_out_of_long_plans_and_tables():
    phases = "".join(f"## Phase {at % 900}: Part {at} (2 weeks)\n\n" for at in range(2100))
    rows = "".join(f"| Part {at} | 7/10 |\n" for at in range(300))
    costs = "".join(f"| Part {at} | $7 |\n" for at in range(600))
    text = (
        f"{phases}## Scores\n\n| Area | Score |\n|---|---|\n{rows}\n## Costs\n\n| Item | Monthly |\n|---|---|\n{costs}"
    )
    found = a_document(text)
    assert (len(found.phases), len(found.area_scores), len(found.costs)) == (2100, 300, 600)


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        (
            "**Timeline to production:**\n- **Minimum:** 2 days\n- **Recommended:** 1 week\n- **Ideal:** 2 weeks\n",
            "1 week",
        ),
        ("## Timeline to production\n\n### Minimum (1 week)\n\n- a\n\n### Recommended (2 weeks)\n\n- b\n", "2 weeks"),
        ("## Timeline: 4 tygodnie\n\n- a\n", "4 weeks"),
        ("## 🟡 Should fix\n\n**Timeline:** 2 days\n", "None"),
        ("## 🟡 Should fix\n\n**Time to production:** 2 weeks\n", "2 weeks"),
    ],
)
def test_the_time_to_production_is_the_recommended_one_and_not_that_of_one_gap(text, weeks):
    found = a_document(text).time_to_production
    assert str(found and found.weeks) == weeks


@pytest.mark.parametrize(
    "text",
    ["## Overall score\n\n**7.5 / 10** ⭐\n", "## 総合スコア\n\n**7.5 / 10**\n", "## Note globale\n\n### 7,5/10\n"],
)
def test_a_score_may_stand_alone_below_its_heading(text):
    score = read(f"# Report\n\n{text}\n- [ ] One\n".encode()).score
    assert score is not None
    assert score.normalised == 7.5


def test_an_average_is_the_total_of_a_table_and_no_area():
    rows = "| Area | Score |\n|---|---|\n| Security | 8/10 |\n| Docs | 6/10 |\n| **Average** | **7/10** |\n"
    table = read(f"# Report\n\n## Scores\n\n{rows}".encode())
    listed = a_document("## Scores\n\n- Security: 8/10\n- Docs: 6/10\n- **Average: 7/10**\n")
    assert table.score is not None
    assert table.score.printed == "7/10"
    assert [area.area for area in listed.area_scores] == ["Security", "Docs"]


def test_beside_marked_lists_a_numbered_one_tells_how_something_is_done():
    text = "## Completed\n\n- ✅ Login\n- ✅ Search\n\n## Not started\n\n- ❌ Backups\n- ❌ Alerts\n\n"
    steps = "## Deployment steps\n\n1. Build\n2. Push\n"
    assert titles(text + steps, "Production checklist") == ["Login", "Search", "Backups", "Alerts"]
    assert titles(steps, "Production checklist") == ["Build", "Push"]


def test_a_first_column_of_marks_is_the_state():
    text = (
        "## Checklist\n\n| | Item | Notes |\n|---|---|---|\n| ✅ | TLS | |\n| ❌ | Backups | none |\n| ⚠️ | Alerts | |\n"
    )
    assert [item.state for item in a_document(text).items] == [DONE, OPEN, State.PARTIAL]


def test_letters_and_digits_are_priorities_in_their_column():
    text = (
        "| Prio | Aufgabe | Status |\n|---|---|---|\n| A | One | offen |\n| B | Two | offen |\n| C | Three | offen |\n"
    )
    assert tiers_of(text) == [CRITICAL, IMPORTANT, NICE]


def test_an_amount_behind_a_dash():
    assert costs_of("## Затраты\n\nСервер — 3 000 руб./мес\nДомен — 900 руб./год\n") == [
        ("Сервер", 3000, "month"),
        ("Домен", 900, "year"),
    ]


@pytest.mark.parametrize(
    "heading", ["Completed ✅", "What is done", "ЧТО РЕАЛИЗОВАНО", "Corrections appliquées (mars)", "已完成"]
)
def test_without_boxes_ticks_below_a_heading_that_says_finished_are_done(heading):
    text = f"## {heading}\n\n### Sign-in\n\n1. ✅ Login\n2. ✅ Logout\n"
    assert [(item.title, item.state) for item in a_document(text).items] == [("Login", DONE), ("Logout", DONE)]
    assert titles(f"{text}\n## Checklist\n\n- [ ] Backups\n") == ["Backups"]


def test_marks_that_differ_are_the_states_of_a_plan_and_one_mark_everywhere_is_none():
    text = "## Roadmap\n\n### Phase 1\n\n- ✅ Login\n- ✅ Logout\n\n### Phase 2\n\n- 📋 Blog\n- 📋 Mobile app\n"
    assert [item.state for item in a_document(text).items] == [DONE, DONE, OPEN, OPEN]
    assert titles(text.replace("📋", "✅")) == []


def test_scores_of_areas_alone_are_an_assessment():
    text = "# Audit\n\n## Scores\n\n- Architecture: 90/100\n- Security: 70/100\n"
    assert [score.value for score in read(text.encode()).area_scores] == [90, 70]
