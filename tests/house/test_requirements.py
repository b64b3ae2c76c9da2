"""Every requirement has tests, and every test it names is there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests import requirements
from tests.loud import proven
from tests.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


def missing(tests: tuple[str, ...]) -> list[str]:
    """List the named tests that are not there."""
    return [test for test in tests if test.partition("::")[2] not in _tests_of(ROOT / test.partition("::")[0])]


def _tests_of(path: Path) -> set[str]:
    if not path.exists():
        return set()
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", requirements.EVERY, ids=lambda row: row.id)
def test_every_test_of_a_requirement_is_there(row: Requirement) -> None:
    assert row.tests, f"{row.id} ({row.sentence}) has no test"
    assert missing(row.tests) == []


def test_no_requirement_is_left_out_or_told_twice() -> None:
    for rows in requirements.SECTIONS.values():
        letter = rows[0].id[0]
        assert [row.id for row in rows] == [f"{letter}{number}" for number in range(1, len(rows) + 1)]
    assert len({row.sentence for row in requirements.EVERY}) == len(requirements.EVERY)
    assert all(row.sentence.endswith(".") for row in requirements.EVERY)


def test_a_test_that_went_is_missed() -> None:
    here = "tests/house/test_requirements.py::"
    assert missing((here + "test_a_test_that_went_is_missed", here + "test_of_yesterday", "tests/gone.py::test_x")) == [
        here + "test_of_yesterday",
        "tests/gone.py::test_x",
    ]


def test_a_requirement_counts_as_proven_when_all_its_tests_passed() -> None:
    tests = requirements.EVERY[0].tests
    assert proven({f"{test}[with this and that]" for test in tests}) == 1
    assert proven(set()) == 0
