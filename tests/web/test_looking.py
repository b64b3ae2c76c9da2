"""What only looks waits for no writer, even where a form is sent."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import make_url

from tests.conftest import SLUG
from tests.web.test_reassessments import PREVIEW, ClientOf, handed_in


def test_a_preview_waits_for_no_writer_and_makes_none_wait(app: Flask, client_of: ClientOf) -> None:
    ada, address = client_of("Ada"), make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    with closing(sqlite3.connect(address.database or "", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert ada.post(PREVIEW, handed_in()).status == 200


def test_a_preview_of_the_command_line_waits_for_no_writer_either(app: Flask) -> None:
    address = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    document = str(Path(__file__).parents[1] / "documents/second.md")
    with closing(sqlite3.connect(address.database or "", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        words = ["assessment", "import", document, "--project", SLUG, "--as-of", "unknown"]
        said = app.test_cli_runner().invoke(args=words)
    assert (said.exit_code, "Nothing was written." in said.output) == (0, True)
