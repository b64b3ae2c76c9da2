"""A project besides its items as it once stood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.domain.past_builders import MONDAY, ALine
from vantage_readiness.domain.diary import Kind, Value
from vantage_readiness.domain.past_project import PastFinding, completed, costs, findings, imported, settings, spent
from vantage_readiness.domain.policy import Policy
from vantage_readiness.domain.words import Period, Severity, Tier

TUESDAY = MONDAY + timedelta(days=1)
NOW: dict[str, Value] = {
    "Name": "Vantage",
    "Time zone": "UTC",
    "Start date": None,
    "Target date": "2026-12-31",
    "Policy": {},
}


def project_line(kind: str, subject: str = "", after: Value = None, before: Value = None, day: date = MONDAY) -> ALine:
    return ALine(kind, after, before, None, day, subject=subject)


def changed(subject: str, before: Value, after: Value, day: date) -> ALine:
    return project_line(Kind.PROJECT_CHANGED, subject, after, before, day)


def test_settings_that_never_changed_are_as_they_are_now() -> None:
    then = settings(NOW, [], MONDAY)
    assert (then.name, then.time_zone, then.start_date) == ("Vantage", "UTC", None)
    assert (then.target_date, then.policy) == (date(2026, 12, 31), Policy())


def test_settings_are_what_was_written_before_or_what_a_later_change_replaced() -> None:
    heavy = Policy(evidence_days=10).as_kept()
    lines = [
        changed("Name", "First", "Second", MONDAY - timedelta(days=1)),
        changed("Name", "Second", "Third", TUESDAY),
        changed("Start date", "2026-10-01", None, TUESDAY),
        changed("Start date", None, "2026-11-01", TUESDAY),
        changed("Policy", heavy, {}, TUESDAY),
    ]
    then = settings(NOW, lines, MONDAY)
    assert (then.name, then.start_date, then.policy.evidence_days) == ("Second", date(2026, 10, 1), 10)
    assert settings(NOW, lines, TUESDAY).name == "Third"
    assert settings({**NOW, "Policy": None}, [], MONDAY).policy == Policy()


@dataclass(frozen=True)
class ANotice:
    """A finding as it is kept, by the first document unless said otherwise."""

    id: int
    message: str = "Two numbers differ."
    assessment: int = 1
    code: str = "sum"
    severity: Severity = Severity.WARNING
    item: int | None = None


IMPORT = project_line(Kind.ASSESSMENT_IMPORTED, "An assessment", "f00")
SECOND_IMPORT = replace(IMPORT, day=TUESDAY)


def test_findings_come_with_their_document_and_wait_until_they_are_decided() -> None:
    noticed = [ANotice(1, item=4), ANotice(2, assessment=2)]
    assert findings([], noticed, {}) == []
    assert findings([IMPORT, ALine(Kind.ITEM_ADDED)], noticed, {4: Tier.CRITICAL}) == [
        PastFinding(1, "sum", "Two numbers differ.", Severity.WARNING, 4, Tier.CRITICAL, True, MONDAY)
    ]
    later = findings([IMPORT, SECOND_IMPORT], noticed, {})
    assert [(each.id, each.since, each.about_tier) for each in later] == [(1, MONDAY, None), (2, TUESDAY, None)]
    assert imported([IMPORT, SECOND_IMPORT]) == [MONDAY, TUESDAY]


@pytest.mark.parametrize(
    ("lines", "undecided"),
    [
        ([project_line(Kind.FINDING_DECIDED, "Two numbers differ.", {"finding": 2, "decision": "x"})], [1, 3]),
        ([project_line(Kind.FINDING_CARRIED, "Two numbers differ.", {"finding": 3, "decision": "x"})], [1, 2]),
        ([project_line(Kind.FINDING_DECIDED, "Two numbers differ.", "x")], [2, 3]),
        ([project_line(Kind.FINDING_DECIDED, "Two numbers differ.", "x")] * 2, [3]),
        ([project_line(Kind.FINDING_DECIDED, "Two numbers differ.", "y", "x")], [1, 2, 3]),
        ([project_line(Kind.FINDING_DECIDED, "Something else.", "x")], [1, 2, 3]),
        ([project_line(Kind.FINDING_DECIDED, "M" * 200, "x")], [1, 2, 3]),
    ],
)
def test_a_line_decides_the_finding_it_names_or_the_first_that_waits(lines: list[ALine], undecided: list[int]) -> None:
    noticed = [ANotice(1), ANotice(2), ANotice(3)]
    assert [each.id for each in findings([IMPORT, *lines], noticed, {}) if each.undecided] == undecided


def test_a_long_message_is_known_by_its_beginning() -> None:
    lines = [IMPORT, project_line(Kind.FINDING_DECIDED, "M" * 200, "x")]
    assert not findings(lines, [ANotice(1, "M" * 300)], {})[0].undecided


def test_a_phase_is_complete_until_it_falls_back() -> None:
    done, back = project_line(Kind.PHASE_COMPLETED, after=1), project_line(Kind.PHASE_REGRESSED, after=1)
    assert completed([done]) == {1: MONDAY}
    assert completed([done, back]) == {}
    assert completed([done, back, replace(done, day=TUESDAY)]) == {1: TUESDAY}
    assert completed([project_line(Kind.PHASE_COMPLETED, after="x"), back]) == {}


@dataclass(frozen=True)
class APrice:
    """A cost line as the document prints it."""

    id: int
    name: str
    closed: bool = False
    group: str = "One-time"
    period: Period = Period.ONCE
    currency: str = "USD"
    low: Decimal | None = Decimal(100)
    high: Decimal | None = Decimal(200)


PRICED = [APrice(1, "Audit"), APrice(2, "Load test", closed=True)]
AT = datetime(2026, 11, 16, 9, tzinfo=UTC)


def record(amount: str, kind: str = "actual", **rest: Value) -> ALine:
    return project_line(Kind.COST_RECORDED, "Audit", {"kind": kind, "amount": amount, **rest})


def test_money_counts_from_the_day_it_was_recorded() -> None:
    lines = [record("10.50", line=1), record("4.50", line=1), record("7", "committed", line=2)]
    found = costs(PRICED, lines, [], {})
    assert [(cost.actual, cost.committed) for cost in found] == [(Decimal(15), 0), (0, Decimal(7))]
    assert spent(lines, {}) == {1: Decimal("15.00")}
    assert costs(PRICED, [], [], {})[0].actual == 0


def test_older_lines_about_money_are_completed_from_what_is_kept_of_them() -> None:
    assert spent([record("5")], {(AT, "Audit"): 2}) == {2: Decimal(5)}
    assert spent([record("5"), project_line(Kind.COST_RECORDED, "Audit", "unreadable")], {}) == {}


def closing(kind: str, after: Value, name: str = "Audit") -> ALine:
    return project_line(kind, name, after)


@pytest.mark.parametrize("after", [{"line": 1, "closed": True}, True])
def test_a_line_is_closed_from_the_day_it_was_closed(after: Value) -> None:
    line = closing(Kind.COST_CLOSED, after)
    closed_now = [replace(PRICED[0], closed=True), PRICED[1]]
    assert [cost.closed for cost in costs(closed_now, [line], [], {})] == [True, True]
    assert [cost.closed for cost in costs(closed_now, [], [line], {})] == [False, True]


def test_a_line_was_closed_before_it_was_opened_again() -> None:
    close, reopen = closing(Kind.COST_CLOSED, {"line": 1}), closing(Kind.COST_REOPENED, {"line": 1})
    assert costs(PRICED, [], [reopen, close], {})[0].closed
    assert not costs(PRICED, [close, reopen], [], {})[0].closed
    assert not costs(PRICED, [], [closing(Kind.COST_CLOSED, True, "Nothing of that name")], {})[0].closed
