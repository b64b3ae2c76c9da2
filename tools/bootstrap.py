"""Make .venv and install a hash-locked requirements file into it, telling what happens.

    python tools/bootstrap.py install requirements.txt
    python tools/bootstrap.py is-current requirements.txt     (answers by its exit code)

Needs nothing but the standard library of Python 3.11. pip's own configuration decides where packages come from.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

Say = Callable[[str], None]

RETRYING = "Retrying ("
NETWORK = (RETRYING, "NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ProxyError")
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
COLLECTING = re.compile(r"^Collecting ([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)")
PROCESSING = re.compile(r"^Processing (?:.*/)?([A-Za-z0-9._]+)-([^-/]+)-[^/]*\.whl")
SATISFIED = re.compile(r"^Requirement already satisfied: ([A-Za-z0-9._-]+)")


class CannotInstall(Exception):
    """Why it stops: one sentence, and what to do."""


def main(arguments: list[str], root: Path) -> int:
    """Run one of the two commands in the folder `root`; return the exit code."""
    verb, lock = arguments[0], root / arguments[1]
    if verb == "is-current":
        return 0 if is_current(root / ".venv", lock) else 1
    try:
        install(root, lock)
    except CannotInstall as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


def speak(sentence: str) -> None:
    """Print at once, also into a pipe or a log."""
    print(sentence, flush=True)


def install(root: Path, lock: Path, say: Say = speak) -> None:
    """Bring `root/.venv` to what `lock` names; raise CannotInstall with a sentence."""
    venv = root / ".venv"
    try:
        with alone(root, say):
            if is_current(venv, lock):
                return
            prepare(venv, say)
            fill(venv, lock, say)
    except OSError as error:
        raise CannotInstall(_cannot_write(root, error)) from error


def is_current(venv: Path, lock: Path) -> bool:
    """Has `lock`, as it reads now, been installed wholly into `venv` for the Python that asks?"""
    try:
        return stamp_of(venv, lock).read_text() == fingerprint(lock) and not unfinished(venv).exists()
    except OSError:
        return False


def prepare(venv: Path, say: Say) -> None:
    """Make the environment, or make it anew when it is damaged, half filled, or of another Python."""
    ours = version_of(sys.version_info)
    if not venv.exists():
        say(f"Making .venv with Python {ours}")
    elif unfinished(venv).exists():
        say("The last installation was interrupted. Making .venv anew")
    elif not _works(venv):
        say("The environment in .venv does not work any more. Making it anew")
    elif python_of(venv) != ours:
        say(f"Making .venv anew with Python {ours}")
    else:
        return
    _make(venv)


def fill(venv: Path, lock: Path, say: Say) -> None:
    """Install every package of `lock` with pip, one line each; stamp the environment when all is there."""
    unfinished(venv).touch()
    stamp_of(venv, lock).unlink(missing_ok=True)
    output = _run_pip(venv, lock, say)
    unfinished(venv).unlink()
    if output:
        raise CannotInstall(explain(output))
    stamp_of(venv, lock).write_text(fingerprint(lock))


def explain(output: list[str]) -> str:
    """Turn what pip printed before it gave up into a sentence and what to do."""
    text = "\n".join(output)
    if "No space left on device" in text:
        return "The disk is full. Make room (about 500 MB), then run the same command again."
    if "DO NOT MATCH THE HASHES" in text:
        return (
            "A downloaded package is not the one that was locked: its hash differs, and it was not installed. "
            "Check where pip gets its packages from (`pip config list`), then run the same command again."
        )
    if any(word in text for word in NETWORK):
        return (
            "The packages could not be fetched. Check the network and where pip gets its packages from "
            "(`pip config list`), then run the same command again.\n" + _errors(output)
        )
    if "No matching distribution" in text:
        return "Where pip gets its packages from (`pip config list`), this one is missing:\n" + _errors(output)
    return "pip could not install the packages:\n" + _errors(output)


def progress(lines: Iterable[str], total: int, say: Say) -> Iterator[str]:
    """Pass pip's lines on; say one line per package that is fetched, and one when they are put in place."""
    seen = 0
    waiting = False
    for line in lines:
        if match := COLLECTING.match(line) or PROCESSING.match(line):
            seen += 1
            say(f"  {seen:>2} of {total}  {match[1]} {match[2]}")
        elif SATISFIED.match(line):
            seen += 1
        elif line.startswith("Installing collected packages"):
            say("Putting them in place")
        elif RETRYING in line and not waiting:
            waiting = True
            say("  No answer from where the packages come from. Trying again")
        yield line


