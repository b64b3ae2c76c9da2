"""What a program's token may do, for how long, and what it is called."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from . import people
from .refusals import Refused
from .words import Role, Word

SHORTEST_DAYS, USUAL_DAYS, LONGEST_DAYS = 1, 90, 365
MOST = 25
PREFIX = "vr_"
SIGNS = len(PREFIX) + 43


class Scope(Word):
    """What a token opens. Each includes the one before; none opens more than its person's own role does."""

    READ = "read"
    WRITE = "write"
    LEAD = "lead"

    @property
    def role(self) -> Role:
        """The most that somebody with this scope can be."""
        return {"read": Role.VIEWER, "write": Role.MEMBER, "lead": Role.LEAD}[self.value]

    @property
    def meaning(self) -> str:
        """What it lets a program do, in a few words."""
        said = {"read": "look at everything", "write": "also edit items", "lead": "everything you may"}
        return said[self.value]


def up_to(scope: str) -> list[str]:
    """List a scope and those it includes."""
    every = [each.value for each in Scope]
    return every[: every.index(scope) + 1]


def scopes(wanted: Iterable[str], *, role: Role) -> list[Scope]:
    """Give the scopes of a token, the widest last; refuse none, unknown ones and more than the person may."""
    asked = set(wanted)
    known = [scope for scope in Scope if scope.value in asked]
    if not known or len(known) != len(asked):
        raise Refused("Choose what the token may do: read, write or lead.")
    if not role.includes(known[-1].role):
        raise Refused(f"You are a {role.value} here; a token with “{known[-1]}” would open more than you may.")
    return known


def role_of(kept: Collection[str], held: Role) -> Role:
    """Give as what a token enters: the lesser of what its scopes open and what its person is now."""
    widest = next((scope for scope in reversed(Scope) if scope.value in kept), Scope.READ)
    return held if widest.role.includes(held) else widest.role


def expiry(days: int, at: datetime) -> datetime:
    """Give the moment a token ends; every token ends."""
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise Refused(f"Choose from {SHORTEST_DAYS} to {LONGEST_DAYS} days.")
    return at + timedelta(days=days)


def name(text: str) -> str:
    """Give a token's name fit to keep."""
    try:
        return people.name(text)
    except Refused as refusal:
        raise Refused(f"{refusal.sentence} It tells later what the token is for, such as “Nightly build”.") from refusal


def looks_right(text: str) -> bool:
    """Answer whether a text could be a token of ours, so that nothing else is looked up."""
    return text.startswith(PREFIX) and len(text) == SIGNS and text.isascii()
