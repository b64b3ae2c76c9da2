"""The trial of backups under load in its fast form, and shown to fail where backups are taken wrongly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import postgres_answers
from tools.trials import backup as trials
from vantage_readiness.storage.database import db

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(autouse=True)
def _both_are_there(request: pytest.FixtureRequest) -> None:
    if "postgresql" in request.node.name and (why := postgres_answers()):
        pytest.skip(why)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_acknowledged_is_missing(kind: str) -> None:
    (result,) = trials.run(0.02, 1, (kind,))
    assert (result.tried, result.failures) == (2, ())


@pytest.mark.slow
def test_the_trial_finds_a_copied_file() -> None:
    def copy(path: Path) -> None:
        db.session.remove()
        shutil.copyfile(str(db.engine.url.database), path)

    assert trials.trial("sqlite", 1, 1, copy).failures


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS[1:])
def test_the_trial_finds_a_backup_of_earlier(kind: str, tmp_path: Path) -> None:
    def take(path: Path) -> None:
        first = tmp_path / "first.zip"
        if not first.exists():
            trials._take(first)
        shutil.copyfile(first, path)

    (failure,) = trials.trial(kind, 2, 1, take).failures
    assert failure.startswith("backup 1 lacks ")
