"""Where the files are that the application reads: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """Give the folder of the page templates."""
    return _folder("templates")


def static() -> Path:
    """Give the folder of the files that browsers load."""
    return _folder("static")


def seed() -> Path:
    """Give the folder of the assessment a new installation starts with."""
    return _folder("seed")


def _folder(name: str) -> Path:
    packaged = _PACKAGE / "_assets" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
