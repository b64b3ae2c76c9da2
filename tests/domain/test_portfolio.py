"""What a project says in one line, and how the gates of several are summed up."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.builders import TODAY, an_item
from vantage_readiness.domain.portfolio import NextDate, next_date, overdue, summary
from vantage_readiness.domain.words import Correction, Status, Verdict

YESTERDAY, TOMORROW, LATER = date(2026, 11, 22), date(2026, 11, 24), date(2026, 12, 1)


def test_the_next_date_is_the_first_from_today_on():
    items = [an_item(due=LATER, number=1), an_item(due=TOMORROW, number=2, title="Sign"), an_item(due=YESTERDAY)]
    assert next_date(items, LATER, TODAY) == NextDate(TOMORROW, "“Sign” is due", 2)
    assert next_date([an_item(due=TODAY, number=4)], None, TODAY) == NextDate(TODAY, "“Fix it” is due", 4)


def test_the_end_of_a_waiver_is_a_date_to_know():
    item = an_item(due=None, waived_until=TOMORROW, number=3, title="Logs")
    assert next_date([item], LATER, TODAY) == NextDate(TOMORROW, "the waiver of “Logs” ends", 3)


def test_what_is_finished_or_out_of_scope_is_due_no_more():
    items = [
        an_item(Status.DONE, due=TOMORROW),
        an_item(due=TOMORROW, waived_until=TOMORROW, correction=Correction.DUPLICATE),
    ]
    assert next_date(items, LATER, TODAY) == NextDate(LATER, "target date", None)


def test_no_date_is_none_and_a_past_one_is_no_next_one():
    assert next_date([an_item(due=None)], None, TODAY) is None
    assert next_date([an_item(due=YESTERDAY)], YESTERDAY, TODAY) is None


def test_overdue_items_are_counted():
    assert overdue([an_item(due=YESTERDAY), an_item(due=TODAY), an_item(Status.DONE, due=YESTERDAY)], TODAY) == 1


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        ([], ""),
        ([Verdict.MET], "1 project: 1 ready."),
        ([Verdict.NOT_MET, Verdict.NOT_MET], "2 projects: 2 not ready."),
        (
            [Verdict.MET, Verdict.CONDITIONAL, Verdict.NOT_MET],
            "3 projects: 1 not ready, 1 ready on conditions and 1 ready.",
        ),
    ],
)
def test_gates_are_counted_and_never_averaged(verdicts, sentence):
    assert summary(verdicts) == sentence
