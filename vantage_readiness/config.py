"""What can be configured, from the environment. One table: its names, defaults and meanings are the documentation."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from click import ClickException

SHORTEST_KEY = 32


class Misconfigured(ClickException):
    """A setting is unusable; the message says which and what to do. The command line prints it as it is."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable."""

    name: str
    default: str
    meaning: str
    parse: Callable[[str, str], Any]


def load(environment: Mapping[str, str]) -> dict[str, Any]:
    """Give the application's configuration from an environment; raise `Misconfigured` with a sentence.

    Values are keyed by setting name. Two are derived when not given: the database's address and the secret key,
    which is made once and kept in the data folder, readable by its owner only.
    """
    values = {
        setting.name: setting.parse(setting.name, environment.get(setting.name, "").strip() or setting.default)
        for setting in SETTINGS
    }
    folder: Path = values["DATA_DIR"]
    _make_folder(folder)
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{folder / 'readiness.sqlite3'}"
    values["VANTAGE_SECRET_KEY"] = values["VANTAGE_SECRET_KEY"] or _kept_key(folder / "secret-key")
    values["VANTAGE_BASE_URL"] = values["VANTAGE_BASE_URL"] or f"http://{_named(values['HOST'])}:{values['PORT']}"
    return values


def trusted_hosts(values: Mapping[str, Any]) -> list[str]:
    """List the host names this installation answers to."""
    named = urlsplit(values["VANTAGE_BASE_URL"]).hostname or "localhost"
    return sorted({named, "localhost", "127.0.0.1", "[::1]", *values["VANTAGE_HOSTS"]})


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Misconfigured(
            f"The data folder {folder} cannot be written to ({error.strerror}). "
            "Set DATA_DIR to a folder of yours, or change its permissions."
        ) from error


def _kept_key(path: Path) -> str:
    """Give the key in this file, making it first if there is none; safe against two processes starting at once."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink()
        raise Misconfigured(
            f"The secret key cannot be written to {path} ({error.strerror}). Make room on the disk, then start again."
        ) from error
    return _read_key(path)


def _read_key(path: Path) -> str:
    try:
        key = path.read_text().strip()
    except OSError as error:
        raise Misconfigured(
            f"The secret key in {path} cannot be read ({error.strerror}). Change its permissions."
        ) from error
    except UnicodeDecodeError as error:
        raise Misconfigured(f"The secret key in {path} is damaged. Delete the file; a new key will be made.") from error
    if len(key) < SHORTEST_KEY:
        raise Misconfigured(f"The secret key in {path} is too short. Delete the file; a new key will be made.")
    return key


def _named(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 — compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _text(_name: str, value: str) -> str:
    return value


def _folder(_name: str, value: str) -> Path:
    return Path(value).expanduser().resolve()


def _whole(low: int, high: int) -> Callable[[str, str], int]:
    def parse(name: str, value: str) -> int:
        if not (value.isascii() and value.isdecimal() and low <= int(value) <= high):
            raise Misconfigured(f"{name} is “{value}”, but has to be a whole number from {low} to {high}.")
        return int(value)

    return parse


def _one_of(*words: str) -> Callable[[str, str], str]:
    def parse(name: str, value: str) -> str:
        if value not in words:
            raise Misconfigured(f"{name} is “{value}”, but has to be one of: {', '.join(words)}.")
        return value

    return parse


def _list(_name: str, value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _key(name: str, value: str) -> str:
    if value and (len(value) < SHORTEST_KEY or len(set(value)) < 8):
        raise Misconfigured(
            f"{name} is too short or too simple. Create one with `flask new-secret`, or leave it unset: "
            "then a key is made once and kept in the data folder."
        )
    return value


def _base_url(name: str, value: str) -> str:
    if value and not _is_address_of_a_site(value):
        raise Misconfigured(f"{name} is “{value}”, but has to look like https://readiness.example.org.")
    return value.rstrip("/")


def _is_address_of_a_site(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and _ends_at_host(parts)
    except ValueError:
        return False


def _ends_at_host(parts: SplitResult) -> bool:
    return not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)


def _database(name: str, value: str) -> str:
    if value.startswith(("postgres://", "postgresql://")):
        value = "postgresql+psycopg://" + value.split("://", 1)[1]
    if value.startswith("sqlite:") and not value.startswith("sqlite:////"):
        raise Misconfigured(
            f"{name} has to name the whole path of a SQLite file: sqlite:////folder/file.sqlite3, with four slashes. "
            "Leave it unset for the database in the data folder."
        )
    if value and not value.startswith(("sqlite:////", "postgresql+psycopg://")):
        scheme = value.split(":", 1)[0][:20]
        raise Misconfigured(
            f"{name} begins with “{scheme}”, but has to look like postgresql://user:password@host/database "
            "or sqlite:////folder/file.sqlite3. Leave it unset for the embedded database."
        )
    return value


SETTINGS: tuple[Setting, ...] = (
    Setting("HOST", "127.0.0.1", "Address the server listens on.", _text),
    Setting("PORT", "8000", "Port the server listens on.", _whole(1, 65535)),
    Setting("DATA_DIR", "data", "Folder for the embedded database and the secret key.", _folder),
    Setting(
        "DATABASE_URL",
        "",
        "Database: `postgresql://user:password@host/database`. Unset: SQLite in the data folder.",
        _database,
    ),
    Setting("VANTAGE_SECRET_KEY", "", "Key that signs cookies. Unset: made once, kept in the data folder.", _key),
    Setting(
        "VANTAGE_BASE_URL",
        "",
        "Address people use, for links and cookies. Unset: `http://HOST:PORT`. With `https`, cookies are Secure.",
        _base_url,
    ),
    Setting("VANTAGE_HOSTS", "", "Further host names to answer to, separated by commas.", _list),
    Setting("VANTAGE_PROXIES", "0", "How many reverse proxies in front are trusted.", _whole(0, 9)),
    Setting("VANTAGE_THREADS", "8", "Requests one server process answers at a time.", _whole(1, 256)),
    Setting("VANTAGE_WORKERS", "1", "Server processes.", _whole(1, 64)),
    Setting(
        "VANTAGE_CLOCK",
        "inline",
        "`inline`: recurring work runs inside the server; `off`: `flask clock` runs it in a process of its own.",
        _one_of("inline", "off"),
    ),
)
