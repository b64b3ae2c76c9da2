"""`tools/install`: from nothing but Python to a filled .venv, and one clear sentence when that cannot be."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

from tools import bootstrap

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}


def a_wheel(folder: Path, name: str = "tiny") -> Path:
    info = f"{name}-1.0.dist-info"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", "ANSWER = 42\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


def a_lock(path: Path, *wheels: Path) -> Path:
    pins = [f"{w.name.split('-')[0]}==1.0 --hash=sha256:{hashlib.sha256(w.read_bytes()).hexdigest()}\n" for w in wheels]
    path.write_text("".join(pins))
    return path


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two small packages, with our two install scripts and no .venv yet."""
    root = tmp_path_factory.mktemp("project")
    (root / "tools").mkdir()
    for script in ("install", "bootstrap.py"):
        shutil.copy(ROOT / "tools" / script, root / "tools" / script)
    a_lock(root / "requirements.txt", a_wheel(root, "small"), a_wheel(root, "tiny"))
    return root


def run_install(root: Path, lock: str = "requirements.txt", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the script as make does, with an empty home, no caches, no index."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(root / "home"),
        "PIP_FIND_LINKS": str(root),
        **OFFLINE,
        **more,
    }
    command = ["/bin/sh", str(root / "tools/install"), lock]
    return subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, timeout=300)


@pytest.mark.slow
def test_a_fresh_project_is_installed_told_and_then_left_alone(project):
    first = run_install(project, PYTHON=sys.executable)
    assert (first.returncode, first.stderr) == (0, "")
    assert (
        "Installing 2 packages of requirements.txt\n   1 of 2  small 1.0\n   2 of 2  tiny 1.0\nPutting them"
        in first.stdout
    )
    answer = subprocess.run(
        [project / ".venv/bin/python", "-c", "import tiny; print(tiny.ANSWER)"], capture_output=True
    )
    assert answer.stdout == b"42\n"

    second = run_install(project)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")

    (project / ".venv/unfinished").touch()
    healed = run_install(project)
    assert healed.returncode == 0, healed.stderr
    assert "The last installation was interrupted. Making .venv anew" in healed.stdout
    assert run_install(project).stdout == ""

    lock = project / "other.txt"
    a_wheel(project, "other")
    lock.write_text(f"other==1.0 --hash=sha256:{'0' * 64}\n")
    tampered = run_install(project, "other.txt")
    assert tampered.returncode == 1
    assert "its hash differs, and it was not installed" in tampered.stderr
    assert not (project / ".venv/unfinished").exists()

    unreachable = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    lock.write_text(f"absent==1.0 --hash=sha256:{'0' * 64}\n")
    offline = run_install(project, "other.txt", PIP_FIND_LINKS="", **unreachable)
    assert offline.returncode == 1
    assert "The packages could not be fetched. Check the network" in offline.stderr
    assert "No answer from where the packages come from" in offline.stdout


@pytest.mark.parametrize("python", ["no-such-python", "false"])
def test_a_python_that_cannot_be_used_is_refused_with_a_sentence(project, python):
    refused = run_install(project, PYTHON=python)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"PYTHON={python} does not start a Python 3.11 or newer. Name another one")


def test_no_python_at_all_is_told_with_what_to_do(tmp_path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "bin").mkdir()
    for script in ("install", "bootstrap.py"):
        shutil.copy(ROOT / "tools" / script, tmp_path / "tools" / script)
    (tmp_path / "bin/dirname").symlink_to(str(shutil.which("dirname")))
    refused = run_install(tmp_path, PATH=str(tmp_path / "bin"))
    assert refused.returncode == 1
    assert refused.stderr.startswith("No Python 3.11 or newer was found. Install one")


def test_a_python_without_venv_is_refused_with_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(
        bootstrap.CannotInstall, match=r"has no venv module\. Install it .*apt-get install python3-venv"
    ):
        bootstrap.install(tmp_path, a_lock(tmp_path / "requirements.txt"), say=lambda _: None)


