"""Two projects with everything in them, Ours and Theirs, their people, and somebody of every role at the door.

Whatever people can write of Theirs carries a canary, and every number that names something of Theirs lies beyond all
of Ours: a word or a number of Theirs on a page of Ours can have come only from there. What no service of today fills is
filled by its columns, so that a table that is added tomorrow has something of Theirs to leak too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Column, DateTime, Integer, LargeBinary, Numeric, func, insert, select
from sqlalchemy import Enum as Words
from sqlalchemy.types import JSON, Boolean, Date, TypeDecorator

from tests.conftest import KEY, close
from tests.marking import CANARY, FAR, THEIR_PEOPLE, THEIRS
from tests.pages import Client
from vantage_readiness import places
from vantage_readiness.domain.diary import SETUP
from vantage_readiness.domain.tokens import Scope
from vantage_readiness.domain.weeks import newest_over
from vantage_readiness.domain.words import Role, Way
from vantage_readiness.factory import create_app
from vantage_readiness.services import (
    assessments,
    founding,
    links,
    members,
    people,
    projects,
    reports,
    scope,
    setup,
    subscriptions,
    tokens,
)
from vantage_readiness.services.demo.story import PLATFORM
from vantage_readiness.services.demo.teller import Teller, seen_now
from vantage_readiness.services.projects import Project, User
from vantage_readiness.storage import people as users
from vantage_readiness.storage.database import db

OURS = "ours"
ROLES = ("nobody", "stranger", "viewer", "member", "lead", "administrator")
OUR_PEOPLE = ("Ann", "Max", "Lea", "Mia")
_WHO = {"stranger": "Sam", "viewer": "Vic", "member": "Max", "lead": "Ann", "administrator": "Root"}
_PARTS = (("Ada", Role.LEAD), ("Ben", Role.MEMBER), ("Dana", Role.LEAD), ("Eli", Role.MEMBER))
_OUR_CAST = {part: (name, role) for (part, role), name in zip(_PARTS, OUR_PEOPLE, strict=True)}
_THEIR_CAST = {part: (name, role) for (part, role), name in zip(_PARTS, THEIR_PEOPLE, strict=True)}


def build(url: str, folder: Path) -> None:
    """Make both projects in an empty database."""
    app = create_app({"DATA_DIR": str(folder), "DATABASE_URL": url, "VANTAGE_SECRET_KEY": KEY}, TESTING=True)
    with app.app_context():
        setup.bring_up_to_date()
        begun = datetime.now(UTC) - timedelta(weeks=9)
        token = founding.setup_link(begun)
        assert token is not None
        founding.set_up(token, "Root", "root@example.org", "a long enough password", at=begun)
        ours = _furnish(OURS, "Our thing", _OUR_CAST, begun)
        theirs = _furnish(THEIRS, "Burrow", _THEIR_CAST, begun)
        members.join(ours, people.introduce("Vic", "vic@example.org", at=begun), Role.VIEWER, by=SETUP, at=begun)
        people.introduce("Sam", "sam@example.org", at=begun)
        _fill_the_rest(ours, person("Ann"))
        _fill_the_rest(theirs, person("Bea"))
    close(app)


def person(name: str) -> User:
    found = users.find_by_email(f"{name.lower()}@example.org")
    assert found is not None
    return found


def sign_in(app: Flask, role: str) -> Client:
    """Give the browser of somebody of this role in Ours, or of a person by name."""
    client = Client(app)
    if role != "nobody":
        with app.app_context():
            token = links.sign_in_link(person(_WHO.get(role, role)), datetime.now(UTC))
        page = client.post(f"/sign-in/{token}")
        assert page.status == 302, page.text
    return client


def _token(app: Flask, role: str) -> str:
    """Give a token of a role in Ours, as wide as the role; the stranger's is one of Theirs."""
    name, slug = (f"bea.{CANARY}", THEIRS) if role == "stranger" else (_WHO[role], OURS)
    with app.app_context():
        seat = projects.find_seat(person(name), slug)
        assert seat is not None
        scope = {"viewer": Scope.READ, "member": Scope.WRITE}.get(role, Scope.LEAD)
        row, token = tokens.make(seat.project, seat.user, "a program", [scope.value], 30, at=datetime.now(UTC))
        if role != "stranger":  # Theirs have the high numbers already; ours keep apart from them
            row.id = 1001 + ["viewer", "member", "lead"].index(role)
            db.session.commit()
        return token


def _furnish(slug: str, name: str, cast: Mapping[str, tuple[str, Role]], begun: datetime) -> Project:
    """Make a project and let the story of the demonstration happen in it, with people of its own."""
    seed = places.seed()
    project = assessments.create_project(
        (seed / "assessment.md").read_bytes(),
        links=(seed / "links.toml").read_text("utf-8"),
        name=name,
        slug=slug,
        as_of=begun.date(),
        by=SETUP,
        at=begun,
    )
    who = {part: people.introduce(first, f"{first.lower()}@example.org", at=begun) for part, (first, _) in cast.items()}
    for part, (_, role) in cast.items():
        members.join(project, who[part], role, by=SETUP, at=begun)
    teller = Teller(project, who)
    for event in PLATFORM:
        at = begun + timedelta(weeks=event.week, days=event.weekday, minutes=PLATFORM.index(event))
        teller.tell(event, min(at, datetime.now(UTC)))
    newest = newest_over(datetime.now(UTC).date())
    for week in (newest.before, newest):
        reports.publish(project, week, by=SETUP, at=datetime.now(UTC))
    subscriptions.choose(project, who["Ben"], Way.LINKED, at=datetime.now(UTC))
    scope.exempt_item(project, seen_now(project, 20), by=who["Ben"], at=datetime.now(UTC), reason="We have none of it")
    return project


