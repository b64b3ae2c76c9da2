"""Every example of the API's document, run by the shell it is written for, against a real server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from .programs import HOME, Program, a_token

DOCUMENT = Path("docs/api.md").read_text()
BLOCKS = [block for block in re.findall(r"^```\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL) if "curl" in block]

pytestmark = pytest.mark.skipif(
    shutil.which("curl") is None, reason="no curl is installed: the examples of docs/api.md are not run"
)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Give where a real server answers."""
    app.config["TESTING"] = False
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}{HOME}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_document_has_the_typical_uses() -> None:
    assert len(BLOCKS) >= 10
    assert sum(block.count("curl ") for block in BLOCKS) == DOCUMENT.count("curl ")


def test_every_example_works_one_after_the_other(app: Flask, address: str, tmp_path: Path) -> None:
    shutil.copyfile("seed/demo/second.md", tmp_path / "assessment.md")
    told = {"VANTAGE_API": address, "VANTAGE_TOKEN": a_token(app, "Ada")}
    for block in BLOCKS:
        ran = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", block],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "no_proxy": "127.0.0.1", **told},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ran.returncode == 0, f"{block}\n{ran.stdout}\n{ran.stderr}"
        assert ran.stdout, block
    ada = Program(app, told["VANTAGE_TOKEN"])
    item = ada.get("/items/1").get_json()
    assert item["status"] == "done"
    assert [each["reference"] for each in ada.get("/items/1/evidence").get_json()["data"]] == [
        "https://ci.example.org/runs/4711"
    ]
    assert ada.get("/items/2").get_json()["due"] == "2027-01-15"
    assert len(ada.get("/assessments").get_json()["data"]) == 2


def test_an_example_fails_aloud_when_its_token_is_wrong(address: str, tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "VANTAGE_API": address, "VANTAGE_TOKEN": "vr_wrong"}
    ran = subprocess.run(["bash", "-e", "-c", BLOCKS[0]], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert ran.returncode != 0
    assert "401" in ran.stderr
