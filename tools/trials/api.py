"""The API against its own document: hostile and fitting requests to every operation, as lead, member, viewer, nobody.

No answer may be a server error, have a status, a content type or a shape that the document does not name. Every
operation meets the same fresh project, so that what one did does not hide another.
"""

from __future__ import annotations

import base64
import logging
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from tools.trials.trial import Result
from vantage_readiness import places
from vantage_readiness.domain.words import Role
from vantage_readiness.factory import create_app
from vantage_readiness.services import assessments, founding, members, money, reassessments, setup, tokens
from vantage_readiness.services.projects import Project, User
from vantage_readiness.storage.database import db

CASES = 10_000
SLUG = "vantage-ai"
WHO: Mapping[str, str] = {"lead": "lead", "member": "write", "viewer": "read", "nobody": ""}

_CHECKS: list[Any] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
_NUMBERS = (1, 2, 1, 3, 5, 1, 8, 13, 2, 21, 34)  # of items, assessments, lines, people: the low ones are there
_ENOUGH = 5  # requests of one kind, from which on something has to come of them
_MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass
class Stage:
    """An application on a database that is put back as it was before every operation."""

    app: Flask
    path: Path
    tokens: dict[str, str] = field(default_factory=dict)

    def again(self) -> None:
        """Put the database back."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.path.with_suffix(".kept"), self.path)


def run(scale: float, seed: int) -> list[Result]:
    """Ask every operation as everybody; the full form is ten thousand requests."""
    with stage() as made:
        return [ask_as(made, who, max(1, round(CASES * scale / len(WHO))), seed) for who in WHO]


@contextmanager
def stage() -> Iterator[Stage]:
    """Give a project with a lead, a member and a viewer, and a token for each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trial.sqlite3"
        app = create_app(
            {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{path}", "VANTAGE_SECRET_KEY": secrets.token_urlsafe(32)}
        )
        made = Stage(app, path)
        with app.app_context():
            made.tokens = _fill(datetime.now(UTC))
            db.session.remove()
            db.engine.dispose()
        shutil.copyfile(path, path.with_suffix(".kept"))
        logging.disable(logging.ERROR)  # each failure is told in the result
        try:
            yield made
        finally:
            logging.disable(logging.NOTSET)
            with app.app_context():
                db.engine.dispose()


def _fill(at: datetime) -> dict[str, str]:
    setup.bring_up_to_date()
    raw = (places.seed() / "assessment.md").read_bytes()
    begun = at - timedelta(days=14)
    project = assessments.create_project(raw, links=None, as_of=None, by="setup", at=begun)
    lead = founding.set_up(
        founding.setup_link(begun) or "", "Ada", "ada@example.org", secrets.token_urlsafe(16), at=begun
    )
    member, _ = members.invite(project, "Ben", "ben@example.org", Role.MEMBER, by=lead, at=begun)
    viewer, _ = members.invite(project, "Cleo", "cleo@example.org", Role.VIEWER, by=lead, at=begun)
    second = (places.seed() / "demo" / "second.md").read_bytes()
    found = reassessments.preview(project, second, as_of=None, today=at.date())
    reassessments.apply(project, second, as_of=None, seen=found.seal, by=lead, at=at)
    money.close_line(project, 2, "Paid", by=lead, at=at)
    people = {"lead": lead, "member": member, "viewer": viewer}
    return {who: _token(project, user, WHO[who], at) for who, user in people.items()}


def _token(project: Project, user: User, scope: str, at: datetime) -> str:
    return tokens.make(project, user, "A trial", [scope], 30, at=at)[1]


def ask_as(made: Stage, who: str, wanted: int, seed: int) -> Result:
    """Ask every operation as somebody, about `wanted` times in all."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", made.app)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    each = max(1, -(-wanted // (len(operations) * len(_MODES))))
    asked = _Asked(made, who)
    for operation in operations:
        for mode in _MODES:
            made.again()
            asked.about(operation, mode, each, seed)
    if who == "lead" and each > _ENOUGH and len(asked.done) * 2 < len(operations):
        asked.failures.append(f"only {len(asked.done)} of {len(operations)} operations were ever done: a blunt trial")
    return Result(f"api as {who}", asked.tried, tuple(asked.failures), seed)


@dataclass
class _Asked:
    """What one person's program asked so far, and what was wrong with the answers."""

    stage: Stage
    who: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)  # operations that were answered with what was asked for

    def about(self, operation: Any, mode: GenerationMode, times: int, seed: int) -> None:
        """Ask one operation, with what fits its schema or with what does not."""

        @seeded(seed)
        @settings(
            max_examples=times,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            self._ask(case)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what cannot be broken about a schema
            try:
                ask()
            except Unsatisfiable:  # nothing about this schema can be broken
                assert mode is GenerationMode.NEGATIVE, operation.label

    def _ask(self, case: Any) -> None:
        self.tried += 1
        _aim(case, self.tried)
        token = self.stage.tokens.get(self.who)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = case.call(headers=headers)
        if response.status_code < 300:
            self.done.add(case.operation.label)
        try:
            case.validate_response(response, checks=_CHECKS)
        except FailureGroup as failed:
            said = "; ".join(f"{each.title}: {each.message}" for each in failed.exceptions)
            self._tell(f"{case.method} {case.formatted_path}", f"{response.status_code}: {said} {case.body!r}")

    def _tell(self, where: str, said: str) -> None:
        if len(self.failures) < 50:
            self.failures.append(" ".join(f"{where}: {said}".split())[:600])


def _aim(case: Any, n: int) -> None:
    """Let most requests reach our project and things that are there; the others stay as they were made up."""
    if n % 8 == 0:
        return
    for name in case.path_parameters or {}:
        case.path_parameters[name] = SLUG if name == "slug" else _NUMBERS[n % len(_NUMBERS)]
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = ('"1"', '"2"', '"3"')[n % 3]
    if n % 2 and isinstance(case.body, dict) and isinstance(case.body.get("document"), str):
        case.body["document"] = base64.b64encode(b"# Third\n\n## Checklist\n\n### Critical\n- [ ] A lock\n").decode()
