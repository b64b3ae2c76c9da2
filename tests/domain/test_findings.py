"""Findings of several documents: what each is about, and which decision about one holds for another."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from vantage_readiness.domain import findings
from vantage_readiness.domain.assessment import Finding
from vantage_readiness.domain.words import Severity


@dataclass(frozen=True)
class Kept:
    code: str = "strength-against-gap"
    message: str = "One says yes, one says no."
    severity: Severity = Severity.WARNING
    item: int | None = 9
    undecided: bool = False


def a_finding(
    code: str = "strength-against-gap",
    message: str = "One says yes, one says no.",
    severity: Severity = Severity.WARNING,
    about: str | None = None,
) -> Finding:
    return Finding(code, severity, message, (3, 7), about)


def test_a_finding_is_about_the_item_it_names_else_about_what_closes_its_gap() -> None:
    assert findings.concerned(a_finding(about="Fix it"), {"Fix it": 1}, {7: 2}) == 1
    assert findings.concerned(a_finding(), {"Fix it": 1}, {7: 2}) == 2
    assert findings.concerned(a_finding(about="Nobody knows it"), {}, {7: 2}) == 2
    assert findings.concerned(a_finding(), {"Fix it": 1}, {8: 2}) is None


OTHERS = [
    a_finding(message="One says no, one says yes."),
    a_finding(code="tier-conflict"),
    a_finding(severity=Severity.CRITICAL),
]


def test_a_decision_holds_for_the_same_words_about_the_same_item() -> None:
    known = findings.precedents([Kept()])
    assert findings.precedent(known, a_finding(), 9) == Kept()
    assert findings.precedent(known, a_finding(severity=Severity.INFO), 9) == Kept()
    assert findings.precedent(known, a_finding(), 8) is None
    assert findings.precedent(known, a_finding(), None) is None


@pytest.mark.parametrize("other", OTHERS)
def test_other_words_and_graver_ones_are_decided_anew(other: Finding) -> None:
    assert findings.precedent(findings.precedents([Kept()]), other, 9) is None


def test_no_decision_holds_while_the_same_finding_waits_elsewhere() -> None:
    assert findings.precedents([Kept(), Kept(undecided=True)]) == {}


def test_what_was_decided_about_the_day_of_one_document_says_nothing_of_the_next() -> None:
    day = Kept(code="missing-date")
    assert findings.precedents([day]) == {}
    assert findings.twins(day, [Kept(code="missing-date", undecided=True)]) == []


def test_the_same_finding_of_another_document_is_decided_with_it() -> None:
    twin, graver = Kept(undecided=True), Kept(undecided=True, severity=Severity.CRITICAL)
    others = [Kept(), twin, graver, Kept(undecided=True, item=8), Kept(undecided=True, message="No.")]
    assert findings.twins(Kept(), others) == [twin]


def test_what_two_documents_say_is_asked_once() -> None:
    decided, first, second = Kept(), Kept(undecided=True), Kept(undecided=True)
    graver = Kept(undecided=True, severity=Severity.CRITICAL)
    days = [Kept(code="missing-date", undecided=True), Kept(code="missing-date", undecided=True)]
    found = findings.once([decided, first, *days, graver, second])
    assert [id(each) for each in found] == [id(each) for each in [decided, second, *days, graver]]
