"""The documents are in step with the project: links lead somewhere, commands exist, what is promised works."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from pathlib import Path

import pytest

from tools.check import CHECKS
from vantage_readiness import __version__

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)[^)]*\)")
COMMAND = re.compile(r"(?:`|^)make ([a-z]+)", re.MULTILINE)
PLACE = re.compile(r"\b(?:domain|storage|output|services|web|cli|clock)\.(?!py\b)\w+(?:\.\w+)*")
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


def test_every_place_how_it_works_names_is_there():
    text = (ROOT / "docs/how-it-works.md").read_text()
    for name in sorted(set(PLACE.findall(text))):
        assert found(f"vantage_readiness.{name}"), f"{name} is named, but not there"
    files = re.findall(r"`((?:tests|tools|docs)/[\w/]+\.\w+)`", text)
    assert [file for file in files if not (ROOT / file).exists()] == []


def found(name: str) -> bool:
    """Answer whether a dotted name leads to a module, or to something in one."""
    module, _, last = name.rpartition(".")
    if importlib.util.find_spec(module) is None:
        return False
    return hasattr(importlib.import_module(module), last) or importlib.util.find_spec(name) is not None


def test_the_readme_starts_with_the_two_commands():
    blocks = BLOCK.findall((ROOT / "README.md").read_text())
    assert blocks[:2] == ["make run\n", "make demo\n"]


def test_the_changelog_has_this_version_on_top():
    newest = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert newest[1] == __version__


def test_the_backup_commands_of_the_readme_save_an_installation_and_bring_it_back(tmp_path):
    blocks = [block for block in BLOCK.findall((ROOT / "README.md").read_text()) if "flask --app app" in block]
    saving, restoring = (next(block for block in blocks if f" {verb}" in block) for verb in ("backup", "restore"))
    assert "Seeded VANTAGE AI" in typed(".venv/bin/flask --app app setup", tmp_path / "old")
    typed(saving, tmp_path / "old")
    [file] = (tmp_path / "old" / "backups").glob("*.zip")
    typed(restoring.splitlines()[0].replace("FILE", str(file)), tmp_path / "new")
    assert "VANTAGE AI" not in typed(".venv/bin/flask --app app setup", tmp_path / "new")
    assert "The diary is whole" in typed(".venv/bin/flask --app app diary verify", tmp_path / "new")


def typed(command: str, data: Path) -> str:
    """Give what a command of the README prints when it is typed in the project's folder."""
    environment = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": ""}
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_decision_says_what_why_the_price_and_when_to_think_again():
    for decision in (ROOT / "docs/decisions.md").read_text().split("\n## ")[1:]:
        heads = re.findall(r"^\*\*(Decision\.|Why\.|Price\.|Think again when)\*\*", decision, re.MULTILINE)
        assert heads == ["Decision.", "Why.", "Price.", "Think again when"], decision.partition("\n")[0]


def test_make_check_covers_what_contributing_promises():
    assert set(CHECKS) == {
        *("format", "style", "types", "security", "our own rules", "secrets", "who may do what"),
        *("front-end files", "ladder and documents"),
    }
