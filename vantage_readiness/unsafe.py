"""What an installation that others reach must not be started with: each refusal is a sentence that says what to do.

An installation is reached by others when its address begins with https, or when it listens on more than this machine.
`make run` on one's own machine, or in a home network under its own names, is not in anybody's way.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from click import ClickException

_SAMPLE = re.compile(
    r"change.?(me|this|it)|your.?(own.?)?(secret|key)|secret.?key.?(here|goes)|super.?secret|top.?secret|replace.?(me|this|with)"
    r"|not.?(so|very).?secret|insecure|place.?holder|for.?development|dev.?(only|key|secret)|my.?secret|insert.?(your|here)"
    r"|0123456789abcdef|123456789012|abcdefghijkl|qwertyuiop|deadbeef.?deadbeef|correct.?horse|lorem.?ipsum",
    re.IGNORECASE,
)
_PRINTED = frozenset({"192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf"})  # in Flask's own handbook
_HOME = (".local", ".lan", ".home", ".internal", ".home.arpa", ".localhost", ".test")
_ON = frozenset({"1", "true", "yes", "on", "t", "y"})


class Misconfigured(ClickException):
    """A setting is unusable; the message says which and what to do. The command line prints it as it is."""


def refuse(values: Mapping[str, Any], environment: Mapping[str, str]) -> None:
    """Refuse, with a sentence, what would make an installation that others reach unsafe."""
    _refuse_readable_passwords(values)
    if not is_reached_by_others(values):
        return
    if environment.get("FLASK_DEBUG", "").strip().lower() in _ON:
        raise Misconfigured(
            "FLASK_DEBUG is on, but others reach this installation; whoever meets an error could run code on it. "
            "Unset FLASK_DEBUG, or listen on 127.0.0.1 without an https address."
        )
    if values["DATABASE_URL"].startswith("postgresql") and not values["VANTAGE_SECRET_KEY"]:
        raise Misconfigured(
            "VANTAGE_SECRET_KEY is not set, but a PostgreSQL database may serve several hosts, and a key made on each "
            "would sign people out at every turn. Create one with `flask new-secret` and set it on every host."
        )


def is_reached_by_others(values: Mapping[str, Any]) -> bool:
    """Answer whether anybody but the people at this machine reaches this installation."""
    return bool(values["VANTAGE_BASE_URL"].startswith("https://")) or not _is_loopback(values["HOST"])


def is_sample(key: str) -> bool:
    """Answer whether a key is one that people copy from a handbook, or one they meant to replace."""
    return key.lower() in _PRINTED or _SAMPLE.search(key) is not None


def _refuse_readable_passwords(values: Mapping[str, Any]) -> None:
    """Refuse plain http under a name that is known beyond one's own network."""
    address = urlsplit(values["VANTAGE_BASE_URL"])
    if address.scheme == "https" or values["VANTAGE_INSECURE"] == "yes":
        return
    known = [name for name in (address.hostname or "", *values["VANTAGE_HOSTS"]) if name and not _is_at_home(name)]
    if known:
        raise Misconfigured(
            f"People would reach {known[0]} without encryption, and their passwords could be read on the way. Put a "
            "proxy with TLS in front and set VANTAGE_BASE_URL to its https address, or set VANTAGE_INSECURE=yes."
        )


def _is_at_home(name: str) -> bool:
    """Answer whether a name or an address means something only in one's own network."""
    host = name.strip("[]").rstrip(".").lower()
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_HOME)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
