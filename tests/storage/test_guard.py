"""The diary is shut for the database too: by triggers for everybody, by privilege for the application on PostgreSQL."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from tests.conftest import KEY, NOW, close, postgres_answers, postgres_url
from vantage_readiness import places
from vantage_readiness.factory import create_app
from vantage_readiness.services import assessments, diary, setup
from vantage_readiness.storage.database import db

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def of_a_plain_role(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the environment of an installation whose database belongs to a role without special rights."""
    if why := postgres_answers():
        pytest.skip(why)
    name = f"readiness_{uuid.uuid4().hex[:12]}"
    for statement in (
        f"CREATE ROLE {name} LOGIN",
        f"CREATE DATABASE {name} OWNER {name} ENCODING 'UTF8' TEMPLATE template0",
    ):
        _sql(statement)
    url = make_url(postgres_url()).set(username=name, database=name).render_as_string(hide_password=False)
    yield {"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "VANTAGE_SECRET_KEY": KEY}
    _sql(f"DROP DATABASE {name} WITH (FORCE)")
    _sql(f"DROP ROLE {name}")


TOUCHING = (
    "UPDATE change SET note = 'never said'",
    "DELETE FROM change",
    "TRUNCATE change",
    "DELETE FROM diary_anchor",
    "TRUNCATE diary_anchor",
)


@pytest.mark.postgres
def test_the_application_has_no_right_to_touch_a_line(of_a_plain_role: dict[str, str]) -> None:
    app = create_app(of_a_plain_role, TESTING=True)
    with app.app_context():
        setup.bring_up_to_date()
        raw = (places.seed() / "assessment.md").read_bytes()
        assessments.create_project(raw, links=None, as_of=None, by="setup", at=NOW)
        for statement in TOUCHING:
            with pytest.raises(ProgrammingError, match="permission denied"):
                db.session.execute(text(statement))
            db.session.rollback()
        assert diary.verify()[1] == []
    close(app)


def test_no_code_of_ours_touches_a_line() -> None:
    """The models of the diary are given to `select` and made anew, never to `update` or `delete`."""
    touching = re.compile(r"\b(update|delete)\(\s*(rows\.|diary\.)?(ChangeRow|Anchor)\b|\.delete\((line|row|anchor)\)")
    sources = [path for path in (ROOT / "vantage_readiness").rglob("*.py") if "migrations" not in path.parts]
    assert [str(path) for path in sources if touching.search(path.read_text("utf-8"))] == []


def _sql(statement: str) -> None:
    engine = create_engine(postgres_url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
