"""How alike two titles are: certain, likely, or not worth asking about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vantage_readiness.domain import likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Configure HTTPS/SSL", "configure https / ssl"),
        ("Set up “APM”", "Set up APM."),
        ("ＡＰＭ einrichten", "APM einrichten"),
        ("Straße prüfen", "STRASSE PRÜFEN"),
    ],
)
def test_case_and_signs_make_no_difference(one: str, other: str) -> None:
    assert likeness.key(one) == likeness.key(other)


def test_other_words_are_another_key() -> None:
    assert likeness.key("Add APM") != likeness.key("Set up APM")


def test_signs_alone_stand_for_themselves() -> None:
    assert (likeness.key(" ⭐ "), likeness.key("!!")) == ("⭐", "!!")


def test_the_two_logging_items_are_likely_but_not_certain() -> None:
    (pair,) = likeness.pairs({191: "Set up comprehensive monitoring"}, {8: "Set up proper logging and monitoring"})
    assert (pair.one, pair.other) == (191, 8)
    assert likeness.LIKELY <= pair.similarity < 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Set up proper logging and monitoring", "Implement security testing suite"),
        ("Configure HTTPS/SSL certificates", "Set up comprehensive monitoring"),
        ("Add audit logging", "Add rate limiting"),
    ],
)
def test_titles_that_share_little_are_not_proposed(one: str, other: str) -> None:
    assert likeness.pairs({1: one}, {2: other}) == []


def test_each_title_stands_in_one_pair_and_the_likeliest_wins() -> None:
    found = likeness.pairs(
        {1: "Rotate the signing keys", 2: "Rotate the signing keys yearly"},
        {7: "Rotate all signing keys yearly", 8: "Rotate the signing keys now"},
    )
    assert {(pair.one, pair.other) for pair in found} == {(1, 8), (2, 7)}


def test_a_language_without_spaces_is_compared_by_neighbouring_signs() -> None:
    (pair,) = likeness.pairs({1: "配置负载均衡"}, {2: "配置负载均衡器", 3: "数据库备份"})
    assert pair.other == 2


def test_ten_thousand_titles_are_not_compared_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []
    similarity = likeness.similarity

    def counted(one: str, other: str) -> int:
        compared.append((one, other))
        return similarity(one, other)

    monkeypatch.setattr(likeness, "similarity", counted)
    ones = {number: f"Rotate key {number} of service {number % 97}" for number in range(2000)}
    others = {number: f"Renew key {number} at service {number % 97}" for number in range(2000)}
    found = likeness.pairs(ones, others)
    assert len(compared) <= 30 * len(ones)
    assert len(found) > 1900


@given(st.lists(st.text(max_size=40), max_size=8), st.lists(st.text(max_size=40), max_size=8))
def test_any_titles_are_compared_without_an_exception(ones: list[str], others: list[str]) -> None:
    found = likeness.pairs(dict(enumerate(ones)), dict(enumerate(others)))
    assert all(likeness.LIKELY <= pair.similarity <= 100 for pair in found)
    assert len({pair.one for pair in found}) == len({pair.other for pair in found}) == len(found)
