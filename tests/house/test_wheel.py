"""The wheel, installed away from the checkout, finds its templates, static files and seed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import vantage_readiness
from tools import secret_scan
from tools.wheel import PARTS, ROOT, build
from vantage_readiness import places

CARRIED = PARTS[1:]
REPORT = """
import pathlib, vantage_readiness
from vantage_readiness import places
print(pathlib.Path(vantage_readiness.__file__).parent)
print(places.templates(), places.static(), places.seed(), sep="\\n")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workshop = tmp_path_factory.mktemp("workshop")
    return build(ROOT, tmp_path_factory.mktemp("wheels"), workshop)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", target, wheel]
    subprocess.run(command, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    return target


def python(installed: Path, folder: Path, code: str) -> str:
    """Run code where the checkout cannot be seen: only the wheel and what it depends on."""
    path = os.pathsep.join([str(installed), sysconfig.get_path("purelib")])
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": path,
        "HOME": str(folder),
        "DATA_DIR": str(folder / "data"),
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_installed_package_finds_its_files(installed, tmp_path):
    package, *folders = python(installed, tmp_path, REPORT).splitlines()
    assert package == str(installed / "vantage_readiness")
    assert folders == [str(installed / "vantage_readiness/_assets" / name) for name in CARRIED]


@pytest.mark.slow
def test_the_wheel_carries_every_file_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = {f"vantage_readiness/{name}" for name in files(ROOT / "vantage_readiness")}
    assets = {f"vantage_readiness/_assets/{part}/{name}" for part in CARRIED for name in files(ROOT / part)}
    assert carried == package | assets


@pytest.mark.slow
def test_the_wheel_says_what_it_is_and_needs(wheel):
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        about = Parser().parsestr(archive.read(name).decode())
    assert (about["Name"], about["Version"]) == ("vantage-readiness", vantage_readiness.__version__)
    asked = [line for line in (ROOT / "requirements.in").read_text().splitlines() if line and not line.startswith("#")]
    assert len(about.get_all("Requires-Dist", [])) == len(asked)


@pytest.mark.slow
def test_the_installed_application_answers(installed, tmp_path):
    code = """
from vantage_readiness.factory import create_app
response = create_app().test_client().get("/healthz", base_url="http://127.0.0.1:8000")
print(response.status_code)
"""
    assert python(installed, tmp_path, code) == "200\n"


def test_in_the_checkout_the_folders_at_the_top_are_used():
    assert [places.templates(), places.static(), places.seed()] == [ROOT / name for name in CARRIED]


def files(folder: Path) -> set[str]:
    """Every file below a folder, without caches and hidden ones."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {p.as_posix() for p in paths if not any(part.startswith((".", "__pycache__")) for part in p.parts)}


def test_there_is_no_secret_in_the_wheel(wheel):
    assert list(map(str, secret_scan.scan(secret_scan.of_wheel(wheel)))) == []
