"""What is believed of an answer of a provider."""

from __future__ import annotations

import pytest

from vantage_readiness.domain import single_sign_on
from vantage_readiness.domain.refusals import Refused


@pytest.mark.parametrize("subject", [None, "", 7, "x" * 256, "line\nbreak"], ids=repr)
def test_an_answer_that_names_nobody_is_refused(subject: object) -> None:
    with pytest.raises(Refused, match="does not say who you are"):
        single_sign_on.read({"sub": subject})


@pytest.mark.parametrize(("said", "is_verified"), [(True, True), ("true", False), (1, False), (None, False)])
def test_an_address_is_verified_only_by_the_value_true(said: object, is_verified: bool) -> None:
    claims = single_sign_on.read({"sub": "7", "email": "ada@example.org", "email_verified": said})
    assert claims.is_email_verified is is_verified


@pytest.mark.parametrize(
    ("methods", "is_proven"), [(["pwd", "mfa"], True), (["pwd"], False), ("mfa", False), (None, False)]
)
def test_a_second_factor_is_shown_only_by_its_word_in_the_list(methods: object, is_proven: bool) -> None:
    assert single_sign_on.read({"sub": "7", "amr": methods}).is_proven is is_proven
