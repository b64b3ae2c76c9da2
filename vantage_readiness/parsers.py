"""What the text of a setting means: each parser gives its value, or refuses with a sentence that names the setting."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import formataddr, parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from . import unsafe
from .domain.deliveries import MailServer
from .unsafe import Misconfigured

SHORTEST_KEY = 32
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def text(_name: str, value: str) -> str:
    """Take it as it stands."""
    return value


def folder(_name: str, value: str) -> Path:
    """Read a folder, as a whole path."""
    return Path(value).expanduser().resolve()


def folder_or_none(name: str, value: str) -> Path | None:
    """Read a folder that may be left out."""
    return folder(name, value) if value else None


def whole(low: int, high: int) -> Callable[[str, str], int]:
    """Give the parser of a whole number between two."""

    def parse(name: str, value: str) -> int:
        if not (value.isascii() and value.isdecimal() and low <= int(value) <= high):
            raise Misconfigured(f"{name} is “{value}”, but has to be a whole number from {low} to {high}.")
        return int(value)

    return parse


def one_of(*choices: str) -> Callable[[str, str], str]:
    """Give the parser of one word of several."""

    def parse(name: str, value: str) -> str:
        if value not in choices:
            raise Misconfigured(f"{name} is “{value}”, but has to be one of: {', '.join(choices)}.")
        return value

    return parse


def words(_name: str, value: str) -> list[str]:
    """Read a list with commas."""
    return [part.strip() for part in value.split(",") if part.strip()]


def key(name: str, value: str) -> str:
    """Read a key for cookies; what can be guessed is refused."""
    if value and (len(value) < SHORTEST_KEY or len(set(value)) < 8):
        raise Misconfigured(
            f"{name} is too short or too simple. Create one with `flask new-secret`, or leave it unset: "
            "then a key is made once and kept in the data folder."
        )
    if unsafe.is_sample(value):
        raise Misconfigured(f"{name} is a sample that others know too. Create one of your own with `flask new-secret`.")
    return value


def metrics_token(name: str, value: str) -> str:
    """Read what whoever watches shows in a header."""
    if value and (len(value) < SHORTEST_KEY or not value.isascii()):
        raise Misconfigured(f"{name} is too short, or not plain letters. Create one with `flask new-secret`.")
    return value


def base_url(name: str, value: str) -> str:
    """Read the address of a site, without a path."""
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


def database(name: str, value: str) -> str:
    """Read where the database is, with the driver we use."""
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


def issuer(name: str, value: str) -> str:
    """Read an issuer as the provider writes it: it is compared sign by sign."""
    parts = urlsplit(value) if value.isprintable() and "[" not in value else SplitResult("", "", "", "", "")
    private = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if value and not (private and parts.hostname and not (parts.query or parts.fragment or parts.username)):
        raise Misconfigured(f"{name} has to look like https://login.example.org, as the provider's pages name it.")
    return value


def mail_server(name: str, value: str) -> MailServer | None:
    """Read where letters go; the sentence of a refusal never repeats the value, which holds a password."""
    try:
        return _read_mail_server(value) if value else None
    except (KeyError, ValueError):
        raise Misconfigured(
            f"{name} has to look like smtp://user:password@mail.example.org:587 or smtps://user:password@host. "
            "Signs such as @ : / in a user or password are written as %40 %3A %2F."
        ) from None


def _read_mail_server(value: str) -> MailServer:
    parts = urlsplit(value)
    port = parts.port or {"smtp": 587, "smtps": 465}[parts.scheme]
    host = parts.hostname or ""
    if not host or parts.path.strip("/") or bool(parts.username) != bool(parts.password):
        raise ValueError
    tls = _tls(parts.scheme, host, parts.query)
    return MailServer(host, port, tls, unquote(parts.username or ""), unquote(parts.password or ""))


def _tls(scheme: str, host: str, query: str) -> str:
    """Give how the line is kept private: on the way to another host it is, unless `?tls=off` says otherwise."""
    if scheme == "smtps":
        return {"": "wrapped"}[query]
    near = host in LOOPBACK
    return {"": "offered" if near else "asked", "tls=off": "offered"}[query]


def mailbox(name: str, value: str) -> str:
    """Read a sender, with or without a name."""
    shown, address = parseaddr(value)
    if value and not (re.fullmatch(r"[^@\s,;:<>\"]+@[^@\s,;:<>\"]+", address) and value.isprintable()):
        raise Misconfigured(f"{name} has to look like Readiness <readiness@example.org>.")
    return formataddr((shown, address)) if value else ""
