"""Signing in through a provider: what it says of somebody, and what that is worth here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from .refusals import Refused


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider people may sign in through, and how we make ourselves known to it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claims:
    """What the provider says of somebody: who it is there, the address if it checked it, and how it was proven."""

    subject: str
    email: str
    is_email_verified: bool
    methods: frozenset[str]

    @property
    def is_proven(self) -> bool:
        """Whether the provider asked for a second factor itself (RFC 8176: `mfa`)."""
        return "mfa" in self.methods


def read(said: Mapping[str, object]) -> Claims:
    """Give the claims of a token that was checked; refuse one that names nobody.

    An address counts as verified only if `email_verified` is the value true, not a word that sounds like it.
    """
    subject, email, methods = said.get("sub"), said.get("email"), said.get("amr")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or not subject.isprintable():
        raise Refused("The answer does not say who you are.")
    return Claims(
        subject=subject,
        email=email if isinstance(email, str) else "",
        is_email_verified=said.get("email_verified") is True,
        methods=frozenset(map(str, methods)) if isinstance(methods, list) else frozenset(),
    )


def address_to_link(claims: Claims, domains: Collection[str]) -> str:
    """Give the address by which somebody who comes for the first time may be known here, or refuse."""
    if not claims.email or not claims.is_email_verified:
        raise Refused("It does not vouch for your e-mail address, so nobody here can be found by it.")
    if domains and claims.email.rpartition("@")[2].lower() not in domains:
        raise Refused("Addresses of this domain may not sign in this way.")
    return claims.email.strip().lower()
