"""Codes as people type them, and which moments they belong to."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.second_factor import (
    RECOVERY_LENGTH,
    SIGNS,
    grouped,
    is_recovery,
    step,
    steps,
    typed,
)

BETWEEN = st.text(st.sampled_from(" -–—\u00a0\u200b\t\u3000\ufe63\uff0d"), max_size=3)
SCRIPTS = [ord("0"), 0xFF10, 0x0660, 0x06F0, 0x0966, 0x1D7D8]  # ASCII, full width, Arabic, Persian, Devanagari, double
AT = datetime(2026, 11, 23, 9, 0, 15, tzinfo=UTC)


@given(digits=st.text("0123456789", min_size=6, max_size=6), script=st.sampled_from(SCRIPTS), data=st.data())
def test_a_code_is_read_whatever_stands_between_its_digits(digits: str, script: int, data: st.DataObject) -> None:
    written = "".join(data.draw(BETWEEN) + chr(script + int(digit)) for digit in digits) + data.draw(BETWEEN)
    assert typed(written) == digits
    assert not is_recovery(typed(written))


@given(code=st.text(SIGNS, min_size=RECOVERY_LENGTH, max_size=RECOVERY_LENGTH), data=st.data())
def test_a_recovery_code_is_read_in_capitals_in_groups_and_with_signs_that_look_alike(
    code: str, data: st.DataObject
) -> None:
    look = code.replace("0", data.draw(st.sampled_from("0oO"))).replace("1", data.draw(st.sampled_from("1iIlL")))
    written = "".join(sign + data.draw(BETWEEN) for sign in data.draw(st.sampled_from([look, look.upper()])))
    assert typed(written) == code
    assert is_recovery(typed(grouped(code)))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        assert typed(typed(text)) == typed(text)


@pytest.mark.parametrize(
    "text", ["", "12345", "1234567", "abcdef", "u" * 12, "\ud800" * 6, "9" * 10**6, "①②③④⑤x", "½12345"]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="Enter the six digits"):
        typed(text)


def test_a_code_opens_for_its_step_and_the_ones_beside_it() -> None:
    assert steps(AT, None) == [step(AT), step(AT) - 1, step(AT) + 1]
    assert steps(AT, step(AT)) == [step(AT) + 1]
    assert steps(AT, step(AT) + 1) == []
    assert step(AT + timedelta(seconds=30)) == step(AT) + 1


@given(st.text(SIGNS, max_size=40))
def test_groups_hold_four_signs_and_lose_none(text: str) -> None:
    assert grouped(text).replace(" ", "") == text
    assert all(len(group) <= 4 for group in grouped(text).split(" "))