# What no service fills ------------------------------------------------------------------------------------------------


def _fill_the_rest(project: Project, user: User) -> None:
    """Put one row into every table that hangs on the project or the person and has none of them yet."""
    roots = {"project": {project.id}, "user": {user.id}}
    for table in db.metadata.sorted_tables:
        if table.name in roots or not table.foreign_keys:
            continue
        mine = _ids_of(project, user)
        if not mine.get(table.name):
            values = {column.name: value for column in table.columns if (value := _something(column, mine)) is not None}
            db.session.execute(insert(table).values(values))
    db.session.commit()


def _ids_of(project: Project, user: User) -> dict[str, set[int]]:
    """Give the numbers of everything that hangs on the project or the person, by table."""
    found: dict[str, set[int]] = {"project": {project.id}, "user": {user.id}}
    for table in db.metadata.sorted_tables:
        key = "id" if "id" in table.columns else table.primary_key.columns.keys()[0]
        for column in table.columns:
            for foreign in column.foreign_keys:
                known = found.get(foreign.column.table.name, set())
                rows = db.session.scalars(select(table.c[key]).where(column.in_(known))).all()
                found.setdefault(table.name, set()).update(rows)
    return found


def _something(column: Column[Any], mine: Mapping[str, set[int]]) -> object:
    """Give a value that fits a column; none where the database finds one itself."""
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if column.foreign_keys:
        known = mine.get(next(iter(column.foreign_keys)).column.table.name) or set()
        return min(known, default=None)
    if column.primary_key or column.default is not None:
        return None
    return _plain(kind, column)


def _plain(kind: Any, column: Column[Any]) -> object:
    now = datetime.now(UTC)
    if column.name.startswith(("used", "ended", "revoked", "disabled", "removed", "leased", "sent")):
        return None
    if isinstance(kind, Words):
        return next(iter(kind.enum_class or []), None)
    known: list[tuple[type, object]] = [
        (Boolean, False),
        (DateTime, now + timedelta(days=30) if column.name.startswith("expires") else now),
        (Date, now.date()),
        (JSON, {"name": CANARY}),
        (LargeBinary, CANARY.encode()),
        (Integer, 1),
        (Numeric, 1),
    ]
    for type_, value in known:
        if isinstance(kind, type_):
            return value
    seat = column.table.name + str(db.session.scalar(select(func.count()).select_from(column.table)))
    return f"{seat}-{column.name}"[: getattr(kind, "length", None) or 200]


# Asking ---------------------------------------------------------------------------------------------------------------


class Playground:
    """An application on a file of its own that goes back to how it was whenever asked."""

    def __init__(self, app: Flask, path: Path, theirs: dict[str, list[int]]) -> None:
        self.app, self.path, self.theirs = app, path, theirs
        self.seen: dict[str, Any] = {}  # by role, what it finds when it follows every link
        self.clients = {role: sign_in(app, role) for role in ROLES}
        self.tokens = {role: client.csrf() for role, client in self.clients.items()}
        for client in self.clients.values():  # whatever an answer is made from is closed as soon as it is read
            setattr(client._client, "open", partial(client._client.open, buffered=True))  # noqa: B010 — mypy would refuse it
        self._programs = {role: _token(app, role) for role in ("stranger", "viewer", "member", "lead")}
        with closing(sqlite3.connect(path)) as connection:  # our own sign-ins are no numbers of Theirs
            theirs_ids = ",".join(map(str, theirs["session"]))
            connection.execute(f"UPDATE session SET id = id + {FAR * 10} WHERE id NOT IN ({theirs_ids})")
            far = "2099-01-01 00:00:00.000000"  # however slow the machine, who is at the door proved it a moment ago
            connection.execute("UPDATE session SET confirmed_at = ?", (far,))
            connection.commit()
        self._cookies = {role: dict(client._client._cookies or {}) for role, client in self.clients.items()}
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(sqlite3.connect(path)) as connection:
            connection.backup(self._kept)

    def rewind(self) -> None:
        """Make the database what it was, and the browsers who they were."""
        from vantage_readiness.web.letters import Shelf

        with closing(sqlite3.connect(self.path)) as connection:
            self._kept.backup(connection)
        self.app.extensions["letters"] = Shelf(256)  # letters are kept by a revision that is run through again
        for role, cookies in self._cookies.items():
            self.clients[role]._client._cookies = dict(cookies)
        with self.app.app_context():
            db.session.remove()

    def headers(self, role: str, path: str) -> dict[str, str]:
        """Give what a role shows at the door besides its cookie: a token, where programs are let in."""
        token = self._programs.get(role) if path.startswith("/api/") else None
        return {"Authorization": f"Bearer {token}"} if token else {}

    def close(self) -> None:
        self._kept.close()


def fingerprint(path: Path, *, but: frozenset[str] = frozenset()) -> dict[str, int]:
    """Give one number for the content of each table of a file."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: hash(tuple(connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()))
            for name in db.metadata.tables
            if name not in but
        }
