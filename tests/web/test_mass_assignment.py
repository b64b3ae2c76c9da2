"""A form changes what its page asks for and nothing else, whatever else is sent with it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.conftest import NOW, SLUG, Stage, World, close
from tests.pages import Client
from tests.web.test_reminders import RULES
from tests.web.test_settings import DATES, EVE, POLICY
from vantage_readiness.services import links
from vantage_readiness.storage.database import Base, db
from vantage_readiness.web import reminder_forms, settings

ROOMS = (
    "administration.",
    "settings.",
    "preferences.",
    "feeds.",
    "reminders.",
    "invitations.invite",
    "invitations.withdraw",
)
SETTINGS = f"/p/{SLUG}/settings"
BEN = "/administration/people/2"
FORMS: dict[str, tuple[str, Mapping[str, object]]] = {
    "administration.delete": ("/administration/projects/2/delete", {"typed": "other-thing"}),
    "administration.disable": (f"{BEN}/disable", {}),
    "administration.enable": (f"{BEN}/enable", {}),
    "administration.invite": (f"{BEN}/invite", {}),
    "administration.make_administrator": (f"{BEN}/administrator", {}),
    "administration.remove": (f"{BEN}/remove", {"typed": "ben@example.org"}),
    "administration.sign_out": (f"{BEN}/sign-out", {}),
    "administration.unmake_administrator": (f"{BEN}/no-administrator", {}),
    "feeds.make": ("/account/letters/calendar", {}),
    "feeds.revoke": ("/account/letters/calendar/revoke", {}),
    "invitations.invite_again": (f"{SETTINGS}/people/2/invite-again", {}),
    "invitations.withdraw": (f"{SETTINGS}/people/2/withdraw", {}),
    "preferences.change": ("/account/letters", {"version": "0", "often": "weekly", "tell": "due"}),
    "preferences.choose_reports": ("/account/letters/reports", {f"way-{SLUG}": "linked"}),
    "settings.save_reminders": (f"{SETTINGS}/reminders", RULES),
    "settings.name_deputy": (f"{SETTINGS}/people/2/deputy", {"deputy": "1"}),
    "settings.add_person": (f"{SETTINGS}/people", EVE),
    "settings.change_role": (f"{SETTINGS}/people/2/role", {"role": "viewer"}),
    "settings.export": (f"{SETTINGS}/export", {}),
    "settings.remove_person": (f"{SETTINGS}/people/2/remove", {}),
    "settings.save_dates": (f"{SETTINGS}/dates", DATES),
    "settings.save_policy": (f"{SETTINGS}/policy", POLICY),
}
SAID = {
    "role": "lead",
    "is_administrator": "y",
    "email": "eve@evil.example",
    "name": "Evil",
    "slug": "evil",
    "tier": "nice",
}
PREFIXES = ("", settings._DATES, settings._POLICY, settings._MEMBER, reminder_forms.PREFIX)
SECRET = ("token_hash", "message_id", "feed_hash")  # made anew each time


def extras(asked: Mapping[str, object]) -> dict[str, str]:
    """Give every column there is, alone and under every form's prefix, with a value that would hurt."""
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.columns}
    names = {prefix + name for prefix in PREFIXES for name in (*columns, "administrator", "user", "project")}
    return {name: SAID.get(name.rpartition("-")[2], "1") for name in names if name not in asked}


def dump() -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if column.name not in SECRET]
        found[table.name] = sorted((tuple(row) for row in db.session.execute(select(*columns))), key=repr)
    return found


@pytest.fixture
def still() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def outcome(
    app: Flask, stage: Stage, path: str, sent: Mapping[str, object]
) -> tuple[int, dict[str, list[tuple[Any, ...]]]]:
    """Begin anew, let Ada send a form, and give the answer's status and what the tables hold then."""
    close(app)
    file = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    for leftover in (file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(stage.sqlite(), file)
    with app.app_context():
        token = links.sign_in_link(World(app).person("Ada"), NOW)
    client = Client(app)
    client.post(f"/sign-in/{token}")
    answer = client.post(path, dict(sent))
    answer.response.close()
    with app.app_context():
        return answer.status, dump()


def test_every_form_of_these_rooms_is_tried(app: Flask) -> None:
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert {endpoint for endpoint in posted if endpoint.startswith(ROOMS)} == FORMS.keys()


@pytest.mark.parametrize("endpoint", FORMS)
def test_what_a_page_does_not_ask_for_changes_nothing(app: Flask, stage: Stage, still: None, endpoint: str) -> None:
    path, sent = FORMS[endpoint]
    alone, plain = outcome(app, stage, path, sent)
    together, hostile = outcome(app, stage, path, {**extras(sent), **sent})
    assert alone == together
    assert alone < 400
    assert [table for table in plain if plain[table] != hostile[table]] == []