def test_a_folder_that_cannot_be_written_is_refused_with_what_to_do(monkeypatch, capsys):
    for module in ("ensurepip", "venv"):
        import_module(module)  # while root's Python can still be read
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a_lock(folder / "requirements.txt")
        folder.chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            code = bootstrap.main(["install", "requirements.txt"], folder)
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)
    assert code == 1
    assert f"Cannot write {name}/.venv: Permission denied. Make the folder {name} writable" in capsys.readouterr().err


def test_the_stamp_counts_only_for_the_lock_as_it_reads_now(tmp_path):
    venv = tmp_path / ".venv"
    venv.mkdir()
    lock = a_lock(tmp_path / "requirements.txt", a_wheel(tmp_path))
    assert bootstrap.main(["is-current", "requirements.txt"], tmp_path) == 1
    bootstrap.stamp_of(venv, lock).write_text(bootstrap.fingerprint(lock))
    assert bootstrap.main(["is-current", "requirements.txt"], tmp_path) == 0
    bootstrap.unfinished(venv).touch()
    assert not bootstrap.is_current(venv, lock)
    bootstrap.unfinished(venv).unlink()
    lock.write_text(lock.read_text() + "# newer\n")
    assert not bootstrap.is_current(venv, lock)


def test_the_stamp_counts_only_for_the_python_it_was_written_by(tmp_path):
    lock = a_lock(tmp_path / "requirements.txt")
    stamp = bootstrap.stamp_of(tmp_path, lock)
    stamp.write_text(bootstrap.fingerprint(lock).replace(bootstrap.version_of(sys.version_info), "3.10"))
    assert not bootstrap.is_current(tmp_path, lock)


def test_stopping_by_hand_says_how_to_go_on(tmp_path, monkeypatch, capsys):
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "install", stop)
    assert bootstrap.main(["install", "requirements.txt"], tmp_path) == 130
    assert capsys.readouterr().err == "\nStopped. Run the same command again to go on.\n"


def test_pips_lines_become_one_line_per_package():
    said: list[str] = []
    lines = [
        "Collecting flask==3.1.3 (from -r requirements.txt (line 9))",
        "  Using cached flask-3.1.3-py3-none-any.whl (103 kB)",
        "Requirement already satisfied: jinja2==3.1.6 in ./.venv/lib",
        "Collecting psycopg[binary]==3.3.9 (from -r requirements.txt (line 40))",
        "WARNING: Retrying (Retry(total=4)) after connection broken",
        "WARNING: Retrying (Retry(total=3)) after connection broken",
        "Installing collected packages: flask, psycopg",
    ]
    assert list(bootstrap.progress(lines, 12, said.append)) == lines
    assert said == [
        "   1 of 12  flask 3.1.3",
        "   3 of 12  psycopg 3.3.9",
        "  No answer from where the packages come from. Trying again",
        "Putting them in place",
    ]


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: [Errno 28] No space left on device", "The disk is full."),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "A downloaded package is not the one that was locked"),
        ("WARNING: Retrying (Retry(total=4", "The packages could not be fetched. Check the network"),
        ("ERROR: No matching distribution found for flask==3.1.3", "this one is missing:\n  ERROR: No matching"),
        ("ERROR: something else", "pip could not install the packages:\n  ERROR: something else"),
        ("gcc: not found", "pip could not install the packages:\n  Collecting flask==3.1.3\n  gcc: not found"),
    ],
)
def test_pips_failure_is_told_in_a_sentence(output, sentence):
    assert sentence in bootstrap.explain(["Collecting flask==3.1.3", output])


def test_two_installations_started_together_take_turns(tmp_path):
    said: list[str] = []
    with bootstrap.alone(tmp_path, said.append):
        code = "import sys; from tools.bootstrap import *\nwith alone(Path(sys.argv[1]), speak): pass"
        other = subprocess.Popen([sys.executable, "-c", code, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert other.stdout is not None
        assert other.stdout.readline() == "Another command is installing here. Waiting for it\n"
        assert other.poll() is None
    assert other.wait(timeout=30) == 0
    other.stdout.close()
    assert said == []
