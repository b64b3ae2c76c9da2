"""How what happened to an account is told to the person it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from .diary import Kind, Value

_WAYS: Mapping[Value, str] = MappingProxyType(
    {
        "password": "with the password",
        "link": "by a one-time link",
        "invite": "by the invitation",
        "sso": "by single sign-on",
    }
)
_REFUSED: Mapping[Value, str] = MappingProxyType(
    {"password": "A wrong password was typed", "code": "A wrong code was typed", "link": "A spent link was opened"}
)
_SIMPLE: Mapping[str, str] = MappingProxyType(
    {
        Kind.PERSON_INVITED: "You were invited",
        Kind.PERSON_CONFIRMED: "You proved again that it is you",
        Kind.PERSON_DISABLED: "The account was disabled",
        Kind.PERSON_ENABLED: "The account was enabled again",
        Kind.PASSWORD_CHANGED: "The password was changed",
        Kind.PASSWORD_RESET_ASKED: "A link for a new password was asked for",
        Kind.FACTOR_ADDED: "A second factor was added",
        Kind.FACTOR_REMOVED: "The second factor was removed",
        Kind.RECOVERY_MADE: "New recovery codes were made",
        Kind.RECOVERY_USED: "A recovery code was used",
        Kind.IDENTITY_LINKED: "Single sign-on was linked",
        Kind.IDENTITY_UNLINKED: "Single sign-on was unlinked",
        Kind.PREFERENCES_CHANGED: "What you are written was changed",
        Kind.FEED_MADE: "A calendar address was made",
        Kind.FEED_REVOKED: "The calendar address was revoked",
    }
)
_CHANGED: Mapping[Value, str] = MappingProxyType(
    {
        "name": "The name was changed",
        "address": "The e-mail address was changed",
        "administrator": "The account became an administrator's",
        "no administrator": "The account is no longer an administrator's",
    }
)
KINDS = tuple(
    kind
    for kind in Kind
    if kind.value.startswith(("person.", "password.", "factor.", "recovery.", "identity.", "preferences.", "feed."))
)


class Line(Protocol):
    """What is told of a diary line."""

    @property
    def kind(self) -> str: ...
    @property
    def after(self) -> Value: ...
    @property
    def note(self) -> str: ...


def sentence(line: Line) -> str:
    """Give what happened, as told to the person themselves."""
    after = line.after if isinstance(line.after, str) else ""
    if line.kind == Kind.PERSON_SIGNED_IN:
        owed = ", and the code was still owed" if line.note else ""
        return f"Signed in {_WAYS.get(after, '')}".rstrip() + owed
    if line.kind == Kind.PERSON_SIGNED_OUT:
        return {"everywhere": "Signed out everywhere", "another browser": "Signed out another browser"}.get(
            line.note, "Signed out"
        )
    if line.kind == Kind.PERSON_REFUSED:
        return _REFUSED.get(after, "A sign-in was refused")
    if line.kind == Kind.PERSON_CHANGED:
        return _CHANGED.get(after, "The account was made" if after == "introduced" else "The account was changed")
    return _SIMPLE.get(line.kind, "The account was changed")


def is_alarming(line: Line) -> bool:
    """Answer whether a person should look twice at this."""
    return line.kind == Kind.PERSON_REFUSED
