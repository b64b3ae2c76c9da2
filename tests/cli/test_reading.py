"""`flask assessment read`: what it says, how it refuses, and that it needs nothing but the document."""

from __future__ import annotations

import codecs
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner

from vantage_readiness import places
from vantage_readiness.cli import reading

ROOT = Path(__file__).resolve().parents[2]
SEED = str(places.seed() / "assessment.md")
GARBLED = "# Prüfung ✅\n\n- [ ] Schlüssel tauschen\n".encode().decode("mac_roman")


@pytest.fixture
def run() -> FlaskCliRunner:
    return reading.app().test_cli_runner()


def said(run: FlaskCliRunner, *words: str, given: bytes | None = None) -> Result:
    return run.invoke(args=["assessment", "read", *words], input=given)


def test_the_facts_are_told_with_their_lines(run: FlaskCliRunner) -> None:
    told = said(run, SEED).output
    assert "Overall score       7.5/10  (line 5)" in told
    assert "  Critical: 8 open\n    [ ] Fix hardcoded secrets in docker-compose.yml  (line " in told
    assert "Security Hardening: 1–2 weeks, 9 steps" in told
    assert "Total as printed: 700–1,950 USD per month; the lines add up to 700–1,950 USD per month" in told
    assert "Critical: “Add comprehensive audit logging” is critical in one place" in told


def test_every_line_that_is_not_blank_is_counted_and_shown(run: FlaskCliRunner) -> None:
    printed = [line for line in Path(SEED).read_text().split("\n") if line.strip()]
    told = said(run, SEED, "--lines").output
    counts, every = told.split(f"What became of {len(printed)} lines\n")[1].split("Every line\n")
    assert sum(int(line.split()[0]) for line in counts.split("\n")[:4]) == len(printed)
    assert len(every.rstrip("\n").split("\n")) == len(printed)
    assert "Every line" not in said(run, SEED).output


def test_json_is_the_facts_and_nothing_else(run: FlaskCliRunner) -> None:
    read = json.loads(said(run, SEED, "--json").output)
    assert (len(read["items"]), len(read["gaps"]), len(read["strengths"])) == (24, 36, 44)
    assert "not both" in said(run, SEED, "--json", "--lines").output


def test_what_is_piped_in_is_read(run: FlaskCliRunner) -> None:
    raw = codecs.BOM_UTF16_LE + "# Bericht\r\n- [x] Schlüssel\r\n".encode("utf-16-le")
    assert json.loads(said(run, "-", "--json", given=raw).output)["items"][0]["title"] == "Schlüssel"


def test_a_repair_is_shown_as_received_and_as_read(run: FlaskCliRunner) -> None:
    told = said(run, "-", given=GARBLED.encode()).output
    assert "repaired: it had been read as mac_roman" in told
    assert "line 3 received  - [ ] Schl√ºssel tauschen" in told
    assert "line 3 read as   - [ ] Schlüssel tauschen" in told
    assert (
        "and 7 more"
        in said(run, "-", given=GARBLED.encode() + ("- [ ] é\n".encode().decode("mac_roman") * 8).encode()).output
    )


def test_a_document_cannot_steer_the_terminal(run: FlaskCliRunner) -> None:
    told = said(run, "-", given="# a\u202eb\n\n- [ ] c\u009bd\te\n".encode()).output
    assert "a\ufffdb" in told
    assert "c\ufffdd e" in told


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "Error: The document is empty.\n"),
        (b"\x89PNG\r\n", "Error: The document is not UTF-8 text: byte 0 (line 1) cannot be decoded. Save it as UTF-8"),
        (b"x" * 600_000, "Error: The document is too large: at most 524,288 bytes are read."),
        (b"# Minutes\n\nWe met.\n", "Error: This does not look like an assessment"),
    ],
)
def test_what_is_no_assessment_is_refused_in_a_sentence(run: FlaskCliRunner, raw: bytes, sentence: str) -> None:
    refused = said(run, "-", given=raw)
    assert refused.exit_code == 1
    assert refused.output.startswith(sentence)
    assert refused.output.count("\n") == 1


def test_a_file_that_cannot_be_had_is_named(run: FlaskCliRunner, tmp_path: Path) -> None:
    missing, loop = tmp_path / "none.md", tmp_path / "loop.md"
    loop.symlink_to(loop)
    for file, sentence in (
        (missing, f"There is no file “{missing}”."),
        (tmp_path, f"“{tmp_path}” is a folder. Name the document in it."),
        (loop, f"“{loop}” cannot be read: "),
    ):
        refused = said(run, str(file))
        assert refused.exit_code == 1
        assert refused.output.startswith(f"Error: {sentence}")


def test_nothing_but_the_document_is_needed(tmp_path: Path) -> None:
    """Neither settings nor a folder to write to: these ones would stop the dashboard."""
    broken = {"DATABASE_URL": "nonsense", "DATA_DIR": "/proc/none", "VANTAGE_SECRET_KEY": "x", "LC_ALL": "POSIX"}
    command = [sys.executable, "-m", "flask", "--app", "app", "assessment", "read", SEED]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **broken, "PYTHONUTF8": "0"}, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert "1–2 weeks".encode() in done.stdout


@pytest.mark.parametrize(
    ("words", "is_all"),
    [
        (["flask", "assessment", "read", "x.md"], True),
        (["flask", "--app", "app", "assessment", "read", "x.md"], True),
        (["flask", "assessment", "import", "read"], False),
        (["gunicorn", "app:app"], False),
        (["assessment", "read"], False),
    ],
)
def test_only_reading_opens_the_small_door(words: list[str], *, is_all: bool) -> None:
    assert reading.is_all_that_is_asked(words) is is_all
