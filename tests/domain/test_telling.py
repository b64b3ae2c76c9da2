"""How lines of the diary read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from vantage_readiness.domain import telling
from vantage_readiness.domain.diary import Kind, Value
from vantage_readiness.domain.telling import Known

KNOWN = Known({1: "Ada", 2: "Ben"}, {1: "Security", 2: "Monitoring"})


@dataclass(frozen=True)
class ALine:
    kind: str
    before: Value = None
    after: Value = None
    subject: str = "Fix secrets"
    item: int | None = 1
    by: str = "person:1"


POLICY = {"weights": {"critical": 4, "nice": 1}, "evidence_days": 30, "second": True}
STRICTER = {"weights": {"critical": 5, "nice": 1}, "evidence_days": 14, "second": False, "new": None}

SENTENCES: list[tuple[str, Value, Value, str]] = [
    (Kind.PROJECT_CREATED, None, "x", "created the project “Fix secrets”"),
    (Kind.ASSESSMENT_IMPORTED, None, "sha", "imported the assessment “Fix secrets”"),
    (Kind.FINDING_DECIDED, None, "keep", "decided about the finding “Fix secrets”"),
    (
        Kind.FINDING_CARRIED,
        None,
        "keep",
        "brought the finding “Fix secrets” once more; what was decided about it before still holds",
    ),
    (Kind.ITEM_ADDED, None, {"tier": "critical"}, "added “Fix secrets” as a critical item"),
    (Kind.ITEM_ADDED, None, {"tier": "important"}, "added “Fix secrets” as an important item"),
    (Kind.ITEM_ADDED, None, {"tier": "nice"}, "added “Fix secrets” as a nice-to-have item"),
    (Kind.ITEM_ADDED, None, {"tier": "plan"}, "added “Fix secrets” as a plan step"),
    (Kind.ITEM_ADDED, None, None, "added “Fix secrets” as an item"),
    (Kind.ITEM_MOVED, "open", "in_progress", "moved “Fix secrets” from open to in progress"),
    (Kind.ITEM_MOVED, None, "gone_word", "moved “Fix secrets” from unknown to gone_word"),
    (Kind.ITEM_EXEMPTED, "open", "not_applicable", "agreed that “Fix secrets” is not applicable; it was open"),
    (Kind.ITEM_READMITTED, "not_applicable", "open", "took “Fix secrets” back into scope as open"),
    (Kind.ITEM_RETIERED, "nice", "critical", "changed the tier of “Fix secrets” from nice to have to critical"),
    (Kind.ITEM_RETIERED, None, "plan", "changed the tier of “Fix secrets” from unknown to plan step"),
    (Kind.ITEM_CORRECTED, None, "duplicate", "closed “Fix secrets” as a duplicate"),
    (Kind.ITEM_CORRECTED, None, "not_a_gap", "closed “Fix secrets” as not a real gap"),
    (Kind.ITEM_CORRECTED, "duplicate", None, "took “Fix secrets” back into scope"),
    (Kind.ITEM_OWNED, None, 1, "gave “Fix secrets” to Ada"),
    (Kind.ITEM_OWNED, 1, 2, "handed “Fix secrets” over from Ada to Ben"),
    (Kind.ITEM_OWNED, 7, None, "took “Fix secrets” from former member 7; nobody has it now"),
    (Kind.ITEM_DUE, None, "2026-12-14", "set the due date of “Fix secrets” to 14 December 2026"),
    (
        Kind.ITEM_DUE,
        "2026-12-01",
        "2026-12-14",
        "changed the due date of “Fix secrets” from 1 December 2026 to 14 December 2026",
    ),
    (Kind.ITEM_DUE, "2026-12-01", None, "removed the due date of “Fix secrets”, which was 1 December 2026"),
    (Kind.ITEM_PHASED, None, 1, "put “Fix secrets” into “Security”"),
    (Kind.ITEM_PHASED, 1, 2, "moved “Fix secrets” from “Security” to “Monitoring”"),
    (Kind.ITEM_PHASED, 9, None, "took “Fix secrets” out of “phase 9”; it is in no phase now"),
    (Kind.ITEM_REWORDED, {"title": "A"}, {"title": "B"}, "renamed “A” to “B”"),
    (Kind.ITEM_REWORDED, {"title": "A"}, {"title": "A"}, "rewrote the detail of “Fix secrets”"),
    (Kind.ITEM_COMMENTED, None, "hello", "commented on “Fix secrets”"),
    (Kind.ITEM_CONFIRMED, None, "blocked", "confirmed that “Fix secrets” is still blocked"),
    (Kind.ITEM_VANISHED, None, 2, "no longer names “Fix secrets” in assessment 2; it waits for a decision"),
    (Kind.ITEM_RETURNED, None, 3, "names “Fix secrets” again in assessment 3"),
    (
        Kind.ITEM_RULED,
        None,
        "not_a_gap",
        "decided about “Fix secrets”, which the newest assessment no longer names: it is not a real gap",
    ),
    (
        Kind.ITEM_RULED,
        None,
        "keep_open",
        "decided about “Fix secrets”, which the newest assessment no longer names: it stays open",
    ),
    (Kind.ITEM_ACCEPTED, False, True, "accepted “Fix secrets”, which arrived already ticked"),
    (
        Kind.RETIER_PROPOSED,
        "critical",
        "nice",
        "calls “Fix secrets” nice to have instead of critical; it waits for approval",
    ),
    (
        Kind.RETIER_WITHDRAWN,
        "critical",
        "nice",
        "calls “Fix secrets” critical again; nice to have waits for approval no longer",
    ),
    (Kind.RETIER_DECLINED, "critical", "nice", "decided that “Fix secrets” stays critical, not nice to have"),
    (Kind.EXEMPTION_ASKED, None, None, "asked to mark “Fix secrets” as not applicable"),
    (Kind.EXEMPTION_DECLINED, None, None, "decided that “Fix secrets” stays in scope"),
    (Kind.EVIDENCE_ADDED, None, {"kind": "commit"}, "added a commit as evidence for “Fix secrets”"),
    (Kind.EVIDENCE_ADDED, None, None, "added evidence for “Fix secrets”"),
    (Kind.EVIDENCE_AGED, None, True, "noted that the evidence for “Fix secrets” has become too old"),
    (Kind.EVIDENCE_AGED, True, False, "noted that the evidence for “Fix secrets” counts again"),
    (Kind.WAIVER_GRANTED, None, "2027-01-31", "accepted the risk of “Fix secrets” until 31 January 2027"),
    (Kind.WAIVER_GRANTED, None, "soon", "accepted the risk of “Fix secrets” until soon"),
    (Kind.PHASE_COMPLETED, None, 1, "completed the phase “Fix secrets”"),
    (Kind.PHASE_REGRESSED, None, 1, "set the phase “Fix secrets” back; it is no longer complete"),
    (
        Kind.COST_RECORDED,
        None,
        {"kind": "actual", "amount": "1200.00", "currency": "USD"},
        "recorded $1,200 spent on “Fix secrets”",
    ),
    (
        Kind.COST_RECORDED,
        None,
        {"kind": "committed", "amount": "19.50", "currency": "CHF"},
        "recorded CHF 19.50 committed on “Fix secrets”",
    ),
    (Kind.COST_CLOSED, False, True, "closed the cost line “Fix secrets”"),
    (Kind.COST_REOPENED, True, False, "re-opened the cost line “Fix secrets”"),
    ("item.invented", None, None, "noted item.invented of “Fix secrets”"),
    (
        Kind.REMINDERS_CHANGED,
        {"hour": 8, "working_days": [1, 2], "holidays": []},
        {"hour": 9, "working_days": [1], "holidays": ["2026-12-24"] * 8},
        "changed the reminders: hour from 8 to 9, working days from 1, 2 to 1, holidays from nothing to 8 entries",
    ),
]


@pytest.mark.parametrize(("kind", "before", "after", "sentence"), SENTENCES)
def test_a_line_reads(kind, before, after, sentence):
    assert telling.tell(ALine(kind, before, after), KNOWN) == sentence


PEOPLE: list[tuple[str, Value, Value, str]] = [
    (Kind.MEMBER_ADDED, None, "lead", "added Ben as lead"),
    (Kind.MEMBER_CHANGED, "member", "lead", "changed the role of Ben from member to lead"),
    (Kind.MEMBER_REMOVED, "viewer", None, "removed Ben, who was viewer"),
    (Kind.PERSON_SIGNED_IN, None, None, "signed in"),
    (Kind.PERSON_SIGNED_IN, None, "sso", "signed in by single sign-on"),
    (Kind.PERSON_SIGNED_IN, None, "invite", "signed in by an invitation"),
    (Kind.PERSON_SIGNED_OUT, None, None, "signed Ben out"),
    (Kind.PERSON_CHANGED, "Ada", "Ada B", "changed the name"),
    (Kind.PERSON_CHANGED, None, "password", "chose a password for Ben"),
    (Kind.PERSON_CHANGED, None, "administrator", "made Ben an administrator"),
    (Kind.PERSON_CHANGED, None, "no administrator", "took the administration from Ben"),
    (Kind.PERSON_CHANGED, None, "address", "changed the e-mail address of Ben"),
    (Kind.PERSON_CHANGED, None, "other", "changed the account of Ben"),
    (Kind.PERSON_REFUSED, None, "password", "gave a wrong password for Ben"),
    (Kind.PERSON_REFUSED, None, None, "was refused a sign-in for Ben"),
    (Kind.PERSON_REMOVED, None, None, "removed the person Ben"),
    (Kind.FACTOR_ADDED, None, None, "set up the second factor of Ben"),
    (Kind.PASSWORD_RESET_ASKED, None, None, "asked for a new password for Ben"),
]


@pytest.mark.parametrize(("kind", "before", "after", "sentence"), PEOPLE)
def test_a_line_about_a_person_reads_by_the_name_of_today(kind, before, after, sentence):
    assert telling.tell(ALine(kind, before, after, "person:2", None), KNOWN) == sentence


@pytest.mark.parametrize(
    ("subject", "said"),
    [("Ben", "added Ben as lead"), ("Eve", "added somebody as lead"), ("person:9", "added former member 9 as lead")],
)
def test_nobody_is_called_by_a_name_that_nobody_bears(subject, said):
    assert telling.tell(ALine(Kind.MEMBER_ADDED, None, "lead", subject, None), KNOWN) == said


def test_a_refusal_of_nobody_names_nobody():
    line = ALine(Kind.PERSON_REFUSED, None, "password", "unknown", None)
    assert telling.tell(line, KNOWN) == "gave a wrong password for an unknown account"


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"scopes": ["read"], "expires": "2026-12-14"}, "made the token “CI” for programs until 14 December 2026"),
        (None, "made the token “CI” for programs"),
    ],
)
def test_a_token_reads_with_its_end(after, said):
    assert telling.tell(ALine(Kind.TOKEN_CREATED, None, after, "CI", None), KNOWN) == said


@pytest.mark.parametrize(
    ("subject", "before", "after", "sentence"),
    [
        ("Start date", None, "2026-12-01", "set the start date to 1 December 2026"),
        ("Target date", "2026-12-01", None, "removed the target date, which was 1 December 2026"),
        ("Name", "Old", "New", "changed the name from “Old” to “New”"),
        ("Time zone", "UTC", "Europe/Berlin", "changed the time zone from “UTC” to “Europe/Berlin”"),
        ("Policy", POLICY, POLICY, "changed the policy: nothing that counts"),
        (
            "Policy",
            POLICY,
            STRICTER,
            "changed the policy: weights critical from 4 to 5, evidence days from 30 to 14, second from yes to no",
        ),
        ("Policy", None, {"evidence_days": 14}, "changed the policy: evidence days from nothing to 14"),
    ],
)
def test_a_change_of_the_project_reads(subject, before, after, sentence):
    assert telling.tell(ALine(Kind.PROJECT_CHANGED, before, after, subject, None), Known()) == sentence


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_words_of_its_own(kind):
    assert "noted" not in telling.tell(ALine(kind), KNOWN) or kind is Kind.EVIDENCE_AGED


@pytest.mark.parametrize(
    ("kind", "after", "words"),
    [
        (Kind.ITEM_COMMENTED, "looks good", "looks good"),
        (Kind.FINDING_DECIDED, "the number counts", "the number counts"),
        (Kind.FINDING_CARRIED, {"finding": 7, "decision": "the number counts"}, "the number counts"),
        (Kind.EVIDENCE_ADDED, {"kind": "link", "reference": "https://example.org"}, "https://example.org"),
        (Kind.ITEM_MOVED, "done", ""),
    ],
)
def test_what_a_line_says_besides(kind, after, words):
    assert telling.aside(ALine(kind, None, after)) == words


def test_who_signs_out_is_told_from_whom_somebody_else_signs_out():
    line = ALine(Kind.PERSON_SIGNED_OUT, None, None, "person:2", None)
    assert telling.tell(replace(line, by="person:2"), KNOWN) == "signed out"
    assert telling.tell(line, KNOWN) == "signed Ben out"


@pytest.mark.parametrize(
    ("subject", "before", "after", "sentence"),
    [
        ("factor_for_administrators", None, True, "required a second factor of administrators"),
        ("factor_for_administrators", True, False, "no longer requires a second factor of administrators"),
        ("letter:7", "failed", "waiting", "had the letter 7 sent again"),
    ],
)
def test_what_is_decided_for_the_site_reads_as_people_say_it(subject, before, after, sentence):
    assert telling.tell(ALine(Kind.SITE_CHANGED, before, after, subject, None), KNOWN) == sentence


@pytest.mark.parametrize(
    ("after", "sentence"), [(2, "let Ben stand in for Ada"), (None, "took back who stands in for Ada")]
)
def test_who_stands_in_for_whom_is_told(after, sentence):
    assert telling.tell(ALine(Kind.DEPUTY_NAMED, None, after, "person:1", None), KNOWN) == sentence
