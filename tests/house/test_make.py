"""`make`: its menu, and what the commands pass on."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TARGETS = re.compile(r"^([a-z]+):", re.MULTILINE)


def make(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **environment}
    return subprocess.run(["make", *arguments], cwd=folder, env=clean, capture_output=True, text=True, timeout=60)


def test_make_alone_prints_every_target_with_its_meaning():
    targets = TARGETS.findall((ROOT / "Makefile").read_text())
    menu = make().stdout
    assert {"run", "install", "demo", "test", "check", "bench"} <= set(targets)
    assert [line.split()[1] for line in menu.splitlines() if line.startswith("  make ")] == targets
    assert re.search(r"^  make run +Serve the dashboard on http://127\.0\.0\.1:8000$", menu, re.MULTILINE)


def test_every_target_is_phony():
    makefile = (ROOT / "Makefile").read_text()
    phony = makefile.partition(".PHONY:")[2].partition("\n")[0].split()
    assert sorted(phony) == sorted(TARGETS.findall(makefile))


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A project whose installation is done, and whose `flask` tells how it was called."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "Makefile", tmp_path / "Makefile")
    (tmp_path / "tools/install").write_text("exit 0\n")
    flask = tmp_path / ".venv/bin/flask"
    flask.parent.mkdir(parents=True)
    flask.write_text('#!/bin/sh\necho "$@ HOST=$HOST PORT=$PORT DATA_DIR=$DATA_DIR DATABASE_URL=$DATABASE_URL"\n')
    flask.chmod(0o755)
    return tmp_path


def test_run_serves_and_passes_the_environment_on_untouched(installed):
    given = {"HOST": "0.0.0.0", "PORT": "9000", "DATA_DIR": "/srv/a b", "DATABASE_URL": "postgresql://u:p$w@h/d?x=%20#"}
    ran = make("run", folder=installed, **given)
    assert ran.stdout == "--app app serve " + " ".join(f"{name}={value}" for name, value in given.items()) + "\n"
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_port_may_also_be_given_to_make_itself(installed):
    assert " PORT=9001 " in make("run", "PORT=9001", folder=installed).stdout


def test_demo_has_a_command_of_its_own(installed):
    assert make("demo", folder=installed).stdout.startswith("--app app demo ")


def test_demo_never_hears_where_the_real_data_is(installed):
    ran = make("demo", folder=installed, DATA_DIR="/srv/data", DATABASE_URL="postgresql://u:p@h/d")
    assert ran.stdout == "--app app demo HOST= PORT= DATA_DIR=data-demo DATABASE_URL=\n"


def test_stopping_the_server_by_hand_is_not_an_error_of_make(installed):
    # As the real server, this one needs a moment to stop; of a child that is gone at once make 4.3 itself loses count.
    (installed / ".venv/bin/flask").write_text(
        "#!/bin/sh\ntrap 'sleep 0.3; echo stopped; exit 0' INT\necho ready\nwhile :; do sleep 0.05; done\n"
    )
    listening = "import os, signal; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp('make', ['make', 'run'])"
    served = subprocess.Popen(
        [sys.executable, "-c", listening],
        cwd=installed,
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert served.stdout is not None
    assert served.stdout.readline() == "ready\n"
    os.killpg(served.pid, signal.SIGINT)
    out, err = served.communicate(timeout=20)
    assert (out, err) == ("stopped\n", "")
