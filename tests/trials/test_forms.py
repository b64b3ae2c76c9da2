"""The short form of the trial of forms, and that it finds what is broken on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tools.trials import stage
from tools.trials.forms import Trial
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.services import items
from vantage_readiness.web import access

pytestmark = pytest.mark.slow


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = stage.application(f"sqlite:///{tmp_path / 'trial.sqlite3'}", tmp_path)
    with made.app_context():
        stage.fill()
    yield made
    stage.close(made)


@pytest.fixture
def trial_of(app: Flask) -> Iterator[Callable[[int], Trial]]:
    """Give a trial whose people look at so many pages of each view."""
    made: list[Trial] = []

    def begin(pages: int) -> Trial:
        made.append(Trial(app, pages=pages))
        return made[-1]

    yield begin
    for each in made:
        each.book.close()


def test_no_form_breaks_us_and_no_refusal_writes(trial_of: Callable[[int], Trial]) -> None:
    trial = trial_of(1)
    result = trial.run(3 * len(trial.routes), 1, "SQLite")
    assert result.failures == ()
    assert trial.forms.keys() == trial.routes
    assert len(trial.guessed) < 25, trial.guessed


def test_an_error_is_found(trial_of: Callable[[int], Trial], monkeypatch: pytest.MonkeyPatch) -> None:
    @access.editing
    def breaks(slug: str, number: int) -> str:
        raise ValueError(slug, number)

    trial = trial_of(0)
    monkeypatch.setitem(trial.app.view_functions, "items.comment", breaks)
    assert [each for each in trial._try("items.comment", 12, 1) if "answered 500" in each]


def test_a_refusal_that_wrote_is_found(trial_of: Callable[[int], Trial], monkeypatch: pytest.MonkeyPatch) -> None:
    @access.editing
    def writes(slug: str, number: int) -> str:
        seat = access.seat(slug)
        items.comment(seat.project, number, "kept", by=seat.user, at=access.now())
        raise Refused("This was refused.")

    trial = trial_of(0)
    monkeypatch.setitem(trial.app.view_functions, "items.comment", writes)
    assert [each for each in trial._try("items.comment", 12, 1) if "and wrote change" in each]
    assert trial.book.differs() == []
