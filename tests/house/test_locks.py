"""The locks: everything pinned, everything hashed, and no word of where packages come from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-sso.txt", "requirements-pdf.txt", "requirements-dev.txt"]
PIN = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)[^\n]*((?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+)", re.MULTILINE
)
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")


def pins(name: str) -> dict[str, str]:
    """The packages of a lock with their versions; only those that carry hashes."""
    return {package: version for package, version, _hashes in PIN.findall((ROOT / name).read_text())}


def wanted(name: str) -> list[str]:
    """The packages an .in file asks for."""
    found = (NAME.match(line) for line in (ROOT / name).read_text().splitlines())
    return [match[1] for match in found if match]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_with_hashes(lock):
    text = (ROOT / lock).read_text()
    rest = [line for line in PIN.sub("", text).splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert rest == []
    assert len(pins(lock)) >= 10


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_was_asked_for(lock):
    assert set(wanted(lock.replace(".txt", ".in"))) <= set(pins(lock))


def test_both_locks_agree_where_they_meet():
    running, checking = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: running[name] for name in running.keys() & checking.keys()}.items() <= checking.items()


@pytest.mark.parametrize(
    "name", [*LOCKS, "requirements.in", "requirements-sso.in", "requirements-pdf.in", "requirements-dev.in"]
)
def test_no_python_lock_names_an_index(name):
    assert not re.search(r"://|index-url|find-links|trusted-host", (ROOT / name).read_text())


def test_the_front_end_lock_names_no_registry_and_pins_what_package_json_asks_for():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all(entry["integrity"].startswith("sha512-") for name, entry in lock["packages"].items() if name)
