"""The documents are in step with the project: links lead somewhere, commands exist, what is promised works."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tools.check import CHECKS
from vantage_readiness import __version__

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)[^)]*\)")
COMMAND = re.compile(r"(?:`|^)make ([a-z]+)", re.MULTILINE)
BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


@documents
def test_every_link_leads_to_a_file(document):
    links = LINK.findall(document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@documents
def test_every_make_command_exists(document):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(COMMAND.findall(document.read_text())) <= targets


@documents
def test_a_document_has_one_title_and_tidy_lines(document):
    text = BLOCK.sub("", document.read_text())
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_the_readme_starts_with_the_two_commands():
    blocks = BLOCK.findall((ROOT / "README.md").read_text())
    assert blocks[:2] == ["make run\n", "make demo\n"]


def test_the_changelog_has_this_version_on_top():
    newest = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


def test_the_backup_command_of_the_readme_copies_a_database_in_use(tmp_path):
    [command] = [block for block in BLOCK.findall((ROOT / "README.md").read_text()) if "backup" in block]
    (tmp_path / "data").mkdir()
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    with sqlite3.connect(tmp_path / "data/readiness.sqlite3") as live:
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("CREATE TABLE item (title TEXT)")
        live.execute("INSERT INTO item VALUES ('Rate limiting')")
        live.commit()
        subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    live.close()
    copy = sqlite3.connect(tmp_path / "backup.sqlite3")
    assert copy.execute("SELECT title FROM item").fetchall() == [("Rate limiting",)]
    copy.close()


def test_every_decision_says_what_why_the_price_and_when_to_think_again():
    for decision in (ROOT / "docs/decisions.md").read_text().split("\n## ")[1:]:
        heads = re.findall(r"^\*\*(Decision\.|Why\.|Price\.|Think again when)\*\*", decision, re.MULTILINE)
        assert heads == ["Decision.", "Why.", "Price.", "Think again when"], decision.partition("\n")[0]


def test_make_check_covers_what_contributing_promises():
    assert set(CHECKS) == {"format", "style", "types", "security", "front-end files", "ladder and documents"}