@contextmanager
def alone(root: Path, say: Say) -> Iterator[None]:
    """Hold the folder while installing, so that two commands started together do not disturb each other."""
    folder = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is installing here. Waiting for it")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def stamp_of(venv: Path, lock: Path) -> Path:
    """Name the file that says `lock` has been installed."""
    return venv / f"installed-{lock.stem}"


def unfinished(venv: Path) -> Path:
    """Name the file that is there only while packages are put in place."""
    return venv / "unfinished"


def version_of(info: Iterable[object]) -> str:
    """Write a version as `3.11`."""
    return ".".join(str(part) for part in list(info)[:2])


def python_of(venv: Path) -> str:
    """Read for which Python the environment was made, as `3.11`; empty when it does not say."""
    try:
        lines = (venv / "pyvenv.cfg").read_text().splitlines()
    except OSError:
        return ""
    values = dict(line.split(" = ", 1) for line in lines if " = " in line)
    return version_of(values.get("version", "").split("."))


def fingerprint(lock: Path) -> str:
    """Name the lock file's content and the Python that asks, in one line."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {version_of(sys.version_info)}\n"


def _works(venv: Path) -> bool:
    question = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([venv / "bin/python", "-I", "-c", question], capture_output=True, text=True)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == python_of(venv)


def _make(venv: Path) -> None:
    if find_spec("ensurepip") is None or find_spec("venv") is None:
        raise CannotInstall(_no_venv())
    if venv.exists():
        shutil.rmtree(venv)
    venv.mkdir()
    made = subprocess.run([sys.executable, "-I", "-m", "venv", str(venv)], capture_output=True, text=True)
    if made.returncode != 0:
        reason = (made.stdout + made.stderr).strip() or "it gave no reason"
        raise CannotInstall(f"Python could not make an environment in {venv}:\n{reason}")


def _run_pip(venv: Path, lock: Path, say: Say) -> list[str]:
    """Run pip; return what it printed when it failed, nothing when it succeeded."""
    total = len(PIN.findall(lock.read_text()))
    say(f"Installing {total} packages of {lock.name}")
    command = [str(venv / "bin/python"), "-I", "-u", "-m", "pip", "--disable-pip-version-check", "install"]
    command += ["--require-hashes", "--progress-bar", "off", "--no-input", "-r", str(lock)]
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        assert pip.stdout is not None
        output = list(progress((line.rstrip() for line in pip.stdout), total, say))
    return output if pip.returncode != 0 else []


def _errors(output: list[str]) -> str:
    errors = [line for line in output if line.startswith("ERROR")] or output
    return "\n".join(f"  {line}" for line in errors[-5:])


def _no_venv() -> str:
    here = f"This Python ({sys.executable}, {version_of(sys.version_info)}) has no venv module."
    return (
        f"{here} Install it (Debian, Ubuntu: apt-get install python3-venv), "
        "or name another Python: make run PYTHON=/path/to/python3"
    )


def _cannot_write(root: Path, error: OSError) -> str:
    where = error.filename or root
    return (
        f"Cannot write {where}: {error.strerror or error}. Make the folder {root} writable for you "
        "(or copy the project to a folder that is), then run the same command again."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent))
