"""The vendored front-end files are the ones the manifest describes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import tarfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tools import vendor

SYMBOL = "{http://www.w3.org/2000/svg}symbol"


@pytest.fixture
def copied(tmp_path) -> Path:
    return Path(shutil.copytree(vendor.VENDOR, tmp_path / "vendor"))


def test_the_files_are_those_of_the_manifest():
    assert vendor.verify(vendor.VENDOR) == []


def test_the_manifest_has_the_versions_package_json_asks_for_and_a_licence_for_each():
    rows = json.loads((vendor.VENDOR / "manifest.json").read_text())
    asked = json.loads((vendor.ROOT / "package.json").read_text())["dependencies"]
    assert {row["package"]: row["version"] for row in rows} == asked
    assert {row["file"] for row in rows if row["file"].startswith("licences/")} == {f"licences/{n}.txt" for n in asked}
    assert {row["bytes"] for row in rows} == {(vendor.VENDOR / row["file"]).stat().st_size for row in rows}


def test_a_changed_a_missing_and_a_strange_file_are_found(copied):
    with (copied / "htmx.min.js").open("a") as file:
        file.write(" ")
    (copied / "plotly.css").unlink()
    (copied / "extra.js").write_text("")
    assert vendor.verify(copied) == [
        "plotly.css is in the manifest and not in the folder.",
        "extra.js is in the folder and not in the manifest.",
        "htmx.min.js is not the file that was copied: its sha256 differs.",
    ]


def test_the_sprite_holds_each_icon_once_and_nothing_that_runs():
    text = (vendor.VENDOR / vendor.SPRITE).read_text()
    symbols = ET.fromstring(text).findall(SYMBOL)
    assert [symbol.get("id") for symbol in symbols] == [f"icon-{name}" for name in sorted(vendor.ICONS)]
    assert all(len(symbol) > 0 for symbol in symbols)
    assert not re.search(r"<script|<style|\son\w+=|href", text)


def test_what_is_not_a_drawing_is_refused():
    with pytest.raises(vendor.CannotVendor, match="The icon broken is not an SVG drawing"):
        vendor.sprite({"broken": "<html>"}, "1.0")


def test_a_package_that_was_not_locked_is_refused():
    locked = "sha512-" + base64.b64encode(hashlib.sha512(b"as locked").digest()).decode()
    vendor.check_integrity("thing", b"as locked", locked)
    with pytest.raises(vendor.CannotVendor, match="thing is not the package that was locked"):
        vendor.check_integrity("thing", b"another", locked)


def test_a_tarball_is_read_by_the_paths_inside_the_package(tmp_path):
    (tmp_path / "a.js").write_text("1")
    with tarfile.open(tmp_path / "thing.tgz", "w:gz") as archive:
        archive.add(tmp_path / "a.js", "package/dist/a.js")
    assert vendor.unpack(tmp_path / "thing.tgz") == {"dist/a.js": b"1"}


def test_without_npm_copying_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(vendor.CannotVendor, match=r"npm was not found\. Install Node"):
        vendor.fetch("htmx.org", {"node_modules/htmx.org": {"version": "4.0.1", "integrity": ""}}, tmp_path)
