"""What can be configured, from the environment. One table: its names, defaults and meanings are the documentation."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import parsers, unsafe
from .domain.single_sign_on import Provider
from .parsers import SHORTEST_KEY
from .unsafe import Misconfigured

__all__ = ["SETTINGS", "SHORTEST_KEY", "Misconfigured", "Setting", "load", "trusted_hosts"]


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
    unsafe.refuse(values, environment)
    folder: Path = values["DATA_DIR"]
    _make_folder(folder)
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{folder / 'readiness.sqlite3'}"
    values["VANTAGE_SECRET_KEY"] = values["VANTAGE_SECRET_KEY"] or _kept_key(folder / "secret-key")
    values["VANTAGE_BASE_URL"] = values["VANTAGE_BASE_URL"] or f"http://{_named(values['HOST'])}:{values['PORT']}"
    host = urlsplit(values["VANTAGE_BASE_URL"]).hostname or "localhost"
    values["VANTAGE_MAIL_FROM"] = values["VANTAGE_MAIL_FROM"] or f"Vantage Readiness <readiness@{host}>"
    values["SINGLE_SIGN_ON"] = _single_sign_on(values)
    values["VANTAGE_BACKUP_DIR"] = values["VANTAGE_BACKUP_DIR"] or folder / "backups"
    return values


def trusted_hosts(values: Mapping[str, Any]) -> list[str]:
    """List the host names this installation answers to."""
    named = urlsplit(values["VANTAGE_BASE_URL"]).hostname or "localhost"
    return sorted({named, "localhost", "127.0.0.1", "[::1]", *values["VANTAGE_HOSTS"]})


def _single_sign_on(values: Mapping[str, Any]) -> Provider | None:
    """Give the provider of single sign-on; half of a configuration, or one without its library, is refused."""
    names = [f"VANTAGE_OIDC_{part}" for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")]
    missing = [name for name in names if not values[name]]
    if len(missing) == len(names):
        return None
    if missing:
        raise Misconfigured(f"Single sign-on also needs {' and '.join(missing)}. Set them, or none of VANTAGE_OIDC_….")
    if find_spec("authlib") is None or find_spec("requests") is None:
        raise Misconfigured(
            "Single sign-on is configured, but what it needs is not installed. Install it with "
            "`.venv/bin/python -m pip install -r requirements-sso.txt`, or unset VANTAGE_OIDC_ISSUER."
        )
    issuer, client_id, secret = (values[name] for name in names)
    domains = tuple(domain.lower().lstrip("@") for domain in values["VANTAGE_OIDC_DOMAINS"])
    return Provider(issuer, client_id, secret, values["VANTAGE_OIDC_NAME"], domains)


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


SETTINGS: tuple[Setting, ...] = (
    Setting("HOST", "127.0.0.1", "Address the server listens on.", parsers.text),
    Setting("PORT", "8000", "Port the server listens on.", parsers.whole(1, 65535)),
    Setting("DATA_DIR", "data", "Folder for the embedded database and the secret key.", parsers.folder),
    Setting(
        "DATABASE_URL",
        "",
        "Database: `postgresql://user:password@host/database`. Unset: SQLite in the data folder.",
        parsers.database,
    ),
    Setting(
        "VANTAGE_SECRET_KEY", "", "Key that signs cookies. Unset: made once, kept in the data folder.", parsers.key
    ),
    Setting(
        "VANTAGE_BASE_URL",
        "",
        "Address people use, for links and cookies. Unset: `http://HOST:PORT`. With `https`, cookies are Secure.",
        parsers.base_url,
    ),
    Setting("VANTAGE_HOSTS", "", "Further host names to answer to, separated by commas.", parsers.words),
    Setting(
        "VANTAGE_INSECURE",
        "no",
        "`yes`: be reached by a public name without `https`, though passwords then travel readably.",
        parsers.one_of("no", "yes"),
    ),
    Setting("VANTAGE_PROXIES", "0", "How many reverse proxies in front are trusted.", parsers.whole(0, 9)),
    Setting("VANTAGE_THREADS", "8", "Requests one server process answers at a time.", parsers.whole(1, 256)),
    Setting("VANTAGE_WORKERS", "1", "Server processes.", parsers.whole(1, 64)),
    Setting(
        "VANTAGE_CLOCK",
        "inline",
        "`inline`: recurring work runs inside the server; `off`: `flask clock` runs it in a process of its own.",
        parsers.one_of("inline", "off"),
    ),
    Setting(
        "VANTAGE_SMTP",
        "",
        "Mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host`. "
        "Unset: letters are written to files in the data folder.",
        parsers.mail_server,
    ),
    Setting(
        "VANTAGE_MAIL_FROM",
        "",
        "Sender of letters. Unset: `readiness@` and the host of the base address.",
        parsers.mailbox,
    ),
    Setting("VANTAGE_OIDC_ISSUER", "", "Single sign-on: issuer of the OpenID Connect provider.", parsers.issuer),
    Setting("VANTAGE_OIDC_CLIENT_ID", "", "Single sign-on: our client id there.", parsers.text),
    Setting("VANTAGE_OIDC_CLIENT_SECRET", "", "Single sign-on: our client secret there.", parsers.text),
    Setting(
        "VANTAGE_OIDC_NAME",
        "single sign-on",
        "Single sign-on: what the provider is called on the button.",
        parsers.text,
    ),
    Setting("VANTAGE_OIDC_DOMAINS", "", "Single sign-on: mail domains that may be linked. Unset: any.", parsers.words),
    Setting(
        "VANTAGE_BACKUP_DIR",
        "",
        "Folder for backups. Unset: `backups` in the data folder; better on another disk.",
        parsers.folder_or_none,
    ),
    Setting(
        "VANTAGE_BACKUP_KEEP",
        "14",
        "Days whose backup is kept, besides the newest of each of the last 8 weeks. `0`: none is taken at night.",
        parsers.whole(0, 3650),
    ),
    Setting(
        "VANTAGE_LOG",
        "auto",
        "`json`: one line of JSON for each event on standard error; `text`: for people; `auto`: text on a terminal.",
        parsers.one_of("auto", "json", "text"),
    ),
    Setting(
        "VANTAGE_METRICS_TOKEN",
        "",
        "Token with which `/metrics` is read. Unset: it answers only to this machine.",
        parsers.metrics_token,
    ),
)
