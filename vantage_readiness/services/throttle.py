"""How often somebody may try: ten failed or running tries in five minutes per account and per address.

A try is counted before anything is checked, so that a thousand at once are no better than ten one after another,
however many processes and hosts answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from ..domain.refusals import Refused
from ..storage import people
from ..storage.database import db

TRIES, MINUTES = 10, 5


@dataclass(frozen=True, slots=True)
class Reservation:
    """A try that counts as failed until it is forgiven."""

    ids: tuple[int, ...]

    def forgive(self) -> None:
        """Count this try no more, for it succeeded; the caller commits."""
        people.drop_tries(self.ids)


def reserve(keys: Sequence[str], at: datetime) -> Reservation:
    """Count a try and commit; refuse it, uncounted, when there were too many for any key.

    Whatever the transaction did so far is committed or undone with it: reserve before changing anything.
    """
    people.hold_keys(keys)
    if people.tries(keys, at - timedelta(minutes=MINUTES)) >= TRIES:
        db.session.rollback()
        raise Refused(f"Too many attempts. Wait {MINUTES} minutes and try again.")
    reservation = Reservation(tuple(people.add_tries(keys, at)))
    db.session.commit()
    return reservation


def account(email: str) -> str:
    """Give the key of an account, known or not; the address is not kept."""
    named = email.strip().lower().encode("utf-8", "surrogatepass")
    return f"account:{hashlib.sha256(named).hexdigest()[:32]}"


def address(ip: str) -> str:
    """Give the key of a network address; of IPv6, of the network that one customer gets whole (RFC 6177: a /64)."""
    return f"address:{_network(ip)}"[:80]


def _network(ip: str) -> str:
    try:
        read = ip_address(ip)
    except ValueError:
        return ip
    if isinstance(read, IPv4Address):
        return str(read)
    return str(read.ipv4_mapped or ip_network((int(read), 64), strict=False))
