"""What is told to people about their account: a sentence for whatever the site's book notes of them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from vantage_readiness.domain.account_events import KINDS, is_alarming, sentence
from vantage_readiness.domain.diary import Kind, Value


@dataclass
class ALine:
    kind: str
    after: Value = None
    note: str = ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_about_a_person_has_a_sentence(kind: Kind) -> None:
    assert sentence(ALine(kind))[0].isupper()
    assert sentence(ALine(kind, after={"not": "a word"}))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (ALine(Kind.PERSON_SIGNED_IN, "password"), "Signed in with the password"),
        (ALine(Kind.PERSON_SIGNED_IN, "sso", "code owed"), "Signed in by single sign-on, and the code was still owed"),
        (ALine(Kind.PERSON_SIGNED_OUT, None, "everywhere"), "Signed out everywhere"),
        (ALine(Kind.PERSON_REFUSED, "code"), "A wrong code was typed"),
        (ALine(Kind.PERSON_CHANGED, "address"), "The e-mail address was changed"),
        (ALine(Kind.PERSON_CHANGED, "introduced"), "The account was made"),
    ],
)
def test_what_happened_is_told_plainly(line: ALine, told: str) -> None:
    assert sentence(line) == told
    assert is_alarming(line) is (line.kind == Kind.PERSON_REFUSED)
