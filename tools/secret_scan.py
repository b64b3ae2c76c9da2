"""Look for secrets in what is published: every file of the tree, and everything inside a wheel.

python tools/secret_scan.py [WHEEL ...]

Two things are looked for: keys whose form is known, and texts as random as a key. What is none after all is listed
below, each with the reason.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

FORMS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b",
    "a token of a forge": r"\bgh[pousr]_[0-9A-Za-z]{36}\b|\bgithub_pat_\w{40,}|\bglpat-[\w-]{20,}",
    "a token of a messenger": r"\bxox[abprs]-[\w-]{10,}",
    "a key of a payment service": r"\b[rs]k_live_[0-9A-Za-z]{16,}",
    "a token of a package index": r"\bpypi-[\w-]{50,}|\bnpm_[0-9A-Za-z]{36}\b",
    "a signed token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "a password in an address": r"\b[a-z][a-z0-9+]{2,}://[^\s/:@\"'{}<>]+:(?!password@|p@|…)[^\s/@\"'{}<>$]{3,}@[\w.-]+",
    "a hashed password": r"\$argon2id?\$v=\d+\$m=\d+,t=\d+,p=\d+\$[\w+/]{11,}\$[\w+/]{20,}",
}
ALLOWED: tuple[tuple[str, str, str], ...] = (
    ("requirements*.txt", r"sha256:[0-9a-f]{64}", "hashes of packages"),
    ("*.lock", r"[\s\S]+", "hashes of packages"),
    ("package-lock.json", r"sha(?:512|256|1)-[\w+/=]+", "hashes of packages"),
    ("static/vendor/*", r"[\s\S]+", "copies whose hashes `make check` compares with what was published"),
    ("*.dist-info/RECORD", r"[\s\S]+", "hashes of the files in the wheel"),
    (
        "vantage_readiness/unsafe.py",
        r"192b9bdd22ab9ed4[0-9a-f]{48}",
        "a key that Flask's handbook prints; we refuse it",
    ),
    (
        "tests/storage/test_schema.py",
        r"postgresql[+a-z]*://[^\s]+",
        "an address that leads nowhere, so that it is refused",
    ),
    ("tests/test_logs.py", r"kX3v9Q\w+", "a token of nobody, so that no log shows it"),
    ("tests/test_config.py", r"smtp://\S+@mail\.example\.org", "a password of nobody, so that nothing prints it"),
    ("tests/*", r"192b9bdd22ab9ed4[0-9a-f]{48}", "the same, sent to be refused"),
)
_PLAIN = re.compile(r"[A-Za-z0-9_\-+/=]{20,}")
_WORDY = re.compile(r"[a-z]{4,}|[A-Z]{5,}|[A-Z][a-z]{3,}")
_BINARY = (".png", ".ico", ".gz", ".br", ".woff2", ".zip", ".sqlite3", ".pyc")


class Secret(NamedTuple):
    """Something that looks like a secret; all of it is never printed."""

    where: str
    line: int
    kind: str
    beginning: str

    def __str__(self) -> str:
        return f"{self.where}:{self.line}: looks like {self.kind}: {self.beginning}…"


def find(where: str, text: str) -> list[Secret]:
    """List what looks like a secret in a text that stands at `where`, less what is allowed there."""
    for pattern, allowed, _why in ALLOWED:
        if fnmatch(where, pattern):
            text = re.sub(allowed, lambda match: "\n" * match[0].count("\n"), text)
    return [
        Secret(where, number, kind, said[:6])
        for number, line in enumerate(text.splitlines(), 1)
        for kind, said in _suspects(line)
    ]


def _suspects(line: str) -> Iterator[tuple[str, str]]:
    for kind, form in FORMS.items():
        yield from ((kind, match[0]) for match in re.finditer(form, line))
    for match in _PLAIN.finditer(line):
        if _is_random(match[0]):
            yield "a random key", match[0]


def _is_random(text: str) -> bool:
    """Answer whether a text without spaces is more like dice than like words: hexadecimal, or of mixed signs."""
    if re.fullmatch(r"[0-9a-f]{32,}", text):
        return _entropy(text) > 3.0
    words = sum(len(word) for word in _WORDY.findall(text))
    kinds = sum(bool(re.search(signs, text)) for signs in ("[a-z]", "[A-Z]", "[0-9]"))
    return kinds == 3 and words < len(text) / 2 and _entropy(text) > 3.7


def _entropy(text: str) -> float:
    """Give Shannon's entropy in bits per sign."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


def of_tree(root: Path) -> Iterator[tuple[str, bytes]]:
    """Give every file that is, or would be, kept in the repository: its name and its content."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True)
    for name in filter(None, done.stdout.split("\0")):
        path = root / name
        if path.is_file() and not path.is_symlink():
            yield name, path.read_bytes()


def of_wheel(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """Give every file inside a wheel, under the name it has in the tree."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            yield name.removeprefix("vantage_readiness/_assets/"), archive.read(name)


def scan(files: Iterable[tuple[str, bytes]]) -> list[Secret]:
    """List what looks like a secret in any of these files."""
    found = []
    for name, content in files:
        if not name.endswith(_BINARY):
            found += find(name, content.decode("utf-8", "replace"))
    return found


def main(wheels: list[str]) -> int:
    """Scan the tree and the wheels; print what was found and return the exit code."""
    found = scan(of_tree(ROOT))
    for wheel in wheels:
        found += scan(of_wheel(Path(wheel)))
    print("\n".join(map(str, found)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
