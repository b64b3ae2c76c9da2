"""Taking a project away: a lead gets one file, nobody else does, and the diary says who took it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

from flask import Flask

from tests.conftest import SLUG
from tests.pages import Client
from tests.services import crowd
from tests.web.behind import behind

ClientOf = Callable[[str], Client]
EXPORT = f"/p/{SLUG}/settings/export"


def test_a_lead_takes_the_project_away(client_of: ClientOf, both: None) -> None:
    ada = client_of("Ada")
    assert "Export the project" in ada.get(f"/p/{SLUG}/settings").text
    answer = ada.post(EXPORT).response
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    answer.close()
    assert manifest["project"]["slug"] == SLUG
    assert answer.headers["Content-Disposition"].startswith(f"attachment; filename={SLUG}-")
    assert "exported the project" in ada.get(f"/p/{SLUG}/activity").text


def test_nobody_else_does_and_a_link_cannot_make_anybody(app: Flask, client_of: ClientOf) -> None:
    with behind(app):
        before = crowd.everything()["change"]
    assert [client_of(name).post(EXPORT).status for name in ("Ben", "Cleo", "Dan")] == [403, 403, 404]
    assert client_of("Ada").get(EXPORT).status == 405
    with behind(app):
        assert [row for row in crowd.everything()["change"] if row not in before and row[1] != 0] == []
