"""The trial of tampering, in its short form, and against builds that are broken."""

from __future__ import annotations

import pytest

from tools.trials import tampering
from vantage_readiness.domain import diary as rules
from vantage_readiness.services import diary


def test_every_tampering_is_found() -> None:
    results = tampering.run(0.06, seed=4)
    assert results
    assert [result.failures for result in results] == [() for _ in results]
    assert all(result.tried == 30 for result in results)


@pytest.mark.parametrize("broken", ["no seals", "no memory"])
def test_the_trial_fails_where_something_is_not_checked(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    if broken == "no seals":
        monkeypatch.setattr(rules, "_broken", lambda *_: None)
    else:
        sound = diary.verify
        monkeypatch.setattr(diary, "verify", lambda _marks=(): sound())
    assert any(result.failures for result in tampering.run(0.06, seed=4))
