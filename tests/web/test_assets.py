"""Static files: immutable under a prefix that names their content, compressed, with the headers of every answer."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import KEY, close
from vantage_readiness.factory import create_app
from vantage_readiness.web import assets
from vantage_readiness.web.safety import HEADERS


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Flask]:
    """Give an application as it serves in production."""
    app = create_app({"DATA_DIR": str(tmp_path), "VANTAGE_SECRET_KEY": KEY})
    yield app
    close(app)


def get(client: FlaskClient, name: str, encoding: str = "") -> dict[str, str]:
    with client.get(assets.url(name), headers={"Accept-Encoding": encoding}) as answer:
        assert answer.status_code == 200
        return dict(answer.headers) | {"length": str(len(answer.data))}


@pytest.mark.parametrize("name", ["css/app.css", "js/live.js", "vendor/htmx.min.js", "icons/favicon.svg"])
def test_a_file_is_kept_for_ever_and_sent_small(served: Flask, name: str) -> None:
    client = served.test_client()
    plain, small, gzipped = (get(client, name, encoding) for encoding in ("", "br", "gzip"))
    assert "immutable" in plain["Cache-Control"]
    assert (small["Content-Encoding"], gzipped["Content-Encoding"]) == ("br", "gzip")
    assert int(small["length"]) < int(plain["length"])
    assert {header: plain.get(header) for header in HEADERS} == HEADERS
    assert "Access-Control-Allow-Origin" not in plain


def test_a_file_that_is_not_there_is_not_found(served: Flask) -> None:
    assert served.test_client().get("/static/123/css/app.css").status_code == 404
    assert served.test_client().get(assets.url("../app.py")).status_code == 404


def test_a_version_still_in_use_stays_while_an_old_one_goes(tmp_path: Path) -> None:
    yesterday, last_year = tmp_path / "static" / "aaa", tmp_path / "static" / "bbb"
    for folder, age in ((yesterday, 86_400), (last_year, 365 * 86_400)):
        folder.mkdir(parents=True)
        then = folder.stat().st_mtime - age
        os.utime(folder, (then, then))
    close(create_app({"DATA_DIR": str(tmp_path), "VANTAGE_SECRET_KEY": KEY}))
    assert yesterday.exists()
    assert not last_year.exists()


def test_a_folder_without_room_still_serves(tmp_path: Path) -> None:
    (tmp_path / "static").write_text("no folder can be made here")
    app = create_app({"DATA_DIR": str(tmp_path), "VANTAGE_SECRET_KEY": KEY})
    assert "Content-Encoding" not in get(app.test_client(), "css/app.css", "br")
    close(app)


def test_what_was_half_made_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vantage_readiness.web.assets.brotli.compress", _no_room)
    close(create_app({"DATA_DIR": str(tmp_path), "VANTAGE_SECRET_KEY": KEY}))
    assert list((tmp_path / "static").iterdir()) == []


def _no_room(*_args: object, **_options: object) -> bytes:
    raise OSError(errno.ENOSPC, "No space left on device")
