"""The trial of unwell mail servers, in its fast form, and that it finds builds that break what it promises."""

from __future__ import annotations

import pytest

from tools.trials import mailfaults
from tools.trials.mailfaults import FAULTS, Fault

pytestmark = pytest.mark.slow

OF = {fault.name: fault for fault in FAULTS}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_an_unwell_server_loses_no_letter_and_keeps_no_other_waiting(fault: Fault) -> None:
    assert mailfaults.one("sqlite", fault, 4, seed=1).failures == ()


def test_requests_go_on_beside_a_server_that_says_nothing() -> None:
    assert mailfaults.beside_a_black_hole(8, seed=1).failures == ()


@pytest.mark.parametrize(
    ("broken", "fault", "said"),
    [
        ("given up", "450 for one", "letters stand"),
        ("no reason", "550 for one", "without a reason"),
        ("one stops all", "450 for one", "nothing is wrong with"),
    ],
)
def test_a_build_that_breaks_it_is_found(broken: str, fault: str, said: str) -> None:
    assert any(said in failure for failure in mailfaults.one("sqlite", OF[fault], 4, 1, broken).failures)


def test_letters_sent_within_a_request_are_found() -> None:
    assert any(
        "as long as the server was silent" in failure
        for failure in mailfaults.beside_a_black_hole(4, 1, "in the request").failures
    )
