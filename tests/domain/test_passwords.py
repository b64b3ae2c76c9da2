"""Passwords: what is too easy to guess and why, and that nothing else is refused."""

from __future__ import annotations

import contextlib
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vantage_readiness.domain import passwords
from vantage_readiness.domain.common_words import PHRASES, WORDS
from vantage_readiness.domain.passwords import Why, why_weak
from vantage_readiness.domain.refusals import Refused

UNUSUAL = "walnut gravel thimble oxbow quartz ferment nettle plinth zephyr marrow cobalt tundra fjord sextant".split()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("passwordpassword", Why.REPEAT),
        ("Password1234", Why.COMMON),
        ("P@ssw0rd!2024", Why.COMMON),
        ("iloveyou2023!", Why.COMMON),
        ("monkeydragonfootball", Why.COMMON),
        ("monkey-dragon-football", Why.COMMON),
        ("correct horse battery staple", Why.COMMON),
        ("CorrectHorseBatteryStaple", Why.COMMON),
        ("Sommer2026!!", Why.COMMON),
        ("passwortgeheim", Why.COMMON),
        ("123456789012", Why.KEYS),
        ("210987654321", Why.KEYS),
        ("abcdefghijkl", Why.KEYS),
        ("qwertyuiop123", Why.KEYS),
        ("qwertzuiop12", Why.KEYS),
        ("1q2w3e4r5t6y", Why.KEYS),
        ("zaq12wsxcde3", Why.KEYS),
        ("1qaz2wsx3edc", Why.KEYS),
        ("йцукенгшщзхъ", Why.KEYS),
        ("aaaaaaaaaaaa", Why.REPEAT),
        ("zkvzkvzkvzkvzkv", Why.REPEAT),
        ("Kq7 Kq7 Kq7 Kq7 Kq7", Why.REPEAT),
        ("AdaLovelace1815", Why.OWN),
        ("lovelace-lovelace", Why.OWN),
        ("ada@example.org", Why.OWN),
        ("VantageReadiness1", Why.OWN),
        ("24.12.1987 24.12.1988", Why.YEAR),
    ],
)
def test_what_is_easy_to_guess_is_refused_with_the_reason(text: str, why: Why) -> None:
    assert why_weak(passwords.normal(text), ("Ada Lovelace", "ada@example.org")) is why
    with pytest.raises(Refused, match=f"too easy to guess. {why.value}"):
        passwords.password(text, name="Ada Lovelace", email="ada@example.org")


@pytest.mark.parametrize(
    "text",
    [
        "a long enough password",
        "another long password",
        "walnut gravel thimble",
        "пароль из слов 🔑",
        "tr4ctor-ocelot-brine",
        "Xk9#mQ2$vLp7",
        "зимой мы пили чай с мёдом",
        "夜明け前の静かな港で待つ",
        "my cat ate 14 of your socks",
    ],
)
def test_what_is_hard_to_guess_is_taken(text: str) -> None:
    assert passwords.password(text, email="ada@example.org", name="Ada") == passwords.normal(text)


@pytest.mark.parametrize("text", ["", "short", "x" * 129, "elevenchars", "ﬀ" * 5])
def test_what_is_too_short_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="12 to 128 characters"):
        passwords.password(text, email="")


def test_a_broken_character_is_refused() -> None:
    with pytest.raises(Refused, match="broken"):
        passwords.password("walnut gravel thimble\ud800", email="")


@given(st.text(max_size=200))
def test_anything_is_taken_or_refused_with_a_sentence(text: str) -> None:
    taken = None
    with contextlib.suppress(Refused):
        taken = passwords.password(text, email="ada@example.org")
    if taken is not None:
        assert unicodedata.is_normalized("NFKC", taken)
        assert passwords.SHORTEST <= len(taken) <= passwords.LONGEST


@given(st.text(alphabet=string.ascii_letters + string.digits + string.punctuation, min_size=2, max_size=3))
def test_a_few_signs_again_and_again_are_refused(unit: str) -> None:
    with pytest.raises(Refused):
        passwords.password((unit * 64)[:24], email="")


@given(st.sampled_from(sorted(WORDS | PHRASES)), st.integers(0, 9999))
def test_a_common_word_with_figures_or_capitals_is_refused(word: str, number: int) -> None:
    for text in (f"{word}{number}".ljust(12, "!"), f"{word.title()}{word.upper()}", word.replace("a", "@").ljust(12)):
        with pytest.raises(Refused):
            passwords.password(text, email="")


@given(st.integers(0, 40), st.integers(12, 20), st.booleans())
def test_a_row_of_keys_is_refused_wherever_it_begins(start: int, length: int, is_backwards: bool) -> None:
    rows = string.ascii_lowercase + "1234567890" + "qwertyuiop" + "asdfghjkl"
    text = (rows * 2)[start : start + length]
    with pytest.raises(Refused):
        passwords.password(text[::-1] if is_backwards else text, email="")


@given(st.lists(st.sampled_from(UNUSUAL), min_size=3, max_size=6, unique=True), st.sampled_from([" ", "-", ""]))
def test_three_unusual_words_are_enough(words: list[str], between: str) -> None:
    assert why_weak(between.join(words), ("Ada", "ada@example.org")) is None


@given(st.text(alphabet="aàäéöüßñçıİǅﬁ½①", min_size=12, max_size=40))
def test_every_way_of_writing_the_same_signs_is_the_same_password(text: str) -> None:
    forms = {passwords.normal(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) == 1
