"""Copy the few front-end files we serve from their npm packages to static/vendor, and check them against the manifest.

python tools/vendor.py copy      (needs npm; package.json names the versions, package-lock.json their hashes)
python tools/vendor.py verify    (needs nothing)
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
MANIFEST = "manifest.json"


class Wanted(NamedTuple):
    """One file of a package, and the name it has with us."""

    package: str
    path: str
    name: str


WANTED = (
    Wanted("htmx.org", "dist/htmx.min.js", "htmx.min.js"),
    Wanted("plotly.js-basic-dist-min", "plotly-basic.min.js", "plotly-basic.min.js"),
    Wanted("plotly.js", "dist/plotly.css", "plotly.css"),
)
SPRITE = "icons.svg"
SPRITE_PACKAGE = "lucide-static"
ICONS = (
    "activity arrow-right arrow-up-right ban calendar check chevron-down chevron-left chevron-right circle "
    "circle-check circle-check-big circle-dot circle-help circle-slash clock copy-check download eye file-text "
    "filter flag gauge git-branch history hourglass house inbox info kanban keyboard layers link list-checks "
    "log-out map menu message-square moon octagon-alert pencil plus search settings shield shield-check sun target "
    "trending-down trending-up triangle-alert upload user users wallet x"
).split()
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class CannotVendor(Exception):
    """Why it stops: one sentence."""


def copy(root: Path, vendor: Path) -> list[dict[str, object]]:
    """Fetch the packages, write the files, licences and manifest; return the manifest's rows."""
    locked = json.loads((root / "package-lock.json").read_text())["packages"]
    with tempfile.TemporaryDirectory() as folder:
        packages = {name: fetch(name, locked, Path(folder)) for name in {w.package for w in WANTED} | {SPRITE_PACKAGE}}
    rows = [_write(vendor / w.name, packages[w.package], packages[w.package].files[w.path]) for w in WANTED]
    icons = packages[SPRITE_PACKAGE]
    drawings = {name: icons.files[f"icons/{name}.svg"].decode() for name in ICONS}
    rows.append(_write(vendor / SPRITE, icons, sprite(drawings, icons.version).encode()))
    for package in packages.values():
        licence = vendor / "licences" / f"{package.name}.txt"
        rows.append(_write(licence, package, package.files["LICENSE"], name=f"licences/{licence.name}"))
    rows.sort(key=lambda row: str(row["file"]))
    (vendor / MANIFEST).write_text(json.dumps(rows, indent=2) + "\n")
    return rows


def verify(vendor: Path) -> list[str]:
    """Compare the files with the manifest; return one sentence per difference, none when all is as recorded."""
    rows = {row["file"]: row for row in json.loads((vendor / MANIFEST).read_text())}
    there = {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()} - {MANIFEST}
    missing = [f"{name} is in the manifest and not in the folder." for name in sorted(rows.keys() - there)]
    strange = [f"{name} is in the folder and not in the manifest." for name in sorted(there - rows.keys())]
    changed = [
        f"{name} is not the file that was copied: its sha256 differs."
        for name in sorted(rows.keys() & there)
        if sha256((vendor / name).read_bytes()) != rows[name]["sha256"]
    ]
    return missing + strange + changed


class Package(NamedTuple):
    """An unpacked npm package: its files by their path inside it."""

    name: str
    version: str
    licence: str
    files: dict[str, bytes]


def fetch(name: str, locked: dict[str, dict[str, str]], folder: Path) -> Package:
    """Download one package at its locked version; raise CannotVendor when it is not the one that was locked."""
    entry = locked[f"node_modules/{name}"]
    command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder)]
    try:
        done = subprocess.run([*command, f"{name}@{entry['version']}"], capture_output=True, text=True)
    except FileNotFoundError:
        raise CannotVendor("npm was not found. Install Node.js; only `make vendor` needs it.") from None
    if done.returncode != 0:
        raise CannotVendor(f"npm could not fetch {name} {entry['version']}:\n{done.stderr.strip()}")
    tarball = folder / done.stdout.split()[-1]
    check_integrity(name, tarball.read_bytes(), entry["integrity"])
    files = unpack(tarball)
    return Package(name, entry["version"], json.loads(files["package.json"])["license"], files)


def check_integrity(name: str, content: bytes, expected: str) -> None:
    """Raise CannotVendor unless the sha512 of `content`, written as npm writes it, is the expected one."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != expected:
        raise CannotVendor(f"{name} is not the package that was locked: its sha512 differs from package-lock.json.")


def unpack(tarball: Path) -> dict[str, bytes]:
    """Read every file of an npm tarball, by its path below `package/`."""
    with tarfile.open(tarball) as archive:
        readers = ((member.name, archive.extractfile(member)) for member in archive if member.isfile())
        return {name.partition("/")[2]: reader.read() for name, reader in readers if reader}


def sprite(drawings: dict[str, str], version: str) -> str:
    """Make one SVG of `<symbol id="icon-NAME">` from single icons, shown by `<use href="icons.svg#icon-NAME">`."""
    style = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    symbols = "".join(
        f'<symbol id="icon-{name}" viewBox="0 0 24 24" {style}>{_drawing(name, text)}</symbol>\n'
        for name, text in sorted(drawings.items())
    )
    head = f"<!-- lucide-static {version}, ISC: licences/lucide-static.txt -->\n"
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}</svg>\n'


def sha256(content: bytes) -> str:
    """Give the hash of a file as the manifest writes it."""
    return hashlib.sha256(content).hexdigest()


def _drawing(name: str, text: str) -> str:
    found = DRAWING.search(text)
    if found is None:
        raise CannotVendor(f"The icon {name} is not an SVG drawing.")
    return "".join(line.strip() for line in found[1].splitlines())


def _write(path: Path, package: Package, content: bytes, name: str = "") -> dict[str, object]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {
        "file": name or path.name,
        "package": package.name,
        "version": package.version,
        "licence": package.licence,
        "sha256": sha256(content),
        "bytes": len(content),
    }


def main(arguments: list[str]) -> int:
    """Run `copy` or `verify`; return the exit code."""
    try:
        if arguments == ["copy"]:
            print(f"Copied {len(copy(ROOT, VENDOR))} files to {VENDOR.relative_to(ROOT)}")
    except CannotVendor as reason:
        print(reason, file=sys.stderr)
        return 1
    differences = verify(VENDOR)
    print("\n".join(differences) or "The front-end files are the ones of the manifest.")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
