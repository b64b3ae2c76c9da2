"""The trial of the doors in its fast form; and that it fails on builds with a mistake."""

from __future__ import annotations

import pytest

from tests.conftest import postgres_answers
from tools.trials import doors
from tools.trials.trial import Result

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
RACES = [
    (doors.races_for_a_reset, "links are not held"),
    (doors.races_for_an_invitation, "links are not held"),
    (doors.races_for_the_last_administrator, "administrators are not held"),
]


def skip_without(kind: str) -> None:
    if kind == "postgresql" and (why := postgres_answers()):
        pytest.skip(why)


@pytest.mark.parametrize("kind", KINDS)
def test_ten_wrong_passwords_reach_an_account_however_many_processes_try(kind: str) -> None:
    skip_without(kind)
    with doors.house(kind, is_set_up=True) as place:
        result = doors.wrong_passwords(place, kind, 12, seed=1, processes=2)
    assert result.failures == ()


@pytest.mark.parametrize("kind", KINDS)
def test_twenty_set_ups_make_one_administrator(kind: str) -> None:
    skip_without(kind)
    with doors.house(kind) as place:
        assert doors.set_ups(place, kind, seed=1, processes=2).failures == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("race", "mistake"), RACES, ids=["reset", "invitation", "last administrator"])
def test_what_may_happen_once_happens_once_and_a_broken_build_is_caught(kind: str, race: object, mistake: str) -> None:
    skip_without(kind)
    assert callable(race)
    with doors.house(kind, is_set_up=True) as place:
        assert race(place, kind, 2, 1).failures == ()
        assert race(place, kind, 2, 1, mistake).failures


def test_a_build_that_counts_afterwards_is_caught() -> None:
    assert _broken_passwords("sqlite").failures[0].endswith("passwords were compared instead of 10")


def test_a_build_that_does_not_hold_the_set_up_is_caught() -> None:
    with doors.house("sqlite") as place:
        result = doors.set_ups(place, "sqlite", 1, "the set-up is not held", processes=2)
    assert result.failures[0].endswith("are administrators")


def _broken_passwords(kind: str) -> Result:
    with doors.house(kind, is_set_up=True) as place:
        return doors.wrong_passwords(place, kind, 12, 1, "tries are counted afterwards", processes=2)
